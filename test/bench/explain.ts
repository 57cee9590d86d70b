import { parseArgs } from 'node:util';
import { evaluate } from '../../core/evaluate/evaluate.ts';
import type { Finding } from '../../core/evaluate/result.ts';
import { placeInSteps } from '../../core/place/site/place.ts';
import type { PlaceResult, Refused } from '../../core/place/site/result.ts';
import { apply } from '../../core/site/commands/apply.ts';
import type { SimpleCommand } from '../../core/site/commands/schema.ts';
import { applyDiff } from '../../core/site/diff.ts';
import type { Placement } from '../../core/site/schema/placement.ts';
import type { Site } from '../../core/site/site.ts';
import type { BenchOutcome } from './main.ts';
import { demandingSite } from './place/infeasible-site.ts';

const ITERATIONS = 40;

interface Row {
  readonly seed: number;
  readonly problem: Refused['problem'];
  readonly conflict: readonly string[];
  readonly wrong: readonly string[];
  readonly changes: number;
  readonly wrongChanges: number;
}

/**
 * Random sites where one service cannot run or comes late. Each conflict that is told is checked by trying every way to run the service on the plan's
 * site, each evaluated from scratch: every way has to break one of the limits, and without any one limit some way has to break none of the others. Each
 * change that is told is carried out and evaluated. Option: `--cases N` (200).
 */
export async function bench(options: readonly string[]): Promise<BenchOutcome> {
  const { values } = parseArgs({ args: [...options], options: { cases: { type: 'string', default: '200' } } });
  const rows: Row[] = [];
  let drawn = 0;
  for (; rows.length < Number(values.cases); drawn += 1) {
    const site = demandingSite(drawn);
    const result = placed(site);
    if (result.checker.length > 0) throw new Error(`seed ${drawn}: ${result.checker.join('; ')}`);
    const refused = result.refused.find((one) => one.serviceId === 's');
    if (refused !== undefined) rows.push(check(drawn, after(site, result.command.commands), refused));
  }
  return {
    figures: {
      cases: rows.length,
      sitesDrawn: drawn,
      wrongConflicts: rows.filter((row) => row.wrong.length > 0).length,
      conflictsUnknown: rows.filter((row) => row.conflict.length === 0).length,
      changes: rows.reduce((sum, row) => sum + row.changes, 0),
      wrongChanges: rows.reduce((sum, row) => sum + row.wrongChanges, 0),
      casesWithoutChange: rows.filter((row) => row.changes === 0).length,
    },
    rows: rows.filter((row) => row.wrong.length > 0 || row.wrongChanges > 0 || row.changes === 0 || row.conflict.length === 0),
  };
}

function placed(site: Site): PlaceResult {
  const steps = placeInSteps(site, { iterations: ITERATIONS });
  for (;;) {
    const step = steps.next(0);
    if (step.done === true) return step.value;
  }
}

function after(site: Site, commands: readonly SimpleCommand[]): Site {
  const diff = apply(site, { kind: 'batch', label: 'bench', commands: [...commands] });
  if (diff.status === 'failed') throw new Error(diff.error.message);
  return applyDiff(site, diff.value);
}

function check(seed: number, site: Site, refused: Refused): Row {
  const { conflict, problem, admissions } = refused;
  const ways = (problem === 'unplaced' ? waysToFill(site) : waysToMove(site)).map((placements) => brokenBy(site, placements));
  const isFree = (limits: readonly string[]): boolean => ways.some((broken) => limits.every((limit) => !broken.has(limit)));
  const wrong: string[] = [];
  if (conflict.length > 0 && isFree(conflict)) wrong.push('feasible');
  for (const limit of conflict) if (!isFree(conflict.filter((one) => one !== limit))) wrong.push(`not needed: ${limit}`);
  const wrongChanges = admissions.filter(({ commands }) => !admits(site, commands, problem)).length;
  return { seed, problem, conflict, wrong, changes: admissions.length, wrongChanges };
}

/** All ways to put the replicas that are missing on nodes, beside those that run. */
function waysToFill(site: Site): Placement[][] {
  const standing = own(site);
  const nodes = Object.keys(site.nodes).toSorted();
  const missing = (site.services['s']?.replicas.min ?? 1) - standing.reduce((sum, one) => sum + one.replicas, 0);
  return distributions(nodes.length, Math.max(1, missing)).map((counts) =>
    nodes.flatMap((nodeId, index) => {
      const there = standing.find((one) => one.nodeId === nodeId)?.replicas ?? 0;
      const replicas = there + (counts[index] ?? 0);
      return replicas > 0 ? [seat(nodeId, replicas)] : [];
    }),
  );
}

