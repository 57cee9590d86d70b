import { parseArgs } from 'node:util';
import { checkPlacement } from '../../core/place/check.ts';
import { relativeGap, searchFor } from '../../core/place/progress.ts';
import { solvePlacement } from '../../core/place/solve.ts';
import type { BenchOutcome } from './main.ts';
import { growingProblem } from './place/growing-problem.ts';

const SEED = 1;
const LEAST_SECONDS = 0.03;

interface Row {
  readonly services: number;
  readonly nodes: number;
  readonly seconds: number;
  readonly reached: boolean;
  /** At the end of the time. */
  readonly gap: number;
  readonly served: number;
}

/**
 * Placement time and proven gap from 100 services on 10 nodes to 100,000 on 10,000. A search spends the time that it is told it has, so each size is placed
 * anew with twice the time until the gap to the bound is `--gap` (0.05) at most; that time counts. The exponent is that of time over services, by least squares
 * of logarithms. Options: `--sizes 100,1000,…`, `--seconds N` at most a placement (60).
 */
export async function bench(options: readonly string[]): Promise<BenchOutcome> {
  const { values } = parseArgs({
    args: [...options],
    options: {
      sizes: { type: 'string', default: '100,1000,10000,100000' },
      seconds: { type: 'string', default: '60' },
      gap: { type: 'string', default: '0.05' },
    },
  });
  const rows = values.sizes.split(',').map((size) => run(Number(size), Number(values.seconds), Number(values.gap)));
  return {
    figures: {
      exponent: slope(rows.map((row) => [Math.log(row.services), Math.log(row.seconds)])),
      worstGap: Math.max(...rows.map((row) => row.gap)),
      largestSeconds: rows.at(-1)?.seconds ?? 0,
      reached: rows.filter((row) => row.reached).length,
    },
    rows,
  };
}

function run(services: number, seconds: number, wantedGap: number): Row {
  const problem = growingProblem(services, SEED);
  for (let budget = LEAST_SECONDS; ; budget = Math.min(seconds, 2 * budget)) {
    const started = performance.now();
    const result = searchFor(solvePlacement(problem, { seed: SEED }), budget * 1000, () => performance.now());
    const taken = (performance.now() - started) / 1000;
    const { assignment, objective } = result;
    const gap = relativeGap(result) ?? 1;
    if (gap > wantedGap && budget < seconds) continue;
    if (assignment === null) throw new Error(`${services}: nothing found.`);
    const checked = checkPlacement(problem, assignment);
    if (checked.violations.length > 0 || Math.abs(checked.objective - (objective ?? NaN)) > 1e-6 * checked.objective)
      throw new Error(`${services}: the checker refuses: ${JSON.stringify(checked.violations.slice(0, 3))}`);
    const served = assignment.filter((bin) => bin >= 0).length;
    return { services, nodes: problem.binIds.length, seconds: taken, reached: gap <= wantedGap, gap, served };
  }
}

function slope(points: readonly (readonly number[])[]): number {
  const mean = [0, 1].map((at) => points.reduce((sum, point) => sum + (point[at] ?? 0), 0) / points.length) as [number, number];
  const over = points.reduce((sum, [x = 0, y = 0]) => sum + (x - mean[0]) * (y - mean[1]), 0);
  return over / points.reduce((sum, [x = 0]) => sum + (x - mean[0]) ** 2, 0);
}
