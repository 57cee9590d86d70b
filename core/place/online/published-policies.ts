import type { RandomStream } from '../../base/random.ts';
import { type Cluster, type DeviceRequest, kindOf, MILLI } from './cluster.ts';
import { type Fragmentation, leastFragmentation } from './fragmentation.ts';
import type { OnlinePolicy } from './scheduler.ts';

/** Largest node of the published study, by which it scales CPU and GPU. Its scores are whole numbers from 0 to 100. */
const LARGEST_CPU_MILLI = 128_000;
const LARGEST_GPU_MILLI = 8 * MILLI;
const HIGHEST = 100;

const tightest: OnlinePolicy['gpus'] = (cluster, node, request) => cluster.tightestGpus(node, request);

/** Any node that fits, any GPU of it that fits. */
export function randomPolicy(random: RandomStream): OnlinePolicy {
  return {
    name: 'Random',
    isRandom: true,
    score: () => 0,
    gpus: (cluster, node, request) => {
      if (request.gpuMilli >= MILLI) return cluster.tightestGpus(node, request);
      const able = cluster.tightestGpus(node, { ...request, gpus: cluster.slots });
      return [able[Math.floor(random() * able.length)] as number];
    },
  };
}

/** Least product of what is asked and what is free (Tetris, SIGCOMM 2014). */
export const dotProduct: OnlinePolicy = {
  name: 'DotProd',
  score: (cluster, node, request) => {
    const cpu = ((cluster.cpuFree[node] as number) * request.cpuMilli) / LARGEST_CPU_MILLI ** 2;
    const gpu = (cluster.gpuFreeOf(node) * request.gpuMilli * request.gpus) / LARGEST_GPU_MILLI ** 2;
    return Math.trunc(HIGHEST * (1 - (cpu + gpu) / 2));
  },
  gpus: tightest,
};

/** Requests of one kind together (Gandiva, OSDI 2018): a node of this kind alone, then one with others too, an empty one, any. */
export const gpuClustering: OnlinePolicy = {
  name: 'GpuClustering',
  score: (cluster, node, request) => {
    const kind = kindOf(request);
    if (kind === null) return 0;
    const kinds = cluster.kindsOn[node];
    const quarter = HIGHEST / 4;
    const fill = Math.trunc((quarter * (LARGEST_GPU_MILLI - cluster.gpuFreeOf(node))) / LARGEST_GPU_MILLI);
    if (kinds?.has(kind) === true) return fill + (kinds.size === 1 ? 3 : 2) * quarter;
    return kinds?.size === 0 ? fill + quarter : fill;
  },
  gpus: tightest,
};

/** GPUs that are shared already, then idle GPUs of a node in use, then those of an idle node (MLaaS, NSDI 2022). */
export const gpuPacking: OnlinePolicy = {
  name: 'GpuPacking',
  score: (cluster, node, request) => {
    if (request.gpus === 0) return 0;
    const free = cluster.gpuFree.subarray(node * cluster.slots, (node + 1) * cluster.slots);
    const idle = free.reduce((count, each) => count + (each === MILLI ? 1 : 0), 0);
    const third = Math.trunc(HIGHEST / 3);
    if (idle === cluster.nodes[node]?.gpus) return Math.max(third - idle, idle);
    const taken = cluster.tightestGpus(node, request).map((gpu) => free[gpu] as number);
    const idleTaken = taken.filter((each) => each === MILLI).length;
    if (idleTaken > 0) return Math.max(HIGHEST / 2 - idleTaken, third);
    const freePercent = taken.reduce((total, each) => total + Math.trunc((each * 100) / MILLI), 0);
    return Math.max(HIGHEST - Math.trunc(freePercent / 10), HIGHEST / 2);
  },
  gpus: tightest,
};

/** Least left over, CPU and GPU alike. */
export const bestFit: OnlinePolicy = {
  name: 'BestFit',
  score: (cluster, node, request) => {
    const cpu = ((cluster.cpuFree[node] as number) - request.cpuMilli) / LARGEST_CPU_MILLI;
    const gpu = (cluster.gpuFreeOf(node) - request.gpuMilli * request.gpus) / LARGEST_GPU_MILLI;
    return Math.trunc(HIGHEST * (1 - (cpu + gpu) / 2));
  },
  gpus: tightest,
};

/** Fragmentation gradient descent (ATC 2023): where fragmentation grows least. */
export function fragmentationGradientDescent(fragmentation: Fragmentation): OnlinePolicy {
  return {
    name: 'FGD',
    score: (cluster: Cluster, node: number, request: DeviceRequest) => {
      const fall = fragmentation.of(cluster, node) - leastFragmentation(fragmentation, cluster, node, request).after;
      return Math.trunc(HIGHEST / (1 + Math.exp(-fall / MILLI)));
    },
    gpus: (cluster, node, request) => leastFragmentation(fragmentation, cluster, node, request).gpus,
  };
}
