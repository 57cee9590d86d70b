import type { Problem } from '../../core/base/problem.ts';
import { problem } from '../../core/base/problem.ts';
import type { Failed } from '../../core/base/result.ts';
import { failed } from '../../core/base/result.ts';

/** A drop that would leave everything as it is: not refused, there is just nothing to do. */
export const NO_CHANGE = 'drop.no-change';

export function noChange(): Failed<Problem> {
  return failed(problem(NO_CHANGE, 'It is already there.', 'Drop it somewhere else.'));
}

export function gone(what: string): Failed<Problem> {
  return failed(
    problem('drop.gone', `${what} is no longer there.`, 'Start again from what is shown now.', { place: what }, { record: what }),
  );
}
