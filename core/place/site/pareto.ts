import { evaluate } from '../../evaluate/evaluate.ts';
import type { Site } from '../../site/site.ts';
import { WEIGHT_PRESETS } from '../../site/weight-presets.ts';
import { siteBound } from './bound.ts';
import { BoundTables } from './bound-tables.ts';
import { GrowingBound } from './growing-bound.ts';
import { compareLevels, dominates, Front, spread } from './front.ts';
import type { PlaceOptions } from './options.ts';
import { DEFAULT_PLACE_OPTIONS } from './options.ts';
import type { PlanResult } from './plan-result.ts';
import { planResult } from './plan-result.ts';
import type { Found, PlaceProgress } from './search.ts';
import { searchSite, seatsTo } from './search.ts';
import type { ObjectiveParts } from './value.ts';
import { Workbench } from './workbench.ts';

/** Plans that are told: what a person can still choose from. */
const TOLD = 8;
/** Plans shown while it goes on. */
const SHOWN = 40;

/** What each search of the front looks for, and its share of the time. The first finds what can be served at all; the last two know no moves. */
const AIMS = [
  { ...WEIGHT_PRESETS.balanced, share: 0.3 },
  { ...WEIGHT_PRESETS['keep-what-runs'], share: 0.1 },
  { ...WEIGHT_PRESETS['cost-first'], share: 0.12 },
  { ...WEIGHT_PRESETS['latency-first'], share: 0.12 },
  { ...WEIGHT_PRESETS.green, share: 0.12 },
  { weights: { cost: 1, performance: 0, energy: 0 }, keep: 0, share: 0.12 },
  { weights: { cost: 0, performance: 1, energy: 0 }, keep: 0, share: 0.12 },
] as const;

export interface ParetoProgress {
  readonly place: PlaceProgress;
  /** Share of the whole, 0 to 1. */
  readonly share: number;
  /** Of the plans on the front so far. */
  readonly front: readonly ObjectiveParts[];
}

/** [P2, P4] Placements of which none is better in cost, latency, energy and moves at once; those that serve best come first, and only they are here. */
export interface ParetoResult {
  /** By cost, the cheapest first. Each was carried out, evaluated from scratch and checked. */
  readonly points: readonly PlanResult[];
  /** The site as it is, where it serves as well as the points do; null where they serve better. */
  readonly start: ObjectiveParts | null;
  /** Plans that were evaluated, and how many of them were on the front at the end. */
  readonly evaluations: number;
  readonly found: number;
  readonly seed: number;
}

/**
 * Searches by several aims in turn and keeps every plan that was tried and that no other one dominates: cost of the hardware taken, share of objectives used,
 * power, replicas moved. Each `next` takes the milliseconds that went by; Infinity ends it with what there is. Equal seeds and iterations give equal bytes.
 */
export function* paretoInSteps(
  site: Site,
  given: Partial<PlaceOptions> = {},
): Generator<ParetoProgress, ParetoResult, number | undefined> {
  const options = { ...DEFAULT_PLACE_OPTIONS, ...given };
  const front = new Front();
  const tables = new BoundTables(new Workbench(site, options));
  let elapsedMs = 0;
  let evaluations = 0;
  let iterations = 0;
  let shared = 0;
  for (const [index, { share, ...aims }] of AIMS.entries()) {
    const startedMs = elapsedMs;
    const sharedBefore = shared;
    shared += share;
    const endMs = options.milliseconds === null ? null : options.milliseconds * shared;
    if (elapsedMs === Infinity || (endMs !== null && startedMs >= endMs)) continue;
    const steps = searchFor(site, front, tables, {
      ...options,
      ...aims,
      seed: options.seed + index,
      iterations: options.iterations === null ? null : Math.ceil(options.iterations * share),
      milliseconds: endMs === null ? null : endMs - startedMs,
    });
    for (;;) {
      const step = steps.next(elapsedMs - startedMs);
      if (step.done === true) {
        evaluations += step.value.evaluations;
        iterations += step.value.iterations;
        break;
      }
      const { iteration, iterations: most } = step.value;
      const done =
        endMs === null ? sharedBefore + share * (most === null ? 0 : iteration / most) : elapsedMs / (options.milliseconds ?? 1);
      elapsedMs = (yield { place: step.value, share: Math.min(1, done), front: partsOf(front) }) ?? elapsedMs;
    }
  }
  return told(site, options, front, tables, evaluations, iterations);
}

/** One search by its own aims, from the best plan by them that is known. */
function* searchFor(
  site: Site,
  front: Front,
  tables: BoundTables,
  options: PlaceOptions,
): Generator<PlaceProgress, Found, number | undefined> {
  const bench = new Workbench(site, options);
  const offer = (seen: Workbench): void => void front.offer(seen.value, () => seen.plan.all());
  offer(bench);
  const best = front.best((parts) => bench.appraiser.objective(parts));
  if (best !== null) bench.apply(seatsTo(bench, best.placements));
  const start = { value: bench.value, placements: bench.plan.all() };
  return yield* searchSite(bench, options, start, new GrowingBound(bench, tables), offer);
}

/** The handful that is told, each from scratch; what turns out to be dominated then is left out. */
function told(
  site: Site,
  options: PlaceOptions,
  front: Front,
  tables: BoundTables,
  evaluations: number,
  iterations: number,
): ParetoResult {
  const bench = new Workbench(site, options);
  const startValue = bench.value;
  const searched = {
    site,
    before: evaluate(site),
    startValue,
    bound: siteBound(bench, tables),
    seed: options.seed,
    iterations,
    evaluations,
  };
  const all = spread(front.plans, TOLD).map(({ placements }) => {
    bench.apply(seatsTo(bench, placements));
    return planResult(bench, searched, placements, bench.value.objective).result;
  });
  const points = all
    .filter((one) => !all.some((other) => dominates(other.parts, one.parts)))
    .toSorted((a, b) => a.parts.costPerMonth - b.parts.costPerMonth || a.objective - b.objective);
  const [first] = points;
  const servesAsWell = first !== undefined && compareLevels(startValue, first.after.value) <= 0;
  return { points, start: servesAsWell ? startValue.parts : null, evaluations, found: front.plans.length, seed: options.seed };
}

function partsOf(front: Front): ObjectiveParts[] {
  return spread(front.plans, SHOWN).map(({ value }) => value.parts);
}
