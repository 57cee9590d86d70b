import { type Cluster, type DeviceRequest, MILLI } from './cluster.ts';
import { packingPrices } from './cutting-stock.ts';
import { Fragmentation } from './fragmentation.ts';
import { GapWorth } from './gap-worth.ts';
import type { OnlinePolicy } from './scheduler.ts';

/** A GPU that an ideal packing would not need weighs as much as so many that one node strands: packing first, then balance. */
const WASTE_WEIGHT = 10;
/** Weight of fragmentation for the next request; the rest is that of a node filled up. Both weights were set on all published lists together. */
const NEXT_SHARE = 0.25;
/** Scores closer than this, in thousandths of a GPU, are the same: then the order of nodes keeps requests together. */
const RESOLUTION = 4;

interface Choice {
  readonly score: number;
  readonly gpus: readonly number[];
}

/**
 * Our policy: least waste. Every request goes where the gaps that it leaves are worth most, by the shadow prices of an ideal packing of the
 * requests that are known (cutting stock) as far as the CPU that is left can fill them; then where free GPU stays usable, by fragmentation for the next
 * request and for a node filled up; and models that others will need are spared. All of it follows from the known requests, nothing from names.
 */
export function leastWaste(known: readonly DeviceRequest[]): OnlinePolicy {
  const demands = demandByModels(known);
  const fragmentation = new Fragmentation(known);
  const counts = new Map<number, number>();
  for (const { gpus, gpuMilli } of known)
    if (gpus === 1 && gpuMilli < MILLI) counts.set(gpuMilli, (counts.get(gpuMilli) ?? 0) + 1);
  const worth = new GapWorth(known, packingPrices(counts, MILLI));
  const choose = (cluster: Cluster, node: number, request: DeviceRequest): Choice =>
    best(fragmentation, worth, cluster, node, request);
  return {
    name: 'LeastWaste',
    score: (cluster, node, request) => Math.round(choose(cluster, node, request).score / RESOLUTION),
    ofModels: (cluster, request) => scarcity(demands, cluster, request.gpus * request.gpuMilli),
    gpus: (cluster, node, request) => choose(cluster, node, request).gpus,
  };
}

function best(fragmentation: Fragmentation, worth: GapWorth, cluster: Cluster, node: number, request: DeviceRequest): Choice {
  const { slots } = cluster;
  const model = cluster.nodes[node]?.model ?? '';
  const free = cluster.gpuFree.slice(node * slots, (node + 1) * slots);
  /** What the node loses: GPU that is stranded, and GPUs that an ideal packing of what was free would not need. */
  const lossesWith = (cpu: number): number =>
    NEXT_SHARE * fragmentation.ofState(model, cpu, free, 0, slots) +
    (1 - NEXT_SHARE) * fragmentation.leftWhenFilled(model, cpu, free, 0, slots) -
    WASTE_WEIGHT * MILLI * worth.ofNode(free, cpu);
  const cpuFree = cluster.cpuFree[node] as number;
  const before = lossesWith(cpuFree);
  const scoreWith = (gpus: readonly number[]): number => {
    for (const gpu of gpus) free[gpu] = (free[gpu] as number) - request.gpuMilli;
    const after = lossesWith(cpuFree - request.cpuMilli);
    for (const gpu of gpus) free[gpu] = (free[gpu] as number) + request.gpuMilli;
    return before - after;
  };
  if (request.gpus !== 1 || request.gpuMilli >= MILLI) {
    const gpus = request.gpus === 0 ? [] : cluster.tightestGpus(node, request);
    return { score: scoreWith(gpus), gpus };
  }
  let choice: Choice = { score: -Infinity, gpus: [] };
  for (let gpu = 0; gpu < slots; gpu += 1) {
    const room = free[gpu] as number;
    if (room < request.gpuMilli || free.indexOf(room) < gpu) continue;
    const score = scoreWith([gpu]);
    if (score > choice.score) choice = { score, gpus: [gpu] };
  }
  return choice;
}

/** Share of the GPU demand that asks for one of these models; empty: any. */
interface ModelDemand {
  readonly models: readonly string[];
  readonly share: number;
}

function demandByModels(known: readonly DeviceRequest[]): ModelDemand[] {
  const total = known.reduce((sum, { gpus, gpuMilli }) => sum + gpus * gpuMilli, 0);
  const byModels = new Map<string, { models: readonly string[]; share: number }>();
  for (const { gpus, gpuMilli, models } of known) {
    const key = models.join('|');
    const entry = byModels.get(key) ?? { models, share: 0 };
    entry.share += (gpus * gpuMilli) / total;
    byModels.set(key, entry);
  }
  return [...byModels.values()].filter(({ models, share }) => models.length > 0 && share > 0);
}

/**
 * Points off for each model: what is taken times the demand that is still to come for each free GPU of the model, if all that is free
 * were filled by requests like the known ones and each spread evenly over the models that it allows.
 */
function scarcity(demands: readonly ModelDemand[], cluster: Cluster, taken: number): ReadonlyMap<string, number> {
  const points = new Map<string, number>();
  if (demands.length === 0 || taken === 0) return points;
  const free = cluster.gpuMilliCapacity - cluster.allocatedGpuMilli;
  for (const { models, share } of demands) {
    const able = [...new Set(models)].filter((model) => cluster.gpuFreeOfModel.has(model));
    const freeOfThese = able.reduce((sum, model) => sum + (cluster.gpuFreeOfModel.get(model) ?? 0), 0);
    const pressure = freeOfThese === 0 ? 0 : (share * free) / freeOfThese;
    for (const model of able) points.set(model, (points.get(model) ?? 0) + pressure);
  }
  return new Map([...points].map(([model, pressure]) => [model, -Math.round((taken * pressure) / RESOLUTION)]));
}
