import type { Problem } from '../../core/base/problem.ts';
import type { EngineReply, EngineRequest, Preview } from '../../core/engine/protocol.ts';
import type { Question } from '../../core/engine/question.ts';
import type { FlowDetail } from '../../core/evaluate/result.ts';
import type { Command } from '../../core/site/commands/schema.ts';
import type { SiteDiff } from '../../core/site/diff.ts';
import type { Site } from '../../core/site/site.ts';
import { COLLECTIONS, countRecords } from '../../core/site/site.ts';
import { brokeDown, crashed, hung } from './engine-problems.ts';
import { OpenQuestions } from './questions.ts';
import type { QuestionListener } from './questions.ts';
import type { IndexedEvaluation } from './results.ts';
import { ArrivingResults } from './results.ts';
import { sendSite } from './send-site.ts';
import type { Spawn, Spawned } from './spawn.ts';

export type EngineState = 'idle' | 'working' | 'restarting' | 'failed';

/** What the client tells the screen. It never tells anything of a document that is not the present one. */
export interface EngineListener {
  answered(results: IndexedEvaluation, revision: number, workerMs: number): void;
  previewed(preview: Preview | null, refusal: Problem | null): void;
  detailed(detail: FlowDetail | null): void;
  progressed(progress: { readonly done: number; readonly total: number; readonly stage: string } | null): void;
  stateChanged(state: EngineState, problem: Problem | null): void;
}

/** Calls a question off: the listener hears no more; or, to keep the best, a search ends now and is answered with it. */
export type CallOff = (keepsBest?: boolean) => void;

export interface EngineClientOptions {
  readonly spawn: Spawn<EngineRequest, EngineReply>;
  /** Silence after which a busy worker counts as hung. */
  silenceMs?: number;
  /** Workers lost in a row, without an answer between, after which no further one is started. */
  maxRestarts?: number;
}

export interface EngineClient {
  load(site: Site, revision: number): void;
  /** One step on from the last `load` or `change`. `site` is the document after it, for when it has to be sent whole. */
  change(diff: SiteDiff, revision: number, site: Site): void;
  preview(command: Command | null): void;
  /** Keeps the way of this flow up to date; null stops that. */
  watchFlow(flowId: string | null): void;
  /** Anything beside the evaluation. */
  ask(question: Question, listener: QuestionListener): CallOff;
  /** Forgets the document; the worker stays for the next one. */
  unload(): void;
  /** Starts over after `failed`. */
  restart(): void;
  close(): void;
}

/** A worker silent for this long is not slow but hung: the largest site of the goals is answered from scratch in under a second. */
const SILENCE_MS = 8_000;
const MAX_RESTARTS = 3;
/** Records of a site that is sent at once, which takes some 20 ms; a larger one goes in parts. */
const SENT_AT_ONCE = 2_000;

interface Held {
  readonly site: Site;
  readonly revision: number;
}

