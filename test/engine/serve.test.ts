import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../core/base/canonical-json.ts';
import { evaluate } from '../../core/evaluate/evaluate.ts';
import { patchEvaluation, readPatch } from '../../core/engine/evaluation-patch.ts';
import type { EngineReply, EngineRequest } from '../../core/engine/protocol.ts';
import type { Evaluation } from '../../core/evaluate/result.ts';
import { serve } from '../../core/engine/serve.ts';
import { apply } from '../../core/site/commands/apply.ts';
import type { Command } from '../../core/site/commands/schema.ts';
import type { SiteDiff } from '../../core/site/diff.ts';
import { applyDiff } from '../../core/site/diff.ts';
import type { Site } from '../../core/site/site.ts';
import { randomSite } from '../helpers/random-site.ts';

/** The engine behind a port that really clones what crosses it, as a worker does. */
function engine(nowStepMs = 0): { ask: (request: EngineRequest) => void; replies: EngineReply[]; settled: () => Promise<void> } {
  const replies: EngineReply[] = [];
  let clock = 0;
  let turns = 0;
  const server = serve(
    {
      post: (reply, handedOver = []) => replies.push(structuredClone(reply, { transfer: handedOver })),
      now: () => (clock += nowStepMs),
      yield: async () => {
        turns += 1;
        await new Promise((resolve) => setImmediate(resolve));
      },
    },
    { compares: true },
  );
  return {
    ask: (request) => server.receive(structuredClone(request)),
    replies,
    settled: async () => {
      for (let before = -1; before !== turns;) {
        before = turns;
        for (let wait = 0; wait < 4; wait += 1) await new Promise((resolve) => setImmediate(resolve));
      }
    },
  };
}

const site = randomSite(5);
const rename = (name: string): Command => ({ kind: 'site.edit', patch: { name } });
const busyLink = evaluate(site).links.find((link) => link.flows > 0)?.id;
const slower: Command = { kind: 'link.edit', id: busyLink as never, patch: { baseLatencyMs: 500 } };

function step(from: Site, command: Command): { diff: SiteDiff; site: Site } {
  const result = apply(from, command);
  if (result.status === 'failed') throw new Error(result.error.message);
  return { diff: result.value, site: applyDiff(from, result.value) };
}

function of<Kind extends EngineReply['kind']>(
  replies: readonly EngineReply[],
  kind: Kind,
): Extract<EngineReply, { kind: Kind }>[] {
  return replies.filter((reply): reply is Extract<EngineReply, { kind: Kind }> => reply.kind === kind);
}

/** What the screen makes of the results: each builds on the one that it names. */
function evaluations(replies: readonly EngineReply[]): Evaluation[] {
  const byRequest = new Map<number | null, Evaluation | null>([[null, null]]);
  return of(replies, 'result').flatMap(({ request, builtOn, patch, isLast }) => {
    const evaluation = patchEvaluation(byRequest.get(request) ?? byRequest.get(builtOn) ?? null, readPatch(patch));
    byRequest.set(request, evaluation);
    return isLast ? [evaluation] : [];
  });
}