/** All ways to have the late placement on another node, or with a replica more. */
function waysToMove(site: Site): Placement[][] {
  const servedBy = evaluate(site).flows.find((one) => one.id === 'f')?.servedBy ?? '';
  const late = own(site).find((one) => one.nodeId === servedBy);
  const others = own(site).filter((one) => one.nodeId !== servedBy);
  return Object.keys(site.nodes).flatMap((nodeId) =>
    [0, 1].map((more) => {
      const there = others.find((one) => one.nodeId === nodeId)?.replicas ?? 0;
      const kept = others.filter((one) => one.nodeId !== nodeId).map((one) => seat(one.nodeId, one.replicas));
      return [...kept, seat(nodeId, there + (late?.replicas ?? 1) + more)];
    }),
  );
}

function own(site: Site): Placement[] {
  return Object.values(site.placements).filter((one) => one.serviceId === 's');
}

function seat(nodeId: string, replicas: number): Placement {
  return { id: `s-on-${nodeId}`, serviceId: 's', nodeId, replicas, pinned: false, variant: null } as unknown as Placement;
}

function distributions(nodes: number, replicas: number): number[][] {
  if (nodes === 1) return [[replicas]];
  return Array.from({ length: replicas + 1 }, (_, first) =>
    distributions(nodes - 1, replicas - first).map((rest) => [first, ...rest]),
  ).flat();
}

/** Limits that the service breaks when it runs like this, read from an evaluation from scratch. */
function brokenBy(site: Site, placements: readonly Placement[]): Set<string> {
  const rest = Object.entries(site.placements).filter(([, one]) => one.serviceId !== 's');
  const tried = { ...site, placements: Object.fromEntries([...rest, ...placements.map((one) => [one.id, one])]) } as Site;
  const evaluation = evaluate(tried);
  const nodes = new Set(placements.map((one) => `nodes/${one.nodeId}`));
  const broken = new Set<string>();
  for (const found of evaluation.findings)
    if (found.severity === 'error') for (const limit of limitsOf(found, nodes)) broken.add(limit);
  const flow = evaluation.flows.find((one) => one.id === 'f');
  if (flow?.status !== 'met') broken.add('objective');
  const objectiveMs = site.flows['f']?.objectiveP99Ms ?? Infinity;
  for (const policy of Object.values(site.policies))
    if (policy.kind === 'tier-rule' && objectiveMs <= (policy.when.upToP99Ms ?? Infinity))
      for (const { nodeId } of placements)
        if (!policy.tiers.includes((site.nodes[nodeId] as Site['nodes'][string]).tier)) broken.add(`rule-${policy.id}`);
  return broken;
}

function limitsOf({ kind, subject, id }: Finding, nodes: ReadonlySet<string>): string[] {
  if (kind === 'node-over-capacity') return nodes.has(subject) ? [`capacity-${id.split(' ').at(-1)}`] : [];
  if (kind === 'spread-violated') return subject === 'services/s' ? ['spread'] : ['spread-policy'];
  // Rules of tiers are read from the policy itself, above.
  if (kind === 'tier-rule-broken') return [];
  return subject.startsWith('placements/s-on-') ? [kind] : [];
}

/** Whether the service runs as often as it has to, in time, and no rule or room is broken that the plan keeps. */
function admits(site: Site, commands: readonly SimpleCommand[], problem: Refused['problem']): boolean {
  // Changes are told for the site as it was: what the plan placed is already there.
  const changed = after(site, commands);
  const evaluation = evaluate(changed);
  const running = own(changed).reduce((sum, one) => sum + one.replicas, 0);
  const known = new Set(evaluate(site).findings.map((one) => one.id));
  const hard = evaluation.findings.filter(
    ({ id, severity, kind }) =>
      severity === 'error' && !known.has(id) && !['objective-missed', 'service-saturated'].includes(kind),
  );
  const isInTime = problem === 'unplaced' || evaluation.flows.find((one) => one.id === 'f')?.status === 'met';
  return running >= (changed.services['s']?.replicas.min ?? 1) && hard.length === 0 && isInTime;
}
