import { busyRate } from '../../evaluate/access.ts';
import type { ServiceLoad } from '../../evaluate/loads.ts';
import { addRequests, NO_SERVICE_LOAD } from '../../evaluate/loads.ts';
import type { SiteModel } from '../../evaluate/site-model.ts';
import type { RecordOf } from '../../site/site.ts';
import { getRecord, listRecords } from '../../site/site.ts';
import { requiredReplicas } from '../site/problem.ts';

type Service = RecordOf<'services'>;
type Flow = RecordOf<'flows'>;

/** Requests of a device group that a service has to answer in time. */
export interface TimedRequests {
  readonly flow: Flow;
  /** Of all devices, at the busy hour. */
  readonly requestsPerSecond: number;
  readonly objectiveMs: number;
}

/** What a service is asked for, wherever it runs. */
export interface Need {
  readonly service: Service;
  readonly required: number;
  /** Of the whole site at the busy hour. */
  readonly load: ServiceLoad;
  /** Longest that the most patient of its requests may take in all, ms; Infinity where some request has no limit. */
  readonly patienceMs: number;
  /** Shortest that any of its requests may take in all, ms; Infinity where none has a limit. */
  readonly urgencyMs: number;
  readonly timed: readonly TimedRequests[];
  /** By flow that leads to it. */
  readonly rates: readonly { readonly flow: Flow; readonly requestsPerSecond: number }[];
}

/** [P5] What each service is asked for: rates follow the flows from the device groups on, as in the evaluation, but for where things run. */
export function needsOf(model: SiteModel): Need[] {
  const { site } = model;
  const rates = new Map<string, number>();
  const arrivals = new Map<string, { readonly load: ServiceLoad; rate: number; patienceMs: number; urgencyMs: number }>();
  const timed = new Map<string, TimedRequests[]>();
  const ratesTo = new Map<string, { readonly flow: Flow; readonly requestsPerSecond: number }[]>();
  for (const flow of model.flows) {
    const asked = rateOf(model, flow, rates, arrivals);
    rates.set(flow.id, asked.rate);
    const inherited = flow.mode === 'asynchronous' ? Infinity : asked.patienceMs;
    const patienceMs = Math.min(flow.objectiveP99Ms ?? Infinity, inherited);
    if (flow.to.kind !== 'service') continue;
    ratesTo.set(flow.to.id, [...(ratesTo.get(flow.to.id) ?? []), { flow, requestsPerSecond: asked.rate }]);
    const computeMs = flow.computeMs ?? getRecord(site, 'services', flow.to.id)?.work.computeMs ?? 0;
    const sum = arrivals.get(flow.to.id) ?? { load: { ...NO_SERVICE_LOAD }, rate: 0, patienceMs: 0, urgencyMs: Infinity };
    sum.rate += asked.rate;
    addRequests(sum.load, asked.rate, computeMs);
    sum.patienceMs = Math.max(sum.patienceMs, patienceMs);
    const urgent = flow.mode === 'asynchronous' ? Infinity : asked.urgencyMs;
    sum.urgencyMs = Math.min(sum.urgencyMs, flow.objectiveP99Ms ?? Infinity, urgent);
    arrivals.set(flow.to.id, sum);
    if (flow.from.kind !== 'device-group' || flow.objectiveP99Ms === null) continue;
    const list = timed.get(flow.to.id) ?? [];
    list.push({ flow, requestsPerSecond: asked.rate, objectiveMs: flow.objectiveP99Ms });
    timed.set(flow.to.id, list);
  }
  return listRecords(site, 'services').map((service) => {
    const { load = NO_SERVICE_LOAD, patienceMs = Infinity, urgencyMs = Infinity } = arrivals.get(service.id) ?? {};
    return {
      service,
      required: requiredReplicas(site, service),
      load,
      patienceMs,
      urgencyMs,
      timed: timed.get(service.id) ?? [],
      rates: ratesTo.get(service.id) ?? [],
    };
  });
}

function rateOf(
  { site, accesses }: SiteModel,
  flow: Flow,
  rates: ReadonlyMap<string, number>,
  arrivals: ReadonlyMap<string, { readonly rate: number; readonly patienceMs: number; readonly urgencyMs: number }>,
): { readonly rate: number; readonly patienceMs: number; readonly urgencyMs: number } {
  if (flow.from.kind === 'device-group') {
    const group = getRecord(site, 'deviceGroups', flow.from.id);
    const isConnected = accesses.has(flow.from.id);
    return {
      rate: group === undefined || !isConnected ? 0 : group.count * busyRate(group) * flow.callsPerRequest,
      patienceMs: Infinity,
      urgencyMs: Infinity,
    };
  }
  const service = getRecord(site, 'services', flow.from.id);
  if (flow.periodMs !== null) {
    const replicas = service === undefined ? 0 : Math.max(1, service.replicas.min);
    return { rate: (replicas * 1000) / flow.periodMs, patienceMs: Infinity, urgencyMs: Infinity };
  }
  const from = arrivals.get(flow.from.id);
  const rate = flow.triggeredBy === null ? (from?.rate ?? 0) : (rates.get(flow.triggeredBy) ?? 0);
  return {
    rate: rate * flow.callsPerRequest,
    patienceMs: from?.patienceMs ?? Infinity,
    urgencyMs: from?.urgencyMs ?? Infinity,
  };
}
