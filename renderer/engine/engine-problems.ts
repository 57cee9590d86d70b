import type { Problem } from '../../core/base/problem.ts';
import { problem } from '../../core/base/problem.ts';

/** It gave no answer for too long. */
export function hung(silenceMs: number): Problem {
  return problem(
    'engine.hung',
    `The engine gave no answer for ${silenceMs / 1000} s and is being started again.`,
    'Go on working; the figures follow. If it happens again, undo the last change.',
    {},
    { seconds: silenceMs / 1000 },
  );
}

/** It threw where nobody caught it, or could not be loaded. */
export function crashed(message: string): Problem {
  return problem(
    'engine.crashed',
    `The engine stopped${message === '' ? '' : `: ${message}`} and is being started again.`,
    'Go on working; the figures follow. If it happens again, undo the last change.',
    {},
    message === '' ? {} : { which: 'reason', reason: message },
  );
}

/** A bug in the engine. */
export function brokeDown(error: { readonly name: string; readonly message: string }): Problem {
  return problem(
    'engine.failed',
    `The engine could not compute this site: ${error.name}: ${error.message}`,
    'Undo the last change, or save the site to a file and report the error.',
    {},
    { reason: `${error.name}: ${error.message}` },
  );
}
