import type { RecordOf } from '../../site/site.ts';
import { getRecord, listRecords } from '../../site/site.ts';
import { nodePowerW } from '../../evaluate/energy/node-power.ts';
import { LeastDelay } from './least-delay.ts';
import type { Opening } from './opening-bound.ts';
import { openingBound } from './opening-bound.ts';
import type { OpenService } from './problem.ts';
import { overfull, withSeat } from './room.ts';
import type { ObjectiveParts } from './value.ts';
import { usualObjectiveMs } from './value.ts';
import type { Workbench } from './workbench.ts';

/** Pairs of flow and node looked at for a service; beyond that its latency is bounded by that of the access. */
const MOST_PAIRS = 400_000;

/** What no plan that serves everything falls below: each part alone, and the objective, which a plan cannot have with all of them at their least. */
export interface SiteBound {
  readonly parts: ObjectiveParts;
  readonly objective: number;
}

interface Candidate {
  readonly nodeId: string;
  readonly slot: number;
  readonly unitCost: number;
  /** Replicas that run there at the start. */
  readonly running: number;
}

/** What the bound is made of whatever parts of the objective count: nodes of each service, and what its requests use of their objectives there. */
export interface BoundTables {
  readonly services: readonly {
    readonly open: OpenService;
    readonly nodes: readonly Candidate[];
    /** Share of its objective that each flow of devices uses at the least when a node serves it: `[flow × nodes + node]`. */
    readonly serve: Float64Array;
  }[];
  /** The sum of such shares of all other flows. */
  readonly otherFlows: number;
}

/** Cost: a percentile for each flow of devices and each node that may serve it. */
export function boundTables(bench: Workbench): BoundTables {
  const { flows } = bench.evaluated.model;
  const { open } = bench.problem;
  const candidates = new Map([...open.values()].map((one) => [one.service.id, candidatesOf(bench, one)] as const));
  const slotsOf = new Map<string, readonly number[]>();
  for (const { id } of listRecords(bench.site, 'services'))
    slotsOf.set(
      id,
      (candidates.get(id) ?? runningOf(bench, id)).map((one) => one.slot),
    );
  const delays = new LeastDelay(bench.evaluated.model, slotsOf);
  const services = [...open.values()].map((one) => {
    const nodes = candidates.get(one.service.id) ?? [];
    const requests = flows.filter((flow) => flow.to.id === one.service.id && flow.from.kind === 'device-group');
    return { open: one, nodes, serve: serveTable(bench, delays, requests, nodes) };
  });
  let otherFlows = 0;
  for (const flow of flows) {
    if (flow.to.kind !== 'service' || flow.from.kind === 'device-group') continue;
    otherFlows += Math.min(1, delays.anywhereP99Ms(flow) / usualObjectiveMs(flow.objectiveP99Ms));
  }
  return { services, otherFlows };
}

/**
 * [P3, P8] Service by service: nodes that its replicas stand on, at their cost and at what moving away from where they run costs, against the p99 that requests have at the best for
 * them of these nodes with all queues empty (`LeastDelay`), as a facility location with so many replicas as the service may have (`openingBound`). Hardware idles. Rests on
 * [L3] and [L6] in that load never makes an answer come earlier. Services share nothing.
 */
export function siteBound(bench: Workbench, tables: BoundTables = boundTables(bench)): SiteBound {
  const { problem, appraiser } = bench;
  const count = Math.max(1, bench.evaluated.model.flows.length);
  const performance = (share: number): number => partOf(bench, { objectiveUsed: share / count });
  let costPerMonth = 0;
  let used = tables.otherFlows;
  let joint = performance(used);
  for (const { open, nodes, serve } of tables.services) {
    const cost = leastCost(bench, open, nodes);
    const served = leastServed(serve, nodes.length);
    costPerMonth += cost;
    used += served;
    const alone = partOf(bench, { costPerMonth: cost }) + performance(served);
    const opening = openingBound(openingOf(bench, open, nodes, serve.map(performance)));
    joint += Math.max(alone, opening === Infinity ? alone : opening + keptOf(bench, nodes));
  }
  for (const { serviceId, nodeId, replicas } of bench.plan.all()) {
    if (problem.open.has(serviceId)) continue;
    const cost = replicas * appraiser.unitCost(serviceId, nodeId);
    costPerMonth += cost;
    joint += partOf(bench, { costPerMonth: cost });
  }
  const powerW = idleW(bench);
  const parts = { costPerMonth, objectiveUsed: used / count, powerW, moved: 0 };
  return { parts, objective: Math.max(appraiser.objective(parts), joint + partOf(bench, { powerW })) };
}

