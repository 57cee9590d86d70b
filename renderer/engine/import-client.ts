import { problem } from '../../core/base/problem.ts';
import { failed } from '../../core/base/result.ts';
import type { ImportReply, ImportRequest } from './import-protocol.ts';
import type { Spawn } from './spawn.ts';

/** Longer than the largest file of the limits takes on a slow laptop; who does not want to wait stops it before. */
const BUDGET_MS = 180_000;

/** Reads files in a worker of their own, which ends with the answer, at the latest when its time is up. Null: it was told to stop. */
export function runImport(
  request: ImportRequest,
  spawn: Spawn<ImportRequest, ImportReply>,
  { budgetMs = BUDGET_MS, signal }: { readonly budgetMs?: number; readonly signal?: AbortSignal } = {},
): Promise<ImportReply | null> {
  const at = { file: request.files[0]?.name ?? '' };
  return new Promise((resolve) => {
    const finish = (reply: ImportReply | null): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      worker.terminate();
      resolve(reply);
    };
    const stop = (): void => finish(null);
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
    signal?.addEventListener('abort', stop, { once: true });
    if (signal?.aborted === true) stop();
    else worker.postMessage(request);
  });
}

function crashText(message: string): string {
  return message === '' ? 'Reading stopped.' : `Reading stopped: ${message}.`;
}
