import { problem } from '../../core/base/problem.ts';
import { failed, ok } from '../../core/base/result.ts';
import { SiteAssembly } from '../../core/site/site-parts.ts';
import type { ImportMessage, ImportReply, ImportRequest } from './import-protocol.ts';
import type { Spawn } from './spawn.ts';

/** Longer than the largest file of the limits takes on a slow laptop; who does not want to wait stops it before. */
const BUDGET_MS = 180_000;

export interface ImportRun {
  readonly budgetMs?: number;
  readonly signal?: AbortSignal;
  /** Share of the work that is done, 0 to 1, where the reader knows it. */
  progressed?(share: number): void;
}

/** Reads files in a worker of their own, which ends with the answer, at the latest when its time is up. Null: it was told to stop. */
export function runImport(
  request: ImportRequest,
  spawn: Spawn<ImportRequest, ImportMessage>,
  { budgetMs = BUDGET_MS, signal, progressed }: ImportRun = {},
): Promise<ImportReply | null> {
  const at = { file: request.files[0]?.name ?? '' };
  const assembly = new SiteAssembly();
  return new Promise((resolve) => {
    const hear = (message: ImportMessage): void => {
      if (message.kind === 'progress') progressed?.(message.share);
      else if (message.kind === 'part') assembly.take(message.part);
      else
        finish(message.outcome.status === 'failed' ? message.outcome : ok({ ...message.outcome.value, site: assembly.site() }));
    };
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
      replied: hear,
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
