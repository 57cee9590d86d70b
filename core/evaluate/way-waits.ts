import type { Moments } from '../base/moments.ts';
import { NO_DELAY, sum } from '../base/moments.ts';
import type { Delay } from '../network/delay.ts';
import type { Pass, QueueView } from '../network/passes.ts';
import { passOf, setPass } from '../network/passes.ts';
import type { Access } from './access.ts';
import type { Demand } from './demand.ts';
import type { Way } from './leg.ts';
import type { QueueSum } from './loads.ts';
import { arcDelay } from './path-delay.ts';
import type { SiteModel } from './site-model.ts';
import type { Hops, WayFigures } from './way-figures.ts';
import { SMALL_PACKET_BYTES } from './way-figures.ts';

/** Cumulants and bounds of the waits of one direction, added up. */
class Waits {
  mean = 0;
  variance = 0;
  third = 0;
  minimum = 0;
  maximum = 0;
  /** Queues in order, so many of these as are counted. They are used again by the next way. */
  readonly passes: Pass[] = [];
  passed = 0;
  /** Overlays on the way, whose underlays a message may take one or the other of. */
  overlays: Delay[] = [];
  /** The same of a small packet. */
  smallOverlays: Delay[] = [];
  /** Record that is saturated, as `collection/id`. */
  blocked: string | null = null;

  clear(): void {
    this.mean = 0;
    this.variance = 0;
    this.third = 0;
    this.minimum = 0;
    this.maximum = 0;
    this.passed = 0;
    // Most have none.
    if (this.overlays.length > 0) this.overlays = [];
    if (this.smallOverlays.length > 0) this.smallOverlays = [];
    this.blocked = null;
  }

  /** Meets the queues; gives the first that does not settle, null where all do. */
  meet({ queues, times }: Hops, resolution: number, ratePerMs: number): QueueSum | null {
    let { mean, variance, third, minimum, maximum } = this;
    for (let hop = 0; hop < queues.length; hop += 1) {
      const queue = queues[hop] as QueueSum;
      const told = queue.toldTo(resolution);
      if (told === null) return queue;
      const { wait, view } = told;
      mean += wait.mean;
      variance += wait.variance;
      third += wait.third;
      minimum += wait.minimum;
      maximum += wait.maximum;
      const serviceMs = times[2 * hop] as number;
      if (view !== null && serviceMs >= 0) this.pass(view, ratePerMs, serviceMs, (times[2 * hop + 1] as number) + wait.mean);
    }
    this.mean = mean;
    this.variance = variance;
    this.third = third;
    this.minimum = minimum;
    this.maximum = maximum;
    return null;
  }

  /** Waits of a small packet; none where a queue does not settle. */
  get small(): Moments {
    if (this.blocked !== null) return NO_DELAY;
    return this.smallOverlays.reduce<Moments>((total, { moments }) => sum(total, moments), this);
  }

  private pass(view: QueueView, ratePerMs: number, serviceMs: number, takesMs: number): void {
    const known = this.passes[this.passed];
    if (known === undefined) this.passes.push(passOf(view, ratePerMs, serviceMs, takesMs));
    else setPass(known, view, ratePerMs, serviceMs, takesMs);
    this.passed += 1;
  }
}

export type { Waits };

/** [L3, L4] Stage 6: the queues that the messages of one way meet. What it finds stands until the next way is looked at. */
export class WayWaits {
  private readonly model: SiteModel;
  private readonly demand: Demand;
  private readonly there = new Waits();
  private readonly back = new Waits();
  private readonly none = new Waits();

  constructor(model: SiteModel, demand: Demand) {
    this.model = model;
    this.demand = demand;
  }

  request({ fromAccess, toAccess, target, requestBytes, ratePerSecond }: Way, figures: WayFigures): Waits {
    const { there } = this;
    there.clear();
    const full = there.meet(figures.request, figures.resolution, ratePerSecond / 1000);
    if (full !== null) there.blocked = this.recordOf(full, fromAccess, toAccess);
    else if (figures.overlaid) this.overOverlays(there, target.path, requestBytes);
    return there;
  }

  response({ fromAccess, toAccess, target, responseBytes, ratePerSecond }: Way, figures: WayFigures): Waits {
    const { back } = this;
    back.clear();
    const full = back.meet(figures.response, figures.resolution, ratePerSecond / 1000);
    if (full !== null) back.blocked = this.recordOf(full, toAccess, fromAccess);
    else if (figures.overlaid) this.overOverlays(back, target.back, responseBytes);
    return back;
  }

  /** Of a message that there is not. */
  nothing(): Waits {
    return this.none;
  }

  /** Record of a queue, as `collection/id`. */
  private recordOf(queue: QueueSum, first: Access | null, last: Access | null): string {
    if (typeof queue.at === 'number') return `links/${this.model.graph.arcs[queue.at]?.link.id ?? ''}`;
    const sums = this.demand.sums.channelSums.get(queue.at);
    const access = sums?.up === queue ? first : last;
    return `deviceGroups/${access?.group.id ?? ''}`;
  }

  private overOverlays(waits: Waits, path: readonly number[], bytes: number): void {
    for (const slot of path) {
      if ((this.model.graph.arcs[slot]?.underlays.length ?? 0) === 0) continue;
      const message = arcDelay(this.model, this.demand, slot, bytes);
      const small = arcDelay(this.model, this.demand, slot, SMALL_PACKET_BYTES);
      if (message.status !== 'ok') {
        waits.blocked = message.by;
        return;
      }
      waits.overlays.push(message.delay);
      if (small.status === 'ok') waits.smallOverlays.push(small.delay);
    }
  }
}
