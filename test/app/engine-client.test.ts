import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { must } from '../../core/base/assert.ts';
import { wholePatch } from '../../core/engine/evaluation-patch.ts';
import type { EngineReply, EngineRequest } from '../../core/engine/protocol.ts';
import { serve } from '../../core/engine/serve.ts';
import type { Evaluation } from '../../core/evaluate/result.ts';
import { evaluate } from '../../core/evaluate/evaluate.ts';
import { apply } from '../../core/site/commands/apply.ts';
import type { Command } from '../../core/site/commands/schema.ts';
import type { SiteDiff } from '../../core/site/diff.ts';
import { applyDiff } from '../../core/site/diff.ts';
import type { Site } from '../../core/site/site.ts';
import { createEngineClient } from '../../renderer/engine/client.ts';
import type { EngineClient, EngineListener, EngineState } from '../../renderer/engine/client.ts';
import type { Spawn, SpawnListener } from '../../renderer/engine/spawn.ts';
import { randomSite } from '../helpers/random-site.ts';

const site = randomSite(3);
const rename = (name: string): Command => ({ kind: 'site.edit', patch: { name } });
const evaluation = evaluate(site);

/** One change after the other, as the document makes them. */
function change(before: Site, name: string): { readonly diff: SiteDiff; readonly site: Site } {
  const result = apply(before, rename(name));
  if (result.status === 'failed') throw new Error(result.error.message);
  return { diff: result.value, site: applyDiff(before, result.value) };
}

/** A worker that answers only when told to, and remembers whether it still lives. */
class PuppetWorker {
  readonly asked: EngineRequest[] = [];
  alive = true;
  readonly #listener: SpawnListener<EngineReply>;

  constructor(listener: SpawnListener<EngineReply>) {
    this.#listener = listener;
  }

  postMessage(request: EngineRequest): void {
    this.asked.push(structuredClone(request));
  }

  terminate(): void {
    this.alive = false;
  }

  say(reply: EngineReply): void {
    this.#listener.replied(reply);
  }

  die(message: string): void {
    this.#listener.lost(message);
  }

  last<Kind extends EngineRequest['kind']>(kind: Kind): Extract<EngineRequest, { kind: Kind }> {
    return must(
      this.asked.findLast((request) => request.kind === kind) as Extract<EngineRequest, { kind: Kind }> | undefined,
      kind,
    );
  }

  answer(): void {
    const request = must(
      this.asked.findLast((one) => one.kind === 'load' || one.kind === 'change'),
      'a question',
    );
    this.say({
      kind: 'result',
      request: request.request,
      revision: 'revision' in request ? request.revision : 0,
      builtOn: null,
      patch: wholePatch(evaluation),
      isLast: true,
      workerMs: 1,
    });
  }
}

interface Heard {
  readonly answers: { revision: number; evaluation: Evaluation }[];
  readonly previews: unknown[];
  readonly states: EngineState[];
  readonly details: unknown[];
}

function listen(): { readonly listener: EngineListener; readonly heard: Heard } {
  const heard: Heard = { answers: [], previews: [], states: [], details: [] };
  return {
    heard,
    listener: {
      answered: ({ evaluation: answer }, revision) => heard.answers.push({ revision, evaluation: answer }),
      previewed: (preview, refusal) => heard.previews.push(preview ?? refusal),
      detailed: (detail) => heard.details.push(detail),
      progressed: () => undefined,
      stateChanged: (state) => heard.states.push(state),
    },
  };
}

