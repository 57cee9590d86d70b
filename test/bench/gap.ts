import loadHighs from 'highs';
import { checkPlacement } from '../../core/place/check.ts';
import { asGap } from '../../core/place/gap/gap.ts';
import { solveGap } from '../../core/place/gap/solve-gap.ts';
import { highsMilp } from '../../core/place/highs.ts';
import type { MilpSolver } from '../../core/place/milp.ts';
import { placementMilp } from '../../core/place/placement-milp.ts';
import { searchFor } from '../../core/place/progress.ts';
import type { BenchOutcome } from './main.ts';
import { instanceOptions } from './place/options.ts';
import { type GapInstance, readGapFolder } from './place/read-gap.ts';

/** Room for the last step within the time that an instance gets. */
const LAST_STEP_MS = 200;
/** A solution this close to the best known value counts as found. */
const CLOSE = 0.01;
const SEED = 1;

interface Row {
  readonly instance: string;
  readonly optimum: number | null;
  readonly objective: number | null;
  readonly bound: number;
  readonly gap: number;
  readonly proven: boolean;
  readonly seconds: number;
  readonly msToOnePercent: number;
  readonly highsMsToOnePercent: number;
}

/**
 * Generalised assignment against proven optima. Options: `--data FOLDER`, `--only INSTANCE`, `--seconds N` an instance (10).
 * The time to 1 % is that until the first solution within 1 % of the optimum, of our search and of HiGHS alone, one after the other on
 * this machine; the model that HiGHS gets is built outside its time. Where HiGHS has none in the same number of seconds, that is its time.
 */
export async function bench(options: readonly string[]): Promise<BenchOutcome> {
  const { folder, isWanted, extra } = instanceOptions(options, 'gap', { seconds: '10' });
  const milp = highsMilp(await loadHighs());
  const instances = readGapFolder(folder, isWanted);
  if (instances.length === 0) throw new Error(`No instance in ${folder} was asked for.`);
  const rows = instances.map((instance) => runInstance(instance, milp, Number(extra.seconds)));
  const gaps = rows.map((row) => row.gap);
  return {
    figures: {
      instances: rows.length,
      meanGap: gaps.reduce((total, gap) => total + gap, 0) / gaps.length,
      worstGap: Math.max(...gaps),
      proven: rows.filter((row) => row.proven).length,
      boundAboveOptimum: rows.filter((row) => row.optimum !== null && row.bound > row.optimum + 1e-6).length,
      speedupToOnePercent: median(rows.map((row) => row.highsMsToOnePercent / row.msToOnePercent)),
      secondsWorst: Math.max(...rows.map((row) => row.seconds)),
    },
    rows,
  };
}

function runInstance({ name, problem, optimum }: GapInstance, milp: MilpSolver, seconds: number): Row {
  const started = performance.now();
  const since = (from: number): number => performance.now() - from;
  const times: { readonly objective: number; readonly ms: number }[] = [];
  const gap = asGap(problem);
  if (gap === null) throw new Error(`${name} is not a generalised assignment problem of whole numbers.`);
  const result = searchFor(
    solveGap(gap, SEED),
    seconds * 1000 - LAST_STEP_MS,
    () => performance.now(),
    ({ objective }) => {
      if (objective !== null && objective < (times.at(-1)?.objective ?? Infinity)) times.push({ objective, ms: since(started) });
    },
  );
  const ms = since(started);
  if (result.objective !== null) times.push({ objective: result.objective, ms });
  if (result.assignment !== null) {
    const checked = checkPlacement(problem, result.assignment);
    const isSame = Math.abs(checked.objective - (result.objective ?? NaN)) < 1e-6;
    if (checked.violations.length > 0 || !isSame) throw new Error(`${name}: ${JSON.stringify(checked)}`);
  }
  const reference = optimum ?? result.bound;
  const close = reference + CLOSE * Math.abs(reference);
  const msToOnePercent = times.find((each) => each.objective <= close)?.ms ?? ms;
  return {
    instance: name,
    optimum,
    objective: result.objective,
    bound: result.bound,
    gap: result.objective === null ? 1 : (result.objective - reference) / Math.abs(reference),
    proven: result.status === 'optimal',
    seconds: ms / 1000,
    msToOnePercent,
    highsMsToOnePercent: highsTime(placementMilp(problem), milp, close, seconds),
  };
}

function highsTime({ milp: model }: ReturnType<typeof placementMilp>, milp: MilpSolver, close: number, seconds: number): number {
  const started = performance.now();
  let found: number | null = null;
  milp(model, {
    seconds,
    onBetter: (objective) => {
      if (objective > close) return false;
      found ??= performance.now() - started;
      return true;
    },
  });
  return found ?? performance.now() - started;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? NaN) + (sorted[Math.floor(middle)] ?? NaN)) / 2;
}
