import { NO_DELAY, constant, gammaDelay, quantile, repeated, sometimes, sum, type Moments } from '../../base/moments.ts';
import type { Access } from '../../evaluate/access.ts';
import { delayTold } from '../../evaluate/channel-delay.ts';
import { flowBytes } from '../../evaluate/demand.ts';
import { forwardingAfter } from '../../evaluate/path-delay.ts';
import { type Station, stationOf } from '../../evaluate/service-time.ts';
import type { SiteModel } from '../../evaluate/site-model.ts';
import type { ChannelModel } from '../../network/link-model.ts';
import type { Placement } from '../../site/schema/placement.ts';
import { getRecord, type RecordOf } from '../../site/site.ts';

type Flow = RecordOf<'flows'>;

/** Calls whose own calls are looked at. */
const MOST_DEPTH = 8;

/**
 * Delays that nothing waits in: of the access, the way, the work and what the work calls, each where it takes least, by the functions of the evaluation [L1–L7] with empty queues
 * everywhere. As load never makes an answer come earlier, no plan has less. Transport and cold starts count as nothing.
 */
export class LeastDelay {
  private readonly model: SiteModel;
  /** Nodes that each service may run on, as slots. */
  private readonly slotsOf: ReadonlyMap<string, readonly number[]>;
  private readonly paths = new Map<number, readonly number[] | null>();
  /** One message over each arc, by its size in bytes: many ways share arcs. */
  private readonly hops = new Map<number, (Moments | undefined)[]>();
  private readonly works = new Map<string, Moments | null>();
  /** By what is called, which flows share, and node. */
  private readonly calls = new Map<readonly Flow[], Map<number, Moments>>();

  constructor(model: SiteModel, slotsOf: ReadonlyMap<string, readonly number[]>) {
    this.model = model;
    this.slotsOf = slotsOf;
  }

  /** p99 of what a device group asks a service, ms, when it runs on this node; Infinity where it cannot. */
  p99Ms(flow: Flow, access: Access, source: number, node: number): number {
    const network = this.network(flow, access, source, node);
    const there = network === null ? null : this.at(flow, node, 0);
    return network === null || there === null ? Infinity : quantile(sum(network, there), 0.99);
  }

  /** p99 of what a service asks another, ms, wherever both run: on one node for all that is known. */
  anywhereP99Ms(flow: Flow): number {
    const least = this.leastOf((this.slotsOf.get(flow.to.id) ?? []).map((node) => this.at(flow, node, 0)));
    return least === null ? 0 : quantile(least, 0.99);
  }

  private network(flow: Flow, access: Access | null, source: number, node: number): Moments | null {
    const bytes = flowBytes(flow, access?.group);
    const there = this.way(source, node, bytes.request);
    if (there === null) return null;
    let total = there;
    if (access !== null) total = sum(total, channelAlone(access.up, bytes.request));
    if (flow.pattern === 'one-way') return total;
    const back = this.way(node, source, bytes.response);
    if (back === null) return null;
    total = sum(total, back);
    return access === null ? total : sum(total, channelAlone(access.down, bytes.response));
  }

  private way(from: number, to: number, bytes: number): Moments | null {
    const key = from * this.model.graph.nodes.length + to;
    let path = this.paths.get(key);
    if (path === undefined) {
      path = this.model.routes.path(from, to);
      this.paths.set(key, path);
    }
    if (path === null) return null;
    let hops = this.hops.get(bytes);
    if (hops === undefined) {
      hops = [];
      this.hops.set(bytes, hops);
    }
    let [mean, variance, third, minimum, maximum] = [0, 0, 0, 0, 0];
    for (const [hop, slot] of path.entries()) {
      const one = (hops[slot] ??= this.hop(slot, bytes));
      const forwardingMs = hop < path.length - 1 ? forwardingAfter(this.model, slot) : 0;
      mean += one.mean + forwardingMs;
      variance += one.variance;
      third += one.third;
      minimum += one.minimum + forwardingMs;
      maximum += one.maximum + forwardingMs;
    }
    return { mean, variance, third, minimum, maximum };
  }