describe('the client of a worker that is told what to say', () => {
  let workers: PuppetWorker[];
  let client: EngineClient;
  let heard: Heard;
  const worker = (): PuppetWorker => must(workers.at(-1), 'a worker');

  beforeEach(() => {
    vi.useFakeTimers();
    workers = [];
    const ear = listen();
    heard = ear.heard;
    const spawn: Spawn<EngineRequest, EngineReply> = (listener) => {
      const made = new PuppetWorker(listener);
      workers.push(made);
      return made;
    };
    client = createEngineClient({ spawn, silenceMs: 1000, maxRestarts: 2 }, ear.listener);
  });
  afterEach(() => {
    client.close();
    vi.useRealTimers();
  });

  test('questions beside the answer: answered, told how far, called off, lost with the worker', () => {
    client.load(site, 0);
    worker().answer();
    const question = { kind: 'explain', subject: { kind: 'total', figure: 'power' } } as const;
    const told: unknown[] = [];
    const listener = {
      answered: (answer: { readonly kind: string }, revision: number) => told.push([answer.kind, revision]),
      progressed: ({ done, total }: { readonly done: number; readonly total: number }) => told.push([done, total]),
      ended: (why: unknown) => told.push(why),
    };
    const answered = (request: number): EngineReply => ({
      kind: 'answer',
      request,
      revision: 0,
      answer: { kind: 'explain', explanation: null },
      workerMs: 1,
    });
    client.ask(question, listener);
    const first = worker().last('ask').request;
    worker().say({ kind: 'progress', request: first, done: 1, total: 4, stage: 'x' });
    worker().say(answered(first));
    worker().say(answered(first));
    expect(told.splice(0)).toEqual([
      [1, 4],
      ['explain', 0],
    ]);

    const callOff = client.ask(question, listener);
    const second = worker().last('ask').request;
    callOff();
    expect(worker().last('cancel').cancels).toBe(second);
    worker().say(answered(second));
    expect(told).toEqual([]);

    client.ask(question, listener);
    worker().say({ kind: 'cancelled', request: worker().last('ask').request });
    expect(told.splice(0)).toEqual([null]);

    client.ask(question, listener);
    worker().say({
      kind: 'failed',
      request: worker().last('ask').request,
      error: { name: 'Error', message: 'a bug', stack: '' },
    });
    expect(told.splice(0)).toMatchObject([{ code: 'engine.failed' }]);
    expect(heard.states.at(-1)).toBe('idle');

    client.ask(question, listener);
    vi.advanceTimersByTime(1500);
    expect(told.splice(0)).toEqual([null]);
    expect(heard.states).toContain('restarting');
    client.unload();
    client.ask(question, listener);
    expect(told).toEqual([null]);
  });

  test('sends the document whole once, then only what changed', () => {
    client.load(site, 4);
    worker().answer();
    const next = change(site, 'a');
    client.change(next.diff, 5, next.site);
    expect(worker().asked.map((request) => request.kind)).toEqual(['load', 'change']);
    worker().answer();
    expect(heard.answers.map((answer) => answer.revision)).toEqual([4, 5]);
  });

  test('changes wait while one is under way and then go together, in order', () => {
    client.load(site, 0);
    let current = site;
    for (const revision of [1, 2, 3]) {
      const next = change(current, `name ${revision}`);
      current = next.site;
      client.change(next.diff, revision, current);
    }
    expect(worker().asked).toHaveLength(1);
    worker().answer();
    expect(
      worker()
        .asked.slice(1)
        .map((request) => ('revision' in request ? request.revision : null)),
    ).toEqual([1, 2, 3]);
    expect(heard.answers).toEqual([]);
    worker().answer();
    expect(heard.answers.map((answer) => answer.revision)).toEqual([3]);
  });

  test('an answer to an older revision is dropped', () => {
    client.load(site, 0);
    const next = change(site, 'newer');
    client.change(next.diff, 1, next.site);
    worker().answer();
    expect(heard.answers).toEqual([]);
  });

  test('an answer of the document before is dropped', () => {
    client.load(site, 0);
    const first = worker().last('load').request;
    client.load(randomSite(9), 0);
    worker().say({
      kind: 'result',
      request: first,
      revision: 0,
      builtOn: null,
      patch: wholePatch(evaluation),
      isLast: true,
      workerMs: 1,
    });
    expect(heard.answers).toEqual([]);
    worker().answer();
    expect(heard.answers).toHaveLength(1);
  });

  test('of many previews the first and the newest are asked, and only the newest is told', () => {
    client.load(site, 0);
    worker().answer();
    for (const name of ['a', 'b', 'c']) client.preview(rename(name));
    expect(worker().asked.filter((request) => request.kind === 'preview')).toHaveLength(1);
    const preview = { flows: [], appear: [], vanish: [], worstFlow: null, tightest: null };
    worker().say({ kind: 'preview', request: worker().last('preview').request, revision: 0, preview, workerMs: 1 });
    expect(heard.previews).toEqual([]);
    expect(worker().last('preview').command).toEqual(rename('c'));
    worker().say({ kind: 'preview', request: worker().last('preview').request, revision: 0, preview, workerMs: 1 });
    expect(heard.previews).toEqual([preview]);
  });

  test('a preview that was called off is never told', () => {
    client.load(site, 0);
    worker().answer();
    client.preview(rename('a'));
    const asked = worker().last('preview').request;
    client.preview(null);
    expect(worker().last('cancel').cancels).toBe(asked);
    const preview = { flows: [], appear: [], vanish: [], worstFlow: null, tightest: null };
    worker().say({ kind: 'preview', request: asked, revision: 0, preview, workerMs: 1 });
    expect(heard.previews).toEqual([]);
  });

  test('a gap is answered by the whole document', () => {
    client.load(site, 0);
    worker().answer();
    const next = change(site, 'a');
    client.change(next.diff, 1, next.site);
    worker().say({ kind: 'resync', request: worker().last('change').request, held: null });
    expect(worker().last('load')).toMatchObject({ revision: 1, site: next.site });
  });

  test('a worker that hangs is replaced and given the newest document', () => {
    client.load(site, 0);
    worker().answer();
    const next = change(site, 'a');
    client.change(next.diff, 1, next.site);
    vi.advanceTimersByTime(999);
    expect(workers).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(workers.map((one) => one.alive)).toEqual([false, true]);
    expect(heard.states.at(-1)).toBe('restarting');
    expect(worker().last('load')).toMatchObject({ revision: 1, site: next.site });
    worker().answer();
    expect(heard.states.at(-1)).toBe('idle');
    expect(heard.answers.at(-1)?.revision).toBe(1);
  });

  test('a worker that shows progress does not count as hung', () => {
    client.load(site, 0);
    for (let step = 0; step < 5; step += 1) {
      vi.advanceTimersByTime(900);
      worker().say({ kind: 'progress', request: worker().last('load').request, done: step, total: 5, stage: 'flows' });
    }
    expect(workers).toHaveLength(1);
  });

  test('an idle worker is left alone', () => {
    client.load(site, 0);
    worker().answer();
    vi.advanceTimersByTime(60_000);
    expect(workers).toHaveLength(1);
  });

  test('what a dead worker still says is not heard', () => {
    client.load(site, 0);
    const dead = worker();
    dead.die('out of memory');
    dead.answer();
    expect(heard.answers).toEqual([]);
    worker().answer();
    expect(heard.answers).toHaveLength(1);
  });

  test('after too many deaths in a row none is started, until asked to', () => {
    client.load(site, 0);
    for (let death = 0; death < 5; death += 1) worker().die('again');
    expect(workers).toHaveLength(3);
    expect(workers.filter((one) => one.alive)).toEqual([]);
    expect(heard.states.at(-1)).toBe('failed');
    client.restart();
    worker().answer();
    expect(heard.states.at(-1)).toBe('idle');
    expect(heard.answers).toHaveLength(1);
  });

  test('an answer between deaths starts the count anew', () => {
    client.load(site, 0);
    for (let death = 0; death < 6; death += 1) {
      worker().die('now and then');
      worker().answer();
    }
    expect(heard.states.at(-1)).toBe('idle');
    expect(workers.filter((one) => one.alive)).toHaveLength(1);
  });

  test('a bug in the engine is told, and the next change tries the whole document', () => {
    client.load(site, 0);
    worker().say({
      kind: 'failed',
      request: worker().last('load').request,
      error: { name: 'Error', message: 'boom', stack: '' },
    });
    expect(heard.states.at(-1)).toBe('failed');
    const next = change(site, 'a');
    client.change(next.diff, 1, next.site);
    expect(worker().last('load').revision).toBe(1);
  });
});

