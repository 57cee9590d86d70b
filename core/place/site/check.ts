import { evaluate } from '../../evaluate/evaluate.ts';
import type { Evaluation, Finding } from '../../evaluate/result.ts';
import { apply } from '../../site/commands/apply.ts';
import type { BatchCommand } from '../../site/commands/schema.ts';
import { applyDiff } from '../../site/diff.ts';
import type { Site } from '../../site/site.ts';
import { listRecords } from '../../site/site.ts';

/** Kinds of findings that a plan must not add to: rules and room on nodes. */
const HARD = new Set<Finding['kind']>([
  'node-over-capacity',
  'architecture-mismatch',
  'accelerator-missing',
  'form-unsupported',
  'tier-not-allowed',
  'tier-rule-broken',
  'residency-violated',
  'cpu-ceiling',
  'spread-violated',
]);

export interface Checked {
  readonly site: Site;
  readonly evaluation: Evaluation;
  readonly wrong: readonly string[];
}

/**
 * [P1] What a plan is worth without trusting the search: its command is carried out on the site as by hand, and the site is evaluated from scratch. Wrong is a
 * command that is refused, a pinned placement or anything but placements that changed, and a limit of a node broken that held before.
 */
export function checkPlan(site: Site, before: Evaluation, command: BatchCommand): Checked {
  const diff = apply(site, command);
  if (diff.status === 'failed') return { site, evaluation: before, wrong: [`refused: ${diff.error.message}`] };
  const wrong: string[] = [];
  for (const { collection, id, before: record } of diff.value.changes) {
    if (collection !== 'placements') wrong.push(`${collection}/${id} changed`);
    else if (record !== null && 'pinned' in record && record.pinned) wrong.push(`pinned ${id} changed`);
  }
  const after = applyDiff(site, diff.value);
  wrong.push(...tooMany(site, after));
  const evaluation = evaluate(after);
  const count = (findings: readonly Finding[]): number =>
    findings.filter((one) => one.severity === 'error' && HARD.has(one.kind)).length;
  if (count(evaluation.findings) > count(before.findings)) {
    const known = new Set(before.findings.map((one) => one.id));
    for (const one of evaluation.findings)
      if (one.severity === 'error' && HARD.has(one.kind) && !known.has(one.id)) wrong.push(one.why);
  }
  return { site: after, evaluation, wrong };
}

/** Services with more replicas than they may have, and than they had. */
function tooMany(before: Site, after: Site): string[] {
  return listRecords(after, 'services').flatMap(({ id, replicas: { max } }) => {
    const count = replicasOf(after, id);
    return count > Math.max(max, replicasOf(before, id)) ? [`${id} has ${count} replicas and may have ${max}`] : [];
  });
}

function replicasOf(site: Site, serviceId: string): number {
  const own = listRecords(site, 'placements').filter((one) => one.serviceId === serviceId);
  return own.reduce((sum, one) => sum + one.replicas, 0);
}
