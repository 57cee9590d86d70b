import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import type { BenchOutcome } from './main.ts';
import { crowdBench } from './peers/edgecloudsim-rows.ts';
import { fivePlayersRow, ifogsimRows, namesFix, publishedRuns } from './peers/ifogsim.ts';
import { LEAF_CELLS, leafRow, orderKept, planRow, publishedEnergy } from './peers/leaf.ts';
import type { Row } from './peers/row.ts';
import { worst } from './peers/row.ts';
import { C5_CELLS, MANY_CAMERAS, runOnce } from './peers/run-once.ts';

/** Simulated time of the run with 10,000 cameras, ms: half a million frames. */
const MANY_CAMERAS_MS = 250;

/**
 * Published studies of other simulators, rebuilt as sites: what was published beside our evaluation and simulation. Where a published figure rests on an
 * artefact, the bench imitates it, so that the difference is explained; `difference` is then that of the imitation. A saturated cell has no figure of ours:
 * it has the resource, its utilisation and the remedies of the engine.
 */
export async function bench(options: readonly string[]): Promise<BenchOutcome> {
  const { values } = parseArgs({
    args: [...options],
    options: {
      data: { type: 'string', default: '../shared/data' },
      requests: { type: 'string', default: '150000' },
      seeds: { type: 'string', default: '10' },
    },
  });
  const startMs = performance.now();
  const game = publishedRuns(values.data).flatMap((run) => ifogsimRows(run, Number(values.requests)));
  const ifogsim = [...game, fivePlayersRow()];
  const energy = publishedEnergy(values.data);
  const leaf = LEAF_CELLS.map((cell) => leafRow(cell, energy.published[cell.name] ?? null, energy.rerun[cell.name] ?? null));
  const plan = planRow(energy.published['Fog 6s'] ?? null);
  const crowd = await crowdBench(Number(values.seeds));
  const runs = C5_CELLS.map((cell) => runOnce(cell));
  const again = runOnce(C5_CELLS[0] ?? '');
  const cameras = runOnce(MANY_CAMERAS, MANY_CAMERAS_MS);
  const fogSurveillance = ifogsim.filter((row) => row.cell.startsWith('DCNS fog'));
  return {
    figures: {
      dcnsFogWorstRelative: worst(fogSurveillance.map((row) => row.difference)),
      evaluationWorstBelowRho08: worst(ifogsim.filter((row) => (row.rho ?? 1) < 0.8).map(evaluationError)),
      saturatedNamed: game.filter(namesFix).length,
      leafWorstRelative: worst(leaf.map((row) => row.difference)),
      leafWorstToRerun: worst(leaf.map((row) => row.differenceToRerun)),
      leafOrderKept: orderKept(leaf),
      leafSeconds: Math.max(...leaf.map((row) => row.seconds)),
      leafPlanKWh: plan.evaluation ?? NaN,
      leafPlanP95Ms: plan.detail.p95Ms,
      leafPlanSimulatedP95Ms: plan.detail.simulatedP95Ms,
      ...crowd.figures,
      c5Seconds: Math.max(...runs.map((run) => run.seconds)),
      c5CpuSeconds: Math.max(...runs.map((run) => run.cpuSeconds)),
      c5MiB: Math.max(...runs.map((run) => run.peakMiB)),
      cameras10kSeconds: cameras.seconds,
      cameras10kCpuSeconds: cameras.cpuSeconds,
      sameHash: again.hash === runs[0]?.hash ? 1 : 0,
      seconds: (performance.now() - startMs) / 1000,
    },
    rows: [...ifogsim, ...leaf, plan, ...crowd.rows, ...[...runs, cameras].map((run) => ({ study: 'iFogSim2', ...run }))],
  };
}

/** Of the evaluation, relative to the simulation; null where one of them has no figure. */
function evaluationError(row: Row): number | null {
  return row.evaluation === null || row.simulation === null ? null : row.evaluation / row.simulation - 1;
}
