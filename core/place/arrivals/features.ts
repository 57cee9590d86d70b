import type { Cluster } from '../online/cluster.ts';
import { MILLI } from '../online/cluster.ts';
import type { ArrivalPolicy } from './run.ts';
import { scarcestOf } from './run.ts';
import { freeShares } from './shares.ts';
import type { ArrivalKind, ArrivalWorld } from './world.ts';

/** What a learned policy looks at, each 0 to 1. */
export const FEATURES = ['inTime', 'spread', 'pack', 'balance', 'spare', 'near', 'deep'] as const;
export type Feature = (typeof FEATURES)[number];
export type FeatureWeights = { readonly [Name in Feature]: number };

/** What learning starts from: the default scheduler, in these words. */
export const DEFAULT_FEATURES: FeatureWeights = { inTime: 0, spread: 1, pack: 0, balance: 1, spare: 0, near: 0, deep: 0 };

/** Round trip at which `near` is a half, ms: an access room against an aggregation room (design of the tiers). */
const HALF_MS = 5;

/**
 * Features: `inTime` the answer would be within the objective; `spread` free share of the node afterwards; `pack` its opposite; `balance` evenness over
 * resources; `spare` how little of what else has to arrive in time can only go to nodes like this one; `near` short way; `deep` tier towards the centre.
 */
export function featuresOf(
  world: ArrivalWorld,
  needed: Float64Array,
  cluster: Cluster,
  node: number,
  kind: ArrivalKind,
): number[] {
  const free = freeShares(cluster, node, kind.request);
  const mean = free.reduce((sum, each) => sum + each, 0) / free.length;
  const deviation = Math.sqrt(free.reduce((sum, each) => sum + (each - mean) ** 2, 0) / free.length);
  const delayMs = kind.delayMs[node] as number;
  return [
    kind.inTime[node] as number,
    mean,
    1 - mean,
    1 - 2 * deviation,
    1 - (needed[node] as number),
    HALF_MS / (HALF_MS + delayMs),
    (world.depth[node] as number) / 4,
  ];
}

/** Share of the demand for the scarcest resource that has few other places to go, for each node: demand of each kind spread over the room it may use in time, over the node's own; the fullest is 1. */
export function neededOf(world: ArrivalWorld): Float64Array {
  const { resource } = scarcestOf(world);
  const room = Float64Array.from(world.nodes, (node) =>
    resource === 'cpu' ? node.cpuMilli : resource === 'memory' ? node.memoryMiB : node.gpus * MILLI,
  );
  const needed = new Float64Array(world.nodes.length);
  for (const { inTime, request, weight } of world.kinds) {
    const amount =
      resource === 'cpu' ? request.cpuMilli : resource === 'memory' ? request.memoryMiB : request.gpus * request.gpuMilli;
    const usable = inTime.reduce((sum, one, node) => sum + one * (room[node] as number), 0);
    if (usable === 0) continue;
    for (const [node, one] of inTime.entries())
      if (one === 1) needed[node] = (needed[node] as number) + (weight * amount) / usable;
  }
  const most = Math.max(1e-12, ...needed);
  return needed.map((each) => each / most);
}

/** A policy that adds up features by weights. */
export function weighted(world: ArrivalWorld, weights: FeatureWeights): ArrivalPolicy {
  const needed = neededOf(world);
  const list = FEATURES.map((name) => weights[name]);
  return {
    name: 'weighted',
    score: (cluster, node, kind) => {
      const features = featuresOf(world, needed, cluster, node, kind);
      let score = 0;
      for (let at = 0; at < list.length; at += 1) score += (list[at] as number) * (features[at] as number);
      return score;
    },
  };
}
