import type { ChannelModel } from '../network/link-model.ts';
import { occupancyMs } from '../network/link-model.ts';
import type { Entry, Way } from './leg.ts';

/**
 * [L3, L7] What calls that a request makes at the same time add to Σ λ s² of the first link that they share: 2 λ s₁ s₂ for each pair. Behind it
 * they come one after the other. Asynchronous calls go out with those of stage 0.
 *
 * @param entries all that go over the link.
 */
export function togetherExcess(entries: readonly Entry[], slot: number, channel: ChannelModel): number {
  const bySource = new Map<string, Way[]>();
  for (const { way, role, share } of entries) {
    const { flow } = way.leg.flow;
    if (role !== 'request' || share !== 1 || way.target.path[0] !== slot || way.requestBytes === 0) continue;
    if (flow.from.kind !== 'service' || flow.periodMs !== null) continue;
    const key = `${way.leg.leg.source} ${flow.from.id}`;
    const ways = bySource.get(key);
    if (ways === undefined) bySource.set(key, [way]);
    else ways.push(way);
  }
  let excess = 0;
  for (const ways of bySource.values())
    for (const [at, one] of ways.entries())
      for (const other of ways.slice(at + 1)) {
        const ratePerMs = pairsPerSecond(one, other) / 1000;
        if (ratePerMs > 0)
          excess += 2 * ratePerMs * occupancyMs(channel, one.requestBytes) * occupancyMs(channel, other.requestBytes);
      }
  return excess;
}

function pairsPerSecond(one: Way, other: Way): number {
  const a = one.leg.flow.flow;
  const b = other.leg.flow.flow;
  if (a.id === b.id || stageOf(a) !== stageOf(b)) return 0;
  if (a.triggeredBy !== null && b.triggeredBy !== null && a.triggeredBy !== b.triggeredBy) return 0;
  const requests = Math.min(one.ratePerSecond / a.callsPerRequest, other.ratePerSecond / b.callsPerRequest);
  return requests * Math.min(1, a.callsPerRequest) * Math.min(1, b.callsPerRequest);
}

function stageOf(flow: Way['leg']['flow']['flow']): number {
  return flow.mode === 'asynchronous' ? 0 : flow.stage;
}
