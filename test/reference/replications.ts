import { must } from '../../core/base/assert.ts';
import { studentQuantile } from '../../core/simulate/batch-means.ts';
import type { SimulationOptions } from '../../core/simulate/options.ts';
import type { SimulatedFlow, Simulation } from '../../core/simulate/result.ts';
import { simulate } from '../../core/simulate/simulate.ts';
import type { Site } from '../../core/site/site.ts';

/** Independent runs of each reference: seeds 1 to 24. */
const SEEDS = 24;

/**
 * Three or more of 24 independent 99 % intervals miss by chance once in 550 times (binomial); that is the false-alarm rate of each
 * check of this kind. Seeds are fixed, so that a test that passes once passes always.
 */
export const MISSES_ALLOWED = 2;

export function replicate(site: Site, options: Partial<SimulationOptions>): Simulation[] {
  return Array.from({ length: SEEDS }, (_, at) => simulate(site, { ...options, seed: at + 1 }));
}

export function flowOf(run: Simulation, id: string): SimulatedFlow {
  return must(
    run.flows.find((flow) => flow.id === id),
    `flow ${id}`,
  );
}

/** How many runs' own intervals for the mean leave out the true one. */
export function misses(runs: readonly Simulation[], id: string, meanMs: number): number {
  return runs.filter((run) => {
    const { low, high } = must(flowOf(run, id).meanIntervalMs, 'interval');
    return meanMs < low || meanMs > high;
  }).length;
}

/**
 * Interval that covers the mean of independent values with 99.9 % confidence (Student, 23 degrees of freedom): a bias as large as
 * half of it is found more often than not, and the false-alarm rate of one such check is 1 in 1,000.
 */
export function pooled(values: readonly number[]): { readonly low: number; readonly high: number } {
  const mean = values.reduce((total, value) => total + value, 0) / values.length;
  const squares = values.reduce((total, value) => total + (value - mean) ** 2, 0);
  const half = studentQuantile(0.9995, values.length - 1) * Math.sqrt(squares / (values.length - 1) / values.length);
  return { low: mean - half, high: mean + half };
}
