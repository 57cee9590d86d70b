import { leastWaste } from '../online/least-waste.ts';
import { Fragmentation } from '../online/fragmentation.ts';
import { bestFit, dotProduct, fragmentationGradientDescent, gpuPacking } from '../online/published-policies.ts';
import type { OnlinePolicy } from '../online/scheduler.ts';
import type { Cluster } from '../online/cluster.ts';
import { weighted } from './features.ts';
import type { FeatureWeights } from './features.ts';
import type { ArrivalPolicy } from './run.ts';
import { freeShares } from './shares.ts';
import type { ArrivalWorld } from './world.ts';

/** Names of the policies that can be asked for; the first is what the others are compared with. */
export const ARRIVAL_POLICIES = [
  'default',
  'default-in-time',
  'best-fit',
  'dot-product',
  'gpu-packing',
  'fgd',
  'nearest',
  'least-waste',
  'learned',
] as const;
export type ArrivalPolicyName = (typeof ARRIVAL_POLICIES)[number];

/** A policy by name for a world. `learned` needs weights; without them it is what learning starts from. */
export function arrivalPolicy(name: ArrivalPolicyName, world: ArrivalWorld, learned: FeatureWeights): ArrivalPolicy {
  const known = knownRequests(world);
  switch (name) {
    case 'default':
      return { name, score: leastAllocated };
    case 'default-in-time':
      return { name, score: leastAllocated, inTimeOnly: true };
    case 'best-fit':
      return online(name, bestFit);
    case 'dot-product':
      return online(name, dotProduct);
    case 'gpu-packing':
      return online(name, gpuPacking);
    case 'fgd':
      return online(name, fragmentationGradientDescent(new Fragmentation(known)));
    case 'least-waste':
      return online(name, leastWaste(known));
    case 'nearest':
      return { name, score: (_, node, kind) => -(kind.delayMs[node] as number), inTimeOnly: true };
    case 'learned':
      return { ...weighted(world, learned), name };
  }
}

/**
 * The scheduler that Kubernetes comes with: the mean of NodeResourcesFit (least allocated) and NodeResourcesBalancedAllocation, whole numbers to 100, as
 * weighted by default (Kubernetes documentation, Scheduler Configuration). It knows no delays.
 */
function leastAllocated(
  cluster: Cluster,
  node: number,
  { request }: { readonly request: Parameters<Cluster['fits']>[1] },
): number {
  const free = freeShares(cluster, node, request);
  const mean = free.reduce((sum, each) => sum + each, 0) / free.length;
  const deviation = Math.sqrt(free.reduce((sum, each) => sum + (each - mean) ** 2, 0) / free.length);
  return Math.trunc(100 * mean) + Math.trunc(100 * (1 - deviation));
}

function online(name: ArrivalPolicyName, policy: OnlinePolicy): ArrivalPolicy {
  return {
    name,
    score: (cluster, node, { request }) => policy.score(cluster, node, request),
    gpus: policy.gpus,
    inTimeOnly: true,
  };
}

/** The mix as a list of requests, for policies that look at what is typical. */
export function knownRequests({ kinds }: ArrivalWorld): ArrivalWorld['kinds'][number]['request'][] {
  const total = kinds.reduce((sum, { weight }) => sum + weight, 0);
  return kinds.flatMap(({ request, weight }) =>
    Array.from({ length: Math.max(1, Math.round((200 * weight) / total)) }, () => request),
  );
}