  /** Of an overlay only what it adds is known without its loads. */
  private hop(slot: number, bytes: number): Moments {
    const arc = this.model.graph.arcs[slot];
    if (arc === undefined) return NO_DELAY;
    return arc.underlays.length > 0 ? arc.channel.access : channelAlone(arc.channel, bytes);
  }

  /** Work and what it calls on a node; null where it cannot run. */
  private at(flow: Flow, node: number, depth: number): Moments | null {
    const work = this.work(flow, node);
    return work === null ? null : sum(work, this.called(flow, node, depth));
  }

  private work(flow: Flow, node: number): Moments | null {
    const service = getRecord(this.model.site, 'services', flow.to.id);
    const hardware = this.model.graph.nodes[node];
    const type = hardware === undefined ? undefined : getRecord(this.model.site, 'hardwareTypes', hardware.typeId);
    if (service === undefined || type === undefined) return null;
    const computeMs = flow.computeMs ?? service.work.computeMs;
    const key = `${service.id} ${type.id} ${computeMs}`;
    const known = this.works.get(key);
    if (known !== undefined) return known;
    const variants = [null, ...service.variants.map((one) => one.name)];
    const works = variants.map((variant) => {
      const placement = { id: '', serviceId: service.id, nodeId: hardware?.id ?? '', replicas: 1, pinned: false, variant };
      return workAlone(stationOf(service, placement as Placement, type), computeMs);
    });
    const least = this.leastOf(works);
    this.works.set(key, least);
    return least;
  }

  /** [L7] What the work waits for: stage by stage, of each the call that takes longest in the mean. */
  private called(flow: Flow, node: number, depth: number): Moments {
    const followers = depth < MOST_DEPTH ? (this.model.order.followers.get(flow.id) ?? []) : [];
    if (followers.length === 0) return NO_DELAY;
    const byNode = this.calls.get(followers) ?? new Map<number, Moments>();
    this.calls.set(followers, byNode);
    const known = byNode.get(node);
    if (known !== undefined) return known;
    const stages = new Map<number, Moments>();
    for (const next of followers) {
      if (next.mode !== 'synchronous' || next.to.kind !== 'service') continue;
      const one = this.leastOf((this.slotsOf.get(next.to.id) ?? []).map((slot) => this.answer(next, node, slot, depth + 1)));
      if (one === null) continue;
      const calls = next.callsPerRequest;
      const all = calls < 1 ? sometimes(calls, one) : repeated(one, calls);
      if (all.mean > (stages.get(next.stage)?.mean ?? 0)) stages.set(next.stage, all);
    }
    const total = [...stages.values()].reduce(sum, NO_DELAY);
    byNode.set(node, total);
    return total;
  }

  private answer(flow: Flow, source: number, node: number, depth: number): Moments | null {
    const network = this.network(flow, null, source, node);
    const there = network === null ? null : this.at(flow, node, depth);
    return network === null || there === null ? null : sum(network, there);
  }

  /** The least of each figure; null where there is none. */
  private leastOf(delays: readonly (Moments | null)[]): Moments | null {
    return delays.reduce<Moments | null>((least, one) => {
      if (one === null || least === null) return one ?? least;
      return {
        mean: Math.min(least.mean, one.mean),
        variance: Math.min(least.variance, one.variance),
        third: Math.min(least.third, one.third),
        minimum: Math.min(least.minimum, one.minimum),
        maximum: Math.max(least.maximum, one.maximum),
      };
    }, null);
  }
}

/** Work of one request that finds everything idle; null where it cannot be done. */
function workAlone({ service, speed, workScale, accelerator }: Station, computeMs: number): Moments | null {
  if (computeMs > 0 && speed <= 0) return null;
  if (service.accelerator !== null && accelerator === null) return null;
  const work = computeMs === 0 ? NO_DELAY : gammaDelay((computeMs * workScale) / speed, service.work.variability);
  return accelerator === null ? work : sum(work, constant(accelerator.setupMs + accelerator.itemMs));
}

/** One message over one channel whose queue is empty. */
function channelAlone(channel: ChannelModel, bytes: number): Moments {
  return delayTold(channel, NO_DELAY, bytes, 'transmission')?.moments ?? NO_DELAY;
}
