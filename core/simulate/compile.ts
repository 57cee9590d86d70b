import { assert, must } from '../base/assert.ts';
import type { RandomStream } from '../base/random.ts';
import { createRandom } from '../base/random.ts';
import type { Access } from '../evaluate/access.ts';
import { busyRate } from '../evaluate/access.ts';
import type { Demand, Leg as DemandLeg, LegTarget } from '../evaluate/demand.ts';
import { computeDemand, flowBytes } from '../evaluate/demand.ts';
import type { SiteModel } from '../evaluate/site-model.ts';
import { buildSiteModel } from '../evaluate/site-model.ts';
import type { ChannelModel } from '../network/link-model.ts';
import type { RecordOf, Site } from '../site/site.ts';
import { getRecord } from '../site/site.ts';
import type { SimulationOptions } from './options.ts';
import type { Blocked, Entry, Epoch, Leg, Plan, Program, SourceInfo, SourceState, StatisticInfo, Target } from './plan.ts';
import { Stations } from './plan-stations.ts';
import { Ways } from './plan-ways.ts';
import type { TransportPlan } from './transport-rounds.ts';
import { messagePlan } from './transport-rounds.ts';

type Flow = RecordOf<'flows'>;

/** Queues in all, half a gigabyte: a device with an access of its own has one each way. */
const SLOTS_AT_MOST = 2 ** 26;
/** Packet of a continuous stream, bytes, as in `evaluate/demand.ts`. */
const STREAM_PACKET_BYTES = 1500;

/**
 * Makes sites ready to run: the first from the start, each other from its time on. Routes and rates are those of the evaluation; what
 * waits where, and how long, is left to the run.
 */
export function compilePlan(
  sites: readonly { readonly fromMs: number; readonly site: Site }[],
  options: Pick<SimulationOptions, 'seed' | 'sharing' | 'staysMs'>,
): Plan {
  const compiler = new Compiler(options);
  const epochs = sites.map(({ fromMs, site }) => compiler.epoch(fromMs, site));
  return compiler.finish(epochs);
}

type OpenEpoch = Omit<Epoch, 'channelWorks' | 'stationNow'> & {
  readonly channels: ReadonlySet<number>;
  readonly stations: ReadonlySet<number>;
};

class Compiler {
  private readonly ways: Ways;
  private readonly stations: Stations;
  private readonly legs: Leg[] = [];
  private readonly targets: Target[] = [];
  private readonly sources: SourceInfo[] = [];
  private readonly sourceAt = new Map<string, number>();
  private readonly statistics: StatisticInfo[] = [];
  private readonly statisticAt = new Map<string, number>();
  private readonly streams = new Map<string, RandomStream>();
  private readonly options: Pick<SimulationOptions, 'seed' | 'sharing' | 'staysMs'>;

  constructor(options: Pick<SimulationOptions, 'seed' | 'sharing' | 'staysMs'>) {
    this.options = options;
    const streamOf = (purpose: string): RandomStream => this.stream(purpose);
    this.ways = new Ways(streamOf);
    this.stations = new Stations(streamOf, options.sharing);
  }

  epoch(fromMs: number, site: Site): OpenEpoch {
    const model = buildSiteModel(site);
    const demand = computeDemand(model);
    const one = new EpochCompiler(model, demand);
    const sources: (SourceState | null)[] = [];
    for (const flow of model.flows) this.addSources(one, flow, sources);
    for (let at = 0; at < this.sources.length; at += 1) sources[at] ??= null;
    return { fromMs, sources, channels: one.channels, stations: one.stations };
  }

