import type { Moments } from '../base/moments.ts';
import type { Delay } from '../network/delay.ts';
import { delayOf, delayQuantile } from '../network/delay.ts';
import { EXACT } from '../network/resolution.ts';
import type { RecordOf } from '../site/site.ts';
import { getRecord } from '../site/site.ts';
import type { Access } from './access.ts';
import { delayTold } from './channel-delay.ts';
import type { Demand, LegTarget } from './demand.ts';
import type { LegState, Way } from './leg.ts';
import type { LatencySolver } from './latency.ts';
import type { QueueSum } from './loads.ts';
import type { PathDelay } from './path-delay.ts';
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
  return worst === null ? null : { hops: hopsOf(evaluated, worst, legs), legs };
}

function worstLeg(evaluated: FlowEvaluation, flow: Flow, legs: LegState[]): LegState | null {
  let worst: LegState | null = null;
  let worstP99 = -1;
  for (const state of evaluated.demand.legsOf(flow.id)) {
    legs.push(state);
    const outcome = evaluated.solver.answer(state);
    const p99 = outcome.status === 'ok' ? delayQuantile(outcome.delay, 0.99) : -1;
    if (p99 > worstP99) {
      worst = state;
      worstP99 = p99;
    }
  }
  return worst;
}

function hopsOf(evaluated: FlowEvaluation, { flow: { flow }, ways }: LegState, legs: LegState[]): FlowHop[] {
  const way = ways[0];
  if (way === undefined) return [];
  const { target, fromAccess: from, toAccess: to, requestBytes, responseBytes } = way;
  const hops = [
    ...accessHop(from, 'up', 'forth', requestBytes, evaluated, way),
    ...linkHops(evaluated, target.path, requestBytes, 'forth', way),
    ...accessHop(to, 'down', 'forth', requestBytes, evaluated, way),
  ];
  hops.push(...targetHops(evaluated, flow, target, legs));
  if (flow.pattern === 'request-response') {
    hops.push(
      ...accessHop(to, 'up', 'back', responseBytes, evaluated, way),
      ...linkHops(evaluated, target.back, responseBytes, 'back', way),
      ...accessHop(from, 'down', 'back', responseBytes, evaluated, way),
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
  const stages = new Map<number, { readonly leg: LegState; readonly meanMs: number }>();
  for (const next of evaluated.model.followers.get(flow.id) ?? []) {
    if (next.mode !== 'synchronous') continue;
    const state = evaluated.demand.legAt(next.id, target.node);
    if (state === undefined) continue;
    legs.push(state);
    const outcome = evaluated.solver.answer(state);
    const meanMs = outcome.status === 'ok' ? outcome.delay.moments.mean : 0;
    if (meanMs > (stages.get(next.stage)?.meanMs ?? -1)) stages.set(next.stage, { leg: state, meanMs });
  }
  for (const stage of [...stages.keys()].toSorted((a, b) => a - b)) {
    const longest = stages.get(stage);
    if (longest !== undefined) hops.push(...hopsOf(evaluated, longest.leg, legs));
  }
  return hops;
}

function linkHops(
  evaluated: FlowEvaluation,
  path: readonly number[],
  bytes: number,
  direction: FlowHop['direction'],
  way: Way,
): FlowHop[] {
  const { model, demand } = evaluated;
  return path.flatMap((index) => {
    const arc = model.graph.arcs[index];
    if (arc === undefined) return [];
    const delay =
      arc.underlays.length === 0
        ? delayTold(arc.channel, toldTo(way, demand.sums.arcSums[index]), bytes, 'transmission')
        : okDelay(arcDelay(model, demand, index, bytes));
    return delay === null ? [] : [hop('link', arc.link.id, model.graph.nodes[arc.to]?.id ?? '', direction, delay)];
  });
}

function okDelay(result: PathDelay): Delay | null {
  return result.status === 'ok' ? result.delay : null;
}

/** The wait of a queue as this way is told it. */
function toldTo(way: Way, sum: QueueSum | undefined): Moments | null {
  return sum?.toldTo(way.figures?.resolution ?? EXACT)?.wait ?? null;
}

function accessHop(
  access: Access | null,
  end: 'up' | 'down',
  direction: FlowHop['direction'],
  bytes: number,
  evaluated: FlowEvaluation,
  way: Way,
): FlowHop[] {
  if (access === null) return [];
  const sum = evaluated.demand.sums.channelSums.get(access.channelKey)?.[end];
  const delay = delayTold(access[end], toldTo(way, sum), bytes, 'access');
  return delay === null ? [] : [hop('access', access.group.id, access.nodeId, direction, delay)];
}

function hop(kind: FlowHop['kind'], id: string, nodeId: string, direction: FlowHop['direction'], delay: Delay): FlowHop {
  return { kind, id, nodeId, direction, meanMs: delay.moments.mean, breakdownMs: delay.parts };
}
