import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { faultOf, mutate, mutation, TARGETS } from '../formats/mutations.ts';
import { upperBound } from './kill/upper-bound.ts';
import type { BenchOutcome } from './main.ts';

/** Longest a refusal may take: goal S1. */
const HANG_MS = 2000;
/** Mutations that are drawn at once. */
const BATCH = 1000;

/**
 * Goal S1: damages a good file of each format at random and gives it to its reader. Options: `--runs N` a format,
 * `--seed N`, `--only NAME`. Figures: runs, each kind of fault, and the 95 % upper bound of their share.
 */
export async function bench(options: readonly string[]): Promise<BenchOutcome> {
  const { values } = parseArgs({
    args: [...options],
    options: { runs: { type: 'string', default: '20000' }, seed: { type: 'string', default: '1' }, only: { type: 'string' } },
  });
  const runs = Number(values.runs);
  const faults = { uncaught: 0, hang: 0, unsound: 0, unnamed: 0 };
  const rows: { format: string; runs: number; msPerRun: number; firstFault: string | null; firstText: string | null }[] = [];
  for (const target of TARGETS.filter(({ name }) => values.only === undefined || name === values.only)) {
    const started = performance.now();
    let firstFault: string | null = null;
    let firstText: string | null = null;
    for (let done = 0; done < runs; done += BATCH) {
      const numRuns = Math.min(BATCH, runs - done);
      for (const mutations of fc.sample(fc.array(mutation, { minLength: 1, maxLength: 4 }), {
        seed: Number(values.seed) + done,
        numRuns,
      })) {
        const text = mutations.reduce(mutate, target.good);
        const fault = faultOf(target, text, HANG_MS);
        if (fault === null) continue;
        faults[fault.slice(0, fault.indexOf(':')) as keyof typeof faults] += 1;
        firstFault ??= fault;
        firstText ??= text.slice(0, 2000);
      }
    }
    rows.push({ format: target.name, runs, msPerRun: (performance.now() - started) / runs, firstFault, firstText });
  }
  const all = runs * rows.length;
  const bad = Object.values(faults).reduce((sum, each) => sum + each, 0);
  return { figures: { runs: all, ...faults, upperBound95: upperBound(bad, all) }, rows };
}