  finish(epochs: readonly OpenEpoch[]): Plan {
    assert(this.ways.slots <= SLOTS_AT_MOST, `${this.ways.slots} devices with an access of their own`);
    return {
      epochs: epochs.map(({ fromMs, sources, channels, stations }) => ({
        fromMs,
        sources: this.sources.map((_, at) => sources[at] ?? null),
        channelWorks: Uint8Array.from(this.ways.channels, (_, at) => (channels.has(at) ? 1 : 0)),
        stationNow: this.stations.now(stations),
      })),
      sources: this.sources,
      legs: this.legs,
      targets: this.targets,
      channels: this.ways.channels,
      slots: this.ways.slots,
      stations: this.stations.plans,
      accelerators: this.stations.accelerators,
      servers: this.stations.servers,
      acceleratorServers: this.stations.acceleratorServers,
      coldInstances: this.stations.coldInstances,
      statistics: this.statistics,
    };
  }

  /** One stream a purpose for the whole run. Purposes name records, so that a scenario draws the same numbers for what it left as it was. */
  private stream(purpose: string): RandomStream {
    let stream = this.streams.get(purpose);
    if (stream === undefined) {
      stream = createRandom(this.options.seed, purpose);
      this.streams.set(purpose, stream);
    }
    return stream;
  }

  private addSources(one: EpochCompiler, flow: Flow, sources: (SourceState | null)[]): void {
    const legs = one.demand.legs.get(flow.id) ?? [];
    if (flow.from.kind === 'device-group') {
      const group = must(getRecord(one.model.site, 'deviceGroups', flow.from.id), `deviceGroups/${flow.from.id}`);
      for (const found of legs) {
        const leg = this.leg(one, flow, found);
        const key = `requests ${flow.id}`;
        const ratePerMs = (group.count * busyRate(group) * flow.callsPerRequest) / 1000;
        sources[this.source(key, 'requests', group.id, flow.id)] = {
          leg,
          ratePerMs,
          senders: group.count,
          burstFactor: group.burstFactor,
        };
        if (flow.requestBytes === null) this.addStreams(one, flow, group, found, sources);
      }
      return;
    }
    for (const found of legs) {
      const leg = this.leg(one, flow, found);
      if (flow.periodMs === null || found.source < 0) continue;
      const senders = Math.round((found.requestsPerSecond * flow.periodMs) / 1000);
      const key = `timer ${flow.id} ${one.model.graph.nodes[found.source]?.id ?? ''}`;
      sources[this.source(key, 'timer', null, flow.id)] = { leg, ratePerMs: senders / flow.periodMs, senders, burstFactor: 1 };
    }
  }

  private addStreams(
    one: EpochCompiler,
    flow: Flow,
    group: RecordOf<'deviceGroups'>,
    found: DemandLeg,
    sources: (SourceState | null)[],
  ): void {
    const access = one.accessAt(flow.from);
    for (const [at, target] of found.targets.entries())
      for (const direction of ['up', 'down'] as const) {
        const mbps = (direction === 'up' ? group.streamUpMbps : group.streamDownMbps) * group.count * target.share;
        if (mbps === 0) continue;
        const way =
          direction === 'up'
            ? this.ways.way(one.model, one.demand, access, target.path, null, STREAM_PACKET_BYTES, one.channels)
            : this.ways.way(one.model, one.demand, null, target.back, access, STREAM_PACKET_BYTES, one.channels);
        const key = `packets ${flow.id} ${direction} ${at}`;
        const leg = this.addLeg(this.emptyLeg(key, group.count > 1), [{ ...this.emptyTarget(key), way }], key);
        const ratePerMs = (mbps * 1000) / (STREAM_PACKET_BYTES * 8);
        sources[this.source(key, 'packets', null, flow.id)] = { leg, ratePerMs, senders: group.count, burstFactor: 1 };
      }
  }

  private source(key: string, kind: SourceInfo['kind'], groupId: string | null, flowId: string): number {
    let at = this.sourceAt.get(key);
    if (at === undefined) {
      at = this.sources.length;
      this.sources.push({ key, kind, groupId, flowId });
      this.sourceAt.set(key, at);
    }
    return at;
  }

