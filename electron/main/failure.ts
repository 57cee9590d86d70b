import { problem, type Problem } from '../../core/base/problem.ts';

/** A failure with its words ready for the user; anything else that is thrown becomes one in `toProblem`. */
export class ShellFailure extends Error {
  readonly problem: Problem;

  constructor(value: Problem) {
    super(value.message);
    this.problem = value;
  }
}

/** What went wrong as data for the page. The system's own message stays here: it names paths. */
export function toProblem(error: unknown): Problem {
  if (error instanceof ShellFailure) return error.problem;
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return problem('disk-full', 'The disk is full.', 'Free some space, then try again.');
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return problem(
        'no-access',
        'The system does not allow writing or reading there.',
        'Choose another place, or change its permissions.',
      );
    case 'ENOENT':
      return problem('file-gone', 'The file is no longer there.', 'Choose it again, or save under another name.');
    default:
      return problem(
        'shell-failed',
        `The desktop shell failed (${code}).`,
        'Try again; if it stays, save a copy under another name.',
        {},
        { reason: code },
      );
  }
}
