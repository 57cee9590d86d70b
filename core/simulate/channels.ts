import type { RandomStream } from '../base/random.ts';
import { drawFrom } from './draw.ts';
import type { Hop, Plan } from './plan.ts';
import { QueueFigures } from './queue-figures.ts';
import { Servers } from './servers.ts';

/** Links and access media of a run: each a single server, first come, first served, or a scheduled one with a bounded wait. */
export class Channels {
  readonly figures: QueueFigures;
  /** Channel of the last message that passed: of an overlay, the underlay it took; −1 for a mere delay. */
  passed = -1;
  private readonly servers: Servers;

  constructor(plan: Plan) {
    this.figures = new QueueFigures(plan.channels.length);
    this.servers = new Servers(plan.slots);
  }

  /** When a message that joins this queue now comes out at its other end; −1 when the channel does not work and the message is lost. */
  pass(one: Hop, device: number, nowMs: number, works: Uint8Array): number {
    const hop = one.choice === null ? one : chosen(one);
    const { channel } = hop;
    this.passed = channel;
    let startMs = nowMs;
    if (channel >= 0) {
      if (works[channel] === 0) return -1;
      if (hop.boundedWait === null) {
        const slot = hop.slots === 1 ? hop.slot : hop.slot + Math.floor(device * hop.slots);
        startMs = this.servers.startMs(slot, nowMs);
        this.servers.occupyOne(slot, startMs + hop.occupancyMs);
      } else {
        startMs = nowMs + drawFrom(hop.boundedWait);
      }
      this.figures.add(channel, startMs - nowMs, hop.occupancyMs);
    }
    const outMs = startMs + hop.wireMs + hop.afterMs;
    return hop.jitter === null ? outMs : outMs + drawFrom(hop.jitter);
  }

  /** What an acknowledgement would take along a way if every queue stayed as it is now. It loads nothing; its jitter comes from `random`. */
  wayMs(way: readonly Hop[], device: number, nowMs: number, random: RandomStream): number {
    let total = 0;
    for (const one of way) {
      const hop = one.choice === null ? one : chosen(one);
      if (hop.boundedWait !== null) total += hop.boundedWait.b * random();
      else if (hop.channel >= 0) total += this.servers.startMs(hop.slot + Math.floor(device * hop.slots), nowMs) - nowMs;
      total += hop.smallWireMs + hop.afterMs;
      if (hop.jitter !== null) total += drawFrom(hop.jitter, random);
    }
    return total;
  }
}

/** The underlay that this message takes. */
function chosen(hop: Hop): Hop {
  const { choice } = hop;
  if (choice === null) return hop;
  const at = choice.random();
  for (let index = 0; index < choice.hops.length; index += 1) {
    if (at < (choice.below[index] as number)) return choice.hops[index] as Hop;
  }
  return hop;
}
