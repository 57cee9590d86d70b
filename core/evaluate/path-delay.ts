import type { Moments } from '../base/moments.ts';
import { mixture } from '../base/moments.ts';
import type { Delay } from '../network/delay.ts';
import { addDelays, constantDelay, delayOf, mixParts } from '../network/delay.ts';
import { channelDelay, channelMoments } from './channel-delay.ts';
import type { Demand } from './demand.ts';
import type { SiteModel } from './site-model.ts';

export type PathDelay =
  | { readonly status: 'ok'; readonly delay: Delay }
  /** Record as `collection/id`. */
  | { readonly status: 'saturated'; readonly by: string };

/** [L1–L4] One message over an arc, underlays included. */
export function arcDelay(
  model: SiteModel,
  demand: Demand,
  index: number,
  bytes: number,
  ratePerMs: number | null = null,
): PathDelay {
  const arc = model.graph.arcs[index];
  const load = demand.arcs[index];
  if (arc === undefined || load === undefined) throw new Error(`There is no arc ${index}`);
  if (arc.underlays.length === 0) {
    const delay = channelDelay(arc.channel, load, bytes, 'transmission', ratePerMs);
    return delay === null ? { status: 'saturated', by: `links/${arc.link.id}` } : { status: 'ok', delay };
  }
  const mixed: { share: number; delay: Delay }[] = [];
  for (const { arc: under, share } of arc.underlays) {
    const result = arcDelay(model, demand, under, bytes);
    if (result.status !== 'ok') return result;
    mixed.push({ share, delay: result.delay });
  }
  const moments = mixture(mixed.map(({ share, delay }) => ({ share, moments: delay.moments })));
  const overlay = delayOf('access', arc.channel.access);
  return { status: 'ok', delay: addDelays([mixParts(mixed, moments), overlay]) };
}

/** [L1–L4] One message along a path. Nodes between its ends forward it; that time counts as transmission. */
export function pathDelay(
  model: SiteModel,
  demand: Demand,
  path: readonly number[],
  bytes: number,
  ratePerMs: number | null = null,
): PathDelay {
  const delays: Delay[] = [];
  for (const [hop, index] of path.entries()) {
    const result = arcDelay(model, demand, index, bytes, ratePerMs);
    if (result.status !== 'ok') return result;
    delays.push(result.delay);
    const forwardingMs = hop < path.length - 1 ? forwardingAfter(model, index) : 0;
    if (forwardingMs > 0) delays.push(constantDelay('transmission', forwardingMs));
  }
  return { status: 'ok', delay: addDelays(delays) };
}

/** Cumulants of the same for a message that is only thought of; null where a queue does not settle. */
export function pathMoments(model: SiteModel, demand: Demand, path: readonly number[], bytes: number): Moments | null {
  let mean = 0;
  let variance = 0;
  let third = 0;
  let minimum = 0;
  let maximum = 0;
  for (const [hop, index] of path.entries()) {
    const one = arcMoments(model, demand, index, bytes);
    if (one === null) return null;
    const forwardingMs = hop < path.length - 1 ? forwardingAfter(model, index) : 0;
    mean += one.mean + forwardingMs;
    variance += one.variance;
    third += one.third;
    minimum += one.minimum + forwardingMs;
    maximum += one.maximum + forwardingMs;
  }
  return { mean, variance, third, minimum, maximum };
}

function arcMoments(model: SiteModel, demand: Demand, index: number, bytes: number): Moments | null {
  const arc = model.graph.arcs[index];
  const load = demand.arcs[index];
  if (arc !== undefined && load !== undefined && arc.underlays.length === 0) return channelMoments(arc.channel, load, bytes);
  const result = arcDelay(model, demand, index, bytes);
  return result.status === 'ok' ? result.delay.moments : null;
}

export function forwardingAfter(model: SiteModel, arcIndex: number): number {
  const arc = model.graph.arcs[arcIndex];
  return arc === undefined ? 0 : (model.graph.forwardingMs[arc.to] ?? 0);
}
