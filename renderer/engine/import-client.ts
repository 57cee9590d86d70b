import { problem } from '../../core/base/problem.ts';
import { failed } from '../../core/base/result.ts';
import type { ImportReply, ImportRequest } from './import-protocol.ts';
import type { Spawn } from './spawn.ts';

/** Longer than the largest file of the limits takes on a slow laptop. */
const BUDGET_MS = 30_000;

/** Reads files in a worker of their own, which ends with the answer, at the latest when its time is up. */
export function runImport(
  request: ImportRequest,
  spawn: Spawn<ImportRequest, ImportReply>,
  budgetMs = BUDGET_MS,
): Promise<ImportReply> {
  const at = { file: request.files[0]?.name ?? '' };
  return new Promise((resolve) => {
    const finish = (reply: ImportReply): void => {
      clearTimeout(timer);
      worker.terminate();
      resolve(reply);
    };
    const tooSlow = problem(
      'import.too-slow',
      `Reading took longer than ${budgetMs / 1000} s and was stopped.`,
      'Choose a smaller file, or split it.',
      at,
      { seconds: budgetMs / 1000 },
    );
    const timer = setTimeout(() => finish(failed([tooSlow])), budgetMs);
    const worker = spawn({
      replied: finish,
      lost: (message) =>
        finish(
          failed([
            problem(
              'import.crashed',
              crashText(message),
              'Check that the file is whole, or choose another.',
              at,
              message === '' ? {} : { which: 'reason', reason: message },
            ),
          ]),
        ),
    });
    worker.postMessage(request);
  });
}

function crashText(message: string): string {
  return message === '' ? 'Reading stopped.' : `Reading stopped: ${message}.`;
}
