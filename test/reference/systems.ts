import type { SimulationOptions } from '../../core/simulate/options.ts';
import type { Site } from '../../core/site/site.ts';
import { SiteBuilder } from '../helpers/small-site.ts';
import {
  hypoexponentialQuantile,
  meanSojournMM1,
  meanWaitMG1,
  rootDM1,
  sojournQuantileMD1,
  sojournQuantileMMc,
  waitingProbability,
} from './closed-forms.ts';

/** What theory says of one flow. */
export interface Expected {
  readonly id: string;
  readonly meanMs: number;
  readonly p50Ms?: number;
  readonly p95Ms?: number;
  readonly p99Ms?: number;
}

/** A queueing system whose answer is known. */
export interface System {
  readonly name: string;
  readonly source: string;
  readonly site: Site;
  readonly options: Partial<SimulationOptions>;
  /** The first is the one whose intervals are counted: one figure a run, so that the counts are of independent runs. */
  readonly flows: readonly [Expected, ...Expected[]];
  /** Relative tolerance of the evaluation: its mean, and its percentiles. Null where it states another model (core/README.md, Limits of validity). */
  readonly evaluated: { readonly mean: number; readonly quantiles: number } | null;
}

const REQUESTS = { requests: 40_000 };
const INSTANT = { nodeId: 'n', mediumId: 'instant', lengthM: 0 };
const ONE_WAY = { pattern: 'one-way' } as const;
/** Means of product-form systems are exact; what is left is rounding. */
const EXACT = 1e-9;

function network(): SiteBuilder {
  return new SiteBuilder().medium({ id: 'instant', bandwidthUpMbps: 1e15, bandwidthDownMbps: 1e15 }).node('n').workload('w');
}

function worker(computeMs: number, variability = 1, threads = 1): object {
  return {
    perReplica: { computeUnits: threads, memoryGiB: 1, storageGB: 0, storageClass: null },
    work: { computeMs, variability },
  };
}

function station(ratePerSecond: number, computeMs: number, variability: number, threads = 1): Site {
  return network()
    .group('g', 'n', { requestsPerSecond: ratePerSecond, attachment: INSTANT })
    .service('s', 'w', worker(computeMs, variability, threads))
    .flow('f', 'w', 'g', 's')
    .deploy('s', 'n')
    .build();
}

function mm1(utilisation: number): System {
  const meanMs = meanSojournMM1(utilisation / 10, 10);
  return {
    name: `M/M/1 at utilisation ${utilisation}`,
    source: 'Kleinrock, Queueing Systems I, 3.2: an exponential sojourn',
    site: station(utilisation * 100, 10, 1),
    options: REQUESTS,
    flows: [{ id: 'f', meanMs, p50Ms: meanMs * Math.LN2, p95Ms: meanMs * Math.log(20), p99Ms: meanMs * Math.log(100) }],
    evaluated: { mean: EXACT, quantiles: 1e-6 },
  };
}

function mmc(servers: number): System {
  const rate = (servers * 0.75) / 10;
  const quantile = (p: number): number => sojournQuantileMMc(servers, rate, 10, p);
  return {
    name: `M/M/${servers} at utilisation 0.75`,
    source: 'Kleinrock I, 3.5: Erlang C',
    site: station(rate * 1000, 10, 1, servers),
    options: REQUESTS,
    flows: [
      {
        id: 'f',
        meanMs: 10 + (waitingProbability(servers, servers * 0.75) * 10) / (servers * 0.25),
        p95Ms: quantile(0.95),
        p99Ms: quantile(0.99),
      },
    ],
    evaluated: { mean: EXACT, quantiles: 0.02 },
  };
}

