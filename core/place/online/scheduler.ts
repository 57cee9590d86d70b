import type { RandomStream } from '../../base/random.ts';
import { type Cluster, type DeviceRequest, requestKey } from './cluster.ts';

/** How a scheduler chooses. Scores depend on the node's state and the request alone, so that they can be kept until the node changes. */
export interface OnlinePolicy {
  readonly name: string;
  /** Higher is better. Only asked where the request fits. */
  score(cluster: Cluster, node: number, request: DeviceRequest): number;
  /** What is added to the score of all nodes of a model, asked anew for each request: how scarce the model is in the whole cluster. */
  ofModels?(cluster: Cluster, request: DeviceRequest): ReadonlyMap<string, number>;
  /** GPUs of the node for the request, indices within the node. */
  gpus(cluster: Cluster, node: number, request: DeviceRequest): readonly number[];
  /** Takes any fitting node with equal probability and asks for no scores. */
  readonly isRandom?: boolean;
}

/**
 * Takes requests one by one and never moves what it placed. Equal scores go to the node that comes first in `order`, a permutation
 * that the caller draws once: names play no part.
 */
export class OnlineScheduler {
  private readonly cluster: Cluster;
  private readonly policy: OnlinePolicy;
  private readonly rank: Int32Array;
  private readonly random: RandomStream;
  private readonly known = new Map<string, { readonly score: Float64Array; readonly revision: Int32Array }>();

  constructor(cluster: Cluster, policy: OnlinePolicy, order: readonly number[], random: RandomStream) {
    this.cluster = cluster;
    this.policy = policy;
    this.random = random;
    this.rank = new Int32Array(order.length);
    for (const [rank, node] of order.entries()) this.rank[node] = rank;
  }

  /** Places the request and returns its node and GPUs; null where it fits nowhere. */
  arrive(request: DeviceRequest): { readonly node: number; readonly gpus: readonly number[] } | null {
    const node = this.policy.isRandom === true ? this.anyFitting(request) : this.best(request);
    if (node === -1) return null;
    const gpus = request.gpus === 0 ? [] : this.policy.gpus(this.cluster, node, request);
    this.cluster.place(node, gpus, request);
    return { node, gpus };
  }

  private best(request: DeviceRequest): number {
    const { cluster, policy, rank } = this;
    const { score, revision } = this.scoresOf(request);
    const ofModels = policy.ofModels?.(cluster, request);
    let best = -1;
    let most = -Infinity;
    for (let node = 0; node < score.length; node += 1) {
      if (revision[node] !== cluster.revision[node]) {
        revision[node] = cluster.revision[node] as number;
        score[node] = cluster.fits(node, request) ? policy.score(cluster, node, request) : -Infinity;
      }
      const value = (score[node] as number) + (ofModels?.get(cluster.nodes[node]?.model ?? '') ?? 0);
      if (value < most || value === -Infinity) continue;
      if (value > most || (rank[node] as number) < (rank[best] as number)) {
        most = value;
        best = node;
      }
    }
    return best;
  }

  private anyFitting(request: DeviceRequest): number {
    const able = this.cluster.nodes.map((_, node) => node).filter((node) => this.cluster.fits(node, request));
    return able.length === 0 ? -1 : (able[Math.floor(this.random() * able.length)] as number);
  }

  private scoresOf(request: DeviceRequest): { readonly score: Float64Array; readonly revision: Int32Array } {
    const key = requestKey(request);
    let scores = this.known.get(key);
    if (scores === undefined) {
      const size = this.cluster.nodes.length;
      scores = { score: new Float64Array(size), revision: new Int32Array(size).fill(-1) };
      this.known.set(key, scores);
    }
    return scores;
  }
}
