import { createRandom } from '../../base/random.ts';
import type { Factored, Structure } from './factoring.ts';
import { factor } from './factoring.ts';
import type { AvailabilityMethod } from './result.ts';

/** What may be left open for an answer to be called exact: some microseconds a year. */
export const OPEN_TOLERANCE = 1e-13;

/** Half width of the interval that is good enough: half a minute a year. */
const HALF_WIDTH = 1e-6;
const LEAST_SAMPLES = 200;

/** Two-sided 99 % quantile of the normal distribution. */
const Z99 = 2.5758293035489004;

export interface Probability {
  readonly availability: number;
  /** Birnbaum importance of each part, over the states that were factored. */
  readonly gradient: Float64Array;
  readonly method: AvailabilityMethod;
}

export interface ProbabilityOptions {
  readonly maxTerms: number;
  /** At most; fewer where the interval is narrow enough. */
  readonly samples: number;
  readonly seed: number;
  /** Names the random stream. */
  readonly purpose: string;
}

/**
 * [A1] Exact by factoring where that ends; else the states that factoring left open are sampled: an open branch is drawn by its probability
 * (systematically, a stratum each), the parts it leaves open one by one. The interval is Wilson's, scaled to the probability that was open:
 * what has been factored carries no error.
 */
export function probabilityOf(structure: Structure, options: ProbabilityOptions): Probability {
  const factored = factor(structure, options.maxTerms, OPEN_TOLERANCE);
  const { works, gradient, terms, openProbability } = factored;
  if (openProbability <= 2 * OPEN_TOLERANCE || factored.open.length === 0)
    return { availability: works, gradient, method: { kind: 'exact', terms, errorBound: openProbability } };
  const wanted = Math.ceil(((Z99 / 2) * (openProbability / HALF_WIDTH)) ** 2);
  const samples = Math.min(options.samples, Math.max(LEAST_SAMPLES, wanted));
  const share = sampleOpen(structure, factored, { ...options, samples });
  const [low, high] = wilson(share, samples);
  return {
    availability: works + openProbability * share,
    gradient,
    method: {
      kind: 'monte-carlo',
      terms,
      samples,
      seed: options.seed,
      sampledShare: openProbability,
      interval99: [works + openProbability * low, Math.min(1, works + openProbability * high)],
    },
  };
}

/** Share of sampled open states that work. */
function sampleOpen(structure: Structure, { open, openProbability }: Factored, options: ProbabilityOptions): number {
  const random = createRandom(options.seed, options.purpose);
  const size = structure.availability.length;
  const down = new Uint8Array(size);
  let worked = 0;
  let at = 0;
  let reached = open[0]?.probability ?? 0;
  for (let sample = 0; sample < options.samples; sample += 1) {
    const aim = ((sample + random()) / options.samples) * openProbability;
    while (aim > reached && at < open.length - 1) {
      at += 1;
      reached += open[at]?.probability ?? 0;
    }
    for (let part = 0; part < size; part += 1) down[part] = random() < (structure.availability[part] ?? 0) ? 0 : 1;
    for (const part of open[at]?.up ?? []) down[part] = 0;
    for (const part of open[at]?.down ?? []) down[part] = 1;
    if (structure.works(down) !== null) worked += 1;
  }
  return worked / options.samples;
}

/** Wilson, JASA 22, 1927: keeps its confidence for shares near 0 and 1. */
function wilson(share: number, samples: number): [number, number] {
  const squared = Z99 ** 2 / samples;
  const centre = (share + squared / 2) / (1 + squared);
  const half = (Z99 / (1 + squared)) * Math.sqrt((share * (1 - share)) / samples + squared / (4 * samples));
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}