function md1(utilisation: number): System {
  const rate = utilisation / 10;
  return {
    name: `M/D/1 at utilisation ${utilisation}`,
    source: 'Erlang 1909; Tijms, A First Course in Stochastic Models, 9.2',
    site: station(rate * 1000, 10, 0),
    options: REQUESTS,
    flows: [
      {
        id: 'f',
        meanMs: 10 + meanWaitMG1(rate, 10, 0),
        p95Ms: sojournQuantileMD1(rate, 10, 0.95),
        p99Ms: sojournQuantileMD1(rate, 10, 0.99),
      },
    ],
    evaluated: { mean: EXACT, quantiles: 0.14 },
  };
}

function mg1(name: string, scv: number): System {
  return {
    name: `M/G/1 at utilisation 0.6, ${name}`,
    source: 'Pollaczek–Khinchine: Kleinrock I, 5.6',
    site: station(60, 10, scv),
    options: REQUESTS,
    flows: [{ id: 'f', meanMs: 10 + meanWaitMG1(0.06, 10, scv) }],
    evaluated: { mean: EXACT, quantiles: 0 },
  };
}

/** Two kinds of requests at one service, one six times as much work as the other. */
function twoKinds(): System {
  const [short, long, rateShort, rateLong] = [5, 30, 0.05, 0.01];
  const waitMs = (rateShort * 2 * short ** 2 + rateLong * 2 * long ** 2) / 2 / (1 - rateShort * short - rateLong * long);
  return {
    name: 'M/G/1 with two kinds of requests, each exponential',
    source: 'Pollaczek–Khinchine of the mixture: Kleinrock I, 5.6',
    site: network()
      .group('a', 'n', { requestsPerSecond: rateShort * 1000, attachment: INSTANT })
      .group('b', 'n', { requestsPerSecond: rateLong * 1000, attachment: INSTANT })
      .service('s', 'w', worker(short))
      .flow('fa', 'w', 'a', 's')
      .flow('fb', 'w', 'b', 's', { computeMs: long })
      .deploy('s', 'n')
      .build(),
    options: REQUESTS,
    flows: [
      { id: 'fa', meanMs: short + waitMs },
      { id: 'fb', meanMs: long + waitMs },
    ],
    evaluated: { mean: EXACT, quantiles: 0 },
  };
}

function linkOfTwoSizes(): System {
  const waitMs = (0.2 * 1 + 0.04 * 100) / 2 / (1 - 0.6);
  return {
    name: 'M/G/1 on a link with messages of two sizes',
    source: 'Pollaczek–Khinchine of a mixture of fixed times: Kleinrock I, 5.6',
    site: network()
      .node('far')
      .link('l', 'n', 'far', { bandwidthUpMbps: 10, bandwidthDownMbps: 1e12 })
      .group('a', 'n', { requestsPerSecond: 200, bytesUp: 1250, attachment: INSTANT })
      .group('b', 'n', { requestsPerSecond: 40, bytesUp: 12500, attachment: INSTANT })
      .service('s', 'w', { work: { computeMs: 0, variability: 0 } })
      .flow('fa', 'w', 'a', 's')
      .flow('fb', 'w', 'b', 's')
      .deploy('s', 'far')
      .build(),
    options: REQUESTS,
    flows: [
      { id: 'fa', meanMs: 1 + waitMs },
      { id: 'fb', meanMs: 10 + waitMs },
    ],
    evaluated: { mean: 1e-7, quantiles: 0 },
  };
}

