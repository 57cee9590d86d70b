import { nodePowerW } from '../../evaluate/energy/node-power.ts';
import type { RecordOf } from '../../site/site.ts';
import { getRecord } from '../../site/site.ts';
import type { ObjectiveParts } from './value.ts';
import { usualObjectiveMs } from './value.ts';
import type { Workbench } from './workbench.ts';

/** Ways looked at; beyond that latency is bounded by 0. */
const MOST_WAYS = 400_000;

/**
 * [P3] No plan that serves everything has less: each required replica at its cheapest, each request of a device by the propagation and fixed delays to
 * the nearest node that may serve it, hardware at idle, nothing moved. Queues, work and what services ask of each other count as nothing.
 */
export function siteBound(bench: Workbench): ObjectiveParts {
  return { costPerMonth: costBound(bench), objectiveUsed: latencyBound(bench), powerW: idleW(bench), moved: 0 };
}

function costBound(bench: Workbench): number {
  const { problem, appraiser } = bench;
  let total = 0;
  for (const { service, required, nodeIds } of problem.open.values()) {
    const pinned = bench.plan.of(service.id).filter((one) => one.pinned);
    const costs = [...nodeIds, ...pinned.map((one) => one.nodeId)].map((nodeId) => appraiser.unitCost(service.id, nodeId));
    const fixed = pinned.reduce((sum, one) => sum + one.replicas * appraiser.unitCost(service.id, one.nodeId), 0);
    if (costs.length > 0) total += Math.max(fixed, required * Math.min(...costs));
  }
  for (const { serviceId, nodeId, replicas } of bench.plan.all())
    if (!problem.open.has(serviceId)) total += replicas * appraiser.unitCost(serviceId, nodeId);
  return total;
}

function idleW(bench: Workbench): number {
  return bench.problem.workingNodeIds.reduce((total, id) => {
    const typeId = getRecord(bench.site, 'nodes', id)?.typeId ?? '';
    const type = getRecord(bench.site, 'hardwareTypes', typeId);
    return total + (type === undefined ? 0 : nodePowerW(type, 0, 0, 0));
  }, 0);
}

function latencyBound(bench: Workbench): number {
  const { flows } = bench.evaluated.model;
  if (flows.length === 0) return 0;
  const known = new Map<string, number>();
  let total = 0;
  for (const flow of flows) total += Math.min(1, leastMs(bench, flow, known) / usualObjectiveMs(flow.objectiveP99Ms));
  return total / flows.length;
}

function leastMs(bench: Workbench, flow: RecordOf<'flows'>, known: Map<string, number>): number {
  if (flow.from.kind !== 'device-group' || flow.to.kind !== 'service') return 0;
  const access = bench.evaluated.model.accesses.get(flow.from.id);
  const source = access === undefined ? -1 : bench.near.slot(access.nodeId);
  if (access === undefined || source < 0) return 0;
  const way = flow.pattern === 'one-way' ? 1 : 2;
  const accessMs =
    access.up.propagationMs + access.up.access.minimum + (way === 2 ? access.down.propagationMs + access.down.access.minimum : 0);
  const key = `${source} ${flow.to.id}`;
  let least = known.get(key);
  if (least === undefined) {
    const open = bench.problem.open.get(flow.to.id);
    const nodeIds = new Set<string>(bench.running(flow.to.id).map((one) => one.nodeId));
    for (const nodeId of open?.nodeIds ?? []) nodeIds.add(nodeId);
    const tooMany = nodeIds.size * bench.evaluated.model.flows.length > MOST_WAYS;
    least = tooMany ? 0 : Math.min(...[...nodeIds].map((nodeId) => wayMs(bench, source, bench.near.slot(nodeId))));
    known.set(key, least);
  }
  return least === Infinity ? 0 : accessMs + way * least;
}

/** Propagation and fixed delays one way; Infinity where there is none. */
function wayMs({ evaluated }: Workbench, source: number, target: number): number {
  const path = evaluated.model.routes.path(source, target);
  if (path === null) return Infinity;
  let total = 0;
  for (const slot of path) {
    const arc = evaluated.model.graph.arcs[slot];
    if (arc === undefined || arc.underlays.length > 0) continue;
    // Both ways use the same links, each direction with its own figures; the lesser of both counts.
    const back = evaluated.model.graph.arcs[slot ^ 1];
    total += Math.min(
      arc.channel.propagationMs + arc.channel.access.minimum,
      back === undefined ? Infinity : back.channel.propagationMs + back.channel.access.minimum,
    );
  }
  return total;
}
