import type { Site } from '../../site/site.ts';
import { compareLevels } from '../site/front.ts';
import { NO_BOUND } from '../site/growing-bound.ts';
import { MOVE_NAMES } from '../site/moves.ts';
import { DEFAULT_PLACE_OPTIONS } from '../site/options.ts';
import type { Found } from '../site/search.ts';
import { searchSite } from '../site/search.ts';
import { Workbench } from '../site/workbench.ts';
import type { LearnedPolicy } from './learned-policy.ts';

type Operators = LearnedPolicy['operators'];

/** How sharply what was earned tells moves apart: tried on other seeds, the best is kept. */
const POWERS = [1, 2];
/** Sites that it is tried on. */
const TRIED_ON = 3;

/**
 * What each move of the search earns on these sites, relative to the others. It is only taken over where searches of the same sites by another seed get
 * farther with it; else all moves begin alike. Yields the share done, from a half to one.
 */
export function* learnOperators(
  sites: readonly { readonly site: Site }[],
  seed: number,
  moves: number,
): Generator<number, { readonly weights: Operators; readonly gain: number }> {
  const steps = sites.length + (POWERS.length + 1) * Math.min(TRIED_ON, sites.length);
  let done = 0;
  const search = (site: Site, by: number, operators: Operators | null): Found => {
    done += 1;
    return searched(site, by, moves, operators);
  };
  const earned = new Map<string, number>();
  for (const { site } of sites) {
    for (const [name, weight] of Object.entries(search(site, seed, null).operators))
      earned.set(name, (earned.get(name) ?? 0) + weight / sites.length);
    yield 0.5 + done / steps / 2;
  }
  const plain: Found[] = [];
  for (const { site } of sites.slice(0, TRIED_ON)) {
    plain.push(search(site, seed + 1, null));
    yield 0.5 + done / steps / 2;
  }
  let best = { weights: scaled(earned, 0), gain: 0 };
  for (const power of POWERS) {
    const weights = scaled(earned, power);
    let gain = 0;
    for (const [index, { site }] of sites.slice(0, TRIED_ON).entries()) {
      gain += advantage(search(site, seed + 1, weights), plain[index] as Found) / plain.length;
      yield 0.5 + done / steps / 2;
    }
    if (gain > best.gain) best = { weights, gain: Math.min(1, gain) };
  }
  return best;
}

/** Relative to the mean, to a power; 0: all alike. */
function scaled(earned: ReadonlyMap<string, number>, power: number): Operators {
  const mean = [...earned.values()].reduce((sum, each) => sum + each, 0) / Math.max(1, earned.size) || 1;
  return Object.fromEntries(
    MOVE_NAMES.map((name) => {
      const ratio = (earned.get(name) ?? mean) / mean;
      const weight = power === 0 ? 1 : power === 1 ? ratio : ratio * ratio;
      return [name, Math.round(weight * 1e4) / 1e4];
    }),
  ) as Operators;
}

/** Share of the objective that the first is better by; 1 or −1 where one serves better. */
function advantage({ value: a }: Found, { value: b }: Found): number {
  const level = compareLevels(a, b);
  if (level !== 0) return level < 0 ? 1 : -1;
  return (b.objective - a.objective) / Math.max(1e-9, Math.abs(b.objective));
}

function searched(site: Site, seed: number, moves: number, operators: Operators | null): Found {
  const options = { ...DEFAULT_PLACE_OPTIONS, seed, iterations: moves, operators, repairs: false };
  const bench = new Workbench(site, options);
  const start = { value: bench.value, placements: bench.plan.all() };
  const steps = searchSite(bench, options, start, NO_BOUND);
  for (;;) {
    const step = steps.next(0);
    if (step.done === true) return step.value;
  }
}
