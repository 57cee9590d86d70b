import type { Evaluated } from '../evaluate/evaluate.ts';
import { evaluateInSteps } from '../evaluate/evaluate.ts';
import { flowDetail } from '../evaluate/flow-detail.ts';
import { apply } from '../site/commands/apply.ts';
import { applyDiff } from '../site/diff.ts';
import type { Site } from '../site/site.ts';
import { compareEvaluations } from './compare.ts';
import type { EnginePort, EngineReply, EngineRequest } from './protocol.ts';
import { DeskError, questionDesk } from './question-desk.ts';

/** Work between two looks at the port, ms: a fraction of a frame, so that a newer question overtakes an older one. */
const SLICE_MS = 6;
/** Silence before progress is told, ms: shorter work is not worth a bar. */
const PROGRESS_AFTER_MS = 120;

type Preview = Extract<EngineRequest, { kind: 'preview' }>;
type Detail = Extract<EngineRequest, { kind: 'flow-detail' }>;

/** What the engine was told last, and what it knows of it. */
interface Held {
  readonly revision: number;
  readonly site: Site;
  /** Request that is answered with the result; null once it has been. */
  readonly unanswered: number | null;
  readonly evaluated: Evaluated | null;
}

/** The engine behind a port. `receive` never throws and never blocks; answers go out through the port. */
export interface Engine {
  receive(request: EngineRequest): void;
}

/**
 * Serves one document. Changes are taken in at once and answered together: only the newest revision is evaluated, an older
 * evaluation under way is dropped. Of previews only the newest is answered; the others are confirmed as cancelled.
 */
export function serve(port: EnginePort): Engine {
  let held: Held | null = null;
  let preview: Preview | null = null;
  let details: Detail[] = [];
  const desk = questionDesk(port, SLICE_MS, PROGRESS_AFTER_MS);
  let running = false;

  const fail = (request: number, error: unknown): void => {
    const known = error instanceof Error ? error : new Error(String(error));
    port.post({ kind: 'failed', request, error: { name: known.name, message: known.message, stack: known.stack ?? '' } });
  };

  const take = (request: EngineRequest): void => {
    switch (request.kind) {
      case 'load':
        desk.drop();
        held = { revision: request.revision, site: request.site, unanswered: request.request, evaluated: null };
        return;
      case 'change':
        if (held === null || held.revision !== request.revision - 1) {
          port.post({ kind: 'resync', request: request.request, held: held?.revision ?? null });
          return;
        }
        desk.drop();
        held = {
          revision: request.revision,
          site: applyDiff(held.site, request.diff),
          unanswered: request.request,
          evaluated: null,
        };
        return;
      case 'preview':
        if (preview !== null) port.post({ kind: 'cancelled', request: preview.request });
        preview = request;
        return;
      case 'flow-detail':
        details.push(request);
        return;
      case 'ask':
        desk.take(request);
        return;
      default:
        desk.cancel(request.cancels);
        if (preview?.request === request.cancels) preview = null;
        details = details.filter((detail) => detail.request !== request.cancels);
        if (held?.unanswered === request.cancels) held = { ...held, unanswered: null };
        port.post({ kind: 'cancelled', request: request.cancels });
    }
  };

  /** Evaluates in slices; null when `stale` became true meanwhile. */
  const evaluateWhile = async (site: Site, request: number, stale: () => boolean): Promise<Evaluated | null> => {
    const steps = evaluateInSteps(site);
    const started = port.now();
    let slice = started;
    for (;;) {
      const step = steps.next();
      if (step.done === true) return step.value;
      const now = port.now();
      if (now - slice < SLICE_MS) continue;
      if (now - started > PROGRESS_AFTER_MS)
        port.post({ kind: 'progress', request, done: step.value.done, total: step.value.total, stage: step.value.stage });
      await port.yield();
      slice = port.now();
      if (stale()) return null;
    }
  };

  const answerDocument = async (document: Held, request: number): Promise<void> => {
    const started = port.now();
    const evaluated = await evaluateWhile(document.site, request, () => held !== document);
    if (evaluated === null || held !== document) return;
    held = { ...document, unanswered: null, evaluated };
    port.post({
      kind: 'result',
      request,
      revision: document.revision,
      evaluation: evaluated.evaluation,
      workerMs: port.now() - started,
    });
  };

  const answerPreview = async (asked: Preview, document: Held): Promise<void> => {
    const started = port.now();
    const base = document.evaluated;
    if (asked.revision !== document.revision || base === null) {
      port.post({ kind: 'resync', request: asked.request, held: document.revision });
      return;
    }
    const result = apply(document.site, asked.command);
    if (result.status === 'failed') {
      port.post({ kind: 'refused', request: asked.request, revision: document.revision, refusal: result.error });
      return;
    }
    const evaluated = await evaluateWhile(
      applyDiff(document.site, result.value),
      asked.request,
      () => held !== document || preview !== null,
    );
    const reply: EngineReply =
      evaluated === null
        ? { kind: 'cancelled', request: asked.request }
        : {
            kind: 'preview',
            request: asked.request,
            revision: document.revision,
            preview: compareEvaluations(base.evaluation, evaluated.evaluation),
            workerMs: port.now() - started,
          };
    port.post(reply);
  };

  const answerDetail = (asked: Detail, document: Held | null): void => {
    const evaluated = document?.evaluated ?? null;
    port.post({
      kind: 'flow-detail',
      request: asked.request,
      revision: document?.revision ?? 0,
      detail: evaluated === null ? null : flowDetail(evaluated, asked.flowId),
    });
  };

  const workAtDesk = (document: Held | null): boolean => {
    try {
      return desk.work(document);
    } catch (error) {
      if (!(error instanceof DeskError)) throw error;
      fail(error.request, error.cause);
      return true;
    }
  };

  /** Newest document first, then details, then the newest preview, then a slice of what else was asked. */
  const next = async (): Promise<boolean> => {
    const document = held;
    if (document !== null && document.unanswered !== null) {
      const request = document.unanswered;
      await answerDocument(document, request).catch((error: unknown) => {
        if (held === document) held = { ...document, unanswered: null };
        fail(request, error);
      });
      return true;
    }
    const detail = details.shift();
    if (detail !== undefined) {
      try {
        answerDetail(detail, document);
      } catch (error) {
        fail(detail.request, error);
      }
      return true;
    }
    const asked = preview;
    if (asked === null) return workAtDesk(document);
    preview = null;
    if (document === null) port.post({ kind: 'resync', request: asked.request, held: null });
    else await answerPreview(asked, document).catch((error: unknown) => fail(asked.request, error));
    return true;
  };

  const run = async (): Promise<void> => {
    running = true;
    do await port.yield();
    while (await next());
    running = false;
  };

  return {
    receive(request) {
      try {
        take(request);
      } catch (error) {
        fail(request.request, error);
      }
      if (!running) void run();
    },
  };
}
