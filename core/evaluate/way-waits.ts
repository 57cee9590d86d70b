import type { Moments } from '../base/moments.ts';
import { NO_DELAY, sum } from '../base/moments.ts';
import type { Delay } from '../network/delay.ts';
import type { ChannelModel } from '../network/link-model.ts';
import { occupancyMs, wireMs } from '../network/link-model.ts';
import type { Pass, QueueView } from '../network/passes.ts';
import { passOf, setPass } from '../network/passes.ts';
import type { Access } from './access.ts';
import { sharersOf } from './access.ts';
import type { Demand } from './demand.ts';
import type { Way } from './leg.ts';
import type { QueueSum } from './loads.ts';
import { arcDelay } from './path-delay.ts';
import type { SiteModel } from './site-model.ts';
import { SMALL_PACKET_BYTES } from './way-figures.ts';

/** Cumulants and bounds of the waits of one direction, added up. */
class Waits {
  mean = 0;
  variance = 0;
  third = 0;
  minimum = 0;
  maximum = 0;
  /** Queues in order. They are used again by the next way. */
  readonly passes: Pass[] = [];
  /** Overlays on the way, whose underlays a message may take one or the other of. */
  overlays: Delay[] = [];
  /** The same of a small packet. */
  smallOverlays: Delay[] = [];
  /** Record that is saturated, as `collection/id`. */
  blocked: string | null = null;
  private readonly pool: Pass[] = [];

  clear(): void {
    // Most have none.
    if (this.overlays.length > 0) this.overlays = [];
    if (this.smallOverlays.length > 0) this.smallOverlays = [];
    this.mean = 0;
    this.variance = 0;
    this.third = 0;
    this.minimum = 0;
    this.maximum = 0;
    this.passes.length = 0;
    this.blocked = null;
  }

  add(wait: Moments): void {
    this.mean += wait.mean;
    this.variance += wait.variance;
    this.third += wait.third;
    this.minimum += wait.minimum;
    this.maximum += wait.maximum;
  }

  pass(view: QueueView, ratePerMs: number, serviceMs: number, takesMs: number): void {
    const at = this.passes.length;
    const known = this.pool[at];
    if (known === undefined) this.pool[at] = passOf(view, ratePerMs, serviceMs, takesMs);
    else setPass(known, view, ratePerMs, serviceMs, takesMs);
    this.passes.push(this.pool[at] as Pass);
  }

  /** Waits of a small packet; none where a queue does not settle. */
  get small(): Moments {
    if (this.blocked !== null) return NO_DELAY;
    return this.smallOverlays.reduce<Moments>((total, { moments }) => sum(total, moments), this);
  }
}

export type { Waits };

/** [L3, L4] Stage 6: the queues that the messages of one way meet. What it finds stands until the next way is looked at. */
export class WayWaits {
  readonly there = new Waits();
  readonly back = new Waits();
  private readonly model: SiteModel;
  private readonly demand: Demand;
  private readonly none = new Waits();

  constructor(model: SiteModel, demand: Demand) {
    this.model = model;
    this.demand = demand;
  }

  request(way: Way, resolution: number): Waits {
    const { fromAccess, toAccess, target, requestBytes } = way;
    this.oneWay(this.there, way, resolution, fromAccess, target.path, toAccess, requestBytes);
    return this.there;
  }

  response(way: Way, resolution: number): Waits {
    const { fromAccess, toAccess, target, responseBytes } = way;
    this.oneWay(this.back, way, resolution, toAccess, target.back, fromAccess, responseBytes);
    return this.back;
  }

  /** Of a message that there is not. */
  nothing(): Waits {
    return this.none;
  }

  private oneWay(
    waits: Waits,
    way: Way,
    resolution: number,
    first: Access | null,
    path: readonly number[],
    last: Access | null,
    bytes: number,
  ): void {
    const ratePerMs = way.ratePerSecond / 1000;
    waits.clear();
    if (first !== null) this.overAccess(waits, first, 'up', resolution, bytes, ratePerMs);
    for (let hop = 0; hop < path.length && waits.blocked === null; hop += 1) {
      const slot = path[hop] as number;
      const arc = this.model.graph.arcs[slot];
      const sum = this.demand.sums.arcSums[slot];
      if (arc === undefined || sum === undefined) throw new Error(`There is no arc ${slot}`);
      if (arc.underlays.length > 0) this.overOverlay(waits, slot, bytes);
      else if (!meet(waits, sum, arc.channel, resolution, bytes, ratePerMs)) waits.blocked = `links/${arc.link.id}`;
    }
    if (last !== null && waits.blocked === null) this.overAccess(waits, last, 'down', resolution, bytes, ratePerMs);
  }

  /** What devices with an access of their own send is spread out a device, which nobody notices behind it. */
  private overAccess(
    waits: Waits,
    access: Access,
    direction: 'up' | 'down',
    resolution: number,
    bytes: number,
    ratePerMs: number,
  ): void {
    const sum = this.demand.sums.channelSums.get(access.channelKey)?.[direction];
    if (sum === undefined) throw new Error(`There is no access ${access.channelKey}`);
    const rate = sharersOf(access) < access.group.count ? -1 : ratePerMs;
    if (!meet(waits, sum, access[direction], resolution, bytes, rate)) waits.blocked = `deviceGroups/${access.group.id}`;
  }

  private overOverlay(waits: Waits, slot: number, bytes: number): void {
    const message = arcDelay(this.model, this.demand, slot, bytes);
    const small = arcDelay(this.model, this.demand, slot, SMALL_PACKET_BYTES);
    if (message.status !== 'ok') waits.blocked = message.by;
    else waits.overlays.push(message.delay);
    if (small.status === 'ok') waits.smallOverlays.push(small.delay);
  }
}

/** Whether the queue settles. `ratePerMs` below 0 stands for a message that the queue does not know. */
function meet(waits: Waits, sum: QueueSum, channel: ChannelModel, resolution: number, bytes: number, ratePerMs: number): boolean {
  const told = sum.toldTo(resolution);
  if (told === null) return false;
  const { wait, view } = told;
  waits.add(wait);
  if (view !== null && ratePerMs >= 0) {
    const takesMs = channel.access.mean + channel.propagationMs + wireMs(channel, bytes) + wait.mean;
    waits.pass(view, ratePerMs, occupancyMs(channel, bytes), takesMs);
  }
  return true;
}
