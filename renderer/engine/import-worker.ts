import './zod-setting.ts';
import type { Problem } from '../../core/base/problem.ts';
import { problem } from '../../core/base/problem.ts';
import { failed, ok } from '../../core/base/result.ts';
import { sitePartsOf } from '../../core/site/site-parts.ts';
import { workerDecoders } from './worker-decoders.ts';
import { readImport } from './read-import.ts';
import type { ImportMessage, ImportReply, ImportRequest } from './import-protocol.ts';

const scope = globalThis as unknown as DedicatedWorkerGlobalScope;
const post = (message: ImportMessage): void => scope.postMessage(message);

scope.onmessage = (event: MessageEvent<ImportRequest>) => {
  const { kind, files, catalog, options } = event.data;
  const sources = files.map((file) => ({
    name: file.name,
    size: file.size,
    slice: async (start: number, end: number) => new Uint8Array(await file.slice(start, end).arrayBuffer()),
  }));
  void readImport(kind, sources, catalog, options, workerDecoders, (share) => post({ kind: 'progress', share }))
    .catch((error: unknown): ImportReply => failed([refusalOf(error, files[0]?.name ?? '')]))
    .then(tell);
};

function tell(reply: ImportReply): void {
  if (reply.status === 'failed') return post({ kind: 'end', outcome: reply });
  const { site, ...rest } = reply.value;
  for (const part of sitePartsOf(site)) post({ kind: 'part', part });
  post({ kind: 'end', outcome: ok(rest) });
}

/** The disk may refuse after all; anything else is a bug in a reader, which the message names. */
function refusalOf(error: unknown, file: string): Problem {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return error instanceof DOMException
    ? problem(
        'file.unreadable',
        `The file cannot be read: ${message}.`,
        'Check that it still exists and that you may read it.',
        {
          file,
        },
        { reason: message },
      )
    : problem(
        'import.crashed',
        `Reading stopped: ${message}.`,
        'Check that the file is whole, or choose another.',
        { file },
        { which: 'reason', reason: message },
      );
}
