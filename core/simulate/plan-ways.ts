import type { RandomStream } from '../base/random.ts';
import type { Access } from '../evaluate/access.ts';
import { sharersOf } from '../evaluate/access.ts';
import type { Demand } from '../evaluate/demand.ts';
import type { SiteModel } from '../evaluate/site-model.ts';
import type { Arc } from '../network/graph.ts';
import type { ChannelModel } from '../network/link-model.ts';
import { occupancyMs, wireMs } from '../network/link-model.ts';
import type { Jitter } from '../site/schema/medium.ts';
import { getRecord } from '../site/site.ts';
import { must } from '../base/assert.ts';
import type { Law } from './draw.ts';
import { jitterMeanMs, lawOf } from './draw.ts';
import type { Hop, QueueInfo } from './plan.ts';

/** Acknowledgement-sized packet for round trips, bytes: IPv4 and TCP headers with timestamps, as in `evaluate/latency.ts`. */
const SMALL_PACKET_BYTES = 52;

interface Channel {
  readonly index: number;
  readonly slot: number;
  readonly slots: number;
}

/** Channels of a plan, each once by its key over all turns, and the hops that lead over them. */
export class Ways {
  readonly channels: QueueInfo[] = [];
  slots = 0;
  private readonly byKey = new Map<string, Channel>();
  private readonly streamOf: (purpose: string) => RandomStream;

  constructor(streamOf: (purpose: string) => RandomStream) {
    this.streamOf = streamOf;
  }

  /** One message of `bytes` from one end along `path` to the other; ends without an access are nodes. */
  way(
    model: SiteModel,
    demand: Demand,
    from: Access | null,
    path: readonly number[],
    to: Access | null,
    bytes: number,
    used: Set<number>,
  ): Hop[] {
    const hops: Hop[] = [];
    if (from !== null) hops.push(this.accessHop(demand, from, 'up', bytes, used));
    for (const [at, index] of path.entries()) {
      const arc = must(model.graph.arcs[index], `arc ${index}`);
      const forwardingMs = at < path.length - 1 ? (model.graph.forwardingMs[arc.to] ?? 0) : 0;
      hops.push(...this.arcHops(model, demand, arc, bytes, forwardingMs, used));
    }
    if (to !== null) hops.push(this.accessHop(demand, to, 'down', bytes, used));
    return hops;
  }

  private accessHop(demand: Demand, access: Access, direction: 'up' | 'down', bytes: number, used: Set<number>): Hop {
    const shared = access.medium.sharing === 'shared';
    const subject = shared ? `nodes/${access.nodeId}` : `deviceGroups/${access.group.id}`;
    const slots = access.group.count / sharersOf(access);
    const channel = this.channel(`${access.channelKey} ${direction}`, subject, direction, slots);
    used.add(channel.index);
    const model = access[direction];
    const idle = (demand.channels.get(access.channelKey)?.[direction].rate ?? 0) === 0;
    return this.hop(channel, `${access.channelKey} ${direction}`, model, access.medium.jitter, bytes, idle, 0);
  }

  private arcHops(
    model: SiteModel,
    demand: Demand,
    arc: Arc,
    bytes: number,
    forwardingMs: number,
    used: Set<number>,
  ): readonly Hop[] {
    const jitter = linkJitter(model, arc);
    const key = `links/${arc.link.id}/${arc.direction}`;
    if (arc.underlays.length === 0) {
      const channel = this.channel(key, `links/${arc.link.id}`, arc.direction, 1);
      used.add(channel.index);
      return [this.hop(channel, key, arc.channel, jitter, bytes, (demand.arcs[arc.index]?.rate ?? 0) === 0, forwardingMs)];
    }
    const below: number[] = [];
    const hops: Hop[] = [];
    let total = 0;
    for (const { arc: under, share } of arc.underlays) {
      const [hop] = this.arcHops(model, demand, must(model.graph.arcs[under], `arc ${under}`), bytes, 0, used);
      total += share;
      below.push(total);
      hops.push(must(hop, `underlay of ${arc.link.id}`));
    }
    below[below.length - 1] = 1;
    const own = this.delay(key, arc.channel, jitter, forwardingMs);
    const first = must(hops[0], `underlays of ${arc.link.id}`);
    return [hops.length === 1 ? first : { ...own, choice: { random: this.streamOf(`path ${key}`), below, hops } }, own];
  }

  private channel(key: string, subject: string, part: 'up' | 'down', slots: number): Channel {
    const full = `${key} ${slots}`;
    let channel = this.byKey.get(full);
    if (channel === undefined) {
      channel = { index: this.channels.length, slot: this.slots, slots };
      this.channels.push({ subject, part, servers: slots });
      this.slots += slots;
      this.byKey.set(full, channel);
    }
    return channel;
  }

  private hop(
    channel: Channel,
    key: string,
    model: ChannelModel,
    jitter: Jitter,
    bytes: number,
    idle: boolean,
    forwardingMs: number,
  ): Hop {
    return {
      ...this.delay(key, model, jitter, forwardingMs),
      channel: channel.index,
      slot: channel.slot,
      slots: channel.slots,
      wireMs: wireMs(model, bytes),
      smallWireMs: wireMs(model, SMALL_PACKET_BYTES),
      occupancyMs: occupancyMs(model, bytes),
      boundedWait: this.bounded(key, model, idle),
    };
  }

  /** A hop without a queue. */
  private delay(key: string, model: ChannelModel, jitter: Jitter, forwardingMs: number): Hop {
    const baseMs = model.access.mean - jitterMeanMs(jitter);
    return {
      channel: -1,
      slot: 0,
      slots: 1,
      wireMs: 0,
      smallWireMs: 0,
      occupancyMs: 0,
      afterMs: baseMs + model.propagationMs + forwardingMs,
      jitter: lawOf(jitter, this.streamOf(`jitter ${key}`)),
      boundedWait: null,
      choice: null,
    };
  }

  private bounded(key: string, model: ChannelModel, idle: boolean): Law | null {
    if (model.boundedWaitMs === null) return null;
    return { kind: 'uniform', a: 0, b: idle ? 0 : model.boundedWaitMs, random: this.streamOf(`wait ${key}`) };
  }
}

/** [S2] Jitter of a link: measured, else its own, else that of its medium. */
function linkJitter(model: SiteModel, arc: Arc): Jitter {
  const medium = must(getRecord(model.site, 'media', arc.link.mediumId), `media/${arc.link.mediumId}`);
  const measuredMs = arc.link.measured?.jitterMs ?? null;
  if (measuredMs === null) return arc.link.jitter ?? medium.jitter;
  return { distribution: 'gamma', meanMs: measuredMs, standardDeviationMs: measuredMs };
}
