import { beforeEach, describe, expect, test } from 'vitest';
import { evaluate } from '../../core/evaluate/evaluate.ts';
import type { Answer, Question } from '../../core/engine/question.ts';
import type { LearnedPolicy } from '../../core/place/arrivals/learned-policy.ts';
import type { OnlineResult } from '../../core/place/arrivals/online-site.ts';
import { placeInSteps } from '../../core/place/site/place.ts';
import type { PlaceResult } from '../../core/place/site/result.ts';
import { apply } from '../../core/site/commands/apply.ts';
import { applyDiff } from '../../core/site/diff.ts';
import { boardColumns } from '../../renderer/panels/board/board-model.ts';
import { chartScale, stepPath, valueTicks } from '../../renderer/panels/place/step-path.ts';
import {
  applyLearned,
  connectLearning,
  forgetLearned,
  startLearning,
  useLearnedStore,
} from '../../renderer/store/learned-store.ts';
import { showSite } from '../../renderer/store/document.ts';
import {
  connectPlacing,
  discardPlacing,
  forgetPlacing,
  startPlacing,
  stopPlacing,
  usePlacingStore,
  wishPlacing,
} from '../../renderer/store/placing-store.ts';
import { randomSite } from '../helpers/random-site.ts';

const site = randomSite(5);

