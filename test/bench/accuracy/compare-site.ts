import { must } from '../../../core/base/assert.ts';
import { evaluate } from '../../../core/evaluate/evaluate.ts';
import type { FlowResult } from '../../../core/evaluate/result.ts';
import type { SimulatedFlow, Simulation } from '../../../core/simulate/result.ts';
import { simulate } from '../../../core/simulate/simulate.ts';
import { accuracySite } from './accuracy-site.ts';
import type { Traits } from './traits.ts';
import { TraitFinder } from './traits.ts';

/** Answers below this give a p99 that is mostly chance. */
const LEAST_ANSWERS = 20_000;

/** One flow, told and simulated. Errors are relative to the simulation, with their sign. */
export interface Compared extends Omit<Traits, 'waits'> {
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

/** The flows of devices of one random site. */
export function compareSite(seed: number, requests: number): Compared[] {
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
