import type { DeviceRequest } from '../online/cluster.ts';
import { Cluster, MILLI } from '../online/cluster.ts';
import type { ArrivalKind, ArrivalWorld } from './world.ts';

export const RESOURCES = ['cpu', 'memory', 'gpu'] as const;
export type Resource = (typeof RESOURCES)[number];

/** Where a replica goes. Only asked for nodes that are allowed and have room. */
export interface ArrivalPolicy {
  readonly name: string;
  /** Higher is better. */
  score(cluster: Cluster, node: number, kind: ArrivalKind): number;
  readonly gpus?: (cluster: Cluster, node: number, request: DeviceRequest) => readonly number[];
  /** Leaves out nodes from which answers would be late, as an administrator would by labels. */
  readonly inTimeOnly?: boolean;
}

export interface ArrivalRun {
  readonly arrived: number;
  readonly placed: number;
  /** Of those placed: where the answer is there within the objective. */
  readonly inTime: number;
  /** Of the scarcest resource, when all that arrived asks for just what there is of it, and at the end: allocated, and allocated to what is in time. */
  readonly scarcest: Resource;
  readonly allocated: number;
  readonly useful: number;
  readonly allocatedAtEnd: number;
  readonly usefulAtEnd: number;
}

/** Demand up to which arrivals go on, of what there is of the scarcest resource: as in the published studies. */
export const ARRIVED = 1.3;

/** Resource that the mix of arrivals asks for most, of what there is. */
export function scarcestOf({ nodes, kinds }: ArrivalWorld): {
  readonly resource: Resource;
  readonly capacity: number;
  readonly perArrival: number;
} {
  const total = kinds.reduce((sum, { weight }) => sum + weight, 0);
  const all = RESOURCES.map((resource) => ({
    resource,
    capacity: nodes.reduce(
      (sum, node) => sum + (resource === 'cpu' ? node.cpuMilli : resource === 'memory' ? node.memoryMiB : node.gpus * MILLI),
      0,
    ),
    perArrival: kinds.reduce((sum, { request, weight }) => sum + (weight / total) * amountOf(request, resource), 0),
  }));
  const pressure = ({ capacity, perArrival }: (typeof all)[number]): number => (capacity === 0 ? 0 : perArrival / capacity);
  return all.reduce((best, one) => (pressure(one) > pressure(best) ? one : best));
}

export function amountOf(request: DeviceRequest, resource: Resource): number {
  return resource === 'cpu' ? request.cpuMilli : resource === 'memory' ? request.memoryMiB : request.gpus * request.gpuMilli;
}

/** [P7] Places what arrives, one replica after the other, and never moves it; equal scores go by `order`, a permutation of the nodes. */
export function runArrivals(world: ArrivalWorld, trace: Int32Array, policy: ArrivalPolicy, order: readonly number[]): ArrivalRun {
  const { nodes, kinds } = world;
  const { resource, capacity } = scarcestOf(world);
  const cluster = new Cluster(nodes);
  let [demand, placed, inTime, allocated, useful, arrived] = [0, 0, 0, 0, 0, 0];
  let atCapacity: { readonly allocated: number; readonly useful: number } | null = null;
  for (const index of trace) {
    const kind = kinds[index];
    if (kind === undefined || demand >= ARRIVED * capacity) break;
    arrived += 1;
    const amount = amountOf(kind.request, resource);
    demand += amount;
    const node = bestNode(cluster, kind, policy, order);
    if (node >= 0) {
      const { request } = kind;
      const gpus = request.gpus === 0 ? [] : (policy.gpus?.(cluster, node, request) ?? cluster.tightestGpus(node, request));
      cluster.place(node, gpus, request);
      placed += 1;
      allocated += amount;
      if (kind.inTime[node] === 1) {
        inTime += 1;
        useful += amount;
      }
    }
    if (atCapacity === null && demand >= capacity) atCapacity = { allocated, useful };
  }
  const full = atCapacity ?? { allocated, useful };
  return {
    arrived,
    placed,
    inTime,
    scarcest: resource,
    allocated: full.allocated / capacity,
    useful: full.useful / capacity,
    allocatedAtEnd: allocated / capacity,
    usefulAtEnd: useful / capacity,
  };
}

function bestNode(cluster: Cluster, kind: ArrivalKind, policy: ArrivalPolicy, order: readonly number[]): number {
  const able = policy.inTimeOnly === true ? kind.inTime : kind.allowed;
  let best = -1;
  let most = -Infinity;
  for (const node of order) {
    if (able[node] !== 1 || !cluster.fits(node, kind.request)) continue;
    const score = policy.score(cluster, node, kind);
    if (score > most) [best, most] = [node, score];
  }
  return best;
}
