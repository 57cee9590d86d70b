import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { placeInSteps } from '../../core/place/site/place.ts';
import type { PlaceResult } from '../../core/place/site/result.ts';
import { parseSiteFile } from '../../core/site/file.ts';
import type { BenchOutcome } from './main.ts';

const SAMPLES = ['car-factory-qc', 'city-traffic', 'melbourne-mec'];

/**
 * Samples before and after they are placed better: errors, flows in time, hardware taken a month, power, mean p99. Options: `--seconds N` a sample (20), `--only
 * SAMPLE`. Each plan passes the checker.
 */
export async function bench(options: readonly string[]): Promise<BenchOutcome> {
  const { values } = parseArgs({
    args: [...options],
    options: { seconds: { type: 'string', default: '20' }, only: { type: 'string' } },
  });
  const rows = SAMPLES.filter((name) => values.only === undefined || values.only === name).map((name) => {
    const { before, after, status, gap, changes, steps, checker, evaluations } = placed(name, Number(values.seconds));
    if (checker.length > 0) throw new Error(`${name}: ${checker.join('; ')}`);
    const figures = [before, after].map(({ errors, flowsMet, powerW, meanP99Ms, value }) => ({
      errors,
      flowsMet,
      powerW,
      meanP99Ms,
      costPerMonth: value.parts.costPerMonth,
    }));
    const interruptions = steps.filter((step) => step.interrupts).length;
    return {
      sample: name,
      before: figures[0],
      after: figures[1],
      status,
      gap,
      changes: changes.length,
      interruptions,
      evaluations,
    };
  });
  const sum = (of: 'before' | 'after'): number => rows.reduce((total, row) => total + (row[of]?.errors ?? 0), 0);
  return { figures: { samples: rows.length, errorsBefore: sum('before'), errorsAfter: sum('after') }, rows };
}

function placed(name: string, seconds: number): PlaceResult {
  const path = fileURLToPath(new URL(`../../assets/samples/${name}.edgewright.json`, import.meta.url));
  const file = parseSiteFile(readFileSync(path, 'utf8'), path);
  if (file.status === 'failed') throw new Error(JSON.stringify(file.error));
  const started = performance.now();
  const steps = placeInSteps(file.value.site, { iterations: null, milliseconds: seconds * 1000 });
  for (;;) {
    const step = steps.next(performance.now() - started);
    if (step.done === true) return step.value;
  }
}
