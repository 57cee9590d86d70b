import { type Cluster, type DeviceRequest, MILLI } from './cluster.ts';

/** A shape of GPU requests and how much CPU those of this shape want, for one set of models. */
interface Shape {
  readonly gpus: number;
  readonly gpuMilli: number;
  readonly models: readonly string[];
  /** Wanted CPU, ascending; the share of all requests that want just so much, and at most so much. */
  readonly cpu: Float64Array;
  readonly share: Float64Array;
  readonly shareUpTo: Float64Array;
}

/**
 * GPU fragmentation of a node (Weng et al., USENIX ATC 2023): F = Σ over typical requests m of p(m) × free GPU that m cannot use.
 * Typical are the most frequent kinds of (CPU, GPU, count, models) that cover `covered` of the requests that are known.
 */
export class Fragmentation {
  /** By model of GPU: the shapes that may run on it. */
  private readonly shapesOf = new Map<string, readonly Shape[]>();
  private readonly shapes: readonly Shape[];

  constructor(known: readonly DeviceRequest[], covered = 0.95) {
    const byShape = new Map<string, { request: DeviceRequest; shares: { cpu: number; share: number }[] }>();
    for (const { request, share } of typicalRequests(known, covered)) {
      if (request.gpus === 0) continue;
      const key = [request.gpus, request.gpuMilli, request.models.join('|')].join(' ');
      const entry = byShape.get(key) ?? { request, shares: [] };
      entry.shares.push({ cpu: request.cpuMilli, share });
      byShape.set(key, entry);
    }
    this.shapes = [...byShape.values()].map(({ request: { gpus, gpuMilli, models }, shares }) => {
      const sorted = shares.toSorted((a, b) => a.cpu - b.cpu);
      let sum = 0;
      return {
        gpus,
        gpuMilli,
        models,
        cpu: Float64Array.from(sorted, ({ cpu }) => cpu),
        share: Float64Array.from(sorted, ({ share }) => share),
        shareUpTo: Float64Array.from(sorted, ({ share }) => (sum += share)),
      };
    });
  }

  /** Fragmentation of a node as it is. */
  of(cluster: Cluster, node: number): number {
    return this.ofState(
      cluster.nodes[node]?.model ?? '',
      cluster.cpuFree[node] as number,
      cluster.gpuFree,
      node * cluster.slots,
      cluster.slots,
    );
  }

  /** Fragmentation with so much CPU and these GPUs free: `slots` entries of `free` from `start` on. */
  ofState(model: string, cpuFree: number, free: Int32Array, start: number, slots: number): number {
    let total = 0;
    for (let gpu = start; gpu < start + slots; gpu += 1) total += free[gpu] as number;
    if (total === 0) return 0;
    let fragmented = total;
    for (const shape of this.shapesFor(model)) {
      const within = countWithin(shape, cpuFree);
      if (within === 0) continue;
      let able = 0;
      let usable = 0;
      for (let gpu = start; gpu < start + slots; gpu += 1) {
        const amount = free[gpu] as number;
        if (amount < shape.gpuMilli) continue;
        able += 1;
        usable += amount;
      }
      if (able >= shape.gpus) fragmented -= (shape.shareUpTo[within - 1] as number) * usable;
    }
    return fragmented;
  }

  /**
   * What stays free when the node is filled up with requests of one kind alone, Σ over typical kinds by their share. It sees what the first
   * figure does not: gaps too small for one more, and GPUs that stay idle because the node's CPU runs out first.
   */
  leftWhenFilled(model: string, cpuFree: number, free: Int32Array, start: number, slots: number): number {
    let total = 0;
    for (let gpu = start; gpu < start + slots; gpu += 1) total += free[gpu] as number;
    if (total === 0) return 0;
    let left = total;
    for (const shape of this.shapesFor(model)) {
      const within = countWithin(shape, cpuFree);
      if (within === 0) continue;
      let parts = 0;
      for (let gpu = start; gpu < start + slots; gpu += 1) parts += Math.floor((free[gpu] as number) / shape.gpuMilli);
      const copies = Math.floor(parts / shape.gpus);
      if (copies === 0) continue;
      const perCopy = shape.gpus * shape.gpuMilli;
      for (let at = 0; at < within; at += 1) {
        const cpu = shape.cpu[at] as number;
        const filled = cpu * copies <= cpuFree ? copies : cpuFree / cpu;
        left -= (shape.share[at] as number) * filled * perCopy;
      }
    }
    return left;
  }

  private shapesFor(model: string): readonly Shape[] {
    let shapes = this.shapesOf.get(model);
    if (shapes === undefined) {
      shapes = this.shapes.filter((shape) => shape.models.length === 0 || shape.models.includes(model));
      this.shapesOf.set(model, shapes);
    }
    return shapes;
  }
}

/** How many of the shape's CPU levels fit into what is free. */
function countWithin(shape: Shape, cpuFree: number): number {
  let low = 0;
  let high = shape.cpu.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((shape.cpu[middle] as number) <= cpuFree) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The most frequent kinds of request that cover a share of all, with their frequency among those. */
export function typicalRequests(
  known: readonly DeviceRequest[],
  covered: number,
): { readonly request: DeviceRequest; readonly share: number }[] {
  const counts = new Map<string, { request: DeviceRequest; count: number }>();
  for (const request of known) {
    const key = [request.cpuMilli, request.gpuMilli, request.gpus, request.models.join('|')].join(' ');
    const entry = counts.get(key) ?? { request, count: 0 };
    entry.count += 1;
    counts.set(key, entry);
  }
  const byCount = [...counts].toSorted(([keyA, a], [keyB, b]) => b.count - a.count || (keyA < keyB ? -1 : 1));
  const typical: { request: DeviceRequest; count: number }[] = [];
  let sum = 0;
  for (const [, entry] of byCount) {
    if (sum >= covered * known.length) break;
    typical.push(entry);
    sum += entry.count;
  }
  return typical.map(({ request, count }) => ({ request, share: count / sum }));
}

/** Least fragmentation of a node with the request on it, and the GPUs to take for it. The request fits. */
export function leastFragmentation(
  fragmentation: Fragmentation,
  cluster: Cluster,
  node: number,
  request: DeviceRequest,
): { readonly after: number; readonly gpus: readonly number[] } {
  const { slots } = cluster;
  const model = cluster.nodes[node]?.model ?? '';
  const cpuFree = (cluster.cpuFree[node] as number) - request.cpuMilli;
  const free = cluster.gpuFree.slice(node * slots, (node + 1) * slots);
  if (request.gpus !== 1 || request.gpuMilli >= MILLI) {
    const gpus = cluster.tightestGpus(node, request);
    for (const gpu of gpus) free[gpu] = (free[gpu] as number) - request.gpuMilli;
    return { after: fragmentation.ofState(model, cpuFree, free, 0, slots), gpus };
  }
  let after = Infinity;
  let best = -1;
  for (let gpu = 0; gpu < slots; gpu += 1) {
    const before = free[gpu] as number;
    if (before < request.gpuMilli || free.indexOf(before) < gpu) continue;
    free[gpu] = before - request.gpuMilli;
    const value = fragmentation.ofState(model, cpuFree, free, 0, slots);
    free[gpu] = before;
    if (value < after) {
      after = value;
      best = gpu;
    }
  }
  return { after, gpus: [best] };
}
