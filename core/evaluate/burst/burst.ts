import type { RecordOf, Site } from '../../site/site.ts';
import { getRecord, listRecords } from '../../site/site.ts';
import type { Evaluated } from '../evaluate.ts';
import { EvaluationState } from '../evaluate.ts';
import type { PhaseStep } from '../phases.ts';
import { phase } from '../phases.ts';
import { scaledDemand } from '../scaled-demand.ts';
import { AssumptionList } from '../stated-assumption.ts';
import { Absorption } from './absorb.ts';
import type { Passage } from './passage.ts';
import { FULL, passages } from './passage.ts';
import type { Absorber, BurstAssessment, BurstOptions, ServiceBurst, WorkloadBurst } from './result.ts';
import { ABSORBERS } from './result.ts';

type Flow = RecordOf<'flows'>;

/**
 * [C3] What becomes of a burst: what links let through, what replicas, further replicas, neighbours, region and centre absorb in that order, and
 * what is shed. Three evaluations, of which the answer needs all: the whole burst, what gets through, and what is served locally.
 */
export function* burstInSteps(evaluated: Evaluated, options: Partial<BurstOptions> = {}): Generator<PhaseStep, BurstAssessment> {
  const factor = options.factor ?? 3;
  const { site } = evaluated.model;
  const chosen = new Set(options.workloadIds ?? []);
  const bursts = new Set<string>();
  for (const flow of listRecords(site, 'flows'))
    if (flow.from.kind === 'device-group' && (chosen.size === 0 || chosen.has(flow.workloadId))) bursts.add(flow.from.id);
  const times = (groupId: string): number => (bursts.has(groupId) ? factor : 1);
  const { evaluated: full } = yield* phase(EvaluationState.inSteps(scaledDemand(site, times)), 0, 3);
  const through = passages(evaluated, full);
  const passing = (groupId: string): number => times(groupId) * (through.get(groupId)?.share ?? 1);
  const { evaluated: offered } = yield* phase(EvaluationState.inSteps(scaledDemand(site, passing)), 1, 3);
  const absorption = new Absorption(evaluated, offered);
  const services = listRecords(site, 'services').flatMap((service) => serviceBurst(service, full, absorption));
  const chains = new Chains(offered, absorption);
  const quiet = locallyServed(site, offered, absorption, chains, passing);
  const { evaluation } = (yield* phase(EvaluationState.inSteps(quiet), 2, 3)).evaluated;
  const p99 = new Map(evaluation.flows.map(({ id, p99Ms }) => [id, p99Ms]));
  const assumptions = new AssumptionList();
  assumptions.add(
    'filled-to',
    `Links and replicas are filled to ${FULL * 100} %, or as far as they are today where that is more.`,
    'estimate: waits grow without measure beyond',
    { share: FULL },
  );
  assumptions.add(
    'replicas-started',
    'Services that scale by utilisation start replicas at once, up to their most.',
    'simplification',
  );
  assumptions.add(
    'links-give-way-alike',
    'On a link that is too small all requests give way alike, whatever their priority.',
    'simplification',
  );
  const totals: Record<Absorber | 'shed' | 'demand', number> = {
    local: 0,
    neighbour: 0,
    region: 0,
    centre: 0,
    shed: 0,
    demand: 0,
  };
  for (const { shares, shedPerSecond, demandPerSecond } of services) {
    for (const { absorber, requestsPerSecond } of shares) totals[absorber] += requestsPerSecond;
    totals.shed += shedPerSecond;
    totals.demand += demandPerSecond;
  }
  return {
    factor,
    workloads: listRecords(site, 'workloads').map((workload) => workloadBurst(workload, full, chains, through, p99)),
    services,
    totals,
    assumptions: assumptions.list(),
  };
}

function serviceBurst(service: RecordOf<'services'>, full: Evaluated, absorption: Absorption): ServiceBurst[] {
  let demand = 0;
  for (const { placement } of full.model.placements.get(service.id) ?? [])
    demand += full.demand.services.get(placement.id)?.requestsPerSecond ?? 0;
  if (demand === 0) return [];
  const shares = (absorption.shares.get(service.id) ?? []).map((share) => ({
    ...share,
    share: share.requestsPerSecond / demand,
  }));
  const absorbed = shares.reduce((total, { requestsPerSecond }) => total + requestsPerSecond, 0);
  return [
    {
      serviceId: service.id,
      workloadId: service.workloadId,
      demandPerSecond: demand,
      shares,
      absorbedPerSecond: absorbed,
      shedPerSecond: Math.max(0, demand - absorbed),
    },
  ];
}

/** What a request meets on its synchronous chain. */
interface Met {
  /** Share that is served by all, and by all without leaving their nodes. */
  readonly served: number;
  readonly local: number;
  /** Service that serves the least. */
  readonly least: { readonly serviceId: string; readonly share: number } | null;
  readonly addedMs: Readonly<Record<Absorber, number | null>>;
}

const NOBODY: Readonly<Record<Absorber, null>> = { local: null, neighbour: null, region: null, centre: null };

class Chains {
  readonly offered: Evaluated;
  private readonly absorption: Absorption;
  private readonly known = new Map<string, Met>();

  constructor(offered: Evaluated, absorption: Absorption) {
    this.offered = offered;
    this.absorption = absorption;
  }