describe('the engine behind a port', () => {
  test('answers a document with what evaluate says, and its revision', async () => {
    const { ask, replies, settled } = engine();
    ask({ kind: 'load', request: 1, revision: 5, site });
    await settled();
    expect(replies).toHaveLength(1);
    expect(replies[0]).toMatchObject({ kind: 'result', request: 1, revision: 5 });
    expect(canonicalJson(evaluations(replies)[0])).toBe(canonicalJson(evaluate(site)));
  });

  test('takes changes in as diffs and answers like a fresh load of the result', async () => {
    const { ask, replies, settled } = engine();
    ask({ kind: 'load', request: 1, revision: 0, site });
    await settled();
    const changed = step(site, slower);
    ask({ kind: 'change', request: 2, revision: 1, diff: changed.diff });
    await settled();
    expect(canonicalJson(evaluations(replies)[1])).toBe(canonicalJson(evaluate(changed.site)));
  });

  test('a burst of changes is answered once, for the newest', async () => {
    const { ask, replies, settled } = engine();
    ask({ kind: 'load', request: 1, revision: 0, site });
    let current = site;
    for (let revision = 1; revision <= 20; revision += 1) {
      const next = step(current, rename(`name ${revision}`));
      current = next.site;
      ask({ kind: 'change', request: 1 + revision, revision, diff: next.diff });
    }
    await settled();
    expect(of(replies, 'result').map((reply) => reply.revision)).toEqual([20]);
    expect(evaluations(replies)[0]?.site.name).toBe('name 20');
  });

  test('a change that arrives during an evaluation drops the older one', async () => {
    const { ask, replies, settled } = engine(10); // each look at the clock is a slice
    ask({ kind: 'load', request: 1, revision: 0, site });
    await new Promise((resolve) => setImmediate(resolve));
    ask({ kind: 'change', request: 2, revision: 1, diff: step(site, rename('newer')).diff });
    await settled();
    expect(of(replies, 'result').map((reply) => reply.revision)).toEqual([1]);
  });

  test('a gap in the revisions asks for the document again', async () => {
    const { ask, replies, settled } = engine();
    ask({ kind: 'change', request: 1, revision: 3, diff: step(site, rename('x')).diff });
    ask({ kind: 'load', request: 2, revision: 0, site });
    ask({ kind: 'change', request: 3, revision: 2, diff: step(site, rename('x')).diff });
    await settled();
    expect(of(replies, 'resync')).toEqual([
      { kind: 'resync', request: 1, held: null },
      { kind: 'resync', request: 3, held: 0 },
    ]);
  });

  test('a preview tells the consequence and leaves the document alone', async () => {
    const { ask, replies, settled } = engine();
    ask({ kind: 'load', request: 1, revision: 0, site });
    await settled();
    ask({ kind: 'preview', request: 2, revision: 0, command: slower });
    ask({ kind: 'preview', request: 3, revision: 0, command: rename('same figures') });
    await settled();
    ask({ kind: 'preview', request: 4, revision: 0, command: slower });
    await settled();
    expect(of(replies, 'cancelled')).toEqual([{ kind: 'cancelled', request: 2 }]);
    const previews = of(replies, 'preview');
    expect(previews.map((reply) => reply.request)).toEqual([3, 4]);
    expect(previews[0]?.preview).toMatchObject({ flows: [], appear: [], vanish: [], worstFlow: null, tightest: null });
    expect(previews[1]?.preview.flows.length).toBeGreaterThan(0);
    const before = evaluate(site);
    const after = evaluate(step(site, slower).site);
    const known = new Set(before.findings.map((one) => one.id));
    expect(previews[1]?.preview.appear.map((one) => one.id)).toEqual(
      after.findings.filter((one) => !known.has(one.id)).map((one) => one.id),
    );
  });

  test('a preview of a refused command says why', async () => {
    const { ask, replies, settled } = engine();
    ask({ kind: 'load', request: 1, revision: 0, site });
    ask({ kind: 'preview', request: 2, revision: 0, command: { kind: 'node.remove', id: 'nowhere' as never } });
    await settled();
    expect(of(replies, 'refused')[0]?.refusal).toMatchObject({
      code: 'site.missing-record',
      remedy: expect.stringMatching(/\w/),
    });
  });

  test('the way of a flow adds up to its mean where the transport adds nothing', async () => {
    const { ask, replies, settled } = engine();
    ask({ kind: 'load', request: 1, revision: 0, site });
    await settled();
    const evaluation = evaluate(site);
    const plain = evaluation.flows.find(
      (flow) =>
        flow.breakdownMs !== null && flow.breakdownMs.transport === 0 && site.flows[flow.id]?.from.kind === 'device-group',
    );
    ask({ kind: 'flow-detail', request: 2, flowId: plain?.id ?? '' });
    await settled();
    const detail = of(replies, 'flow-detail')[0]?.detail;
    expect(detail?.hops.length).toBeGreaterThan(0);
    expect(detail?.hops.every((hop) => hop.meanMs >= 0)).toBe(true);
  });

  test('cancel is confirmed and its question stays unanswered; a bug comes back as failed and the engine goes on', async () => {
    const { ask, replies, settled } = engine();
    ask({ kind: 'load', request: 1, revision: 0, site });
    ask({ kind: 'cancel', request: 2, cancels: 1 });
    await settled();
    expect(replies).toEqual([{ kind: 'cancelled', request: 1 }]);
    ask({ kind: 'load', request: 3, revision: 0, site: { ...site, links: { bad: null } } as unknown as Site });
    await settled();
    expect(of(replies, 'failed')[0]).toMatchObject({ request: 3, error: { name: 'TypeError' } });
    ask({ kind: 'load', request: 4, revision: 0, site });
    await settled();
    expect(of(replies, 'result')[0]?.request).toBe(4);
  });
});
