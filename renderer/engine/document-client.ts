import type { Problem } from '../../core/base/problem.ts';
import { problem } from '../../core/base/problem.ts';
import type { Result } from '../../core/base/result.ts';
import { failed, ok } from '../../core/base/result.ts';
import { SiteAssembly } from '../../core/site/site-parts.ts';
import type { Site } from '../../core/site/site.ts';
import type { DocumentReply, DocumentRequest } from './document-protocol.ts';
import { sendSite } from './send-site.ts';
import type { Spawn, Spawned } from './spawn.ts';

/** Whole sites to and from the forms in which they are kept, without keeping the page from drawing. Null: it was told to stop. */
export interface Documents {
  /** The form in which the library keeps it, JSON-safe. */
  pack(site: Site, signal?: AbortSignal): Promise<Result<unknown, Problem> | null>;
  unpack(document: unknown, name: string, run?: UnpackRun): Promise<Result<Site, Problem> | null>;
  /** A file of the user. */
  file(site: Site, compressed: boolean): Promise<Result<Blob, Problem>>;
}

export interface UnpackRun {
  /** Share of the work that is done, 0 to 1. */
  progressed?(share: number): void;
  readonly signal?: AbortSignal;
}

interface Job<Value> {
  begin(worker: Spawned<DocumentRequest>, isStale: () => boolean): void;
  /** What a reply settles; undefined: more is to come. */
  take(reply: DocumentReply): Result<Value, Problem> | undefined;
  readonly name: string;
  readonly signal?: AbortSignal | undefined;
}

/** A worker for each task, which ends with it. */
export function createDocuments(spawn: Spawn<DocumentRequest, DocumentReply>): Documents {
  function run<Value>(job: Job<Value>): Promise<Result<Value, Problem> | null> {
    return new Promise((resolve) => {
      let isOver = false;
      const finish = (outcome: Result<Value, Problem> | null): void => {
        if (isOver) return;
        isOver = true;
        job.signal?.removeEventListener('abort', stop);
        worker.terminate();
        resolve(outcome);
      };
      const stop = (): void => finish(null);
      const worker = spawn({
        replied(reply) {
          const outcome = isOver ? undefined : job.take(reply);
          if (outcome !== undefined) finish(outcome);
        },
        lost: (message) => finish(failed(crashed(message, job.name))),
      });
      job.signal?.addEventListener('abort', stop, { once: true });
      if (job.signal?.aborted === true) stop();
      else job.begin(worker, () => isOver);
    });
  }

  /** A site to the worker, then what is to become of it. */
  const sending =
    (site: Site, request: DocumentRequest): Job<unknown>['begin'] =>
    (worker, isStale) =>
      void sendSite(site, (part) => worker.postMessage({ kind: 'part', part }), isStale).then((sent) => {
        if (sent) worker.postMessage(request);
      });

  return {
    pack: (site, signal) =>
      run({
        begin: sending(site, { kind: 'pack' }),
        take: (reply) => (reply.kind === 'packed' ? ok(reply.document) : undefined),
        name: site.header.name,
        signal,
      }),
    unpack(document, name, { progressed, signal } = {}) {
      const assembly = new SiteAssembly();
      return run({
        begin: (worker) => worker.postMessage({ kind: 'unpack', document, name }),
        take(reply) {
          if (reply.kind === 'progress') progressed?.(reply.share);
          if (reply.kind === 'part') assembly.take(reply.part);
          if (reply.kind !== 'unpacked') return undefined;
          return reply.outcome.status === 'ok' ? ok(assembly.site()) : reply.outcome;
        },
        name,
        signal,
      });
    },
    async file(site, compressed) {
      const outcome = await run<Blob>({
        begin: sending(site, { kind: 'file', compressed }),
        take: (reply) => (reply.kind === 'file' ? ok(reply.content) : undefined),
        name: site.header.name,
      });
      return outcome ?? failed(crashed('', site.header.name));
    },
  };
}

function crashed(message: string, file: string): Problem {
  return problem(
    'document.crashed',
    message === '' ? 'Work on the whole document stopped.' : `Work on the whole document stopped: ${message}.`,
    'Close other programs, then try again.',
    { file },
    message === '' ? {} : { which: 'reason', reason: message },
  );
}