function tandem(ratePerSecond: number, works: readonly number[]): System {
  const builder = network().group('g', 'n', { requestsPerSecond: ratePerSecond, attachment: INSTANT });
  for (const [at, work] of works.entries()) builder.service(`s${at}`, 'w', worker(work)).deploy(`s${at}`, 'n');
  builder.flow('f', 'w', 'g', 's0', ONE_WAY);
  for (const at of works.slice(1).keys()) builder.flow(`f${at}`, 'w', `s${at}`, `s${at + 1}`, ONE_WAY);
  const sojourns = works.map((work) => meanSojournMM1(ratePerSecond / 1000, work));
  const rest = (from: number): number => sojourns.slice(from).reduce((total, each) => total + each, 0);
  return {
    name: `${works.length} stations in tandem`,
    source: 'Burke 1956: each is M/M/1 on its own; Reich 1963: sojourns are independent',
    site: builder.build(),
    options: REQUESTS,
    flows: [
      {
        id: 'f',
        meanMs: rest(0),
        p95Ms: hypoexponentialQuantile(sojourns, 0.95),
        p99Ms: hypoexponentialQuantile(sojourns, 0.99),
      },
      { id: 'f0', meanMs: rest(1) },
    ],
    evaluated: { mean: EXACT, quantiles: 0.01 },
  };
}

function jackson(): System {
  const at1 = meanSojournMM1(0.04, 12);
  const at2 = meanSojournMM1(0.05, 14);
  const at3 = meanSojournMM1(0.07, 10);
  return {
    name: 'an open Jackson network: streams join and split',
    source: 'Jackson 1957; Kleinrock I, 4.8: each station is M/M/1 at its own rate',
    site: network()
      .group('a', 'n', { requestsPerSecond: 40, attachment: INSTANT })
      .group('b', 'n', { requestsPerSecond: 30, attachment: INSTANT })
      .group('c', 'n', { requestsPerSecond: 20, attachment: INSTANT })
      .service('s1', 'w', worker(12))
      .service('s2', 'w', worker(14))
      .service('s3', 'w', worker(10))
      .flow('fa', 'w', 'a', 's1', ONE_WAY)
      .flow('fb', 'w', 'b', 's2', ONE_WAY)
      .flow('fc', 'w', 'c', 's3', ONE_WAY)
      .flow('s1-s2', 'w', 's1', 's2', { ...ONE_WAY, callsPerRequest: 0.5 })
      .flow('s2-s3', 'w', 's2', 's3', ONE_WAY)
      .deploy('s1', 'n')
      .deploy('s2', 'n')
      .deploy('s3', 'n')
      .build(),
    // A third of the requests at each door, and the last station hears of all of them: longer runs for batches that are independent.
    options: { requests: 120_000 },
    flows: [
      { id: 'fa', meanMs: at1 + 0.5 * (at2 + at3) },
      { id: 'fb', meanMs: at2 + at3 },
      { id: 'fc', meanMs: at3 },
    ],
    evaluated: { mean: EXACT, quantiles: 0 },
  };
}

/** Work that comes back: from the first station to the second and, for half of it, to the first again. */
function feedback(): System {
  const [rate, again, first, second] = [0.03, 0.5, 12, 16];
  const at1 = meanSojournMM1(rate * (1 + again), first);
  const at2 = meanSojournMM1(rate, second);
  return {
    name: 'an open network with feedback: half of the work comes back to the station it came from',
    source: 'Kelly, Reversibility and Stochastic Networks, 3.1: product form with routes that visit a station twice',
    site: network()
      .group('g', 'n', { requestsPerSecond: rate * 1000, attachment: INSTANT })
      .service('s1', 'w', worker(first))
      .service('s2', 'w', worker(second))
      .flow('f', 'w', 'g', 's1', ONE_WAY)
      .flow('onward', 'w', 's1', 's2', { ...ONE_WAY, triggeredBy: 'f' })
      .flow('again', 'w', 's2', 's1', { ...ONE_WAY, triggeredBy: 'onward', callsPerRequest: again })
      .deploy('s1', 'n')
      .deploy('s2', 'n')
      .build(),
    options: { requests: 60_000 },
    flows: [
      { id: 'f', meanMs: at1 + at2 + again * at1 },
      { id: 'onward', meanMs: at2 + again * at1 },
    ],
    evaluated: { mean: EXACT, quantiles: 0 },
  };
}

