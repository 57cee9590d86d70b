import type { QueueLoad } from '../network/queue.ts';
import type { Access } from './access.ts';
import type { DemandChange } from './demand.ts';
import type { Entry, Way } from './leg.ts';
import type { ServiceLoad } from './loads.ts';
import { ChannelSums, QueueSum, StationSum } from './loads.ts';
import type { ModelChange, SiteModel } from './site-model.ts';

/** Stage 3: the sums of all that meets at each queue and service, and which of them have to be added up again. */
export class LoadBook {
  /** By arc slot. */
  readonly arcs: QueueLoad[] = [];
  readonly arcMbps: number[] = [];
  /** By `channelKey`, up and down. */
  readonly channels = new Map<string, { readonly up: QueueLoad; readonly down: QueueLoad; readonly access: Access }>();
  /** By placement id. */
  readonly services = new Map<string, ServiceLoad>();
  /** Sums behind these figures. */
  readonly arcSums: (QueueSum | undefined)[] = [];
  readonly channelSums = new Map<string, ChannelSums>();
  readonly stationSums = new Map<string, StationSum>();
  private readonly model: SiteModel;
  /** Queues that have got a number. */
  private queues = 0;
  private readonly staleArcs = new Set<number>();
  private readonly staleChannels = new Set<string>();
  private readonly staleStations = new Set<StationSum>();
  /** Of the way that is being entered, so many of these. They are used again by the next. */
  private readonly entering: Entry[] = [];
  private entered = 0;

  constructor(model: SiteModel) {
    this.model = model;
  }

  /** [L3, S3] Enters a way in the sum of everything that it meets. */
  contribute(way: Way): StationSum | null {
    this.entered = 0;
    const station = this.enterAll(way);
    way.entries = this.entering.slice(0, this.entered);
    return station;
  }

  private enterAll(way: Way): StationSum | null {
    this.enterArcs(way, way.target.path, 'request');
    this.enterArcs(way, way.target.back, 'response');
    for (const [access, up, down] of [
      [way.fromAccess, 'from-up', 'from-down'],
      [way.toAccess, 'to-up', 'to-down'],
    ] as const) {
      if (access === null) continue;
      const sums = this.channelSum(access.channelKey);
      this.enter(way, sums.up, up, 1);
      this.enter(way, sums.down, down, 1);
      this.staleChannels.add(access.channelKey);
    }
    const live = way.target.placement;
    if (live === null) return null;
    const station = this.stationSum(live.placement.id, live.placement.serviceId);
    way.arrival = station.arrivalOf(way.leg.flow, live);
    this.enter(way, station, 'work', 1);
    this.staleStations.add(station);
    return station;
  }

  private enterArcs(way: Way, path: readonly number[], role: 'request' | 'response'): void {
    for (const slot of path) {
      this.enter(way, this.arcSum(slot), role, 1);
      this.staleArcs.add(slot);
      for (const { arc, share } of this.model.graph.arcs[slot]?.underlays ?? []) {
        this.enter(way, this.arcSum(arc), role, share);
        this.staleArcs.add(arc);
      }
    }
  }

  private enter(way: Way, sum: QueueSum | StationSum, role: Entry['role'], share: number): void {
    const entry: Entry = { way, sum, role, share, position: this.entered, live: true };
    this.entering[this.entered] = entry;
    this.entered += 1;
    sum.add(entry);
  }

  /** Takes a way out again; gives the station that it led to. */
  withdraw(way: Way): StationSum | null {
    let station: StationSum | null = null;
    for (const entry of way.entries) {
      entry.sum.remove(entry);
      if (entry.sum instanceof StationSum) {
        station = entry.sum;
        this.staleStations.add(station);
      } else if (typeof entry.sum.at === 'number') this.staleArcs.add(entry.sum.at);
      else this.staleChannels.add(entry.sum.at);
    }
    return station;
  }

  /** Adds up what lost or got an entry, or counts otherwise than before. */
  settle(model: ModelChange, change: DemandChange): void {
    for (const slot of model.arcs) this.staleArcs.add(slot);
    for (const slot of this.staleArcs) this.settleArc(slot, model.arcs.has(slot), change);
    for (const key of this.staleChannels) this.settleChannel(key, change);
    for (const id of model.stations) {
      const station = this.stationSums.get(id);
      if (station === undefined) continue;
      this.staleStations.add(station);
      change.stations.add(station);
    }
    for (const station of this.staleStations) this.settleStation(station, change);
    this.staleArcs.clear();
    this.staleChannels.clear();
    this.staleStations.clear();
  }

  private settleArc(slot: number, refigured: boolean, change: DemandChange): void {
    const arc = this.model.graph.arcs[slot];
    change.links.add(slot >> 1);
    if (arc === undefined) {
      delete this.arcSums[slot];
      delete this.arcs[slot];
      delete this.arcMbps[slot];
      return;
    }
    const sum = this.arcSum(slot);
    if (sum.settle(arc.channel) || refigured) change.arcs.add(slot);
    if (this.arcMbps[slot] !== sum.mbps) change.traffic.add(slot);
    this.arcs[slot] = sum.load;
    this.arcMbps[slot] = sum.mbps;
  }

  private settleChannel(key: string, change: DemandChange): void {
    const sums = this.channelSum(key);
    const { access } = sums;
    const before = this.channels.get(key);
    if (access === null) {
      this.channelSums.delete(key);
      this.channels.delete(key);
      change.channels.add(key);
      return;
    }
    const changed = [sums.up.settle(access.up), sums.down.settle(access.down)].includes(true);
    if (changed || before?.access !== access) change.channels.add(key);
    this.channels.set(key, { up: sums.up.load, down: sums.down.load, access });
  }

  private settleStation(station: StationSum, change: DemandChange): void {
    const id = station.placementId;
    station.settle(this.model.site);
    if (this.stationSums.get(id) !== station) return;
    if (this.services.get(id) !== station.load) change.stations.add(station);
    if (station.entries.length > 0) {
      this.services.set(id, station.load);
      return;
    }
    this.services.delete(id);
    this.stationSums.delete(id);
  }

  private numbered(queues: number): number {
    const first = this.queues;
    this.queues += queues;
    return first;
  }

  private arcSum(slot: number): QueueSum {
    return (this.arcSums[slot] ??= new QueueSum(slot, this.numbered(1)));
  }

  private channelSum(key: string): ChannelSums {
    let sums = this.channelSums.get(key);
    if (sums === undefined) {
      sums = new ChannelSums(key, this.numbered(2));
      this.channelSums.set(key, sums);
    }
    return sums;
  }

  private stationSum(placementId: string, serviceId: string): StationSum {
    let station = this.stationSums.get(placementId);
    if (station?.serviceId !== serviceId) {
      station = new StationSum(placementId, serviceId);
      this.stationSums.set(placementId, station);
    }
    return station;
  }
}
