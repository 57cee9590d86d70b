import type { Delay } from '../network/delay.ts';
import { delayOf, delayQuantile } from '../network/delay.ts';
import { emptyLoad } from '../network/queue.ts';
import type { RecordOf } from '../site/site.ts';
import { getRecord } from '../site/site.ts';
import type { Access } from './access.ts';
import { channelDelay } from './channel-delay.ts';
import type { Demand, Leg, LegTarget } from './demand.ts';
import { flowBytes } from './demand.ts';
import type { LegState } from './leg.ts';
import type { LatencySolver } from './latency.ts';
import { arcDelay } from './path-delay.ts';
import type { FlowDetail, FlowHop } from './result.ts';
import type { SiteModel } from './site-model.ts';

type Flow = RecordOf<'flows'>;

/** What the answers of flows rest on. */
export interface FlowEvaluation {
  readonly model: SiteModel;
  readonly demand: Demand;
  readonly solver: LatencySolver;
}

/**
 * The way of a flow hop by hop, with what it waits for at its target: of parallel calls the longest.
 * Handshakes and repair belong to no hop and are left out. Null for a flow that is gone or has no figures.
 */
export function flowDetail(evaluated: FlowEvaluation, flowId: string): FlowDetail | null {
  const found = wayOf(evaluated, flowId);
  return found === null ? null : { flowId, hops: found.hops };
}

/** The same, with all legs by which it was chosen: while none of them is answered again, it stays as it is. */
export function wayOf(
  evaluated: FlowEvaluation,
  flowId: string,
): { readonly hops: FlowHop[]; readonly legs: readonly LegState[] } | null {
  const flow = getRecord(evaluated.model.site, 'flows', flowId);
  if (flow === undefined || evaluated.solver.flow(flow).status !== 'ok') return null;
  const legs: LegState[] = [];
  const worst = worstLeg(evaluated, flow, legs);
  return worst === null ? null : { hops: hopsOf(evaluated, flow, worst, legs), legs };
}

function worstLeg(evaluated: FlowEvaluation, flow: Flow, legs: LegState[]): Leg | null {
  let worst: Leg | null = null;
  let worstP99 = -1;
  for (const state of evaluated.demand.legsOf(flow.id)) {
    legs.push(state);
    const outcome = evaluated.solver.answer(state);
    const p99 = outcome.status === 'ok' ? delayQuantile(outcome.delay, 0.99) : -1;
    if (p99 > worstP99) {
      worst = state.leg;
      worstP99 = p99;
    }
  }
  return worst;
}

function hopsOf(evaluated: FlowEvaluation, flow: Flow, leg: Leg, legs: LegState[]): FlowHop[] {
  const target = leg.targets[0];
  if (target === undefined) return [];
  const from = accessAt(evaluated, flow.from);
  const to = accessAt(evaluated, flow.to);
  const bytes = flowBytes(flow, from?.group);
  const hops = [
    ...accessHop(from, 'up', 'forth', bytes.request, evaluated),
    ...linkHops(evaluated, target.path, bytes.request, 'forth'),
    ...accessHop(to, 'down', 'forth', bytes.request, evaluated),
  ];
  hops.push(...targetHops(evaluated, flow, target, legs));
  if (flow.pattern === 'request-response') {
    hops.push(
      ...accessHop(to, 'up', 'back', bytes.response, evaluated),
      ...linkHops(evaluated, target.back, bytes.response, 'back'),
      ...accessHop(from, 'down', 'back', bytes.response, evaluated),
    );
  }
  return hops;
}

function targetHops(evaluated: FlowEvaluation, flow: Flow, target: LegTarget, legs: LegState[]): FlowHop[] {
  if (target.placement === null) return [];
  const processing = evaluated.solver.processing(flow, target.placement);
  if (processing.status !== 'ok') return [];
  const nodeId = target.placement.placement.nodeId;
  const hops = [hop('service', target.placement.placement.serviceId, nodeId, 'forth', delayOf('processing', processing.moments))];
  const stages = new Map<number, { readonly next: Flow; readonly leg: Leg; readonly meanMs: number }>();
  for (const next of evaluated.model.followers.get(flow.id) ?? []) {
    if (next.mode !== 'synchronous') continue;
    const state = evaluated.demand.legAt(next.id, target.node);
    if (state === undefined) continue;
    legs.push(state);
    const outcome = evaluated.solver.answer(state);
    const meanMs = outcome.status === 'ok' ? outcome.delay.moments.mean : 0;
    if (meanMs > (stages.get(next.stage)?.meanMs ?? -1)) stages.set(next.stage, { next, leg: state.leg, meanMs });
  }
  for (const stage of [...stages.keys()].toSorted((a, b) => a - b)) {
    const longest = stages.get(stage);
    if (longest !== undefined) hops.push(...hopsOf(evaluated, longest.next, longest.leg, legs));
  }
  return hops;
}

function linkHops(evaluated: FlowEvaluation, path: readonly number[], bytes: number, direction: FlowHop['direction']): FlowHop[] {
  return path.flatMap((index) => {
    const arc = evaluated.model.graph.arcs[index];
    const result = arcDelay(evaluated.model, evaluated.demand, index, bytes);
    if (arc === undefined || result.status !== 'ok') return [];
    return [hop('link', arc.link.id, evaluated.model.graph.nodes[arc.to]?.id ?? '', direction, result.delay)];
  });
}

function accessHop(
  access: Access | null,
  way: 'up' | 'down',
  direction: FlowHop['direction'],
  bytes: number,
  evaluated: FlowEvaluation,
): FlowHop[] {
  if (access === null) return [];
  const delay = channelDelay(
    access[way],
    evaluated.demand.channels.get(access.channelKey)?.[way] ?? emptyLoad(),
    bytes,
    'access',
  );
  return delay === null ? [] : [hop('access', access.group.id, access.nodeId, direction, delay)];
}

function accessAt(evaluated: FlowEvaluation, end: Flow['from']): Access | null {
  return end.kind === 'device-group' ? (evaluated.demand.accesses.get(end.id) ?? null) : null;
}

function hop(kind: FlowHop['kind'], id: string, nodeId: string, direction: FlowHop['direction'], delay: Delay): FlowHop {
  return { kind, id, nodeId, direction, meanMs: delay.moments.mean, breakdownMs: delay.parts };
}
