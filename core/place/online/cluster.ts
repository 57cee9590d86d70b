/** A node with accelerators that can be shared by thousandths. */
export interface DeviceNode {
  readonly id: string;
  readonly cpuMilli: number;
  readonly memoryMiB: number;
  readonly gpus: number;
  readonly model: string;
}

/** What arrives: no GPU, a part of one (`gpus` 1, `gpuMilli` below 1,000), or whole idle ones. */
export interface DeviceRequest {
  readonly cpuMilli: number;
  readonly memoryMiB: number;
  readonly gpus: number;
  /** Of each GPU. */
  readonly gpuMilli: number;
  /** Models that it can run on; empty: any. */
  readonly models: readonly string[];
}

export const MILLI = 1000;

/** What is free on each node of a cluster while requests come in. */
export class Cluster {
  readonly nodes: readonly DeviceNode[];
  readonly cpuFree: Float64Array;
  readonly memoryFree: Float64Array;
  /** Free thousandths of GPU g of node n: `[n × slots + g]`. */
  readonly gpuFree: Int32Array;
  /** GPUs of the node with most. */
  readonly slots: number;
  /** Changes with every placement on the node. */
  readonly revision: Int32Array;
  /** Free thousandths of all GPUs of a model. */
  readonly gpuFreeOfModel = new Map<string, number>();
  allocatedGpuMilli = 0;
  readonly gpuMilliCapacity: number;
  /** Kinds of GPU requests on each node, and how many of each: rule of clustering policies. */
  readonly kindsOn: readonly Map<string, number>[];

  constructor(nodes: readonly DeviceNode[]) {
    this.nodes = nodes;
    this.slots = Math.max(1, ...nodes.map((node) => node.gpus));
    this.cpuFree = Float64Array.from(nodes, (node) => node.cpuMilli);
    this.memoryFree = Float64Array.from(nodes, (node) => node.memoryMiB);
    this.gpuFree = new Int32Array(nodes.length * this.slots);
    this.revision = new Int32Array(nodes.length);
    this.kindsOn = nodes.map(() => new Map<string, number>());
    this.gpuMilliCapacity = nodes.reduce((total, node) => total + node.gpus * MILLI, 0);
    for (const [at, node] of nodes.entries()) {
      this.gpuFree.fill(MILLI, at * this.slots, at * this.slots + node.gpus);
      this.gpuFreeOfModel.set(node.model, (this.gpuFreeOfModel.get(node.model) ?? 0) + node.gpus * MILLI);
    }
  }

  fits(node: number, request: DeviceRequest): boolean {
    if (request.cpuMilli > (this.cpuFree[node] as number) || request.memoryMiB > (this.memoryFree[node] as number)) return false;
    if (request.gpus === 0) return true;
    if (request.models.length > 0 && !request.models.includes(this.nodes[node]?.model ?? '')) return false;
    let able = 0;
    for (let gpu = node * this.slots; gpu < (node + 1) * this.slots; gpu += 1) {
      if ((this.gpuFree[gpu] as number) >= request.gpuMilli) able += 1;
    }
    return able >= request.gpus;
  }

  gpuFreeOf(node: number): number {
    let total = 0;
    for (let gpu = node * this.slots; gpu < (node + 1) * this.slots; gpu += 1) total += this.gpuFree[gpu] as number;
    return total;
  }

  /** The fitting GPU with least free of a node: whole requests take the first idle ones. Indices within the node. */
  tightestGpus(node: number, request: DeviceRequest): number[] {
    const able: number[] = [];
    for (let gpu = 0; gpu < this.slots; gpu += 1) {
      if ((this.gpuFree[node * this.slots + gpu] as number) >= request.gpuMilli) able.push(gpu);
    }
    const free = (gpu: number): number => this.gpuFree[node * this.slots + gpu] as number;
    return able.toSorted((a, b) => free(a) - free(b) || a - b).slice(0, request.gpus);
  }

  place(node: number, gpus: readonly number[], request: DeviceRequest): void {
    this.cpuFree[node] = (this.cpuFree[node] as number) - request.cpuMilli;
    this.memoryFree[node] = (this.memoryFree[node] as number) - request.memoryMiB;
    for (const gpu of gpus) {
      const at = node * this.slots + gpu;
      this.gpuFree[at] = (this.gpuFree[at] as number) - request.gpuMilli;
    }
    const taken = gpus.length * request.gpuMilli;
    this.allocatedGpuMilli += taken;
    const { model } = this.nodes[node] as DeviceNode;
    this.gpuFreeOfModel.set(model, (this.gpuFreeOfModel.get(model) ?? 0) - taken);
    this.revision[node] = (this.revision[node] as number) + 1;
    const kind = kindOf(request);
    if (kind !== null) this.kindsOn[node]?.set(kind, (this.kindsOn[node]?.get(kind) ?? 0) + 1);
  }
}

/** Requests of one kind share GPUs well: parts of a GPU, or the same number of whole ones. Null for none. */
export function kindOf(request: DeviceRequest): string | null {
  if (request.gpus === 0) return null;
  return request.gpuMilli < MILLI ? 'share' : String(request.gpus);
}

/** Requests that ask for the same are one to a policy. */
export function requestKey(request: DeviceRequest): string {
  return [request.cpuMilli, request.memoryMiB, request.gpus, request.gpuMilli, request.models.join('|')].join(' ');
}
