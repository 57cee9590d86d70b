import { parseArgs } from 'node:util';
import type { LearnedPolicy } from '../../core/place/arrivals/learned-policy.ts';
import { learnSite } from '../../core/place/arrivals/learn-site.ts';
import type { OnlineRow } from '../../core/place/arrivals/online-site.ts';
import { onlineSite } from '../../core/place/arrivals/online-site.ts';
import { ARRIVAL_POLICIES } from '../../core/place/arrivals/policies.ts';
import { placeInSteps } from '../../core/place/site/place.ts';
import { siteIf } from '../../core/place/site/what-if.ts';
import type { Site } from '../../core/site/site.ts';
import { readSample } from '../helpers/read-sample.ts';
import { finish } from '../helpers/run-steps.ts';
import type { BenchOutcome } from './main.ts';

/** What the reference scenario claims of a learned scheduler against the default. */
const CLAIMED = 0.28;
/** Seeds that are judged by begin far from those that are learned from. */
const JUDGED_FROM = 1000;

/**
 * A policy learned on a sample's history against the default scheduler and the published ones, on traces that it has not seen; and the search with learned
 * operators against the same without, on growth that it has not seen. Options: `--only SAMPLE` (computing-network), `--runs N` (10), `--moves N` (300).
 */
export function bench(options: readonly string[]): Promise<BenchOutcome> {
  const { values } = parseArgs({
    args: [...options],
    options: {
      only: { type: 'string', default: 'computing-network' },
      runs: { type: 'string', default: '10' },
      moves: { type: 'string', default: '300' },
    },
  });
  const site = readSample(values.only);
  const started = performance.now();
  const learned = finish(learnSite(site, { seed: 1 }));
  const learnSeconds = (performance.now() - started) / 1000;
  const asked = { policies: ARRIVAL_POLICIES, seed: JUDGED_FROM, runs: Number(values.runs), learned, recorded: null };
  const { rows, scarcest, ceiling } = finish(onlineSite(site, asked));
  const of = (name: string): OnlineRow => rows.find(({ policy }) => policy === name) as OnlineRow;
  const [byDefault, byLearned] = [of('default'), of('learned')];
  const others = rows.filter(({ policy }) => policy !== 'learned' && policy !== 'default');
  const operators = operatorGain(site, learned, Number(values.moves));
  return Promise.resolve({
    figures: {
      defaultUseful: byDefault.useful,
      learnedUseful: byLearned.useful,
      gain: byLearned.useful / byDefault.useful - 1,
      gainAt130: byLearned.usefulAtEnd / byDefault.usefulAtEnd - 1,
      claimed: CLAIMED,
      greatestGain: ceiling / byDefault.useful - 1,
      bestOtherGain: Math.max(...others.map(({ useful }) => useful)) / byDefault.useful - 1,
      objectiveGain: operators,
      learnSeconds,
    },
    rows: [{ sample: values.only, scarcest, ...learned }, ...rows],
  });
}

/** How much lower the objective is after so many moves, as a share, mean over seeds; plans that serve otherwise count by what serves less. */
function operatorGain(site: Site, learned: LearnedPolicy, moves: number): number {
  const grown = siteIf(site, { failedNodeIds: [], growth: 1.35 });
  const objective = (seed: number, operators: LearnedPolicy['operators'] | null): number =>
    finish(placeInSteps(grown, { seed, iterations: moves, operators })).objective;
  const gains = [JUDGED_FROM, JUDGED_FROM + 1, JUDGED_FROM + 2].map(
    (seed) => 1 - objective(seed, learned.operators) / objective(seed, null),
  );
  return gains.reduce((sum, each) => sum + each, 0) / gains.length;
}
