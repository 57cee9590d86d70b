import type { PlaceResult, PlanFigures } from '../place/site/result.ts';
import type { Site } from '../site/site.ts';
import { getRecord } from '../site/site.ts';
import { figure, percent } from './figure.ts';
import { printTable } from './print-table.ts';

/** Rows of each list; the rest is in `--json`. */
const ROWS = 20;

/** A placement for a person at a terminal: what it is worth beside what was, what changes in which order, and why. */
export function describePlacement(site: Site, result: PlaceResult): string {
  const { status, objective, bound, gap, seed, iterations, evaluations, weights, scale } = result;
  const gapText = gap === null ? 'no gap while something is not served' : `gap ${percent(gap)}`;
  return [
    `${status}: objective ${figure(objective)}, bound ${figure(bound)}, ${gapText}; seed ${seed}, ${iterations} moves tried, ${evaluations} evaluated`,
    `weights: cost ${weights.cost}, performance ${weights.performance}, energy ${weights.energy}; scale: ${figure(scale.costOfAll)} ${scale.costUnit} a month, ${figure(scale.maxW)} W`,
    '',
    ...beforeAndAfter(result, scale.costUnit),
    ...part(
      'Changes',
      ['what', 'service', 'from', 'to', 'replicas'],
      result.changes.map((one) => [one.kind, one.serviceId, one.from ?? '', one.to ?? '', `${one.before} → ${one.after}`]),
    ),
    ...part(
      'In this order',
      ['step', 'service', 'node', 'replicas', ''],
      result.steps.map((one) => [one.kind, one.serviceId, one.nodeId, String(one.replicas), one.interrupts ? 'interrupts' : '']),
    ),
    ...part(
      'Why there',
      ['service', 'node', 'score', 'network', 'compute', 'location', 'next best'],
      result.choices.map((one) => {
        const [next] = one.alternatives;
        const reason = next === undefined ? '' : (next.limits[0]?.why ?? `objective ${signed(next.objectiveMore ?? 0)}`);
        const { score, network, compute, location } = one.score;
        return [
          one.serviceId,
          one.nodeId,
          ...[score, network, compute, location].map(figure),
          next === undefined ? '' : `${next.nodeId} (${figure(next.score)}): ${reason}`,
        ];
      }),
    ),
    ...result.refused.flatMap((one) => [
      `${getRecord(site, 'services', one.serviceId)?.name ?? one.serviceId}: ${one.problem === 'unplaced' ? 'cannot run' : 'comes late'}`,
      ...(one.conflict.length > 0 ? [`  in conflict: ${one.conflict.join(', ')}`] : []),
      ...one.admissions.map(({ says, nodeId }) => `  would do, on ${nodeId}: ${says.join('; ')}`),
    ]),
    ...result.checker.map((wrong) => `checker: ${wrong}`),
    '',
  ].join('\n');
}

function beforeAndAfter({ before, after }: PlaceResult, unit: string): string[] {
  const row = (name: string, of: (figures: PlanFigures) => string): string[] => [name, of(before), of(after)];
  return part(
    'Before and after',
    ['', 'before', 'after'],
    [
      row('flows met', (one) => `${one.flowsMet} / ${one.flows}`),
      row('errors', (one) => String(one.errors)),
      row(`hardware taken, ${unit} a month`, (one) => figure(one.value.parts.costPerMonth)),
      row('power, W', (one) => figure(one.powerW)),
      row('mean p99, ms', (one) => figure(one.meanP99Ms)),
      row('share of objectives used', (one) => percent(one.value.parts.objectiveUsed)),
      row('replicas moved', (one) => percent(one.value.parts.moved)),
    ],
  );
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${figure(Math.abs(value))}`;
}

function part(title: string, names: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const more = rows.length > ROWS ? [`  … and ${rows.length - ROWS} more`] : [];
  return [title, ...printTable(names, rows.slice(0, ROWS)).map((line) => `  ${line}`), ...more, ''];
}
