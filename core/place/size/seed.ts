import { compareCodeUnits } from '../../base/canonical-json.ts';
import type { SiteDiff } from '../../site/diff.ts';
import { squashDiffs } from '../../site/diff.ts';
import type { Workbench } from '../site/workbench.ts';
import type { Bill } from './build.ts';
import { nodeIdOf } from './build.ts';
import type { Need } from './needs.ts';
import type { Host } from './offers.ts';
import { isPool } from './problem.ts';
import type { Showroom } from './showroom.ts';

/** Replicas of a service that a program of bills puts on nodes of a lot or on a fixed node; it is asked by the offer's node for pieces. */
export type Shares = (serviceId: string, holder: { readonly lot: number } | { readonly fixedId: string }) => number;

interface Holder {
  readonly nodeId: string;
  readonly slot: number;
  readonly hosts: ReadonlyMap<string, Host>;
  readonly at: { readonly lot: number } | { readonly fixedId: string };
  /** A pool of the cloud, of which what is taken costs. */
  readonly isCharged: boolean;
}

/** Where room is left, replicas are given for so many times what is asked, so that less waits. */
const EASE = 1.4;
/** Less than this of a replica is none. */
const HARDLY = 1e-6;

/**
 * [P5] Places services by demand, as requests will be steered: callers before whom they call, each source's requests at the nearest node that the program gives the service to and that has
 * room for the replicas they need, or of `nearby` workloads at the nearest of all; where a workload's requests are spread, round those that can keep up. Drafts on the bench what it finds; nothing is evaluated but once. Room that is left over is used, so that less waits.
 */
export function seedByDemand(
  bench: Workbench,
  showroom: Showroom,
  bill: Bill,
  shares: Shares,
  nearby: ReadonlySet<string> = new Set(),
): void {
  const holders = holdersOf(bench, showroom, bill);
  const loads = new Map<string, Map<string, number>>();
  const { model } = bench.evaluated;
  let done: SiteDiff | null = null;
  const draft = (serviceId: string, nodeId: string, replicas: number): boolean => {
    const seats = [{ serviceId, nodeId, replicas }];
    if ((bench.plan.at(serviceId, nodeId)?.replicas ?? 0) >= replicas) return true;
    if (!bench.allows(seats)) return false;
    const diff = bench.draft(seats);
    done = done === null ? diff : squashDiffs(done, diff);
    return true;
  };
  for (const need of inFlowOrder(showroom.needs, model.flows)) {
    const { id } = need.service;
    const able = holders.filter(({ hosts }) => hosts.has(id));
    const meant = able.filter(({ at }) => shares(id, at) > HARDLY);
    const own = able.filter(({ isCharged }) => !isCharged);
    const isNearby = meant.length === 0 || nearby.has(need.service.workloadId);
    const chosen = !isNearby ? meant : own.length > 0 ? own : able;
    const load = new Map<string, number>();
    loads.set(id, load);
    if (model.spreadWorkloads.has(need.service.workloadId))
      seedSpread(need, enoughFor(need, [own.filter((one) => meant.includes(one)), own, meant, able]), load, draft);
    else seedNearest(bench, need, chosen, sourcesOf(bench, need, loads), load, draft);
    let running = bench.replicas(id);
    for (const { nodeId } of [...chosen, ...able]) {
      if (running >= need.required) break;
      if (draft(id, nodeId, (bench.plan.at(id, nodeId)?.replicas ?? 0) + 1)) running = bench.replicas(id);
    }
  }
  for (const { service } of showroom.needs) {
    for (const { nodeId, hosts, isCharged } of holders) {
      const host = hosts.get(service.id);
      const asked = loads.get(service.id)?.get(nodeId) ?? 0;
      if (host === undefined || isCharged || asked === 0) continue;
      const running = bench.plan.at(service.id, nodeId)?.replicas ?? 0;
      const wanted = Math.min(host.fit, Math.ceil((asked * EASE) / host.prompt));
      if (wanted > running) draft(service.id, nodeId, wanted);
    }
  }
  if (done !== null) bench.settle(done);
}

type Draft = (serviceId: string, nodeId: string, replicas: number) => boolean;

function seedNearest(
  bench: Workbench,
  { service }: Need,
  chosen: readonly Holder[],
  sources: ReadonlyMap<number, number>,
  load: Map<string, number>,
  draft: Draft,
): void {
  const byRate = [...sources].toSorted((a, b) => b[1] - a[1] || a[0] - b[0]);
  for (const [source, rate] of byRate) {
    const nearest = chosen
      .map((holder) => ({ holder, delayMs: bench.near.delayMs(source, holder.slot) }))
      .toSorted((a, b) => (a.delayMs === b.delayMs ? compareCodeUnits(a.holder.nodeId, b.holder.nodeId) : a.delayMs - b.delayMs));
    for (const { holder } of nearest) {
      const host = holder.hosts.get(service.id);
      if (host === undefined) continue;
      const sum = (load.get(holder.nodeId) ?? 0) + rate;
      const replicas = replicasFor(host, sum);
      if (replicas === null || !draft(service.id, holder.nodeId, replicas)) continue;
      load.set(holder.nodeId, sum);
      break;
    }
  }
}

