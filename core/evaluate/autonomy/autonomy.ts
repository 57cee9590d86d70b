import type { RecordOf, Site } from '../../site/site.ts';
import { getRecord, listRecords } from '../../site/site.ts';
import { powerSupply } from '../availability/power.ts';
import type { WorkloadSource } from '../availability/workload-sources.ts';
import { workloadSources } from '../availability/workload-sources.ts';
import type { Evaluated } from '../evaluate.ts';
import { EvaluationState } from '../evaluate.ts';
import { failedSite } from '../failures/failures.ts';
import { figure, finding } from '../finding.ts';
import type { Finding, FlowResult } from '../result.ts';
import { AssumptionList } from '../stated-assumption.ts';
import type { Buffers } from './buffers.ts';
import { atMeanRates, buffers } from './buffers.ts';
import { CLOUD_TIERS, resolveCut } from './cut.ts';
import type { AutonomyAssessment, AutonomyEnd, AutonomyOptions, NodeBuffer, WorkloadAutonomy } from './result.ts';

/** [A3] What goes on when the site is cut off from its centre, how long, and what ends it. Two evaluations of the cut site. */
export function autonomyAssessment(evaluated: Evaluated, options: Partial<AutonomyOptions> = {}): AutonomyAssessment {
  const { site } = evaluated.model;
  const cut = options.cut ?? { kind: 'tiers', tiers: CLOUD_TIERS };
  const power = options.power ?? 'kept';
  const gone = resolveCut(site, cut);
  const before = snapshot(evaluated);
  const alone = failedSite(site, { nodeIds: gone.downNodeIds, linkIds: gone.linkIds });
  const mean = evaluateWhole(atMeanRates(alone));
  const filled = buffers(mean, before.connected, mean.evaluation.nodes);
  const after = evaluateWhole(alone);
  const far = new Set(gone.beyondNodeIds);
  const flows = new Map(after.evaluation.flows.map((flow) => [flow.id, flow]));
  const workloads = listRecords(site, 'workloads').map((workload) =>
    judge({ workload, after, before, flows, far, filled, power }),
  );
  const assumptions = new AssumptionList();
  assumptions.add(
    'data-move-to-centre',
    'Data move to the centre when they are no longer hot; cut off they stay where they were written.',
    'simplification',
  );
  assumptions.add('mean-rates', 'Buffers fill at the mean rate of a day.', 'simplification');
  if (power === 'lost')
    assumptions.add(
      'no-ups-stated',
      'A place without a stated UPS loses power at once.',
      'estimate: nothing is known of its power',
    );
  return {
    cut,
    power,
    cutNodeIds: [...gone.beyondNodeIds, ...gone.downNodeIds],
    cutLinkIds: gone.linkIds,
    workloads,
    findings: workloads.flatMap(missed),
    assumptions: assumptions.list(),
  };
}

interface Snapshot {
  /** Flows that are answered while the centre is there. */
  readonly connected: ReadonlySet<string>;
  readonly flows: ReadonlyMap<string, FlowResult>;
  /** Sources that are served, by workload. */
  readonly served: ReadonlyMap<string, ReadonlySet<string>>;
}

function snapshot(evaluated: Evaluated): Snapshot {
  const { evaluation, model } = evaluated;
  const served = new Map<string, Set<string>>();
  for (const id of Object.keys(model.site.workloads)) {
    const sources = workloadSources(evaluated, id).filter(({ blockedBy }) => blockedBy === null);
    served.set(id, new Set(sources.map(({ subject }) => subject)));
  }
  return {
    connected: new Set(
      evaluation.flows.filter(({ status }) => status !== 'no-route' && status !== 'unplaced').map(({ id }) => id),
    ),
    flows: new Map(evaluation.flows.map((flow) => [flow.id, flow])),
    served,
  };
}

interface Case {
  readonly workload: RecordOf<'workloads'>;
  readonly after: Evaluated;
  readonly before: Snapshot;
  readonly flows: ReadonlyMap<string, FlowResult>;
  readonly far: ReadonlySet<string>;
  readonly filled: Buffers;
  readonly power: 'kept' | 'lost';
}

