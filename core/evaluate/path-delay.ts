import { mixture } from '../base/moments.ts';
import type { Delay } from '../network/delay.ts';
import { addDelays, delayOf, mixParts } from '../network/delay.ts';
import { channelDelay } from './channel-delay.ts';
import type { Demand } from './demand.ts';
import type { SiteModel } from './site-model.ts';

export type PathDelay =
  | { readonly status: 'ok'; readonly delay: Delay }
  /** Record as `collection/id`. */
  | { readonly status: 'saturated'; readonly by: string };

/** [L1–L4] One message over an arc, underlays included. */
export function arcDelay(model: SiteModel, demand: Demand, index: number, bytes: number): PathDelay {
  const arc = model.graph.arcs[index];
  const load = demand.arcs[index];
  if (arc === undefined || load === undefined) throw new Error(`There is no arc ${index}`);
  if (arc.underlays.length === 0) {
    const delay = channelDelay(arc.channel, load, bytes, 'transmission');
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

export function forwardingAfter(model: SiteModel, arcIndex: number): number {
  const arc = model.graph.arcs[arcIndex];
  return arc === undefined ? 0 : (model.graph.forwardingMs[arc.to] ?? 0);
}
