import { describe, expect, test } from 'vitest';
import { must } from '../../core/base/assert.ts';
import type { EngineReply, EngineRequest } from '../../core/engine/protocol.ts';
import { serve } from '../../core/engine/serve.ts';
import type { Evaluation } from '../../core/evaluate/result.ts';
import { evaluate } from '../../core/evaluate/evaluate.ts';
import { firstDifference } from '../../core/evaluate/first-difference.ts';
import { apply } from '../../core/site/commands/apply.ts';
import { applyDiff } from '../../core/site/diff.ts';
import { createEngineClient } from '../../renderer/engine/client.ts';
import type { EngineListener } from '../../renderer/engine/client.ts';
import type { SpawnListener } from '../../renderer/engine/spawn.ts';
import { scaleSite } from '../helpers/scale-site.ts';

const large = scaleSite('city', 300, 1);
const other = scaleSite('city', 290, 2);

/** The client with the real engine behind it; `asked` notes what was sent, `lose` kills the worker. */
function start() {
  const answers: { readonly revision: number; readonly evaluation: Evaluation }[] = [];
  const asked: EngineRequest['kind'][] = [];
  let ear: SpawnListener<EngineReply> | null = null;
  const listener: EngineListener = {
    answered: ({ evaluation }, revision) => answers.push({ revision, evaluation }),
    previewed: () => undefined,
    detailed: () => undefined,
    progressed: () => undefined,
    stateChanged: () => undefined,
  };
  const client = createEngineClient(
    {
      spawn(heard) {
        ear = heard;
        let isAlive = true;
        const engine = serve({
          post: (reply) => {
            if (isAlive) heard.replied(structuredClone(reply));
          },
          now: () => performance.now(),
          yield: () => new Promise((resolve) => setTimeout(resolve, 0)),
        });
        return {
          postMessage(request) {
            asked.push(request.kind);
            engine.receive(structuredClone(request));
          },
          terminate() {
            isAlive = false;
          },
        };
      },
    },
    listener,
  );
  const answered = async (revision: number): Promise<Evaluation> => {
    for (let turn = 0; turn < 2000; turn += 1) {
      const answer = answers.findLast((one) => one.revision === revision);
      if (answer !== undefined) return answer.evaluation;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    throw new Error(`no answer to ${revision}`);
  };
  return { client, asked, answers, answered, lose: () => must(ear, 'a worker').lost('gone') };
}

const edit = { kind: 'flow.edit', id: must(Object.keys(large.flows)[0], 'a flow'), patch: { name: 'renamed' } } as const;
const diff = apply(large, edit as never);
if (diff.status === 'failed') throw new Error(diff.error.message);
const edited = applyDiff(large, diff.value);

describe('a large document on its way to the engine', () => {
  test('goes in parts, and is answered as it is', async () => {
    const { client, asked, answered } = start();
    client.load(large, 4);
    expect(firstDifference(await answered(4), evaluate(large))).toBeNull();
    expect(asked.filter((kind) => kind === 'load-part').length).toBeGreaterThan(5);
    expect(asked.filter((kind) => kind === 'load')).toHaveLength(1);
    client.close();
  });

  test('a change and a question that come meanwhile follow it', async () => {
    const { client, asked, answered } = start();
    const told: unknown[] = [];
    client.load(large, 0);
    client.ask(
      { kind: 'explain', subject: { kind: 'total', figure: 'power' } },
      { answered: () => told.push('answered'), progressed: () => undefined, ended: (why) => told.push(why) },
    );
    client.change(diff.value, 1, edited);
    expect(firstDifference(await answered(1), evaluate(edited))).toBeNull();
    expect(asked.slice(asked.indexOf('load')).filter((kind) => kind === 'ask' || kind === 'change').length).toBeGreaterThan(1);
    expect(asked.indexOf('ask')).toBeGreaterThan(asked.indexOf('load'));
    client.close();
  });

  test('another document that is opened meanwhile takes its place', async () => {
    const { client, answered, answers } = start();
    client.load(large, 0);
    await new Promise((resolve) => setTimeout(resolve, 0));
    client.load(other, 7);
    expect(firstDifference(await answered(7), evaluate(other))).toBeNull();
    expect(answers.map(({ revision }) => revision)).toEqual([7]);
    client.close();
  });

  test('a worker that is lost meanwhile is replaced, and the whole is sent again', async () => {
    const { client, answered, lose } = start();
    client.load(large, 2);
    await new Promise((resolve) => setTimeout(resolve, 0));
    lose();
    expect(firstDifference(await answered(2), evaluate(large))).toBeNull();
    client.close();
  });
});