/** What one part adds to the objective. */
function partOf({ appraiser }: Workbench, part: Partial<ObjectiveParts>): number {
  return appraiser.objective({ costPerMonth: 0, objectiveUsed: 0, powerW: 0, moved: 0, ...part });
}

/** Nodes that rules allow and whose empty room holds one replica, and where it runs already. */
function candidatesOf(bench: Workbench, { service, nodeIds }: OpenService): Candidate[] {
  const running = runningOf(bench, service.id);
  const known = new Set(running.map((one) => one.nodeId));
  const others = nodeIds.flatMap((nodeId): Candidate[] => {
    if (known.has(nodeId)) return [];
    const alone = withSeat(bench.plan, service, nodeId, 1).filter((one) => one.serviceId === service.id);
    if (overfull(bench.site, nodeId, alone).length > 0) return [];
    return [{ nodeId, slot: bench.near.slot(nodeId), unitCost: bench.appraiser.unitCost(service.id, nodeId), running: 0 }];
  });
  return [...running, ...others];
}

function runningOf(bench: Workbench, serviceId: string): Candidate[] {
  return bench.running(serviceId).map(({ nodeId, replicas }) => ({
    nodeId,
    slot: bench.near.slot(nodeId),
    unitCost: bench.appraiser.unitCost(serviceId, nodeId),
    running: replicas,
  }));
}

function serveTable(
  bench: Workbench,
  delays: LeastDelay,
  flows: readonly RecordOf<'flows'>[],
  nodes: readonly Candidate[],
): Float64Array {
  const table = new Float64Array(flows.length * nodes.length);
  if (table.length > MOST_PAIRS) return table;
  for (const [row, flow] of flows.entries()) {
    const access = bench.evaluated.model.accesses.get(flow.from.id);
    const source = access === undefined ? -1 : bench.near.slot(access.nodeId);
    if (access === undefined || source < 0) continue;
    for (const [at, { slot }] of nodes.entries()) {
      const ms = delays.p99Ms(flow, access, source, slot);
      table[row * nodes.length + at] = Math.min(1, ms / usualObjectiveMs(flow.objectiveP99Ms));
    }
  }
  return table;
}

function leastServed(table: Float64Array, nodes: number): number {
  let total = 0;
  for (let start = 0; nodes > 0 && start < table.length; start += nodes)
    total += table.subarray(start, start + nodes).reduce((least, each) => Math.min(least, each), 1);
  return total;
}

function leastCost(bench: Workbench, { service, required }: OpenService, nodes: readonly Candidate[]): number {
  const pinned = bench.plan.of(service.id).filter((one) => one.pinned);
  const fixed = pinned.reduce((sum, one) => sum + one.replicas * bench.appraiser.unitCost(service.id, one.nodeId), 0);
  const cheapest = nodes.reduce((least, one) => Math.min(least, one.unitCost), Infinity);
  return nodes.length === 0 ? 0 : Math.max(fixed, required * cheapest);
}

/** What it costs in the objective that one replica no longer runs where it did. */
function moveCost(bench: Workbench): number {
  const total = bench.appraiser.startReplicas;
  return total === 0 ? 0 : partOf(bench, { moved: 1 / total });
}

/** What moving all of a service would cost; nodes on which it stays give back their part. */
function keptOf(bench: Workbench, nodes: readonly Candidate[]): number {
  return moveCost(bench) * nodes.reduce((sum, one) => sum + one.running, 0);
}

function openingOf(
  bench: Workbench,
  { service, required }: OpenService,
  nodes: readonly Candidate[],
  serveCost: Float64Array,
): Opening {
  const move = moveCost(bench);
  const costs = nodes.map(({ unitCost, running }) => ({ unit: partOf(bench, { costPerMonth: unitCost }), running }));
  // One replica, and as many more as give back more than they cost.
  const nodeCost = Float64Array.from(
    costs,
    ({ unit, running }) => unit - (running > 0 ? move : 0) + Math.max(0, running - 1) * Math.min(0, unit - move),
  );
  const extraCost = costs.reduce((least, { unit, running }) => Math.min(least, unit - (running > 1 ? move : 0)), Infinity);
  const standing = nodes.reduce((sum, one) => sum + one.running, 0);
  return {
    nodeCost,
    extraCost: Math.max(0, extraCost),
    serveCost,
    least: required,
    most: Math.max(service.replicas.max, standing),
  };
}

function idleW(bench: Workbench): number {
  return bench.problem.workingNodeIds.reduce((total, id) => {
    const typeId = getRecord(bench.site, 'nodes', id)?.typeId ?? '';
    const type = getRecord(bench.site, 'hardwareTypes', typeId);
    return total + (type === undefined ? 0 : nodePowerW(type, 0, 0, 0));
  }, 0);
}
