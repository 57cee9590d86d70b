import type { Cluster, DeviceRequest } from '../online/cluster.ts';
import { MILLI } from '../online/cluster.ts';

/** Share of CPU and memory of a node, and of its GPUs where the request wants some, that is free once the request runs there. */
export function freeShares(cluster: Cluster, node: number, request: DeviceRequest): number[] {
  const { cpuMilli, memoryMiB, gpus } = cluster.nodes[node] as Cluster['nodes'][number];
  const shares = [
    (cluster.cpuFree[node] as number) - request.cpuMilli,
    (cluster.memoryFree[node] as number) - request.memoryMiB,
  ].map((free, index) => free / Math.max(1, index === 0 ? cpuMilli : memoryMiB));
  if (request.gpus > 0) shares.push((cluster.gpuFreeOf(node) - request.gpus * request.gpuMilli) / Math.max(1, gpus * MILLI));
  return shares;
}
