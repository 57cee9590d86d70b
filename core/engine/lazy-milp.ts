import type { Highs } from 'highs';
import { highsMilp } from '../place/highs.ts';
import type { MilpSolver } from '../place/milp.ts';

/** The solver as an engine's port gives it: loaded when somebody first asks, null until it is there. */
export function lazyMilp(load: () => Promise<Highs>): () => MilpSolver | null {
  let solver: MilpSolver | null = null;
  let failure: Error | null = null;
  let asked = false;
  return () => {
    if (failure !== null) throw failure;
    if (!asked) {
      asked = true;
      load().then(
        (highs) => {
          solver = highsMilp(highs);
        },
        (error: unknown) => {
          failure = new Error('The solver of mixed-integer programs cannot be loaded', { cause: error });
        },
      );
    }
    return solver;
  };
}
