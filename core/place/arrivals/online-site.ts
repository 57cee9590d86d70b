import type { Site } from '../../site/site.ts';
import { usefulCeiling } from './ceiling.ts';
import { DEFAULT_FEATURES } from './features.ts';
import { drawOrder } from './learn.ts';
import { arrivalsNeeded, recordedKinds } from './learn-site.ts';
import type { LearnOptions } from './learn-site.ts';
import type { LearnedPolicy } from './learned-policy.ts';
import type { ArrivalPolicyName } from './policies.ts';
import { arrivalPolicy } from './policies.ts';
import type { ArrivalRun, Resource } from './run.ts';
import { runArrivals, scarcestOf } from './run.ts';
import { drawTrace, worldOf } from './world.ts';

export interface OnlineOptions {
  readonly policies: readonly ArrivalPolicyName[];
  readonly seed: number;
  /** Traces, each drawn by its own seed from `seed` on. */
  readonly runs: number;
  readonly learned: LearnedPolicy | null;
  /** What arrives, in this order; null: drawn from the busy hour. */
  readonly recorded: LearnOptions['recorded'];
}

/** Means over the runs. */
export type OnlineRow = { readonly policy: ArrivalPolicyName } & Omit<ArrivalRun, 'scarcest'>;

export interface OnlineResult {
  readonly scarcest: Resource;
  readonly nodes: number;
  readonly kinds: number;
  readonly runs: number;
  readonly seed: number;
  /** Mean of what no scheduler could be above, of `useful`. */
  readonly ceiling: number;
  readonly rows: readonly OnlineRow[];
}

/** [P7] Services arrive at the empty hardware of a site one replica at a time: what each policy makes of it. Yields the share done. */
export function* onlineSite(site: Site, options: OnlineOptions): Generator<number, OnlineResult> {
  const world = worldOf(site);
  const count = arrivalsNeeded(world);
  const runs = options.recorded === null ? options.runs : 1;
  const rows: OnlineRow[] = [];
  const traceOf = (run: number): Int32Array =>
    options.recorded === null ? drawTrace(world, count, options.seed + run) : recordedKinds(world, options.recorded);
  for (const [index, name] of options.policies.entries()) {
    const policy = arrivalPolicy(name, world, options.learned?.online ?? DEFAULT_FEATURES);
    const results: ArrivalRun[] = [];
    for (let run = 0; run < runs; run += 1) {
      yield (index + run / runs) / options.policies.length;
      const seed = options.seed + run;
      results.push(runArrivals(world, traceOf(run), policy, drawOrder(world, seed)));
    }
    const mean = (of: (run: ArrivalRun) => number): number => results.reduce((sum, run) => sum + of(run), 0) / results.length;
    rows.push({
      policy: name,
      arrived: mean((run) => run.arrived),
      placed: mean((run) => run.placed),
      inTime: mean((run) => run.inTime),
      allocated: mean((run) => run.allocated),
      useful: mean((run) => run.useful),
      allocatedAtEnd: mean((run) => run.allocatedAtEnd),
      usefulAtEnd: mean((run) => run.usefulAtEnd),
    });
  }
  const ceilings = Array.from({ length: runs }, (_, run) => usefulCeiling(world, traceOf(run)));
  return {
    ceiling: ceilings.reduce((sum, each) => sum + each, 0) / Math.max(1, runs),
    scarcest: scarcestOf(world).resource,
    nodes: world.nodes.length,
    kinds: world.kinds.length,
    runs,
    seed: options.seed,
    rows,
  };
}
