import { must } from '../base/assert.ts';
import type { Evaluated, EvaluationStep } from '../evaluate/evaluate.ts';
import { evaluate, EvaluationState } from '../evaluate/evaluate.ts';
import { firstDifference } from '../evaluate/first-difference.ts';
import { flowDetail } from '../evaluate/flow-detail.ts';
import { apply } from '../site/commands/apply.ts';
import type { SiteDiff } from '../site/diff.ts';
import { reverseDiff, squashDiffs } from '../site/diff.ts';
import { SiteAssembly } from '../site/site-parts.ts';
import type { Site } from '../site/site.ts';
import { previewOf } from './compare.ts';
import { PatchWriter } from './evaluation-patch.ts';
import type { Packed } from './pack.ts';
import { buffersOf } from './pack.ts';
import type { EnginePort, EngineRequest } from './protocol.ts';
import { DeskError, questionDesk } from './question-desk.ts';

/** Work between two looks at the port, ms: a fraction of a frame, so that a newer question overtakes an older one. */
const SLICE_MS = 6;
/** Silence before progress is told, ms: shorter work is not worth a bar. */
const PROGRESS_AFTER_MS = 120;
/** Records in one part of a result: what takes it in is done within a few milliseconds. */
const RECORDS_A_PART = 1_000;

type Preview = Extract<EngineRequest, { kind: 'preview' }>;
type Detail = Extract<EngineRequest, { kind: 'flow-detail' }>;

/** What the engine was told last, and what it knows of it. */
interface Held {
  readonly site: Site;
  revision: number;
  /** Request that is answered with the result; null once it has been. */
  unanswered: number | null;
  state: EvaluationState | null;
  /** Changes that the state has not taken in. */
  readonly waiting: SiteDiff[];
  /** What changed since the last result, and the request that it was the answer to. */
  news: PatchWriter;
  told: number | null;
  /** The evaluation on its own, for questions that take long; made when one is asked. */
  apart: Evaluated | null;
}

export interface EngineOptions {
  /** After each change and each preview the evaluation that was kept up to date is compared with one from scratch; a difference is a bug that is told as `failed`. */
  readonly compares?: boolean;
}

/** The engine behind a port. `receive` never throws and never blocks; answers go out through the port. */
export interface Engine {
  receive(request: EngineRequest): void;
}

/**
 * Serves one document. Changes that came together are answered together, by an evaluation that is kept up to date; a result tells
 * what is other than in the one before. Of previews only the newest is answered; the others are confirmed as cancelled.
 */
