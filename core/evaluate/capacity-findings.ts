import { must } from '../base/assert.ts';
import type { RecordOf } from '../site/site.ts';
import { getRecord, listRecords } from '../site/site.ts';
import { figure, finding, percent } from './finding.ts';
import { placementsOn } from './node-capacity.ts';
import type { Finding, NodeResult, PlaceResult } from './result.ts';
import type { SiteModel } from './site-model.ts';

/** Share of a limit from which a finding warns unless a policy says otherwise: the usual 80 % alarm threshold of capacity planning (ITIL 4, Capacity and performance management). */
const NEAR_LIMIT = 0.8;

export function nearLimitShare(model: SiteModel): number {
  let near = NEAR_LIMIT;
  for (const policy of listRecords(model.site, 'policies'))
    if (policy.kind === 'warning' && policy.enabled) near = policy.nearLimitShare;
  return near;
}

/** [C1] What a node is asked for more of than it has, or nearly. */
export function nodeFindings(model: SiteModel, result: NodeResult, near: number): Finding[] {
  const name = nodeName(model, result.id);
  return Object.entries(result.amounts).flatMap(([dimension, amount]) =>
    // CPU time beyond the threads shows as saturated services, with their own finding.
    amount.used === 0 || dimension === 'cpuTime'
      ? []
      : limitFinding(`nodes/${result.id}`, name, dimension, amount, near, 'node-over-capacity'),
  );
}

/** [C1] Power, cooling, rack or floor limits of a place that do not hold, or nearly. */
export function placeFindings(model: SiteModel, result: PlaceResult, near: number): Finding[] {
  const name = getRecord(model.site, 'places', result.id)?.name ?? result.id;
  return Object.entries(result.amounts).flatMap(([dimension, amount]) =>
    limitFinding(`places/${result.id}`, name, dimension, amount, near, 'place-over-limit'),
  );
}

/** A limit that does not hold, or nearly; nothing where there is room. */
export function limitFinding(
  subject: string,
  name: string,
  dimension: string,
  amount: { readonly used: number; readonly available: number; readonly unit: string },
  near: number,
  kind: 'node-over-capacity' | 'place-over-limit',
): Finding[] {
  const { used, available, unit } = amount;
  // A billionth of slack keeps sums of fractions such as 8 × 0.125 from tipping over.
  const over = used > available * (1 + 1e-9) + 1e-12;
  // Accelerators are handed out, not filled: one that is given away whole is as planned.
  if (!over && (available === 0 || used / available < near || dimension.startsWith('accelerator-'))) return [];
  const parameters = {
    name,
    dimension,
    used: figure(used),
    available: figure(available),
    unit,
    missing: figure(used - available),
    share: available > 0 ? percent(used / available) : '',
  };
  if (over) {
    const remedy =
      kind === 'node-over-capacity'
        ? `Move work of ${figure(used - available)} ${unit} elsewhere, or choose hardware with at least ${figure(used)} ${unit}.`
        : `Take ${figure(used - available)} ${unit} of hardware out, or raise the limit of ${name} to ${figure(used)} ${unit}.`;
    const why =
      available > 0
        ? `${name} is asked for ${figure(used)} ${unit} of ${dimension} and has ${figure(available)} ${unit}.`
        : `${name} has no ${dimension}, and ${figure(used)} ${unit} are asked of it.`;
    return [
      finding({
        kind,
        severity: 'error',
        subject,
        aspect: dimension,
        limit: available,
        value: used,
        unit,
        why,
        remedy,
        parameters,
      }),
    ];
  }
  return [
    finding({
      kind: 'near-limit',
      severity: 'warning',
      subject,
      aspect: dimension,
      limit: available,
      value: used,
      unit,
      why: `${name} uses ${percent(used / available)} of its ${dimension}: ${figure(used)} of ${figure(available)} ${unit}.`,
      remedy: 'Plan for growth: leave room here, or add hardware before demand rises.',
      parameters,
    }),
  ];
}

/** [S4] Ceilings that services set for the CPU of the node they run on. */
export function ceilingFindings(model: SiteModel, node: RecordOf<'nodes'>, result: NodeResult): Finding[] {
  const busy = result.utilisation['cpuTime'];
  if (busy === undefined) return [];
  return placementsOn(model, node).flatMap(({ placement }) => {
    const service = must(getRecord(model.site, 'services', placement.serviceId), `services/${placement.serviceId}`);
    if (service.cpuCeiling === null || busy <= service.cpuCeiling) return [];
    return [
      finding({
        kind: 'cpu-ceiling',
        severity: 'error',
        subject: `placements/${placement.id}`,
        limit: service.cpuCeiling,
        value: busy,
        unit: 'ratio',
        why: `${service.name} allows ${percent(service.cpuCeiling)} CPU on its node; ${node.name} runs at ${percent(busy)}.`,
        remedy: `Move other work off ${node.name}, or ${service.name} to a node with more CPU to spare.`,
        parameters: { service: service.name, node: node.name, limit: percent(service.cpuCeiling), value: percent(busy) },
      }),
    ];
  });
}

export function nodeName(model: SiteModel, nodeId: string): string {
  const node: RecordOf<'nodes'> | undefined = getRecord(model.site, 'nodes', nodeId);
  return node?.name ?? nodeId;
}
