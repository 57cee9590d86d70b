import type { ChannelModel } from '../network/link-model.ts';
import { occupancyMs } from '../network/link-model.ts';
import type { QueueLoad } from '../network/queue.ts';
import type { QueueView } from '../network/passes.ts';
import { addArrivals, emptyLoad } from '../network/queue.ts';
import type { Told } from '../network/resolution.ts';
import { COMMON_STREAMS, EXACT, resolved, sameTold } from '../network/resolution.ts';
import type { RecordOf, Site } from '../site/site.ts';
import { getRecord } from '../site/site.ts';
import { sameValue } from '../base/same-value.ts';
import type { Access } from './access.ts';
import { sharersOf } from './access.ts';
import { togetherExcess } from './calls-together.ts';
import { channelTold } from './channel-delay.ts';
import type { FlowNode } from './flow-order.ts';
import type { Arrival, Entry } from './leg.ts';
import { EntryList } from './leg.ts';
import type { LivePlacement } from './site-model.ts';

type Flow = RecordOf<'flows'>;

/** Packet of a continuous stream, bytes: RTP in a full Ethernet frame. */
export const STREAM_PACKET_BYTES = 1500;

/** Requests that meet at one placement: sums of rate (per s), and of rate × CPU time on one reference vCPU (ms), its square, cube and fourth power. */
export interface ServiceLoad {
  requestsPerSecond: number;
  computeWork: number;
  computeSecond: number;
  computeThird: number;
  computeFourth: number;
  /** [L3] Share of the largest stream where there are so many that it is a common queue, else null. */
  peakShare: number | null;
}

export const NO_SERVICE_LOAD: Readonly<ServiceLoad> = Object.freeze({
  requestsPerSecond: 0,
  computeWork: 0,
  computeSecond: 0,
  computeThird: 0,
  computeFourth: 0,
  peakShare: null,
});

/** Adds requests that each take `computeMs`. */
export function addRequests(load: ServiceLoad, requestsPerSecond: number, computeMs: number): void {
  const square = computeMs * computeMs;
  load.requestsPerSecond += requestsPerSecond;
  load.computeWork += requestsPerSecond * computeMs;
  load.computeSecond += requestsPerSecond * square;
  load.computeThird += requestsPerSecond * square * computeMs;
  load.computeFourth += requestsPerSecond * square * square;
}

/** Stage 3: all messages that meet at one queue, a link's direction or an access channel's. */
export class QueueSum extends EntryList {
  /** Another object after each change. */
  load: QueueLoad = emptyLoad();
  mbps = 0;
  readonly queue: QueueView['queue'];
  private channel: ChannelModel | null = null;
  private isCommon = false;
  /** Of its largest stream, messages per ms. */
  private peakRate = 0;
  /** What it has told, by resolution. */
  private resolutions: readonly number[] = [];
  private told: (Told | null)[] = [];
  /** Resolutions at which the last change of the load makes no difference. */
  private alike: readonly number[] = [];

  constructor(at: number | string, queue: QueueView['queue']) {
    super(at);
    this.queue = queue;
  }

  /** [L3] The wait as it is told at a resolution; null when saturated. For who asks when all is settled. */
  toldTo(resolution: number): Told | null {
    const own = this.isCommon ? resolution : EXACT;
    const { resolutions } = this;
    for (let at = 0; at < resolutions.length; at += 1) if (resolutions[at] === own) return this.told[at] as Told | null;
    const told = this.tell(own);
    this.resolutions = this.resolutions.concat(own);
    this.told = this.told.concat(told);
    return told;
  }

  /** Whether what it tells at that resolution is as before the last change. */
  isAlike(resolution: number): boolean {
    return this.alike.includes(this.isCommon ? resolution : EXACT);
  }

  /** Whether that holds for all who ask. */
  get isAlikeToAll(): boolean {
    return this.alike.length > 0 && this.alike.length === this.resolutions.length;
  }

  private tell(resolution: number): Told | null {
    const exact = this.channel === null ? null : channelTold(this.channel, this.load, this.queue);
    return exact === null ? null : resolved(exact, resolution, this.peakRate / this.load.rate);
  }

  /** Whether it has become a common queue, or is none any more. */
  private tellAgain(channel: ChannelModel): boolean {
    const isCommon = this.entries.length >= COMMON_STREAMS;
    const turned = isCommon !== this.isCommon;
    if (turned) {
      this.resolutions = [];
      this.told = [];
    }
    this.isCommon = isCommon;
    this.channel = channel;
    const alike: number[] = [];
    for (const [at, resolution] of this.resolutions.entries()) {
      const told = this.tell(resolution);
      if (sameTold(told, this.told[at] as Told | null)) alike.push(resolution);
      else this.told[at] = told;
    }
    this.alike = alike;
    return turned;
  }