/** Talks to one worker at a time: one question about the document and one preview under way, the newest of each waiting. */
export function createEngineClient(options: EngineClientOptions, listener: EngineListener): EngineClient {
  const silenceMs = options.silenceMs ?? SILENCE_MS;
  const maxRestarts = options.maxRestarts ?? MAX_RESTARTS;

  let worker: Spawned<EngineRequest> | null = null;
  let lost = 0;
  let lastRequest = 0;
  let watchdog: ReturnType<typeof setTimeout> | null = null;
  let state: EngineState = 'idle';

  let document: Held | null = null;
  /** Changes the worker has not been told of; null: it needs the whole document. */
  let unsent: { readonly diff: SiteDiff; readonly revision: number }[] | null = null;
  let documentRequest: number | null = null;
  /** What waits until the parts of the document are sent; null: none are being sent. */
  let held: EngineRequest[] | null = null;
  const results = new ArrivingResults();

  let previewRequest: number | null = null;
  let previewWanted = false;
  let nextPreview: Command | null = null;
  /** Number under which the preview under way was called off. */
  let cancelRequest: number | null = null;

  const questions = new OpenQuestions(brokeDown);

  let watched: string | null = null;
  let detailRequest: number | null = null;

  function setState(next: EngineState, why: Problem | null = null): void {
    if (state === next && why === null) return;
    state = next;
    listener.stateChanged(next, why);
  }

  function spawn(): Spawned<EngineRequest> {
    const created = options.spawn({
      replied: (reply) => {
        if (worker === created) receive(reply);
      },
      lost: (message) => {
        if (worker === created) workerLost(crashed(message));
      },
    });
    return created;
  }

  function post(request: EngineRequest): void {
    if (held !== null) {
      held.push(request);
      return;
    }
    worker ??= spawn();
    worker.postMessage(request);
    watch();
  }

  function ask(build: (request: number) => EngineRequest): number {
    lastRequest += 1;
    post(build(lastRequest));
    return lastRequest;
  }

  function watch(): void {
    if (watchdog !== null) clearTimeout(watchdog);
    const waiting = documentRequest !== null || previewRequest !== null || detailRequest !== null || questions.waiting;
    watchdog = waiting ? setTimeout(() => workerLost(hung(silenceMs)), silenceMs) : null;
  }

  /** Sends what waits, as far as nothing of its kind is under way. */
  function pump(): void {
    if (state === 'failed' || document === null) return;
    const current = document;
    if (documentRequest === null && unsent === null) {
      unsent = [];
      sendDocument(current);
    } else if (documentRequest === null && unsent !== null && unsent.length > 0) {
      const steps = unsent;
      unsent = [];
      for (const step of steps) {
        documentRequest = ask((request) => ({ kind: 'change', request, revision: step.revision, diff: step.diff }));
      }
    }
    // A preview builds on the newest revision, so it follows the changes; the port keeps the order.
    if (previewRequest === null && nextPreview !== null && unsent !== null && unsent.length === 0) {
      const command = nextPreview;
      nextPreview = null;
      previewRequest = ask((request) => ({ kind: 'preview', request, revision: current.revision, command }));
    }
    watch();
    if (state !== 'restarting') setState(documentRequest === null ? 'idle' : 'working');
  }

  function sendDocument({ site, revision }: Held): void {
    if (COLLECTIONS.reduce((sum, name) => sum + countRecords(site, name), 0) <= SENT_AT_ONCE) {
      documentRequest = ask((request) => ({ kind: 'load', request, revision, site }));
      return;
    }
    lastRequest += 1;
    const request = lastRequest;
    documentRequest = request;
    worker ??= spawn();
    const receiver = worker;
    const waiting: EngineRequest[] = [];
    held = waiting;
    const isStale = (): boolean => held !== waiting || worker !== receiver;
    const sent = sendSite(
      site,
      (part) => {
        receiver.postMessage({ kind: 'load-part', request, part });
        watch();
      },
      isStale,
    );
    void sent.then((whole) => {
      if (!whole) return;
      receiver.postMessage({ kind: 'load', request, revision, site: null });
      release();
    });
  }

  /** Sends what waited for the parts of the document. */
  function release(): void {
    const waiting = held ?? [];
    held = null;
    for (const request of waiting) post(request);
    watch();
  }

  function askDetail(): void {
    if (watched === null || documentRequest !== null || document === null || state === 'failed') return;
    const flowId = watched;
    detailRequest = ask((request) => ({ kind: 'flow-detail', request, flowId }));
    watch();
  }

  function receive(reply: EngineReply): void {
    if (questions.receive(reply)) {
      watch();
      return;
    }
    switch (reply.kind) {
      case 'progress':
        if (reply.request === documentRequest) listener.progressed({ done: reply.done, total: reply.total, stage: reply.stage });
        watch();
        return;
      case 'result': {
        // Taken in whether anybody waits for it or not: the next builds on it.
        const taken = results.take(reply);
        if (taken === 'incomplete') {
          watch();
          return;
        }
        if (reply.request !== documentRequest) break;
        lost = 0;
        documentRequest = null;
        listener.progressed(null);
        if (state === 'restarting') setState('idle');
        // Without the result that it builds on it says nothing: the whole document is asked about again.
        if (taken === 'unknown') unsent = null;
        else if (reply.revision === document?.revision) {
          listener.answered(taken, reply.revision, reply.workerMs);
          askDetail();
        }
        break;
      }
      case 'preview':
      case 'refused':
        if (reply.request !== previewRequest) break;
        previewRequest = null;
        if (!previewWanted || nextPreview !== null || reply.revision !== document?.revision) break;
        if (reply.kind === 'preview') listener.previewed(reply.preview, null);
        else listener.previewed(null, reply.refusal);
        break;
      case 'flow-detail':
        if (reply.request !== detailRequest) break;
        detailRequest = null;
        if (reply.revision === document?.revision && (reply.detail === null || reply.detail.flowId === watched)) {
          listener.detailed(reply.detail);
        }
        break;
      case 'cancelled':
        forget(reply.request);
        if (reply.request === cancelRequest) previewRequest = null;
        break;
      case 'resync':
        forget(reply.request);
        unsent = null;
        break;
      case 'failed': {
        const ofDocument = reply.request === documentRequest;
        forget(reply.request);
        if (ofDocument) {
          // The next change may find the way out, but only from the whole document.
          unsent = null;
          fail(brokeDown(reply.error));
          return;
        }
        listener.previewed(null, brokeDown(reply.error));
        break;
      }
    }
    pump();
  }

  function forget(request: number): void {
    if (request === documentRequest) documentRequest = null;
    if (request === previewRequest) previewRequest = null;
    if (request === detailRequest) detailRequest = null;
  }

  function dropWorker(): void {
    if (watchdog !== null) clearTimeout(watchdog);
    watchdog = null;
    if (worker !== null) {
      worker.terminate();
      worker = null;
    }
    results.forget();
    held = null;
    documentRequest = null;
    previewRequest = null;
    detailRequest = null;
    nextPreview = null;
    unsent = null;
    listener.progressed(null);
    questions.lose(null);
  }

  function workerLost(why: Problem): void {
    dropWorker();
    lost += 1;
    if (lost > maxRestarts) {
      fail(why);
      return;
    }
    setState('restarting', why);
    pump();
  }

  function fail(why: Problem): void {
    watch();
    setState('failed', why);
  }

  return {
    load(site, revision) {
      document = { site, revision };
      unsent = null;
      release();
      // What is under way belongs to another document: its answer is not waited for.
      documentRequest = null;
      detailRequest = null;
      nextPreview = null;
      previewWanted = false;
      if (state === 'failed') setState('idle');
      pump();
    },
    change(diff, revision, site) {
      document = { site, revision };
      unsent?.push({ diff, revision });
      if (state === 'failed' && lost <= maxRestarts) setState('idle');
      pump();
    },
    preview(command) {
      previewWanted = command !== null;
      nextPreview = command;
      if (command === null && previewRequest !== null) {
        const cancels = previewRequest;
        cancelRequest = ask((request) => ({ kind: 'cancel', request, cancels }));
      }
      pump();
    },
    watchFlow(flowId) {
      if (watched === flowId) return;
      watched = flowId;
      detailRequest = null;
      listener.detailed(null);
      askDetail();
    },
    ask(question, asking) {
      if (document === null || state === 'failed') {
        asking.ended(null);
        return () => undefined;
      }
      const asked = ask((request) => ({ kind: 'ask', request, question }));
      questions.add(asked, asking);
      watch();
      return (keepsBest = false) => {
        if (!questions.has(asked)) return;
        if (keepsBest) {
          ask((request) => ({ kind: 'finish', request, finishes: asked }));
          return;
        }
        questions.remove(asked);
        ask((request) => ({ kind: 'cancel', request, cancels: asked }));
      };
    },
    unload() {
      release();
      document = null;
      unsent = null;
      documentRequest = null;
      detailRequest = null;
      nextPreview = null;
      previewWanted = false;
      watch();
      setState('idle');
    },
    restart() {
      dropWorker();
      lost = 0;
      setState('idle');
      pump();
    },
    close() {
      dropWorker();
      document = null;
    },
  };
}
