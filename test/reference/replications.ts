import { must } from '../../core/base/assert.ts';
import type { Interval } from '../../core/simulate/batch-means.ts';
import { studentQuantile } from '../../core/simulate/batch-means.ts';
import type { SimulatedFlow, Simulation } from '../../core/simulate/result.ts';
import { simulate } from '../../core/simulate/simulate.ts';
import type { Site } from '../../core/site/site.ts';
import type { Expected, System } from './systems.ts';

/** Independent runs of each system, from seed 1 on. */
export const SEEDS = Number(process.env['EDGEWRIGHT_REFERENCE_SEEDS'] ?? 24);
/** Runs are so much shorter or longer than each system asks for. */
export const LENGTH = Number(process.env['EDGEWRIGHT_REFERENCE_LENGTH'] ?? 0.4);

/** A quantile is read off a sketch: its bound comes on top of chance (core/README.md, X3). */
const SKETCH = 0.004;

export interface Replications {
  /** The run's own interval of each flow that theory knows, by flow. */
  readonly intervals: ReadonlyMap<string, readonly Interval[]>;
  readonly flows: ReadonlyMap<string, readonly SimulatedFlow[]>;
  readonly runs: readonly Simulation[];
}

export function replicate({ site, options, flows }: Pick<System, 'site' | 'options' | 'flows'>, seeds = SEEDS): Replications {
  const requests = (options.requests ?? 0) * LENGTH;
  const runs = Array.from({ length: seeds }, (_, at) => simulate(site, { ...options, requests, seed: at + 1 }));
  const told = new Map(flows.map(({ id }) => [id, runs.map((run) => flowOf(run, id))]));
  const intervals = new Map(
    [...told].map(([id, list]) => [id, list.map(({ meanIntervalMs }) => must(meanIntervalMs, `interval of ${id}`))]),
  );
  return { intervals, flows: told, runs };
}

/** How many intervals leave out the true mean. */
export function misses(intervals: readonly Interval[], meanMs: number): number {
  return intervals.filter(({ low, high }) => meanMs < low || meanMs > high).length;
}

/** Figures of a flow that all runs together exclude at this false-alarm rate a figure: bias that can be seen. */
export function biased(replications: Replications, expected: Expected, rate: number): string[] {
  const flows = must(replications.flows.get(expected.id), expected.id);
  const wrong: string[] = [];
  for (const which of ['meanMs', 'p50Ms', 'p95Ms', 'p99Ms'] as const) {
    const known = expected[which];
    if (known === undefined) continue;
    const { low, high } = pooled(
      flows.map((flow) => must(flow[which], `${expected.id} ${which}`)),
      rate,
    );
    const slack = which === 'meanMs' ? 0 : SKETCH;
    if (known < low * (1 - slack) || known > high * (1 + slack))
      wrong.push(`${expected.id} ${which}: ${known} is outside of ${low} to ${high}`);
  }
  return wrong;
}

/** Figures that theory gives of a system. */
export function figuresOf({ flows }: System): number {
  return flows.reduce((total, figures) => total + Object.keys(figures).length - 1, 0);
}

/** Interval around the mean of independent values that misses the true one with probability `rate` (Student). */
export function pooled(values: readonly number[], rate: number): Interval {
  const mean = values.reduce((total, value) => total + value, 0) / values.length;
  const squares = values.reduce((total, value) => total + (value - mean) ** 2, 0);
  const half = studentQuantile(1 - rate / 2, values.length - 1) * Math.sqrt(squares / (values.length - 1) / values.length);
  return { low: mean - half, high: mean + half };
}

/** The same system with all CPU times this much longer: a fault that the checks have to find. */
export function slower(site: Site, factor: number): Site {
  const services = Object.fromEntries(
    Object.entries(site.services).map(([id, service]) => [
      id,
      { ...service, work: { ...service.work, computeMs: service.work.computeMs * factor } },
    ]),
  );
  return { ...site, services: services as Site['services'] };
}

function flowOf(run: Simulation, id: string): SimulatedFlow {
  return must(
    run.flows.find((flow) => flow.id === id),
    `flow ${id}`,
  );
}