  /** From one source node; null where the flow is not answered at all. */
  from(flow: Flow, source: number): Met | null {
    const leg = this.offered.demand.legs.get(flow.id)?.find((one) => one.source === source);
    if (leg === undefined || leg.blocked !== null) return null;
    let met: Met = { served: 0, local: 0, least: null, addedMs: NOBODY };
    for (const target of leg.targets) {
      const at =
        target.placement === null ? { ...met, served: 1, local: 1 } : this.at(flow, target.placement.placement.id, target.node);
      met = {
        served: met.served + target.share * at.served,
        local: met.local + target.share * at.local,
        least: lesser(met.least, at.least),
        addedMs: merge(met.addedMs, at.addedMs),
      };
    }
    return met;
  }

  private at(flow: Flow, placementId: string, node: number): Met {
    const key = `${flow.id} ${placementId}`;
    let met = this.known.get(key);
    if (met !== undefined) return met;
    const row = this.absorption.placements.get(placementId);
    const serviceId = row?.placement.serviceId ?? '';
    const served = this.absorption.servedShare(serviceId, node);
    const local = row === undefined || row.offered === 0 ? 1 : Math.min(1, row.taken.local / row.offered);
    const own: Record<Absorber, number | null> = { ...NOBODY };
    for (const absorber of ABSORBERS) if ((row?.taken[absorber] ?? 0) > 0) own[absorber] = row?.addedMs[absorber] ?? 0;
    met = { served, local, least: { serviceId, share: served }, addedMs: own };
    for (const next of this.offered.model.followers.get(flow.id) ?? []) {
      const after = next.mode === 'synchronous' ? this.from(next, node) : null;
      if (after === null) continue;
      met = {
        served: met.served * after.served,
        local: met.local * after.local,
        least: lesser(met.least, after.least),
        addedMs: merge(met.addedMs, after.addedMs),
      };
    }
    this.known.set(key, met);
    return met;
  }
}

function lesser(a: Met['least'], b: Met['least']): Met['least'] {
  return a === null || (b !== null && b.share < a.share) ? b : a;
}

function merge(a: Met['addedMs'], b: Met['addedMs']): Met['addedMs'] {
  const both = { ...a };
  for (const absorber of ABSORBERS) {
    const other = b[absorber];
    if (other !== null) both[absorber] = Math.max(both[absorber] ?? 0, other);
  }
  return both;
}

/** The site while each device group asks for what is served locally, with the replicas that were started. */
function locallyServed(
  site: Site,
  offered: Evaluated,
  absorption: Absorption,
  chains: Chains,
  passing: (groupId: string) => number,
): Site {
  const local = new Map<string, number>();
  for (const flow of offered.model.flows) {
    if (flow.from.kind !== 'device-group') continue;
    for (const leg of offered.demand.legs.get(flow.id) ?? [])
      local.set(flow.from.id, Math.min(local.get(flow.from.id) ?? 1, chains.from(flow, leg.source)?.local ?? 1));
  }
  const placements: Record<string, RecordOf<'placements'>> = {};
  for (const placement of listRecords(site, 'placements')) {
    const more = absorption.added.get(`${placement.serviceId} ${placement.nodeId}`) ?? 0;
    placements[placement.id] = more === 0 ? placement : { ...placement, replicas: placement.replicas + more };
  }
  return scaledDemand({ ...site, placements }, (groupId) => passing(groupId) * (local.get(groupId) ?? 1));
}

function workloadBurst(
  workload: RecordOf<'workloads'>,
  full: Evaluated,
  chains: Chains,
  through: ReadonlyMap<string, Passage>,
  p99: ReadonlyMap<string, number | null>,
): WorkloadBurst {
  let demand = 0;
  let absorbed = 0;
  let worst = 0;
  let limitedBy: string | null = null;
  let objectiveP99Ms: number | null = null;
  const p99Ms: Record<Absorber, number | null> = { ...NOBODY };
  for (const flow of full.model.flows) {
    if (flow.workloadId !== workload.id || flow.from.kind !== 'device-group') continue;
    if (flow.objectiveP99Ms !== null) objectiveP99Ms = Math.min(objectiveP99Ms ?? Infinity, flow.objectiveP99Ms);
    for (const leg of full.demand.legs.get(flow.id) ?? []) {
      const met = chains.from(flow, leg.source);
      const passage = through.get(flow.from.id) ?? { share: 1, limitedBy: null };
      const served = met === null ? 0 : passage.share * met.served;
      demand += leg.requestsPerSecond;
      absorbed += leg.requestsPerSecond * served;
      const shed = leg.requestsPerSecond * (1 - served);
      if (shed > worst + 1e-9) {
        worst = shed;
        limitedBy =
          met === null
            ? (leg.blocked?.by ?? null)
            : passage.share <= (met.least?.share ?? 1)
              ? passage.limitedBy
              : `services/${met.least?.serviceId ?? ''}`;
      }
      const base = p99.get(flow.id) ?? null;
      for (const absorber of ABSORBERS) {
        const added = met?.addedMs[absorber] ?? null;
        if (added !== null && base !== null) p99Ms[absorber] = Math.max(p99Ms[absorber] ?? 0, base + added);
      }
    }
  }
  return {
    workloadId: workload.id,
    name: getRecord(full.model.site, 'workloads', workload.id)?.name ?? workload.id,
    priority: workload.priority,
    demandPerSecond: demand,
    absorbedPerSecond: absorbed,
    shedPerSecond: Math.max(0, demand - absorbed),
    absorbedShare: demand === 0 ? 1 : absorbed / demand,
    limitedBy,
    p99Ms,
    objectiveP99Ms,
  };
}