function judge(one: Case): WorkloadAutonomy {
  const { workload, after, before, far, filled, power } = one;
  const { site } = after.model;
  const services = listRecords(site, 'services').filter(({ workloadId }) => workloadId === workload.id);
  const wanted = before.served.get(workload.id) ?? new Set();
  const here = workloadSources(after, workload.id).filter(({ subject, nodeId }) => wanted.has(subject) && !far.has(nodeId ?? ''));
  const stops = here.map((source) => stopOf(one, source));
  const served = here.filter((_, index) => stops[index] === null);
  const stoppedBy = distinct(stops.filter((stop) => stop !== null));
  const devices = count(here);
  const devicesServed = count(served);
  const written: NodeBuffer[] = [...(filled.nodesOf.get(workload.id) ?? [])]
    .toSorted()
    .flatMap((id) => filled.byNode.get(id) ?? []);
  const fullest = least(written, ({ hours }) => hours);
  const ups = shortestUps(site, nodesOnTheWay(after, workload.id, served));
  const requiredH = Math.max(0, ...services.map(({ autonomyH }) => autonomyH));
  const writing = services.filter(({ data }) => data.ingestBytesPerRequest > 0);
  const retentionH = Math.max(0, ...writing.map(({ data }) => data.retentionH.hotH));
  const holdsH = least(written, (buffer) => buffer.holdsH)?.holdsH ?? null;
  const goesOn = devicesServed > 0;
  const ends: { readonly hours: number; readonly end: AutonomyEnd }[] = [];
  if (goesOn && fullest?.hours !== undefined && fullest.hours !== null)
    ends.push({ hours: fullest.hours, end: { kind: 'storage-full', nodeId: fullest.nodeId } });
  if (goesOn && power === 'lost' && ups !== null)
    ends.push({ hours: ups.hours ?? 0, end: { kind: 'ups-empty', placeId: ups.placeId } });
  const first = least(ends, ({ hours }) => hours);
  const waits = filled.waitingFlows.get(workload.id) ?? [];
  const hours = goesOn ? (first?.hours ?? null) : devices === 0 ? null : 0;
  const status =
    devices > 0 && !goesOn
      ? 'stops'
      : devicesServed < devices
        ? 'partly'
        : waits.length === 0 && hours === null && unchanged(one)
          ? 'not-affected'
          : 'goes-on';
  return {
    workloadId: workload.id,
    name: workload.name,
    status,
    devicesServed,
    devices,
    hours,
    end: first?.end ?? (status === 'stops' ? (stoppedBy[0] ?? null) : null),
    stoppedBy,
    storageH: fullest?.hours ?? null,
    upsH: ups?.hours ?? null,
    requiredH,
    retentionH,
    verdict:
      requiredH === 0 || devices === 0
        ? 'not-required'
        : devicesServed === devices && (hours === null || hours >= requiredH)
          ? 'met'
          : 'missed',
    retentionVerdict: retentionH === 0 || holdsH === null ? 'not-required' : holdsH >= retentionH ? 'met' : 'missed',
    bufferedFlowIds: waits,
    buffers: written,
  };
}

/** Why a source is not served without the centre; null when it is. */
function stopOf({ workload, after, before, flows }: Case, source: WorkloadSource): AutonomyEnd | null {
  if (source.blockedBy !== null) {
    const [collection, id] = source.blockedBy.split('/');
    if (collection === 'nodes') return { kind: 'access-down', nodeId: id ?? '' };
    const flow = source.blockedFlowId === null ? undefined : getRecord(after.model.site, 'flows', source.blockedFlowId);
    const serviceId = collection === 'services' ? id : flow?.to.id;
    return { kind: 'needs-service', serviceId: serviceId ?? '', flowId: source.blockedFlowId ?? '' };
  }
  for (const flow of flows.values()) {
    if (flow.workload !== workload.id || `deviceGroups/${flow.from}` !== source.subject) continue;
    if (flow.status === 'saturated' && before.flows.get(flow.id)?.status !== 'saturated')
      return { kind: 'saturated', subject: flow.blockedBy ?? `flows/${flow.id}` };
  }
  return null;
}

