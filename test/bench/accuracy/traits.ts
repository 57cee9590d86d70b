import { computeDemand } from '../../../core/evaluate/demand.ts';
import type { Demand, Leg } from '../../../core/evaluate/demand.ts';
import { LatencySolver } from '../../../core/evaluate/latency.ts';
import type { SiteModel } from '../../../core/evaluate/site-model.ts';
import { buildSiteModel } from '../../../core/evaluate/site-model.ts';
import { waitSingleServer } from '../../../core/network/queue.ts';
import type { RecordOf, Site } from '../../../core/site/site.ts';

type Flow = RecordOf<'flows'>;

/** What an answer of a flow meets, that a formula may find hard. */
export interface Traits {
  /** Services one after the other, at most. */
  readonly chain: number;
  /** Widest stage. */
  readonly fanOut: number;
  readonly highestServiceUtilisation: number;
  readonly highestLinkUtilisation: number;
  readonly mostServers: number;
  readonly mostVariability: number;
  /** A transport that repairs losses over a way that loses. */
  readonly repairsLoss: boolean;
  readonly repeatedCalls: boolean;
  readonly rareCalls: boolean;
  /** A queue that one request passes more than once, by several calls or on several legs. */
  readonly meetsItself: boolean;
  /** Mean wait that the evaluation tells for each queue on the way, as `subject part`, ms. */
  readonly waits: ReadonlyMap<string, number>;
}

export class TraitFinder {
  private readonly model: SiteModel;
  private readonly demand: Demand;
  private readonly solver: LatencySolver;

  constructor(site: Site) {
    this.model = buildSiteModel(site);
    this.demand = computeDemand(this.model);
    this.solver = new LatencySolver(this.model, this.demand);
  }

  of(flow: Flow): Traits {
    const found = {
      chain: 0,
      fanOut: 1,
      highestServiceUtilisation: 0,
      highestLinkUtilisation: 0,
      mostServers: 1,
      mostVariability: 0,
      repairsLoss: false,
      repeatedCalls: false,
      rareCalls: false,
      meetsItself: false,
      waits: new Map<string, number>(),
    };
    const passed = new Set<string>();
    const pass = (queue: string, waitMs: number): void => {
      found.waits.set(queue, waitMs);
      if (passed.has(queue)) found.meetsItself = true;
      passed.add(queue);
    };
    const visit = (each: Flow, leg: Leg, depth: number): void => {
      for (const target of leg.targets) {
        let kept = 1;
        const arcs = each.pattern === 'one-way' ? target.path : [...target.path, ...target.back];
        for (const index of arcs) {
          const arc = this.model.graph.arcs[index];
          const load = this.demand.arcs[index];
          if (arc === undefined || load === undefined) continue;
          found.highestLinkUtilisation = Math.max(found.highestLinkUtilisation, load.work);
          kept *= 1 - arc.channel.lossRatio;
          if (load.work > 0.05) pass(`links/${arc.link.id} ${arc.direction}`, waitSingleServer(load)?.mean ?? NaN);
        }
        const access = each.from.kind === 'device-group' ? this.demand.accesses.get(each.from.id) : undefined;
        if (access !== undefined) kept *= 1 - access.up.lossRatio;
        if (kept < 1 && each.transport.protocol !== 'none') found.repairsLoss = true;
        if (target.placement === null) continue;
        const processing = this.solver.processing(each, target.placement);
        const station = this.solver.station(target.placement);
        found.chain = Math.max(found.chain, depth + 1);
        found.highestServiceUtilisation = Math.max(found.highestServiceUtilisation, processing.utilisation ?? 1);
        found.mostServers = Math.max(found.mostServers, station.servers);
        found.mostVariability = Math.max(found.mostVariability, station.service.work.variability);
        const workMs = (each.computeMs ?? station.service.work.computeMs) / station.speed;
        if (processing.status === 'ok') pass(`placements/${target.placement.placement.id} cpu`, processing.moments.mean - workMs);
        const followers = (this.model.followers.get(each.id) ?? []).filter((next) => next.mode === 'synchronous');
        for (const next of followers) {
          found.fanOut = Math.max(found.fanOut, followers.filter((other) => other.stage === next.stage).length);
          if (next.callsPerRequest > 1) found.repeatedCalls = true;
          if (next.callsPerRequest < 1) found.rareCalls = true;
          const below = this.demand.legs.get(next.id)?.find((one) => one.source === target.node);
          if (below !== undefined) visit(next, below, depth + 1);
        }
      }
    };
    for (const leg of this.demand.legs.get(flow.id) ?? []) visit(flow, leg, 0);
    return found;
  }
}
