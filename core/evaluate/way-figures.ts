import { must } from '../base/assert.ts';
import type { ChannelModel } from '../network/link-model.ts';
import { occupancyMs, wireMs } from '../network/link-model.ts';
import { EXACT, resolutionOf } from '../network/resolution.ts';
import type { TransportFigures } from '../network/transport.ts';
import { transportFigures } from '../network/transport.ts';
import type { RecordOf } from '../site/site.ts';
import type { Access } from './access.ts';
import { sharersOf } from './access.ts';
import type { Way } from './leg.ts';
import type { LoadBook } from './load-book.ts';
import type { QueueSum } from './loads.ts';
import { forwardingAfter } from './path-delay.ts';
import type { SiteModel } from './site-model.ts';

/** Acknowledgement-sized packet for round trips, bytes: IPv4 and TCP headers with timestamps. */
export const SMALL_PACKET_BYTES = 52;

/** Numbers of `WayFigures.fixed`, one after the other: they are kept for every way of a site. */
export const MEAN = 0;
export const VARIANCE = 1;
export const THIRD = 2;
export const MINIMUM = 3;
export const MAXIMUM = 4;
export const ACCESS = 5;
export const PROPAGATION = 6;
export const TRANSMISSION = 7;
/** Of a small packet there and back; only where there is a transport. */
export const SMALL = 8;

/** [L1, L2, L4, L5] What of the network's share in an answer stands on no queue. */
export interface WayFigures {
  /** How fine common queues tell their waits to it, as of `resolutionOf`. */
  readonly resolution: number;
  /** Whether it goes over an overlay. */
  readonly overlaid: boolean;
  /** Cumulants, bounds and parts of its message or messages, ms; then cumulants and bounds of a small packet there and back. */
  readonly fixed: readonly number[];
  /** Of the request and of the response. */
  readonly there: TransportFigures | null;
  readonly home: TransportFigures | null;
  readonly request: Hops;
  readonly response: Hops;
}

/** Queues in the order of the way, overlays left out. */
export interface Hops {
  readonly queues: readonly QueueSum[];
  /** Of each queue, one after the other: service time and mean time to the next queue without the wait, ms. Both −1 where a message is unknown to the queue. */
  readonly times: readonly number[];
}

/** What messages pass in one direction, overlays left out. It is used again by the next way: what lasts is copied at its length. */
class Course {
  readonly figures = [0, 0, 0, 0, 0, 0, 0, 0];
  /** Mean of all but the time on wires. */
  unwiredMs = 0;
  /** A small packet's time on wires less that of the message. */
  smallerMs = 0;
  private readonly queues: QueueSum[] = [];
  private readonly times: number[] = [];
  private passed = 0;
  private kept = 1;
  private bottleneckMbps = Infinity;

  clear(): void {
    this.figures.fill(0);
    this.unwiredMs = 0;
    this.smallerMs = 0;
    this.passed = 0;
    this.kept = 1;
    this.bottleneckMbps = Infinity;
  }

  get hops(): Hops {
    return { queues: this.queues.slice(0, this.passed), times: this.times.slice(0, 2 * this.passed) };
  }

  /** What devices with an access of their own send is spread out a device, which nobody notices behind it. */
  overAccess(book: LoadBook, access: Access, direction: 'up' | 'down', bytes: number): void {
    const sums = must(book.channelSums.get(access.channelKey), `access ${access.channelKey}`);
    this.pass(sums[direction], access[direction], bytes, ACCESS, sharersOf(access) >= access.group.count);
  }

  pass(queue: QueueSum, channel: ChannelModel, bytes: number, wire: typeof ACCESS | typeof TRANSMISSION, known = true): void {
    const { access, propagationMs } = channel;
    const ms = wireMs(channel, bytes);
    const at = this.passed;
    this.queues[at] = queue;
    this.times[2 * at] = known ? occupancyMs(channel, bytes) : -1;
    this.times[2 * at + 1] = known ? access.mean + propagationMs + ms : -1;
    this.passed = at + 1;
    this.smallerMs += wireMs(channel, SMALL_PACKET_BYTES) - ms;
    this.unwiredMs += access.mean + propagationMs;
    this.add(MEAN, access.mean + propagationMs + ms);
    this.add(VARIANCE, access.variance);
    this.add(THIRD, access.third);
    this.add(MINIMUM, access.minimum + propagationMs + ms);
    this.add(MAXIMUM, access.maximum + propagationMs + ms);
    this.add(ACCESS, access.mean);
    this.add(PROPAGATION, propagationMs);
    this.add(wire, ms);
    this.notice(channel);
  }