  private leg(one: EpochCompiler, flow: Flow, found: DemandLeg): Leg {
    const key = `${flow.id} ${found.source}`;
    const known = one.legs.get(key);
    if (known !== undefined) return known;
    const targets = found.targets.map((target) => this.target(one, flow, target));
    let total = 0;
    const shared = targets.map((target, at) => {
      total += found.targets[at]?.share ?? 0;
      return { ...target, below: at === targets.length - 1 ? 1 : total };
    });
    const blocked = found.blocked ?? shared.map((target) => one.blockedAt(target)).find((each) => each !== null) ?? null;
    const statistic = this.statistic(flow.id, one.model.graph.nodes[found.source]?.id ?? null, blocked);
    const devices = [flow.from, flow.to].some((end) => (one.accessAt(end)?.group.count ?? 1) > 1);
    const name = `flows/${flow.id}`;
    const { timeoutMs, retries } = flow;
    const fields = {
      ...this.emptyLeg(name, devices),
      statistic,
      blocked,
      timeoutMs: timeoutMs ?? Infinity,
      retries,
      stay: this.stay(flow),
    };
    const leg = this.addLeg(fields, shared, name);
    one.legs.set(key, leg);
    return leg;
  }

  private stay(flow: Flow): Leg['stay'] {
    const { staysMs } = this.options;
    if (flow.from.kind !== 'device-group' || !Object.hasOwn(staysMs, flow.from.id)) return null;
    return { meanMs: staysMs[flow.from.id] ?? Infinity, random: this.stream(`stay flows/${flow.id}`) };
  }

  private emptyLeg(name: string, devices: boolean): Omit<Leg, 'index' | 'targets' | 'pick'> {
    const device = devices ? this.stream(`device ${name}`) : null;
    return { statistic: -1, device, timeoutMs: Infinity, retries: 0, stay: null, blocked: null };
  }

  private addLeg(fields: Omit<Leg, 'index' | 'targets' | 'pick'>, targets: readonly Omit<Target, 'index'>[], name: string): Leg {
    const placed = targets.map((target) => {
      const whole: Target = { ...target, index: this.targets.length };
      this.targets.push(whole);
      return whole;
    });
    const pick = placed.length > 1 ? this.stream(`target ${name}`) : null;
    const leg: Leg = { ...fields, index: this.legs.length, targets: placed, pick };
    this.legs.push(leg);
    return leg;
  }

  private statistic(flowId: string, nodeId: string | null, blocked: Blocked | null): number {
    const key = `${flowId} ${nodeId ?? ''}`;
    let at = this.statisticAt.get(key);
    if (at === undefined) {
      at = this.statistics.length;
      this.statistics.push({ flowId, nodeId, blocked });
      this.statisticAt.set(key, at);
    }
    return at;
  }

  private emptyTarget(name: string): Omit<Target, 'index'> {
    return {
      below: 1,
      way: [],
      back: [],
      answers: false,
      transport: null,
      station: null,
      workMs: 0,
      variability: 0,
      workRandom: this.stream(`work ${name}`),
      books: 0,
      program: null,
    };
  }

  private target(one: EpochCompiler, flow: Flow, target: LegTarget): Omit<Target, 'index'> {
    const from = one.accessAt(flow.from);
    const to = one.accessAt(flow.to);
    const bytes = flowBytes(flow, from?.group);
    const answers = flow.pattern === 'request-response';
    const name = `flows/${flow.id}`;
    const network = {
      ...this.emptyTarget(name),
      answers,
      way: this.ways.way(one.model, one.demand, from, target.path, to, bytes.request, one.channels),
      back: this.ways.way(one.model, one.demand, to, target.back, from, bytes.response, one.channels),
      transport: this.transport(one, flow, target, from, to, bytes),
    };
    if (target.placement === null) return network;
    const { station, plan } = this.stations.at(one.model, one.demand, target.placement);
    one.stations.add(plan.index);
    const sharing = Object.hasOwn(this.options.sharing, station.service.id) ? this.options.sharing[station.service.id] : null;
    const own = station.service.work.computeMs;
    const scale = station.variant === null || own === 0 ? 1 : station.variant.computeMs / own;
    const computeMs = (flow.computeMs ?? own) * scale;
    return {
      ...network,
      station: plan,
      workMs: computeMs === 0 ? 0 : computeMs / Math.max(0, station.speed),
      variability: station.service.work.variability,
      books: sharing?.booksByFlow[flow.id] ?? sharing?.books ?? 0,
      program: this.program(one, flow, target.placement.node),
    };
  }

