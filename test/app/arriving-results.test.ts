import { describe, expect, test } from 'vitest';
import { must } from '../../core/base/assert.ts';
import { PatchWriter, wholePatch } from '../../core/engine/evaluation-patch.ts';
import type { EngineReply } from '../../core/engine/protocol.ts';
import { EvaluationState } from '../../core/evaluate/evaluate.ts';
import { apply } from '../../core/site/commands/apply.ts';
import type { IndexedEvaluation } from '../../renderer/engine/results.ts';
import { ArrivingResults } from '../../renderer/engine/results.ts';
import { randomSite } from '../helpers/random-site.ts';

type Part = Extract<EngineReply, { kind: 'result' }>;

const site = randomSite(5, 8);
const state = new EvaluationState(site);
const first = state.evaluated.evaluation;
const whole = new PatchWriter();
whole.add(state.changes);
const firstParts = [...whole.write(first, 3)];

const node = must(Object.values(site.nodes)[0], 'a node');
const killed = apply(site, { kind: 'node.edit', id: node.id, patch: { status: 'failed' } });
const second = state.update(must(killed.status === 'ok' ? killed.value : null, 'a diff')).evaluation;
const news = new PatchWriter();
news.add(state.changes);
const secondParts = [...news.write(second, 3)];

function parts(request: number, builtOn: number | null, packed: typeof firstParts): Part[] {
  return packed.map((patch, at) => ({
    kind: 'result',
    request,
    revision: 0,
    builtOn,
    patch,
    isLast: at === packed.length - 1,
    workerMs: 1,
  }));
}

function taken(results: ArrivingResults, list: readonly Part[]): IndexedEvaluation | 'unknown' {
  const told = list.map((part) => results.take(part));
  for (const one of told.slice(0, -1)) expect(one).toBe('incomplete');
  const last = must(told.at(-1), 'an answer');
  if (last === 'incomplete') throw new Error('the last part is not the last');
  return last;
}

describe('results that arrive in parts', () => {
  test('are told once the last part is there, and build on one another', () => {
    const results = new ArrivingResults();
    expect(firstParts.length).toBeGreaterThan(2);
    expect(secondParts.length).toBeGreaterThan(1);
    expect(taken(results, parts(1, null, firstParts))).toMatchObject({ evaluation: first });
    const next = taken(results, parts(2, 1, secondParts));
    if (next === 'unknown') throw new Error('the first is not known');
    expect(next.evaluation).toEqual(second);
    expect(next.index.flows.size).toBe(second.flows.length);
    for (const flow of second.flows) expect(next.index.flows.get(flow.id)).toEqual(flow);
  });

  test('one that was left half way leaves no trace in the next', () => {
    const results = new ArrivingResults();
    for (const part of parts(1, null, firstParts).slice(0, -1)) expect(results.take(part)).toBe('incomplete');
    expect(taken(results, parts(2, null, [wholePatch(second)]))).toMatchObject({ evaluation: second });
  });

  test('one that builds on what is not here is unknown', () => {
    const results = new ArrivingResults();
    expect(taken(results, parts(2, 1, secondParts))).toBe('unknown');
    taken(results, parts(1, null, firstParts));
    results.forget();
    expect(taken(results, parts(2, 1, secondParts))).toBe('unknown');
  });
});