  forward(ms: number): void {
    if (ms === 0) return;
    this.unwiredMs += ms;
    for (const at of [MEAN, MINIMUM, MAXIMUM, TRANSMISSION]) this.add(at, ms);
  }

  notice(channel: ChannelModel): void {
    this.kept *= 1 - channel.lossRatio;
    this.bottleneckMbps = Math.min(this.bottleneckMbps, channel.bandwidthMbps);
  }

  get losses(): { readonly lossRatio: number; readonly bottleneckMbps: number } {
    return { lossRatio: 1 - this.kept, bottleneckMbps: this.bottleneckMbps };
  }

  private add(at: number, value: number): void {
    this.figures[at] = (this.figures[at] as number) + value;
  }
}

/** What a way's figures are put together in. It holds on to what the last way passed: whoever evaluates has one of its own. */
export class Courses {
  readonly there = new Course();
  readonly back = new Course();
}

/**
 * @param courses used again by one way after the other.
 * @param workMs CPU time of a request where it arrives, before any hardware.
 * @param variability of it, squared coefficient.
 */
export function wayFigures(
  courses: Courses,
  model: SiteModel,
  book: LoadBook,
  way: Way,
  workMs: number,
  variability: number,
): WayFigures {
  const { flow } = way.leg.flow;
  const answers = flow.pattern === 'request-response';
  const { fromAccess: from, toAccess: to } = way;
  const there = over(courses.there, model, book, way.target.path, from, to, way.requestBytes);
  const back = over(courses.back, model, book, way.target.back, to, from, way.responseBytes);
  const fixed = hasTransport(flow) ? there.figures.concat(smallPackets([there, back])) : there.figures.slice();
  if (answers) for (let at = 0; at < SMALL; at += 1) fixed[at] = (fixed[at] as number) + (back.figures[at] as number);
  const overlaid = way.target.path.some((slot) => (model.graph.arcs[slot]?.underlays.length ?? 0) > 0);
  const variance = (fixed[VARIANCE] as number) + variability * workMs ** 2;
  const unloadedMs = there.unwiredMs + (answers ? back.unwiredMs : 0) + workMs;
  return {
    resolution: overlaid ? EXACT : resolutionOf(unloadedMs, Math.sqrt(variance)),
    overlaid,
    fixed,
    there: transportFigures(flow.transport, there.losses, way.requestBytes, true),
    home: answers ? transportFigures(flow.transport, back.losses, way.responseBytes, false) : null,
    request: there.hops,
    response: back.hops,
  };
}

export function hasTransport({ transport }: RecordOf<'flows'>): boolean {
  return transport.protocol === 'tcp-tls13' || transport.protocol === 'quic';
}

function over(
  course: Course,
  model: SiteModel,
  book: LoadBook,
  path: readonly number[],
  first: Access | null,
  last: Access | null,
  bytes: number,
): Course {
  course.clear();
  if (first !== null) course.overAccess(book, first, 'up', bytes);
  for (let hop = 0; hop < path.length; hop += 1) {
    const slot = path[hop] as number;
    const arc = must(model.graph.arcs[slot], `arc ${slot}`);
    if (arc.underlays.length > 0) course.notice(arc.channel);
    else course.pass(must(book.arcSums[slot], `load of arc ${slot}`), arc.channel, bytes, TRANSMISSION);
    if (hop < path.length - 1) course.forward(forwardingAfter(model, slot));
  }
  if (last !== null) course.overAccess(book, last, 'down', bytes);
  return course;
}

function smallPackets(courses: readonly Course[]): number[] {
  const all = [0, 0, 0, 0, 0];
  for (const { figures, smallerMs } of courses)
    for (let at = MEAN; at <= MAXIMUM; at += 1)
      all[at] = (all[at] as number) + (figures[at] as number) + (at === VARIANCE || at === THIRD ? 0 : smallerMs);
  return all;
}