function unchanged({ workload, before, flows }: Case): boolean {
  for (const flow of flows.values()) {
    if (flow.workload !== workload.id) continue;
    const then = before.flows.get(flow.id);
    if (then?.status !== flow.status || then.servedBy !== flow.servedBy) return false;
  }
  return true;
}

/** Nodes that requests of served sources come in at, pass and are served by. */
function nodesOnTheWay(after: Evaluated, workloadId: string, served: readonly WorkloadSource[]): ReadonlySet<string> {
  const { graph } = after.model;
  const found = new Set<string>(served.map(({ nodeId }) => nodeId ?? ''));
  for (const flow of after.model.flows) {
    if (flow.workloadId !== workloadId || flow.mode !== 'synchronous') continue;
    if (flow.from.kind === 'device-group' && !served.some(({ subject }) => subject === `deviceGroups/${flow.from.id}`)) continue;
    for (const leg of after.demand.legs.get(flow.id) ?? []) {
      for (const { path, node } of leg.targets) {
        found.add(graph.nodes[node]?.id ?? '');
        for (const index of path) found.add(graph.nodes[graph.arcs[index]?.to ?? -1]?.id ?? '');
      }
    }
  }
  found.delete('');
  return found;
}

/** Shortest UPS of the places that some nodes stand in; null hours where one has none, null without places. */
function shortestUps(
  site: Site,
  nodeIds: ReadonlySet<string>,
): { readonly placeId: string; readonly hours: number | null } | null {
  let shortest: { placeId: string; hours: number | null } | null = null;
  for (const nodeId of [...nodeIds].toSorted()) {
    const placeId = getRecord(site, 'nodes', nodeId)?.placeId ?? null;
    if (placeId === null) continue;
    const { ups } = powerSupply(site, placeId);
    if (ups === null) return { placeId, hours: null };
    if (shortest === null || ups.hours < (shortest.hours ?? 0)) shortest = { placeId: ups.place.id, hours: ups.hours };
  }
  return shortest;
}

/** The one with the smallest figure; those without are passed over. */
function least<Value>(list: readonly Value[], of: (value: Value) => number | null): Value | undefined {
  let best: Value | undefined;
  let lowest = Infinity;
  for (const one of list) {
    const value = of(one);
    if (value === null || value >= lowest) continue;
    best = one;
    lowest = value;
  }
  return best;
}

function count(sources: readonly WorkloadSource[]): number {
  return sources.reduce((total, { devices }) => total + devices, 0);
}

function distinct(ends: readonly AutonomyEnd[]): AutonomyEnd[] {
  return [...new Map(ends.map((end) => [JSON.stringify(end), end])).values()];
}

function evaluateWhole(site: Site): Evaluated {
  return new EvaluationState(site).evaluated;
}

function missed(workload: WorkloadAutonomy): Finding[] {
  if (workload.verdict !== 'missed') return [];
  const hours = workload.hours ?? 0;
  const parameters = {
    name: workload.name,
    required: figure(workload.requiredH),
    hours: figure(hours),
    served: workload.devicesServed,
    devices: workload.devices,
  };
  const short = workload.devicesServed === workload.devices;
  return [
    finding({
      kind: 'autonomy-missed',
      code: short ? 'autonomy-missed' : 'autonomy-missed-stops',
      severity: 'error',
      subject: `workloads/${workload.workloadId}`,
      limit: workload.requiredH,
      value: short ? hours : 0,
      unit: 'h',
      why: short
        ? `${workload.name} has to go on for ${parameters.required} h without the centre and ends after ${parameters.hours} h.`
        : `${workload.name} has to go on for ${parameters.required} h without the centre; only ${parameters.served} of ${parameters.devices} devices are served then.`,
      remedy: short
        ? 'Add storage or a longer UPS where it ends, or keep a smaller share of the data.'
        : 'Place a replica of what it needs on this side of the cut.',
      parameters,
    }),
  ];
}