function placed(): PlaceResult {
  const steps = placeInSteps(site, { iterations: 60 });
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

const result = placed();
const progress = { iteration: 1, iterations: null, objective: 2, bound: 1, broken: 0, unserved: 0, missed: 0, findings: 3 };

describe('the chart of a search', () => {
  const frame = { left: 10, top: 0, right: 110, bottom: 50 };
  const points = [
    { seconds: 0, objective: 4, bound: 1 },
    { seconds: 2, objective: 3, bound: 1 },
  ];

  test('is level between steps, goes on to the right end and stays in its frame', () => {
    const scale = chartScale(points, 4, frame);
    const best = stepPath(points, ({ objective }) => objective, scale, frame.right);
    const spots = [...best.matchAll(/([\d.]+) ([\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)] as const);
    expect(spots.map(([x]) => x)).toEqual([10, 60, 60, 110]);
    expect(spots[0]?.[1]).toBe(spots[1]?.[1]);
    expect(spots[2]?.[1]).toBeGreaterThan(spots[1]?.[1] ?? Infinity);
    for (const [, y] of spots) expect(y >= frame.top && y <= frame.bottom).toBe(true);
  });

  test('has a frame of its own where nothing is known or nothing differs', () => {
    expect(stepPath([], ({ bound }) => bound, chartScale([], 0, frame), frame.right)).toBe('');
    const one = [{ seconds: 0, objective: 5, bound: 5 }];
    expect(valueTicks(one)).toEqual([5]);
    expect(valueTicks(points)).toEqual([1, 4]);
    expect(Number.isFinite(chartScale(one, 3, frame).y(5))).toBe(true);
  });
});

describe('a search', () => {
  const asked: { readonly question: { readonly kind: string }; calledOff: (boolean | undefined)[] }[] = [];
  let listener: Parameters<Parameters<typeof connectPlacing>[0]['ask']>[1] | null = null;
  let clockMs = 0;

  beforeEach(() => {
    asked.length = 0;
    clockMs = 0;
    connectPlacing(
      {
        ask(question, heard) {
          const one: (typeof asked)[number] = { question, calledOff: [] };
          asked.push(one);
          listener = heard;
          return (keepsBest) => void one.calledOff.push(keepsBest);
        },
      },
      () => clockMs,
    );
    discardPlacing();
    showSite(site);
  });

  test('keeps the steps of its objective and ends with the answer', () => {
    startPlacing();
    for (const [ms, objective] of [
      [200, 5],
      [400, 5],
      [600, 3],
      [610, 2],
    ] as const) {
      clockMs = ms;
      listener?.progressed({ stage: 'place', done: 0, total: 0, place: { ...progress, objective } });
    }
    expect(usePlacingStore.getState().points.map(({ objective }) => objective)).toEqual([5, 3]);
    stopPlacing();
    expect(asked[0]?.calledOff).toEqual([true]);
    expect(usePlacingStore.getState().status).toBe('stopping');
    clockMs = 900;
    listener?.answered({ kind: 'place', placement: result }, 0);
    const state = usePlacingStore.getState();
    expect([state.status, state.result, state.wasStopped, state.seconds]).toEqual(['answered', result, true, 0.9]);
  });

  test('that the document overtakes says so, and one that is discarded is called off', () => {
    startPlacing();
    listener?.ended(null);
    expect(usePlacingStore.getState().status).toBe('changed');
    startPlacing();
    discardPlacing();
    expect(asked[1]?.calledOff).toEqual([undefined]);
    expect(usePlacingStore.getState().status).toBe('idle');
  });

  test('replaces after what is assumed to fail and grow, and nothing is assumed in the other ways', () => {
    wishPlacing({ mode: 'replace', failedNodeIds: ['n1'], growth: 1.3 });
    startPlacing();
    expect(asked[0]?.question).toMatchObject({ kind: 'place', whatIf: { failedNodeIds: ['n1'], growth: 1.3 } });
    wishPlacing({ mode: 'improve' });
    startPlacing();
    expect(asked[1]?.question).toMatchObject({ kind: 'place', whatIf: { failedNodeIds: [], growth: 1 } });
    forgetPlacing();
    expect(usePlacingStore.getState().wishes).toMatchObject({ failedNodeIds: [], growth: 1 });
  });
});

describe('a learned policy', () => {
  const learned = { operators: { shift: 2 }, learnedFrom: { operatorGain: 0.1 } } as unknown as LearnedPolicy;
  const compared = { rows: [], ceiling: 1 } as unknown as OnlineResult;
  const asked: Question[] = [];
  let answer: (answer: Answer) => void = () => undefined;
  let calledOff = 0;

  beforeEach(() => {
    asked.length = 0;
    calledOff = 0;
    const ask: Parameters<typeof connectLearning>[0]['ask'] = (question, heard) => {
      asked.push(question);
      answer = (one) => heard.answered(one, 0);
      return () => void (calledOff += 1);
    };
    connectLearning({ ask }, () => 0);
    connectPlacing({ ask }, () => 0);
    showSite(site);
    forgetLearned();
    calledOff = 0;
  });

  test('is compared on other seeds than it learned from, and searches begin with it once it is taken', () => {
    startLearning();
    answer({ kind: 'learn', learned });
    const [first, second] = asked;
    if (first?.kind !== 'learn' || second?.kind !== 'online') throw new Error('other questions');
    const seen = Array.from({ length: 100 }, (_, trace) => (first.options.seed ?? NaN) + trace);
    expect(seen).not.toContain(second.options.seed);
    expect(second.options).toMatchObject({ learned, policies: expect.arrayContaining(['default', 'learned']) });
    answer({ kind: 'online', online: compared });
    expect(useLearnedStore.getState()).toMatchObject({ status: 'answered', compared, isUsed: false });
    startPlacing();
    applyLearned(true);
    startPlacing();
    expect(asked.slice(2).map((one) => (one.kind === 'place' ? one.options.operators : undefined))).toEqual([
      null,
      learned.operators,
    ]);
  });

  test('that is not wanted any more is called off and forgotten', () => {
    startLearning();
    forgetLearned();
    expect(calledOff).toBe(1);
    expect(useLearnedStore.getState()).toMatchObject({ status: 'idle', policy: null });
  });
});

test('the board with a plan shows each placement where it is and where it will be', () => {
  expect(result.changes.length).toBeGreaterThan(0);
  const everything = new Set(boardColumns(site, new Map(), '', new Set()).map(({ tier }) => tier));
  const chips = boardColumns(site, new Map(), '', everything, result.changes).flatMap(({ rows }) =>
    rows.flatMap((row) => (row.kind === 'card' ? row.card.chips.map((chip) => ({ ...chip, nodeId: row.card.node.id })) : [])),
  );
  const diff = apply(site, result.command);
  if (diff.status === 'failed') throw new Error(diff.error.message);
  const after = applyDiff(site, diff.value);
  const spots = (list: readonly { readonly serviceId: string; readonly nodeId: string }[]): string[] =>
    list.map(({ serviceId, nodeId }) => `${serviceId} ${nodeId}`).toSorted();
  expect(spots(chips.filter(({ turn }) => turn !== 'comes'))).toEqual(spots(Object.values(site.placements)));
  expect(new Set(spots(chips.filter(({ turn }) => turn !== 'leaves')))).toEqual(new Set(spots(Object.values(after.placements))));
  expect(evaluate(after).totals.errors).toBe(result.after.errors);
});
