import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import type { Compared } from './accuracy/compare-site.ts';
import type { SiteRequest } from './accuracy/worker.ts';
import type { BenchOutcome } from './main.ts';

/**
 * Evaluation against simulation of the flows of devices on random sites. Errors are relative to the simulation, with its sign: above 0 the
 * evaluation tells too much. A site is simulated at least three times, and on up to `runs` times until half the 99 % interval of each mean is within `noise` of
 * it and half the 95 % interval of each p99, by the spread of the runs, within `p99-noise`: otherwise chance alone moves a p99 by more than the formulas do.
 * `settledShare` of the flows got there; the others count as well. Rows: the worst p99, then what each trait does to the errors.
 */
export async function bench(options: readonly string[]): Promise<BenchOutcome> {
  const { values } = parseArgs({
    args: [...options],
    options: {
      sites: { type: 'string', default: '300' },
      from: { type: 'string', default: '0' },
      requests: { type: 'string', default: '300000' },
      noise: { type: 'string', default: '0.03' },
      'p99-noise': { type: 'string', default: '0.05' },
      runs: { type: 'string', default: '12' },
      worst: { type: 'string', default: '30' },
    },
  });
  const [sites, from, requests] = [Number(values.sites), Number(values.from), Number(values.requests)];
  const compared = await compareSites(from, sites, {
    requests,
    settling: {
      meanNoiseAtMost: Number(values.noise),
      p99NoiseAtMost: Number(values['p99-noise']),
      runsAtMost: Number(values.runs),
    },
  });
  const noise = (which: 'meanNoise' | 'p99Noise'): number[] => compared.map((one) => one[which]);
  const errors = (which: 'meanError' | 'p95Error' | 'p99Error'): number[] => compared.map((one) => Math.abs(one[which]));
  return {
    figures: {
      sites,
      flows: compared.length,
      meanErrorMedian: quantile(errors('meanError'), 0.5),
      meanErrorP95: quantile(errors('meanError'), 0.95),
      p95ErrorMedian: quantile(errors('p95Error'), 0.5),
      p99ErrorMedian: quantile(errors('p99Error'), 0.5),
      p99ErrorP95: quantile(errors('p99Error'), 0.95),
      meanNoiseMedian: quantile(noise('meanNoise'), 0.5),
      p99NoiseMedian: quantile(noise('p99Noise'), 0.5),
      p99NoiseP95: quantile(noise('p99Noise'), 0.95),
      settledShare: compared.filter((one) => one.settled).length / compared.length,
      runsMean: compared.reduce((sum, one) => sum + one.runs, 0) / compared.length,
    },
    rows: [
      ...compared.toSorted((a, b) => Math.abs(b.p99Error) - Math.abs(a.p99Error)).slice(0, Number(values.worst)),
      ...byTrait(compared),
    ],
  };
}

/** One site after the other, as many at a time as there are processors. */
async function compareSites(from: number, sites: number, how: Omit<SiteRequest, 'seed'>): Promise<Compared[]> {
  const found: Compared[][] = Array.from({ length: sites }, () => []);
  let next = 0;
  const work = async (): Promise<void> => {
    const worker = new Worker(new URL('./accuracy/worker.ts', import.meta.url));
    for (let at = next++; at < sites; at = next++) {
      worker.postMessage({ seed: from + at, ...how } satisfies SiteRequest);
      const [flows] = (await once(worker, 'message')) as [Compared[]];
      found[at] = flows;
    }
    await worker.terminate();
  };
  await Promise.all(Array.from({ length: Math.min(sites, availableParallelism()) }, work));
  return found.flat();
}

/** Errors of the flows that have a trait and of those that have not. */
function byTrait(compared: readonly Compared[]): object[] {
  const traits: Readonly<Record<string, (one: Compared) => boolean>> = {
    'chain of 4 and more': (one) => one.chain >= 4,
    'fan-out of 2 and more': (one) => one.fanOut >= 2,
    'a service above 0.8': (one) => one.highestServiceUtilisation > 0.8,
    'a link above 0.8': (one) => one.highestLinkUtilisation > 0.8,
    '4 servers and more': (one) => one.mostServers >= 4,
    'variability 2': (one) => one.mostVariability >= 2,
    'repairs loss': (one) => one.repairsLoss,
    'repeated calls': (one) => one.repeatedCalls,
    'rare calls': (one) => one.rareCalls,
    'meets itself': (one) => one.meetsItself,
  };
  return Object.entries(traits).map(([trait, has]) => {
    const part = (which: 'meanError' | 'p99Error', wanted: boolean, p: number): number =>
      quantile(
        compared.filter((one) => has(one) === wanted).map((one) => Math.abs(one[which])),
        p,
      );
    return {
      trait,
      flows: compared.filter(has).length,
      meanErrorMedian: part('meanError', true, 0.5),
      meanErrorMedianWithout: part('meanError', false, 0.5),
      p99ErrorMedian: part('p99Error', true, 0.5),
      p99ErrorMedianWithout: part('p99Error', false, 0.5),
      p99ErrorP95: part('p99Error', true, 0.95),
      p99ErrorP95Without: part('p99Error', false, 0.95),
    };
  });
}

/** Nearest rank; −1 of nothing. */
function quantile(values: readonly number[], p: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)] ?? -1;
}