export function serve(port: EnginePort, options: EngineOptions = {}): Engine {
  let held: Held | null = null;
  /** The document that comes in parts, and the request that it comes with. */
  let arriving: { readonly request: number; readonly assembly: SiteAssembly } | null = null;
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
      case 'load-part':
        if (arriving?.request !== request.request) arriving = { request: request.request, assembly: new SiteAssembly() };
        arriving.assembly.take(request.part);
        return;
      case 'load': {
        desk.drop();
        const { revision, request: unanswered } = request;
        const site = request.site ?? must(arriving, 'the parts of a document').assembly.site();
        arriving = null;
        held = { site, revision, unanswered, state: null, waiting: [], news: new PatchWriter(), told: null, apart: null };
        return;
      }
      case 'change':
        if (held === null || held.revision !== request.revision - 1) {
          port.post({ kind: 'resync', request: request.request, held: held?.revision ?? null });
          return;
        }
        desk.drop();
        held.waiting.push(request.diff);
        held.revision = request.revision;
        held.unanswered = request.request;
        held.apart = null;
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
      case 'finish':
        desk.finish(request.finishes);
        return;
      default:
        desk.cancel(request.cancels);
        if (preview?.request === request.cancels) preview = null;
        details = details.filter((detail) => detail.request !== request.cancels);
        if (held?.unanswered === request.cancels) held.unanswered = null;
        port.post({ kind: 'cancelled', request: request.cancels });
    }
  };

  /** Works in slices with progress; null when `stale` became true meanwhile. */
  const inSlices = async <Value>(
    steps: Generator<EvaluationStep, Value>,
    request: number,
    stale: () => boolean,
  ): Promise<Value | null> => {
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

  /** The whole site the first time, then what changed since. A change that has begun to be taken in is taken in to its end. */
  const answerDocument = async (document: Held, request: number): Promise<void> => {
    const started = port.now();
    const stale = (): boolean => held !== document;
    if (document.state === null) {
      const state = await inSlices(EvaluationState.inSteps(document.site), request, stale);
      if (state === null) return;
      document.state = state;
      document.news.add(state.changes);
    }
    const { state } = document;
    while (document.waiting.length > 0) {
      const diff = document.waiting.splice(0).reduce(squashDiffs);
      if ((await inSlices(state.updateInSteps(diff), request, stale)) === null) return;
      document.news.add(state.changes);
      if (options.compares === true) compareWithScratch(state);
    }
    // Asked again or called off meanwhile: the next turn sees to it.
    if (document.unanswered === null) return;
    const answered = document.unanswered;
    const builtOn = document.told;
    const { revision } = document;
    const parts = document.news.write(state.evaluated.evaluation, RECORDS_A_PART);
    document.unanswered = null;
    document.told = answered;
    document.news = new PatchWriter();
    const post = (patch: Packed, isLast: boolean): void => {
      const workerMs = port.now() - started;
      port.post({ kind: 'result', request: answered, revision, builtOn, patch, isLast, workerMs }, buffersOf(patch));
    };
    let waiting: Packed | null = null;
    for (const part of parts) {
      if (waiting !== null) {
        post(waiting, false);
        await port.yield();
        if (stale()) return;
      }
      waiting = part;
    }
    post(must(waiting, 'a part of the result'), true);
  };

  /** Takes the command's change in, reads what it did, and takes it back: as cheap as an edit. */
  const answerPreview = (asked: Preview, document: Held): void => {
    const started = port.now();
    const { state } = document;
    if (asked.revision !== document.revision || state === null || document.waiting.length > 0) {
      port.post({ kind: 'resync', request: asked.request, held: document.revision });
      return;
    }
    const result = apply(state.site, asked.command);
    if (result.status === 'failed') {
      port.post({ kind: 'refused', request: asked.request, revision: document.revision, refusal: result.error });
      return;
    }
    state.update(result.value);
    const seen = previewOf(state.changes);
    const workerMs = port.now() - started;
    port.post({ kind: 'preview', request: asked.request, revision: document.revision, preview: seen, workerMs });
    state.update(reverseDiff(result.value));
    if (options.compares === true) compareWithScratch(state);
  };

  /** The document as it is answered; null while it is not. */
  const evaluatedOf = (document: Held | null): Evaluated | null =>
    document === null || document.state === null || document.waiting.length > 0 ? null : document.state.evaluated;

  const answerDetail = (asked: Detail, document: Held | null): void => {
    const evaluated = evaluatedOf(document);
    port.post({
      kind: 'flow-detail',
      request: asked.request,
      revision: document?.revision ?? 0,
      detail: evaluated === null ? null : flowDetail(evaluated, asked.flowId),
    });
  };

  const workAtDesk = (document: Held | null): boolean => {
    try {
      if (document === null) return desk.work(null);
      const apart = (): Evaluated => (document.apart ??= must(document.state, 'an evaluation').apart());
      return desk.work({ revision: document.revision, evaluated: evaluatedOf(document), apart });
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
        // Half taken in it is worth nothing: the next change asks for the whole document.
        if (held === document) held = null;
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
    else {
      try {
        answerPreview(asked, document);
      } catch (error) {
        held = null;
        fail(asked.request, error);
      }
    }
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

function compareWithScratch(state: EvaluationState): void {
  const difference = firstDifference(state.evaluated.evaluation, evaluate(state.snapshot()));
  if (difference !== null) throw new Error(`The evaluation that is kept up to date went wrong: ${difference}`);
}
