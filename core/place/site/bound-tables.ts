import { getRecord, listRecords } from '../../site/site.ts';
import { LeastDelay } from './least-delay.ts';
import { busyMsOn, requestsPerMs, seatOf, variantsOf } from './least-load.ts';
import type { OpenService, Service } from './problem.ts';
import { overfull } from './room.ts';
import { usualObjectiveMs } from './value.ts';
import type { Workbench } from './workbench.ts';

/** Pairs of flow and node looked at for a service; beyond that its latency is bounded by nothing. */
const MOST_PAIRS = 400_000;
/** Pairs, and flows of services, that are looked at between two yields. */
const PAIRS_A_SLICE = 1000;
const FLOWS_A_SLICE = 20;

/** A node that a service may run on, or where it runs. */
export interface Candidate {
  readonly nodeId: string;
  readonly slot: number;
  readonly unitCost: number;
  /** Replicas that run there at the start. */
  readonly running: number;
  /** Replicas that the empty node has room for, those that run there at the least. */
  readonly room: number;
}

/** Where one service may run, and what that is for its requests. */
export interface ServiceTable {
  readonly nodes: readonly Candidate[];
  /** Share of its objective that each flow of devices uses at the least when a node serves it: `[flow × nodes + node]`. */
  readonly serve: Float64Array;
  /** Share of a replica there that it keeps busy at the least. */
  readonly load: Float64Array;
}

/** What the bound is made of whatever parts of the objective count, for the site as it was when the bench was set up. Found out service by service, once. */
export class BoundTables {
  private readonly bench: Workbench;
  private readonly candidates: ReadonlyMap<string, readonly Candidate[]>;
  private readonly delays: LeastDelay;
  private readonly known = new Map<string, ServiceTable>();
  private others: number | null = null;

  constructor(bench: Workbench) {
    this.bench = bench;
    this.candidates = new Map(
      listRecords(bench.site, 'services').map(({ id }) => {
        const open = bench.problem.open.get(id);
        return [id, open === undefined ? runningOf(bench, id) : candidatesOf(bench, open)];
      }),
    );
    const slotsOf = new Map([...this.candidates].map(([id, nodes]) => [id, nodes.map(({ slot }) => slot)]));
    this.delays = new LeastDelay(bench.evaluated.model, slotsOf);
  }

  /** Cost: a percentile for each flow of devices and each node that may serve it. */
  *ofService({ service }: OpenService): Generator<void, ServiceTable> {
    const known = this.known.get(service.id);
    if (known !== undefined) return known;
    const nodes = this.candidates.get(service.id) ?? [];
    const { flows, accesses } = this.bench.evaluated.model;
    const requests = flows.filter((flow) => flow.to.id === service.id && flow.from.kind === 'device-group');
    const size = requests.length * nodes.length;
    const table = { nodes, serve: new Float64Array(size), load: new Float64Array(size) };
    const busyAt = nodes.map(({ nodeId }) => busyMsOn(this.bench.site, service, nodeId));
    for (const [row, flow] of requests.entries()) {
      const access = size > MOST_PAIRS ? undefined : accesses.get(flow.from.id);
      const source = access === undefined ? -1 : this.bench.near.slot(access.nodeId);
      if (access === undefined || source < 0) continue;
      const perMs = requestsPerMs(access, flow);
      const computeMs = flow.computeMs ?? service.work.computeMs;
      for (const [at, { slot }] of nodes.entries()) {
        const index = row * nodes.length + at;
        const ms = this.delays.p99Ms(flow, access, source, slot);
        table.serve[index] = Math.min(1, ms / usualObjectiveMs(flow.objectiveP99Ms));
        table.load[index] = perMs * (busyAt[at]?.(computeMs) ?? 0);
        if (index % PAIRS_A_SLICE === 0) yield;
      }
    }
    this.known.set(service.id, table);
    return table;
  }

  /** Shares of their objectives that all flows between services use at the least, in sum. */
  *ofOtherFlows(): Generator<void, number> {
    if (this.others !== null) return this.others;
    let total = 0;
    for (const [index, flow] of this.bench.evaluated.model.flows.entries()) {
      if (flow.to.kind !== 'service' || flow.from.kind === 'device-group') continue;
      total += Math.min(1, this.delays.anywhereP99Ms(flow) / usualObjectiveMs(flow.objectiveP99Ms));
      if (index % FLOWS_A_SLICE === 0) yield;
    }
    this.others = total;
    return total;
  }
}

/** Nodes that rules allow and whose empty room holds one replica, and where it runs already. */
function candidatesOf(bench: Workbench, { service, nodeIds }: OpenService): Candidate[] {
  const running = runningOf(bench, service.id);
  const known = new Set(running.map((one) => one.nodeId));
  return [...running, ...nodeIds.flatMap((nodeId) => (known.has(nodeId) ? [] : candidate(bench, service, nodeId, 0)))];
}

function runningOf(bench: Workbench, serviceId: string): Candidate[] {
  const service = getRecord(bench.site, 'services', serviceId);
  return bench.start
    .filter((one) => one.serviceId === serviceId)
    .flatMap(({ nodeId, replicas }) => (service === undefined ? [] : candidate(bench, service, nodeId, replicas)));
}

function candidate(bench: Workbench, service: Service, nodeId: string, running: number): Candidate[] {
  const room = Math.max(running, roomOn(bench, service, nodeId));
  if (room === 0) return [];
  return [{ nodeId, slot: bench.near.slot(nodeId), unitCost: bench.appraiser.unitCost(service.id, nodeId), running, room }];
}

/** [C1] Most replicas that the empty node holds by itself, by whichever variant takes least; no more than the service may have. */
function roomOn({ site, problem }: Workbench, service: Service, nodeId: string): number {
  const fits = (replicas: number): boolean =>
    variantsOf(service).some((variant) => overfull(site, nodeId, [seatOf(service, nodeId, replicas, variant)]).length === 0);
  const isSingle = service.antiAffinity !== 'none';
  let [low, high] = [0, isSingle ? 1 : Math.max(1, problem.open.get(service.id)?.most ?? 0)];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}