  private transport(
    one: EpochCompiler,
    flow: Flow,
    target: LegTarget,
    from: Access | null,
    to: Access | null,
    bytes: { readonly request: number; readonly response: number },
  ): TransportPlan | null {
    const { protocol, reuseShare } = flow.transport;
    if (protocol === 'none' || protocol === 'udp') return null;
    const there = one.pathFigures(target.path, from?.up ?? null, to?.down ?? null);
    const home = one.pathFigures(target.back, to?.up ?? null, from?.down ?? null);
    return {
      protocol,
      freshShare: 1 - reuseShare,
      request: messagePlan(bytes.request, there.lossRatio, there.bottleneckMbps),
      response: messagePlan(bytes.response, home.lossRatio, home.bottleneckMbps),
      random: this.stream(`transport flows/${flow.id}`),
    };
  }

  private program(one: EpochCompiler, flow: Flow, node: number): Program | null {
    const followers = one.model.followers.get(flow.id) ?? [];
    if (followers.length === 0) return null;
    const key = `${followers.map((next) => next.id).join(' ')} at ${node}`;
    const known = one.programs.get(key);
    if (known !== undefined) return known;
    const asynchronous: Entry[] = [];
    const stages = new Map<number, Entry[]>();
    for (const next of followers) {
      const found = one.demand.legs.get(next.id)?.find((leg) => leg.source === node || leg.source === -1);
      const entry: Entry = {
        leg: this.leg(one, next, must(found, `leg of ${next.id} from node ${node}`)),
        wholeCalls: Math.floor(next.callsPerRequest),
        oneMore: next.callsPerRequest - Math.floor(next.callsPerRequest),
        random: this.stream(`calls flows/${next.id}`),
      };
      if (next.mode === 'asynchronous') asynchronous.push(entry);
      else stages.set(next.stage, [...(stages.get(next.stage) ?? []), entry]);
    }
    const order = [...stages.keys()].toSorted((a, b) => a - b);
    const program: Program = { asynchronous, stages: order.map((stage) => stages.get(stage) ?? []) };
    one.programs.set(key, program);
    return program;
  }
}

/** What is known about one site while it is made ready. */
class EpochCompiler {
  readonly model: SiteModel;
  readonly demand: Demand;
  readonly legs = new Map<string, Leg>();
  readonly programs = new Map<string, Program>();
  readonly channels = new Set<number>();
  readonly stations = new Set<number>();

  constructor(model: SiteModel, demand: Demand) {
    this.model = model;
    this.demand = demand;
  }

  accessAt(end: Flow['from']): Access | null {
    return end.kind === 'device-group' ? (this.demand.accesses.get(end.id) ?? null) : null;
  }

  /** Why a request there is never answered: no CPU for its work, or something that it waits for is blocked. */
  blockedAt(target: Omit<Target, 'index'>): Blocked | null {
    if (target.workMs === Infinity) return { status: 'saturated', by: `placements/${target.station?.placementId ?? ''}` };
    for (const stage of target.program?.stages ?? [])
      for (const entry of stage) if (entry.leg.blocked !== null) return entry.leg.blocked;
    return null;
  }

  /** [L5] Loss and slowest channel of a way. */
  pathFigures(
    path: readonly number[],
    first: ChannelModel | null,
    last: ChannelModel | null,
  ): { readonly lossRatio: number; readonly bottleneckMbps: number } {
    let kept = 1;
    let bottleneckMbps = Infinity;
    for (const channel of [first, ...path.map((index) => this.model.graph.arcs[index]?.channel ?? null), last]) {
      if (channel === null) continue;
      kept *= 1 - channel.lossRatio;
      bottleneckMbps = Math.min(bottleneckMbps, channel.bandwidthMbps);
    }
    return { lossRatio: 1 - kept, bottleneckMbps };
  }
}