/** Replicas one by one round the nodes until they answer everything. Each gets as many requests, so that none counts for more than the slowest of them. */
function seedSpread(
  { service, load: { requestsPerSecond } }: Need,
  chosen: readonly Holder[],
  load: Map<string, number>,
  draft: Draft,
): void {
  const counts = new Map<string, number>();
  const each = rateEach(service.id, chosen, requestsPerSecond);
  let able = 0;
  let open = chosen.filter(({ hosts }) => (hosts.get(service.id)?.prompt ?? 0) >= each);
  while (open.length > 0 && able < requestsPerSecond) {
    const next: Holder[] = [];
    for (const holder of open) {
      const host = holder.hosts.get(service.id);
      const count = (counts.get(holder.nodeId) ?? 0) + 1;
      if (host === undefined || able >= requestsPerSecond || count > host.fit || !draft(service.id, holder.nodeId, count))
        continue;
      counts.set(holder.nodeId, count);
      able += each;
      next.push(holder);
    }
    open = next;
  }
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  for (const [nodeId, count] of counts) load.set(nodeId, (requestsPerSecond * count) / total);
}

/** The first list of nodes that can do it all together, else the last: a pool of the cloud among them makes all wait for its distance. */
function enoughFor({ service, load }: Need, lists: readonly (readonly Holder[])[]): readonly Holder[] {
  const able = (list: readonly Holder[]): number => {
    const hosts = list.flatMap(({ hosts: all }) => all.get(service.id) ?? []);
    return hosts.reduce((sum, { fit, prompt }) => sum + fit * prompt, 0);
  };
  return lists.find((list) => list.length > 0 && able(list) >= load.requestsPerSecond) ?? lists.at(-1) ?? [];
}

/** The highest rate of a replica at which there are enough nodes whose replicas keep it up; where there never are, that of the slowest. */
function rateEach(serviceId: string, chosen: readonly Holder[], requestsPerSecond: number): number {
  const hosts = chosen.flatMap(({ hosts: all }) => all.get(serviceId) ?? []).toSorted((a, b) => b.prompt - a.prompt);
  let replicas = 0;
  for (const { fit, prompt } of hosts) {
    replicas += fit;
    if (replicas * prompt >= requestsPerSecond) return prompt;
  }
  return hosts.at(-1)?.prompt ?? 0;
}

/** Least replicas that answer so many requests in time; null where the node does not hold as many. */
function replicasFor({ fit, most, prompt }: Host, rate: number): number | null {
  for (let replicas = 1; replicas <= fit; replicas += 1) {
    const together = fit === 1 ? 0 : (replicas - 1) / (fit - 1);
    const each = most === Infinity ? prompt : prompt + (most - prompt) * together;
    if (each * replicas >= rate) return replicas;
  }
  return null;
}

function holdersOf(bench: Workbench, showroom: Showroom, bill: Bill): Holder[] {
  const byKey = new Map(showroom.offers.map((offer) => [`${offer.stand.id} ${offer.type.id}`, offer]));
  const lotOf = new Map(
    showroom.lots.flatMap(({ members }, lot) => members.map((index) => [showroom.offers[index], lot] as const)),
  );
  const bought = bill.flatMap((piece): Holder[] => {
    const offer = byKey.get(`${piece.stand.id} ${piece.type.id}`);
    const lot = lotOf.get(offer);
    const nodeId = nodeIdOf(piece);
    return offer === undefined || lot === undefined
      ? []
      : [{ nodeId, slot: bench.near.slot(nodeId), hosts: offer.hosts, at: { lot }, isCharged: false }];
  });
  const fixed = showroom.fixed.map(({ node, hosts }): Holder => {
    const isCharged = isPool(bench.site, node);
    return { nodeId: node.id, slot: bench.near.slot(node.id), hosts, at: { fixedId: node.id }, isCharged };
  });
  return [...bought, ...fixed].filter(({ slot }) => slot >= 0);
}

/** Where requests to a service come from: access nodes, and nodes of callers by what reaches them. */
function sourcesOf(
  bench: Workbench,
  { service, rates }: Need,
  loads: ReadonlyMap<string, ReadonlyMap<string, number>>,
): Map<number, number> {
  const sources = new Map<number, number>();
  const add = (slot: number, rate: number): void => {
    if (slot >= 0 && rate > 0) sources.set(slot, (sources.get(slot) ?? 0) + rate);
  };
  for (const { flow, requestsPerSecond } of rates) {
    if (flow.from.kind === 'device-group') {
      add(bench.near.slot(bench.evaluated.model.accesses.get(flow.from.id)?.nodeId ?? ''), requestsPerSecond);
      continue;
    }
    const callers = loads.get(flow.from.id);
    const total = [...(callers?.values() ?? [])].reduce((sum, each) => sum + each, 0);
    if (callers !== undefined && total > 0)
      for (const [nodeId, load] of callers) add(bench.near.slot(nodeId), (requestsPerSecond * load) / total);
    else for (const { nodeId } of bench.running(service.id)) add(bench.near.slot(nodeId), requestsPerSecond);
  }
  return sources;
}

/** Services by the first flow that leads to them, callers first. */
function inFlowOrder(needs: readonly Need[], flows: readonly { readonly to: { readonly id: string } }[]): Need[] {
  const last = new Map<string, number>();
  for (const [index, { to }] of flows.entries()) last.set(to.id, index);
  return needs.toSorted(
    (a, b) =>
      (last.get(a.service.id) ?? Infinity) - (last.get(b.service.id) ?? Infinity) || compareCodeUnits(a.service.id, b.service.id),
  );
}
