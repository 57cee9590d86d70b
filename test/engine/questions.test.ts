import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../core/base/canonical-json.ts';
import type { EngineReply, EngineRequest } from '../../core/engine/protocol.ts';
import type { Question } from '../../core/engine/question.ts';
import { serve } from '../../core/engine/serve.ts';
import { evaluate } from '../../core/evaluate/evaluate.ts';
import { simulate } from '../../core/simulate/simulate.ts';
import { randomSite } from '../helpers/random-site.ts';

const site = randomSite(5);
const flow = evaluate(site).flows.find((one) => one.p99Ms !== null)?.id ?? '';
const LONG: Question = { kind: 'simulate', options: { requests: 300_000 } };
const SHORT: Question = { kind: 'explain', subject: { kind: 'flow', id: flow, figure: 'p99' } };

/** The engine behind a port that clones, with a clock that goes on at every look. */
function engine(): {
  ask: (...requests: EngineRequest[]) => void;
  replies: EngineReply[];
  until: (done: (replies: readonly EngineReply[]) => boolean) => Promise<void>;
} {
  const replies: EngineReply[] = [];
  let clock = 0;
  const server = serve({
    post: (reply) => replies.push(structuredClone(reply)),
    now: () => (clock += 4),
    yield: () => new Promise((resolve) => setImmediate(resolve)),
  });
  return {
    ask: (...requests) => requests.forEach((request) => server.receive(structuredClone(request))),
    replies,
    async until(done) {
      for (let turn = 0; turn < 10_000 && !done(replies); turn += 1) await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

const has =
  (kind: EngineReply['kind'], request: number) =>
  (replies: readonly EngineReply[]): boolean =>
    replies.some((reply) => reply.kind === kind && reply.request === request);
const load = (request: number, revision: number): EngineRequest => ({ kind: 'load', request, revision, site });

describe('questions to the engine', () => {
  test('are answered after the document, with its revision, as the functions themselves would', async () => {
    const { ask, replies, until } = engine();
    ask(
      load(1, 5),
      { kind: 'ask', request: 2, question: SHORT },
      { kind: 'ask', request: 3, question: { kind: 'simulate', options: { requests: 500 } } },
    );
    await until(has('answer', 3));
    const answers = replies.filter((reply) => reply.kind === 'answer');
    expect(answers.map(({ request, revision }) => [request, revision])).toEqual([
      [2, 5],
      [3, 5],
    ]);
    const [explained, simulated] = answers.map(({ answer }) => answer);
    expect(explained?.kind === 'explain' && explained.explanation?.value).toBe(
      evaluate(site).flows.find(({ id }) => id === flow)?.p99Ms,
    );
    expect(simulated?.kind === 'simulate' && simulated.simulation.hash).toBe(simulate(site, { requests: 500 }).hash);
  });

  test('a long one tells how far it is, lets a preview through, and can be called off', async () => {
    const { ask, replies, until } = engine();
    ask(load(1, 0));
    await until(has('result', 1));
    ask({ kind: 'ask', request: 2, question: LONG });
    await until(has('progress', 2));
    expect(has('progress', 2)(replies)).toBe(true);
    ask({ kind: 'preview', request: 3, revision: 0, command: { kind: 'site.edit', patch: { name: 'Other' } } });
    await until(has('preview', 3));
    expect(has('answer', 2)(replies)).toBe(false);
    ask({ kind: 'cancel', request: 4, cancels: 2 });
    ask({ kind: 'ask', request: 5, question: SHORT });
    await until(has('answer', 5));
    expect(has('cancelled', 2)(replies)).toBe(true);
    expect(has('answer', 2)(replies)).toBe(false);
  });

  test('a change of the document calls off what was asked about the one before', async () => {
    const { ask, replies, until } = engine();
    ask(load(1, 0));
    await until(has('result', 1));
    ask({ kind: 'ask', request: 2, question: LONG }, { kind: 'ask', request: 3, question: SHORT });
    await until(has('progress', 2));
    ask(load(4, 9));
    await until(has('result', 4));
    expect([has('cancelled', 2)(replies), has('cancelled', 3)(replies)]).toEqual([true, true]);
    expect(has('answer', 2)(replies)).toBe(false);
  });

  test('without a document there is nothing to ask', async () => {
    const { ask, replies, until } = engine();
    ask({ kind: 'ask', request: 1, question: SHORT });
    await until(has('resync', 1));
    expect(canonicalJson(replies)).toBe(canonicalJson([{ kind: 'resync', request: 1, held: null }]));
  });

  test('a bug in an answer is told and ends that question only', async () => {
    const { ask, replies, until } = engine();
    ask(
      load(1, 0),
      { kind: 'ask', request: 2, question: { kind: 'simulate', options: { warmUpShare: 2 } } },
      { kind: 'ask', request: 3, question: SHORT },
    );
    await until(has('answer', 3));
    expect(replies.find((reply) => reply.request === 2)).toMatchObject({
      kind: 'failed',
      error: { message: expect.stringContaining('warmUpShare') as string },
    });
  });

  test('[P4] a placement tells incumbent and bound on the way, and ends with the best it has when it is told to', async () => {
    const { ask, replies, until } = engine();
    const question: Question = {
      kind: 'place',
      options: { iterations: 1_000_000 },
      whatIf: { failedNodeIds: [], growth: 1 },
    };
    ask(load(1, 5), { kind: 'ask', request: 2, question });
    await until(has('progress', 2));
    const told = replies.find((reply) => reply.kind === 'progress' && reply.request === 2);
    const progress = told?.kind === 'progress' ? told.place : undefined;
    expect(progress?.objective).toBeGreaterThanOrEqual(progress?.bound ?? Infinity);
    ask({ kind: 'finish', request: 3, finishes: 2 });
    await until(has('answer', 2));
    const answer = replies.find((reply) => reply.kind === 'answer' && reply.request === 2);
    const placement = answer?.kind === 'answer' && answer.answer.kind === 'place' ? answer.answer.placement : null;
    expect(placement?.checker).toEqual([]);
    expect(placement?.iterations).toBeLessThan(1_000_000);
  });
});
