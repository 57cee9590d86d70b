import { siteOfScenario } from '../../site/scenario.ts';
import type { Site } from '../../site/site.ts';
import { listRecords } from '../../site/site.ts';
import { siteIf } from '../site/what-if.ts';
import { drawOrder, learnWeights } from './learn.ts';
import { learnOperators } from './learn-operators.ts';
import type { LearnedPolicy } from './learned-policy.ts';
import { ARRIVED, scarcestOf } from './run.ts';
import type { ArrivalWorld } from './world.ts';
import { drawTrace, worldOf } from './world.ts';

export interface LearnOptions {
  readonly seed: number;
  /** Traces to learn from. */
  readonly traces: number;
  /** What arrived, recorded: service and node that it came in at, in its order. It is cut into the traces. Null: drawn from the busy hour. */
  readonly recorded: readonly { readonly service: string; readonly source: string | null }[] | null;
  /** Moves of each search that operators are learned from. */
  readonly moves: number;
}

export const DEFAULT_LEARN_OPTIONS: LearnOptions = { seed: 1, traces: 3, recorded: null, moves: 150 };

/** Growth of the requests that a site is searched under, beside what it is now (as in the planning of a year or two ahead). */
const GROWTH = [1, 1.2, 1.5];
/** Scenarios of the site that are searched, too. */
const MOST_SCENARIOS = 4;

/**
 * [P7] Learns from a site's history: weights of the score that arriving replicas are placed by, from traces of arrivals; and what each move of the search for
 * a placement earns, from searches of the site, its scenarios and its growth. Equal sites, options and seeds give equal policies. Yields the share done.
 */
export function* learnSite(site: Site, given: Partial<LearnOptions>): Generator<number, LearnedPolicy> {
  const options = { ...DEFAULT_LEARN_OPTIONS, ...given };
  const world = worldOf(site);
  const traces = tracesOf(world, options);
  const orders = traces.map((_, index) => drawOrder(world, options.seed + index));
  const steps = learnWeights(world, traces, orders, options.seed);
  let step = steps.next();
  while (step.done !== true) {
    yield step.value / 2;
    step = steps.next();
  }
  const learned = step.value;
  const sites = historyOf(site);
  const operators = yield* learnOperators(sites, options.seed, options.moves);
  return {
    format: 'edgewright-policy',
    version: 1,
    siteId: site.header.id,
    seed: options.seed,
    online: learned.weights,
    operators: operators.weights,
    learnedFrom: {
      arrivals: options.recorded === null ? 'drawn' : 'recorded',
      traces: traces.length,
      arrivalsEach: Math.max(0, ...traces.map((trace) => trace.length)),
      kinds: world.kinds.length,
      candidates: learned.tried,
      searched: sites.map(({ name }) => name),
      movesEach: options.moves,
      operatorGain: operators.gain,
    },
    before: learned.before,
    after: learned.after,
  };
}

/** Arrivals until what they ask for is as much as in the published studies, with some more for chance. */
export function arrivalsNeeded(world: ArrivalWorld): number {
  const { capacity, perArrival } = scarcestOf(world);
  return perArrival === 0 ? 0 : Math.ceil((1.1 * ARRIVED * capacity) / perArrival);
}

function tracesOf(world: ArrivalWorld, { recorded, traces, seed }: LearnOptions): Int32Array[] {
  if (recorded === null) {
    const count = arrivalsNeeded(world);
    return Array.from({ length: traces }, (_, index) => drawTrace(world, count, seed + index));
  }
  const indices = recordedKinds(world, recorded);
  const each = Math.ceil(indices.length / traces);
  return Array.from({ length: traces }, (_, index) => indices.slice(index * each, (index + 1) * each)).filter(
    ({ length }) => length > 0,
  );
}

/** Kinds by service and source; of a source that the site does not know, the first of the service; arrivals of services that are not there are left out. */
export function recordedKinds({ kinds }: ArrivalWorld, recorded: NonNullable<LearnOptions['recorded']>): Int32Array {
  const exact = new Map(kinds.map(({ serviceId, sourceId }, index) => [`${serviceId} ${sourceId ?? ''}`, index]));
  const first = new Map<string, number>();
  for (const [index, { serviceId }] of kinds.entries()) if (!first.has(serviceId)) first.set(serviceId, index);
  return Int32Array.from(
    recorded.flatMap(({ service, source }) => exact.get(`${service} ${source ?? ''}`) ?? first.get(service) ?? []),
  );
}

function historyOf(site: Site): { readonly name: string; readonly site: Site }[] {
  const grown = GROWTH.map((growth) => ({
    name: growth === 1 ? 'as it is' : `requests × ${growth}`,
    site: siteIf(site, { failedNodeIds: [], growth }),
  }));
  const scenarios = listRecords(site, 'scenarios')
    .slice(0, MOST_SCENARIOS)
    .flatMap(({ id, name }) => {
      const made = siteOfScenario(site, id);
      return made.status === 'ok' ? [{ name: `scenario ${name}`.slice(0, 200), site: made.value }] : [];
    });
  return [...grown, ...scenarios];
}