describe('the client of the real engine over a port that clones', () => {
  test('edits, previews and undo end in the answer of the newest revision', async () => {
    const ear = listen();
    const channels: MessageChannel[] = [];
    const client = createEngineClient(
      {
        spawn: (listener) => {
          const { port1, port2 } = new MessageChannel();
          channels.push({ port1, port2 });
          const server = serve({
            post: (reply) => port2.postMessage(reply),
            now: () => performance.now(),
            yield: () => new Promise((resolve) => setImmediate(resolve)),
          });
          port2.addEventListener('message', (event) => server.receive((event as MessageEvent<EngineRequest>).data));
          port1.addEventListener('message', (event) => listener.replied((event as MessageEvent<EngineReply>).data));
          port1.start();
          port2.start();
          return { postMessage: (request) => port1.postMessage(request), terminate: () => port1.close() };
        },
      },
      ear.listener,
    );
    client.load(site, 0);
    let current = site;
    for (let revision = 1; revision <= 20; revision += 1) {
      const next = change(current, `name ${revision}`);
      current = next.site;
      client.change(next.diff, revision, current);
    }
    const newest = (): number | undefined => ear.heard.answers.at(-1)?.revision;
    await vi.waitFor(() => expect(newest()).toBe(20), 10_000);
    expect(ear.heard.answers.at(-1)?.evaluation).toEqual(evaluate(current));
    client.preview(rename('looked at only'));
    await vi.waitFor(() => expect(ear.heard.previews).toHaveLength(1), 10_000);
    const [flow] = evaluate(current).flows;
    if (flow !== undefined) {
      client.watchFlow(flow.id);
      await vi.waitFor(() => expect(ear.heard.details.at(-1)).toMatchObject({ flowId: flow.id }), 10_000);
    }
    client.close();
    for (const { port1, port2 } of channels) {
      port1.close();
      port2.close();
    }
  });
});
