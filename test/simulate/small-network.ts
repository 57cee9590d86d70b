import { must } from '../../core/base/assert.ts';
import type { SimulationOptions } from '../../core/simulate/options.ts';
import type { SimulatedFlow } from '../../core/simulate/result.ts';
import { simulate } from '../../core/simulate/simulate.ts';
import type { Site } from '../../core/site/site.ts';
import { SiteBuilder } from '../helpers/small-site.ts';

export const INSTANT = { mediumId: 'instant', lengthM: 0 };

/** Two nodes with a link of 8 Mbps: a kilobyte takes a millisecond. */
export function network(): SiteBuilder {
  return new SiteBuilder()
    .medium({ id: 'instant', bandwidthUpMbps: 1e15, bandwidthDownMbps: 1e15 })
    .node('a')
    .node('b')
    .link('l', 'a', 'b', { bandwidthUpMbps: 8, bandwidthDownMbps: 8, lengthM: 0 })
    .workload('w');
}

export function fixedWork(computeMs: number): object {
  return { work: { computeMs, variability: 0 } };
}

/** One flow of a run. */
export function run(site: Site, id: string, options: Partial<SimulationOptions> = {}): SimulatedFlow {
  return must(
    simulate(site, { requests: 2000, ...options }).flows.find((flow) => flow.id === id),
    id,
  );
}
