import { parseArgs } from 'node:util';
import { must } from '../../core/base/assert.ts';
import { evaluate } from '../../core/evaluate/evaluate.ts';
import type { FlowResult } from '../../core/evaluate/result.ts';
import type { SimulatedFlow, Simulation } from '../../core/simulate/result.ts';
import { simulate } from '../../core/simulate/simulate.ts';
import { accuracySite } from './accuracy/accuracy-site.ts';
import type { Traits } from './accuracy/traits.ts';
import { TraitFinder } from './accuracy/traits.ts';
import type { BenchOutcome } from './main.ts';

/** Answers below this give a p99 that is mostly chance. */
const LEAST_ANSWERS = 20_000;

interface Compared extends Omit<Traits, 'waits'> {
  readonly site: number;
  readonly flow: string;
  readonly meanError: number;
  readonly p95Error: number;
  readonly p99Error: number;
  /** Half the 99 % interval of the simulated mean, over the mean: what of the error may be chance. */
  readonly meanNoise: number;
  readonly simulatedMeanMs: number;
  readonly toldMeanMs: number;
  readonly simulatedP99Ms: number;
  readonly toldP99Ms: number;
  /** The queue on the way whose mean wait is told worst, and what it is. */
  readonly worstQueue: string;
  readonly worstQueueSimulatedMs: number;
  readonly worstQueueToldMs: number;
}

type Errors = Pick<
  Compared,
  'meanError' | 'p95Error' | 'p99Error' | 'meanNoise' | 'simulatedMeanMs' | 'toldMeanMs' | 'simulatedP99Ms' | 'toldP99Ms'
>;

/**
 * Evaluation against simulation of the flows of devices on random sites. Errors are relative to the simulation, with its sign: above 0 the
 * evaluation tells too much. Rows: the worst p99, then what each trait does to the errors.
 */
export async function bench(options: readonly string[]): Promise<BenchOutcome> {
  const { values } = parseArgs({
    args: [...options],
    options: {
      sites: { type: 'string', default: '300' },
      from: { type: 'string', default: '0' },
      requests: { type: 'string', default: '300000' },
      worst: { type: 'string', default: '30' },
    },
  });
  const [sites, from, requests] = [Number(values.sites), Number(values.from), Number(values.requests)];
  const compared: Compared[] = [];
  for (let seed = from; seed < from + sites; seed += 1) compared.push(...compareSite(seed, requests));
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
      meanNoiseMedian: quantile(
        compared.map((one) => one.meanNoise),
        0.5,
      ),
    },
    rows: [
      ...compared.toSorted((a, b) => Math.abs(b.p99Error) - Math.abs(a.p99Error)).slice(0, Number(values.worst)),
      ...byTrait(compared),
    ],
  };
}

function compareSite(seed: number, requests: number): Compared[] {
  const site = accuracySite(seed);
  const told = new Map(evaluate(site).flows.map((flow) => [flow.id, flow]));
  const traits = new TraitFinder(site);
  const run = simulate(site, { requests, seed });
  return run.flows.flatMap((found) => {
    const flow = must(site.flows[found.id], found.id);
    if (flow.from.kind !== 'device-group' || found.answered < LEAST_ANSWERS) return [];
    const one = compareFlow(found, must(told.get(found.id), found.id));
    if (one === null) return [];
    const { waits, ...others } = traits.of(flow);
    return [{ site: seed, flow: found.id, ...one, ...worstQueue(run.queues, waits), ...others }];
  });
}

function worstQueue(
  queues: Simulation['queues'],
  told: Traits['waits'],
): Pick<Compared, 'worstQueue' | 'worstQueueSimulatedMs' | 'worstQueueToldMs'> {
  let worst = { worstQueue: '', worstQueueSimulatedMs: 0, worstQueueToldMs: 0 };
  let most = 0;
  for (const { subject, part, meanWaitMs } of queues) {
    const toldMs = told.get(`${subject} ${part}`);
    if (toldMs === undefined || meanWaitMs === null || !(Math.abs(toldMs - meanWaitMs) > most)) continue;
    most = Math.abs(toldMs - meanWaitMs);
    worst = { worstQueue: `${subject} ${part}`, worstQueueSimulatedMs: meanWaitMs, worstQueueToldMs: toldMs };
  }
  return worst;
}

function compareFlow(found: SimulatedFlow, told: FlowResult): Errors | null {
  const { meanMs, p95Ms, p99Ms, meanIntervalMs } = found;
  if (meanMs === null || p95Ms === null || p99Ms === null || meanIntervalMs === null) return null;
  if (told.meanMs === null || told.p95Ms === null || told.p99Ms === null) return null;
  return {
    meanError: told.meanMs / meanMs - 1,
    p95Error: told.p95Ms / p95Ms - 1,
    p99Error: told.p99Ms / p99Ms - 1,
    meanNoise: (meanIntervalMs.high - meanIntervalMs.low) / 2 / meanMs,
    simulatedMeanMs: meanMs,
    toldMeanMs: told.meanMs,
    simulatedP99Ms: p99Ms,
    toldP99Ms: told.p99Ms,
  };
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
