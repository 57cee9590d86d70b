import type { RandomStream } from '../../base/random.ts';
import { createRandom } from '../../base/random.ts';
import type { FeatureWeights } from './features.ts';
import { DEFAULT_FEATURES, FEATURES, weighted } from './features.ts';
import { arrivalPolicy } from './policies.ts';
import type { ArrivalPolicy } from './run.ts';
import { runArrivals } from './run.ts';
import type { ArrivalWorld } from './world.ts';

/** Cross-entropy method (Rubinstein and Kroese 2004): rounds, candidates of each, and how many of them the next is drawn around. */
const ROUNDS = 10;
const CANDIDATES = 24;
const ELITE = 6;
const START_DEVIATION = 1;
const LEAST_DEVIATION = 0.05;

export interface Learned {
  readonly weights: FeatureWeights;
  /** Useful utilisation, mean over the traces it was learned from: of what it started from and of what it found. */
  readonly before: number;
  readonly after: number;
  readonly tried: number;
}

/** Weights that use the scarcest resource best on recorded traces, found without any of the traces they are judged by later. Yields the share done; equal seeds give equal weights. */
export function* learnWeights(
  world: ArrivalWorld,
  traces: readonly Int32Array[],
  orders: readonly (readonly number[])[],
  seed: number,
): Generator<number, Learned> {
  const random = createRandom(seed, 'learn weights');
  const valueOf = (policy: ArrivalPolicy): number =>
    traces.reduce((sum, trace, index) => sum + runArrivals(world, trace, policy, orders[index] ?? []).useful, 0) / traces.length;
  const before = valueOf(arrivalPolicy('default', world, DEFAULT_FEATURES));
  let mean = FEATURES.map((name) => DEFAULT_FEATURES[name]);
  let deviation = FEATURES.map(() => START_DEVIATION);
  let best = { list: mean, value: valueOf(weighted(world, named(mean))) };
  let tried = 1;
  for (let round = 0; round < ROUNDS; round += 1) {
    const drawn: { readonly list: readonly number[]; readonly value: number }[] = [];
    for (let index = 0; index < CANDIDATES; index += 1) {
      const list = mean.map((each, at) => each + (deviation[at] as number) * normal(random));
      drawn.push({ list, value: valueOf(weighted(world, named(list))) });
      tried += 1;
      yield (round * CANDIDATES + index + 1) / (ROUNDS * CANDIDATES);
    }
    const elite = drawn.toSorted((a, b) => b.value - a.value).slice(0, ELITE);
    const [first] = elite;
    if (first !== undefined && first.value > best.value) best = { list: [...first.list], value: first.value };
    mean = FEATURES.map((_, at) => elite.reduce((sum, { list }) => sum + (list[at] as number), 0) / ELITE);
    deviation = FEATURES.map((_, at) =>
      Math.max(
        LEAST_DEVIATION,
        Math.sqrt(elite.reduce((sum, { list }) => sum + ((list[at] as number) - (mean[at] as number)) ** 2, 0) / ELITE),
      ),
    );
  }
  return { weights: named(best.list), before, after: best.value, tried };
}

function named(list: readonly number[]): FeatureWeights {
  return Object.fromEntries(FEATURES.map((name, at) => [name, Math.round((list[at] as number) * 1000) / 1000])) as FeatureWeights;
}

/** Sum of twelve uniform numbers less six: variance 1, and no elementary function whose last bit depends on the machine. */
function normal(random: RandomStream): number {
  let sum = -6;
  for (let index = 0; index < 12; index += 1) sum += random();
  return sum;
}

/** A permutation of the nodes that breaks ties, drawn by seed. */
export function drawOrder({ nodes }: ArrivalWorld, seed: number): number[] {
  const random = createRandom(seed, 'order of nodes');
  return nodes
    .map((_, node) => ({ node, key: random() }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ node }) => node);
}
