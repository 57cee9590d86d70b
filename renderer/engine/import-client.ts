import { problem } from '../../core/base/problem.ts';
import { failed } from '../../core/base/result.ts';
import type { ImportReply, ImportRequest } from './import-protocol.ts';

/** The part of a `Worker` that is used; tests give one of their own. */
export interface ImportWorker {
  postMessage(request: ImportRequest): void;
  terminate(): void;
  onmessage: ((event: { readonly data: ImportReply }) => void) | null;
  onerror: ((event: { readonly message?: string }) => void) | null;
}

/** Longer than the largest file of the limits takes on a slow laptop. */
const BUDGET_MS = 30_000;

/** Reads files in a worker of their own, which ends with the answer, at the latest when its time is up. */
export function runImport(request: ImportRequest, createWorker: () => ImportWorker, budgetMs = BUDGET_MS): Promise<ImportReply> {
  const file = request.files[0]?.name ?? '';
  return new Promise((resolve) => {
    const worker = createWorker();
    const finish = (reply: ImportReply): void => {
      clearTimeout(timer);
      worker.onmessage = null;
      worker.onerror = null;
      worker.terminate();
      resolve(reply);
    };
    const timer = setTimeout(
      () =>
        finish(
          failed([
            problem(
              'import.too-slow',
              `Reading took longer than ${budgetMs / 1000} s and was stopped.`,
              'Choose a smaller file, or split it.',
              { file },
            ),
          ]),
        ),
      budgetMs,
    );
    worker.onmessage = (event) => finish(event.data);
    worker.onerror = (event) =>
      finish(
        failed([
          problem(
            'import.crashed',
            `Reading stopped${event.message === undefined ? '' : `: ${event.message}`}.`,
            'Check that the file is whole, or choose another.',
            {
              file,
            },
          ),
        ]),
      );
    worker.postMessage(request);
  });
}