  /** Adds everything up again; whether that gave another load. */
  settle(channel: ChannelModel): boolean {
    const load = emptyLoad();
    let mbps = 0;
    let bytesBefore = -1;
    let ms = 0;
    let streamMs = -1;
    let peak = 0;
    const arrive = (ratePerMs: number, serviceMs: number): void => {
      addArrivals(load, ratePerMs, serviceMs);
      peak = Math.max(peak, ratePerMs);
    };
    for (const entry of this.entries) {
      const { way, share } = entry;
      const shared = sharersShare(entry) * share;
      const asks = entry.role === 'request' || entry.role === 'from-up' || entry.role === 'to-down';
      const bytes = asks ? way.requestBytes : way.responseBytes;
      const stream = (entry.role === 'to-up' || entry.role === 'to-down' ? 0 : asks ? way.upMbps : way.downMbps) * shared;
      const perSecond = way.ratePerSecond * shared;
      mbps += (perSecond * bytes * 8) / 1e6 + stream;
      if (bytes > 0) {
        if (bytes !== bytesBefore) ms = occupancyMs(channel, bytes);
        bytesBefore = bytes;
        arrive(perSecond / 1000, ms);
      }
      if (stream > 0) {
        if (streamMs < 0) streamMs = occupancyMs(channel, STREAM_PACKET_BYTES);
        arrive((stream * 1000) / (STREAM_PACKET_BYTES * 8), streamMs);
      }
    }
    if (typeof this.at === 'number') load.excess = togetherExcess(this.entries, this.at, channel);
    this.mbps = mbps;
    this.peakRate = peak;
    const changed = !sameValue(load, this.load);
    if (changed) this.load = load;
    return this.tellAgain(channel) || changed;
  }
}

/** A shared channel carries all devices of a group, a dedicated one a single device. */
function sharersShare(entry: Entry): number {
  const access = accessOfEntry(entry);
  return access === null ? 1 : sharersOf(access) / access.group.count;
}

function accessOfEntry({ role, way }: Entry): Access | null {
  if (role === 'from-up' || role === 'from-down') return way.fromAccess;
  return role === 'to-up' || role === 'to-down' ? way.toAccess : null;
}

/** Channel of the device groups that reach the network together. */
export class ChannelSums {
  readonly up: QueueSum;
  readonly down: QueueSum;

  /** @param queue number of one of both; the other has the next. */
  constructor(key: string, queue: number) {
    this.up = new QueueSum(key, queue);
    this.down = new QueueSum(key, queue + 1);
  }

  /** Access of the first group over it; groups on one shared channel differ in nothing that a queue depends on. Null when nothing goes over it. */
  get access(): Access | null {
    const first = this.up.entries[0];
    return first === undefined ? null : accessOfEntry(first);
  }
}

/** Stages 2 and 3: all requests that meet at one placement. */
export class StationSum extends EntryList {
  readonly placementId: string;
  readonly serviceId: string;
  load: Readonly<ServiceLoad> = NO_SERVICE_LOAD;
  stale = false;
  readonly arrivals = new Map<string, Arrival>();

  constructor(placementId: string, serviceId: string) {
    super(placementId);
    this.placementId = placementId;
    this.serviceId = serviceId;
  }

  override add(entry: Entry): void {
    super.add(entry);
    this.stale = true;
  }

  override remove(entry: Entry): void {
    super.remove(entry);
    this.stale = true;
  }

  settle(site: Site): boolean {
    this.stale = false;
    const load = { ...NO_SERVICE_LOAD };
    const service = getRecord(site, 'services', this.serviceId);
    let peak = 0;
    for (const { way } of this.entries) {
      const computeMs = way.leg.flow.flow.computeMs ?? service?.work.computeMs ?? 0;
      addRequests(load, way.ratePerSecond, computeMs);
      peak = Math.max(peak, way.ratePerSecond);
    }
    if (this.entries.length >= COMMON_STREAMS) load.peakShare = peak === 0 ? 0 : peak / load.requestsPerSecond;
    if (sameValue(load, this.load)) return false;
    this.load = load;
    return true;
  }

  /** Arrivals per second that make the service send `flow`. */
  rateOf(site: Site, flow: Flow): number {
    if (this.stale) this.settle(site);
    if (flow.triggeredBy === null) return this.load.requestsPerSecond;
    let rate = 0;
    for (const { way } of this.entries) if (way.leg.flow.id === flow.triggeredBy) rate += way.ratePerSecond;
    return rate;
  }

  /** The arrival of a flow here; flows with equal work and followers share one. */
  arrivalOf(flow: FlowNode, live: LivePlacement): Arrival {
    const key = `${flow.flow.computeMs ?? ''} ${flow.followerKey}`;
    let arrival = this.arrivals.get(key);
    if (arrival?.followers !== flow.followers || arrival.live !== live) {
      arrival = { live, flow: flow.flow, followers: flow.followers, outcome: null };
      this.arrivals.set(key, arrival);
    }
    return arrival;
  }
}