/** Two applications that share a station in the middle of their ways. */
function sharedStation(): System {
  const at = meanSojournMM1(0.03 + 0.04, 10);
  const [inA, inB, outA] = [meanSojournMM1(0.03, 20), meanSojournMM1(0.04, 15), meanSojournMM1(0.03, 8)];
  return {
    name: 'an open network: two ways share one station',
    source: 'Kelly, Reversibility and Stochastic Networks, 3.1',
    site: network()
      .group('a', 'n', { requestsPerSecond: 30, attachment: INSTANT })
      .group('b', 'n', { requestsPerSecond: 40, attachment: INSTANT })
      .service('in-a', 'w', worker(20))
      .service('in-b', 'w', worker(15))
      .service('shared', 'w', worker(10))
      .service('out-a', 'w', worker(8))
      .flow('fa', 'w', 'a', 'in-a', ONE_WAY)
      .flow('fb', 'w', 'b', 'in-b', ONE_WAY)
      .flow('a-shared', 'w', 'in-a', 'shared', ONE_WAY)
      .flow('b-shared', 'w', 'in-b', 'shared', ONE_WAY)
      .flow('a-out', 'w', 'shared', 'out-a', { ...ONE_WAY, triggeredBy: 'a-shared' })
      .deploy('in-a', 'n')
      .deploy('in-b', 'n')
      .deploy('shared', 'n')
      .deploy('out-a', 'n')
      .build(),
    options: { requests: 80_000 },
    flows: [
      { id: 'fa', meanMs: inA + at + outA },
      { id: 'fb', meanMs: inB + at },
    ],
    evaluated: { mean: EXACT, quantiles: 0 },
  };
}

function dm1(): System {
  return {
    name: 'D/M/1 at utilisation 0.7: periodic arrivals',
    source: 'Kleinrock I, 6.4',
    site: station(70, 10, 1),
    options: { ...REQUESTS, arrivals: { kind: 'periodic' } },
    flows: [{ id: 'f', meanMs: 10 / (1 - rootDM1(0.7)) }],
    evaluated: null,
  };
}

/** An accelerator that takes all that waits, batches of fixed length: a busy period has exp(a) batches in the mean; all but its first request arrive evenly within a batch. */
function bulk(): System {
  const a = 0.15 * 10;
  const during = a * Math.exp(a);
  return {
    name: 'M/D/1 in bulk: an accelerator that takes all that waits',
    source: 'Chaudhry and Templeton, A First Course in Bulk Queues, with batches without limit',
    site: network()
      .type({
        id: 'gpu',
        accelerators: [{ kind: 'gpu', model: 'unit', count: 1, memoryGiB: 16, tops: 100, shareable: false }],
      })
      .node('m', { typeId: 'gpu' })
      .group('g', 'm', { requestsPerSecond: 150, attachment: { ...INSTANT, nodeId: 'm' } })
      .service('s', 'w', {
        work: { computeMs: 0, variability: 0 },
        accelerator: { kinds: ['gpu'], share: 1, memoryGiB: 1, itemMs: 0, referenceTops: 100, maxBatch: 1024, batchSetupMs: 10 },
      })
      .flow('f', 'w', 'g', 's')
      .deploy('s', 'm')
      .build(),
    options: REQUESTS,
    flows: [{ id: 'f', meanMs: 10 + ((10 / 2) * during) / (1 + during) }],
    evaluated: null,
  };
}

export const SYSTEMS: readonly System[] = [
  mm1(0.3),
  mm1(0.6),
  mm1(0.8),
  mmc(2),
  mmc(4),
  mmc(8),
  md1(0.5),
  md1(0.8),
  mg1('Erlang of four stages', 0.25),
  mg1('gamma of squared coefficient 0.5', 0.5),
  mg1('gamma of squared coefficient 3', 3),
  twoKinds(),
  linkOfTwoSizes(),
  tandem(60, [10, 5]),
  tandem(50, [12, 9, 6]),
  jackson(),
  feedback(),
  sharedStation(),
  dm1(),
  bulk(),
];
