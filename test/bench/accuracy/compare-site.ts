import { must } from '../../../core/base/assert.ts';
import { evaluate } from '../../../core/evaluate/evaluate.ts';
import type { FlowResult } from '../../../core/evaluate/result.ts';
import { studentQuantile } from '../../../core/simulate/batch-means.ts';
import type { SimulatedFlow, Simulation } from '../../../core/simulate/result.ts';
import { simulate } from '../../../core/simulate/simulate.ts';
import { accuracySite } from './accuracy-site.ts';
import type { Traits } from './traits.ts';
import { TraitFinder } from './traits.ts';

/** Fewer runs say nothing of how far their p99 scatter. */
const LEAST_RUNS = 3;
/** Two-sided, of the interval of a p99. */
const P99_CONFIDENCE = 0.95;
/** Answers below this give a p99 that is mostly chance. */
const LEAST_ANSWERS = 20_000;
/** Between the seeds of the runs of one site; beyond the seeds of all sites. */
const SEED_STEP = 1_000_000;

/** One flow, told and simulated. Errors are relative to the simulation, with their sign. */
export interface Compared extends Omit<Traits, 'waits'> {
  readonly site: number;
  readonly flow: string;
  /** Simulated so often. */
  readonly runs: number;
  readonly meanError: number;
  readonly p95Error: number;
  readonly p99Error: number;
  /** Half the 99 % interval of the simulated mean, over the mean: what of the error may be chance. */
  readonly meanNoise: number;
  /** Half the 95 % interval of the simulated p99, over the p99. */
  readonly p99Noise: number;
  /** Whether both are as small as asked for; else the most runs were made. */
  readonly settled: boolean;
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
  | 'runs'
  | 'meanError'
  | 'p95Error'
  | 'p99Error'
  | 'meanNoise'
  | 'p99Noise'
  | 'settled'
  | 'simulatedMeanMs'
  | 'toldMeanMs'
  | 'simulatedP99Ms'
  | 'toldP99Ms'
>;

/** Figures of one flow over several runs. */
interface Simulated {
  readonly runs: number;
  readonly answered: number;
  readonly meanMs: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  /** Half the 99 % interval of the mean. */
  readonly halfMs: number;
  /** p99 of each run. */
  readonly p99sMs: readonly number[];
}

/** When enough has been simulated. */
export interface Settling {
  /** Half the 99 % interval of a mean, over the mean, and half the 95 % interval of a p99, over the p99. */
  readonly meanNoiseAtMost: number;
  readonly p99NoiseAtMost: number;
  readonly runsAtMost: number;
}

/**
 * The flows of devices of one random site. It is run at least three times with other random numbers, and on until chance moves neither mean nor p99 of any
 * of its flows by more than asked for, `runsAtMost` times in all. Figures of the runs are averaged; no flow is left out.
 */
export function compareSite(seed: number, requests: number, settling: Settling): Compared[] {
  const site = accuracySite(seed);
  const told = new Map(evaluate(site).flows.map((flow) => [flow.id, flow]));
  const traits = new TraitFinder(site);
  const first = simulate(site, { requests, seed });
  const wanted = first.flows.filter(
    (found) => site.flows[found.id]?.from.kind === 'device-group' && found.answered >= LEAST_ANSWERS,
  );
  let figures = new Map(wanted.flatMap((found) => entryOf(found, null)));
  const isSettled = (): boolean => [...figures.values()].every((one) => settled(one, settling));
  for (let run = 1; run < settling.runsAtMost && figures.size > 0 && !isSettled(); run += 1) {
    const more = simulate(site, { requests, seed: seed + run * SEED_STEP });
    figures = new Map(
      more.flows.flatMap((found) => (figures.has(found.id) ? entryOf(found, figures.get(found.id) ?? null) : [])),
    );
  }
  return wanted.flatMap((found) => {
    const simulated = figures.get(found.id);
    const one = simulated === undefined ? null : compareFlow(simulated, must(told.get(found.id), found.id), settling);
    if (one === null) return [];
    const { waits, ...others } = traits.of(must(site.flows[found.id], found.id));
    return [{ site: seed, flow: found.id, ...one, ...worstQueue(first.queues, waits), ...others }];
  });
}

/** A run taken with those before it, all of one length. */
function entryOf(found: SimulatedFlow, before: Simulated | null): [string, Simulated][] {
  const { meanMs, p95Ms, p99Ms, meanIntervalMs, answered } = found;
  if (meanMs === null || p95Ms === null || p99Ms === null || meanIntervalMs === null) return [];
  const halfMs = (meanIntervalMs.high - meanIntervalMs.low) / 2;
  if (before === null) return [[found.id, { runs: 1, answered, meanMs, p95Ms, p99Ms, halfMs, p99sMs: [p99Ms] }]];
  const runs = before.runs + 1;
  const averaged = (old: number, fresh: number): number => (old * before.runs + fresh) / runs;
  return [
    [
      found.id,
      {
        runs,
        answered: before.answered + answered,
        meanMs: averaged(before.meanMs, meanMs),
        p95Ms: averaged(before.p95Ms, p95Ms),
        p99Ms: averaged(before.p99Ms, p99Ms),
        halfMs: Math.hypot(before.halfMs * before.runs, halfMs) / runs,
        p99sMs: [...before.p99sMs, p99Ms],
      },
    ],
  ];
}

/** Half the interval of a p99 that is the mean of independent runs, over the p99: Student's t. */
function p99Noise({ p99sMs, p99Ms }: Simulated): number {
  const runs = p99sMs.length;
  if (runs < LEAST_RUNS) return Infinity;
  const squares = p99sMs.reduce((sum, one) => sum + (one - p99Ms) ** 2, 0);
  const deviation = Math.sqrt(squares / (runs - 1) / runs);
  return (studentQuantile(0.5 + P99_CONFIDENCE / 2, runs - 1) * deviation) / p99Ms;
}

function settled(one: Simulated, { meanNoiseAtMost, p99NoiseAtMost }: Settling): boolean {
  return one.halfMs <= meanNoiseAtMost * one.meanMs && p99Noise(one) <= p99NoiseAtMost;
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

function compareFlow(found: Simulated, told: FlowResult, settling: Settling): Errors | null {
  if (told.meanMs === null || told.p95Ms === null || told.p99Ms === null) return null;
  return {
    runs: found.runs,
    meanError: told.meanMs / found.meanMs - 1,
    p95Error: told.p95Ms / found.p95Ms - 1,
    p99Error: told.p99Ms / found.p99Ms - 1,
    meanNoise: found.halfMs / found.meanMs,
    p99Noise: p99Noise(found),
    settled: settled(found, settling),
    simulatedMeanMs: found.meanMs,
    toldMeanMs: told.meanMs,
    simulatedP99Ms: found.p99Ms,
    toldP99Ms: told.p99Ms,
  };
}
