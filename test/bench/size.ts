import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import loadHighs from 'highs';
import { checkPlacement, checkShares } from '../../core/place/check.ts';
import { highsMilp } from '../../core/place/highs.ts';
import type { MilpSolver } from '../../core/place/milp.ts';
import { searchFor } from '../../core/place/progress.ts';
import { solveDivisible, solvePlacement } from '../../core/place/solve.ts';
import type { BenchOutcome } from './main.ts';
import { instanceOptions } from './place/options.ts';
import { parseCloudBalancing, parseFacilityLocation } from './place/read-sizing.ts';

const SEED = 1;
const CLOUD = /^(\d+)computers-(\d+)processes\.json$/;

interface Row {
  readonly instance: string;
  /** Name of its figure. */
  readonly figure: string;
  readonly objective: number;
  readonly bound: number;
  readonly proven: boolean;
  readonly seconds: number;
}

/**
 * Sizing: warehouse location (cap…) by the mixed-integer program, cloud balancing by the search. Options: `--data FOLDER`, `--only INSTANCE`,
 * `--seconds N` an instance (60). Every answer passes the checker.
 */
export async function bench(options: readonly string[]): Promise<BenchOutcome> {
  const { folder, isWanted, extra } = instanceOptions(options, 'cflp', { seconds: '60' });
  const seconds = Number(extra.seconds);
  const milp = highsMilp(await loadHighs());
  // Both families lie beside each other, or all in the one folder that was named.
  const beside = join(dirname(folder), 'cloudbalancing');
  const folders = [...new Set([folder, ...(existsSync(beside) ? [beside] : [])])];
  const files = folders.flatMap((each) => readdirSync(each).map((file) => ({ file, path: join(each, file) })));
  const rows = files.flatMap(({ file, path }) => {
    const name = file.replace(/\.[^.]+$/, '');
    const cloud = CLOUD.exec(file);
    const figure = cloud === null ? name : `cloud${cloud[1]}x${cloud[2]}`;
    if (!isWanted(name) && !isWanted(figure)) return [];
    const text = readFileSync(path, 'utf8');

    if (cloud !== null) return [runCloud(name, figure, text, milp, seconds)];
    return /^cap.*\.txt$/.test(file) ? [runFacility(name, text, milp, seconds)] : [];
  });
  if (rows.length === 0) throw new Error(`No instance in ${folders.join(', ')} was asked for.`);
  const figures = rows.flatMap(({ figure, objective, proven }): [string, number][] => [
    [figure, objective],
    [`${figure}Proven`, proven ? 1 : 0],
  ]);
  return { figures: Object.fromEntries(figures), rows };
}

function runCloud(instance: string, figure: string, text: string, milp: MilpSolver, seconds: number): Row {
  const problem = parseCloudBalancing(text);
  const started = performance.now();
  // The solver blocks for a while; its time is part of the budget.
  const milpSeconds = seconds / 4;
  const search = solvePlacement(problem, { seed: SEED, milp, milpSeconds });
  const result = searchFor(search, seconds * 1000, () => performance.now());
  const taken = (performance.now() - started) / 1000;
  if (result.assignment === null || result.objective === null) throw new Error(`${instance}: nothing found.`);
  const { violations, objective } = checkPlacement(problem, result.assignment);
  if (violations.length > 0 || Math.abs(objective - result.objective) > 1e-6)
    throw new Error(`${instance}: the checker refuses.`);
  return { instance, figure, objective, bound: result.bound, proven: result.status === 'optimal', seconds: taken };
}

function runFacility(instance: string, text: string, milp: MilpSolver, seconds: number): Row {
  const problem = parseFacilityLocation(text);
  const started = performance.now();
  const result = solveDivisible(problem, milp, seconds);
  const taken = (performance.now() - started) / 1000;
  const { violations, objective } = checkShares(problem, result.shares);
  if (violations.length > 0 || Math.abs(objective - (result.objective ?? NaN)) > 1e-6 * objective) {
    throw new Error(`${instance}: the checker refuses: ${JSON.stringify(violations)}`);
  }
  return { instance, figure: instance, objective, bound: result.bound, proven: result.status === 'optimal', seconds: taken };
}
