import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkPlacement } from '../../core/place/check.ts';
import { searchFor } from '../../core/place/progress.ts';
import { solvePlacement } from '../../core/place/solve.ts';
import type { BenchOutcome } from './main.ts';
import { instanceOptions } from './place/options.ts';
import { parseReassignment } from './place/read-reassignment.ts';

const SEED = 1;
const MODEL = /^model_(.+)\.txt$/;
/** Best results of the ROADEF/EURO challenge 2012 on set A. */
const BEST: Readonly<Record<string, number>> = {
  a1_1: 44_306_501,
  a1_2: 777_532_896,
  a1_3: 583_005_717,
  a1_4: 252_728_589,
  a1_5: 727_578_309,
};

/**
 * Machine reassignment (ROADEF/EURO challenge 2012). Figures: the objective relative to the best of the challenge less one, and answers that
 * the checker refuses. Options: `--data FOLDER`, `--only INSTANCE`, `--seconds N` an instance (60). Where no best is known the figure is the gap to our bound.
 */
export async function bench(options: readonly string[]): Promise<BenchOutcome> {
  const { folder, isWanted, extra } = instanceOptions(options, 'machine-reassignment', { seconds: '60' });
  const names = readdirSync(folder).flatMap((file) => MODEL.exec(file)?.[1] ?? []);
  const rows = names.filter((name) => isWanted(name)).map((name) => run(folder, name, Number(extra.seconds)));
  if (rows.length === 0) throw new Error(`No instance in ${folder} was asked for.`);
  const figures = Object.fromEntries(rows.map((row) => [row.instance, row.relative]));
  const checkerFailures = rows.filter((row) => row.violations > 0 || !row.isSameObjective).length;
  return Promise.resolve({ figures: { ...figures, checkerFailures }, rows });
}

function run(folder: string, instance: string, seconds: number) {
  const assignment = join(folder, `assignment_${instance}.txt`);
  if (!existsSync(assignment)) throw new Error(`There is no ${assignment}.`);
  const problem = parseReassignment(
    readFileSync(join(folder, `model_${instance}.txt`), 'utf8'),
    readFileSync(assignment, 'utf8'),
  );
  const started = performance.now();
  const search = solvePlacement(problem, { seed: SEED, start: problem.initial });
  const result = searchFor(search, seconds * 1000, () => performance.now());
  const taken = (performance.now() - started) / 1000;
  const checked = checkPlacement(problem, result.assignment ?? problem.initial);
  const best = BEST[instance] ?? null;
  return {
    instance,
    objective: checked.objective,
    bound: result.bound,
    best,
    relative: checked.objective / (best ?? result.bound) - 1,
    start: checkPlacement(problem, problem.initial).objective,
    violations: checked.violations.length,
    isSameObjective: Math.abs(checked.objective - (result.objective ?? NaN)) <= 1e-9 * checked.objective,
    seconds: taken,
  };
}
