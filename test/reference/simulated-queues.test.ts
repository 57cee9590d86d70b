import { afterAll, describe, expect, test } from 'vitest';
import { must } from '../../core/base/assert.ts';
import { waitingProbability } from './closed-forms.ts';
import { binomialTail, CLAIMED_MISS_RATE, FALSE_ALARM_RATE, fewestMisses, mostMisses } from './false-alarms.ts';
import type { Replications } from './replications.ts';
import { biased, figuresOf, misses, pooled, replicate, SEEDS, slower } from './replications.ts';
import type { System } from './systems.ts';
import { SYSTEMS } from './systems.ts';

/**
 * The simulator against theory. A sound simulator fails this file with a chance of FALSE_ALARM_RATE, split among the questions:
 * do the runs' own 99 % intervals miss too often, of each system (Bonferroni), too often or too seldom of all together; and does any mean or
 * percentile of all runs together lie off (Student, Bonferroni over all figures). `EDGEWRIGHT_REFERENCE_SEEDS=300
 * EDGEWRIGHT_REFERENCE_LENGTH=2` asks the same of more and longer runs.
 */
const QUESTION = FALSE_ALARM_RATE / 3;
const FIGURES = SYSTEMS.reduce((total, system) => total + figuresOf(system), 0) + 6;
const ALL = SYSTEMS.length * SEEDS;

const counted: number[] = [];
const runsOf = new Map<string, Replications>();

function firstIntervals(system: System): Replications['intervals'] extends ReadonlyMap<string, infer List> ? List : never {
  return must(runsOf.get(system.name)?.intervals.get(system.flows[0].id), system.name);
}

describe('[X1, X2, X3, L6] the simulator against closed forms', () => {
  test.each(SYSTEMS.map((system) => [system.name, system] as const))(
    '%s',
    (name, system) => {
      const replications = replicate(system);
      runsOf.set(name, replications);
      const missed = misses(firstIntervals(system), system.flows[0].meanMs);
      counted.push(missed);
      expect(missed, system.source).toBeLessThanOrEqual(mostMisses(SEEDS, QUESTION / SYSTEMS.length));
      const wrong = system.flows.flatMap((expected) => biased(replications, expected, QUESTION / FIGURES));
      expect(wrong, system.source).toEqual([]);
    },
    600_000,
  );

  test('over all systems the 99 % intervals miss about one time in a hundred', () => {
    const missed = counted.reduce((total, each) => total + each, 0);
    expect(counted).toHaveLength(SYSTEMS.length);
    expect(missed).toBeLessThanOrEqual(mostMisses(ALL, QUESTION / 2));
    expect(missed).toBeGreaterThanOrEqual(fewestMisses(ALL, QUESTION / 2));
  });

  test('Erlang C: the wait and the utilisation of the CPU are those of theory, too', () => {
    for (const servers of [2, 4, 8]) {
      const runs = must(runsOf.get(`M/M/${servers} at utilisation 0.75`), `M/M/${servers}`).runs;
      const cpus = runs.map((run) =>
        must(
          run.queues.find((queue) => queue.part === 'cpu'),
          'CPU',
        ),
      );
      const waitMs = (waitingProbability(servers, servers * 0.75) * 10) / (servers * 0.25);
      for (const [values, expected] of [
        [cpus.map((cpu) => must(cpu.meanWaitMs, 'wait')), waitMs],
        [cpus.map((cpu) => cpu.utilisation), 0.75],
      ] as const) {
        const { low, high } = pooled(values, QUESTION / FIGURES);
        expect(expected).toBeGreaterThanOrEqual(low);
        expect(expected).toBeLessThanOrEqual(high);
      }
    }
  });
});

describe('the checks can fail', () => {
  const picked = SYSTEMS.filter(({ name }) =>
    /^(M\/M\/1 at utilisation 0.6|M\/D\/1 at utilisation 0.8|an open network with feedback)/.test(name),
  );

  test.each(picked.map((system) => [system.name, system] as const))(
    '%s: work that takes 3 hundredths longer than it should is found',
    (_, system) => {
      const replications = replicate({ ...system, site: slower(system.site, 1.03) }, 24);
      expect(system.flows.flatMap((expected) => biased(replications, expected, QUESTION / FIGURES))).not.toEqual([]);
    },
  );

  test('intervals half as wide as they should be miss too often', () => {
    const halved = SYSTEMS.map((system) => {
      const narrow = firstIntervals(system).map(({ low, high }) => ({
        low: low * 0.75 + high * 0.25,
        high: low * 0.25 + high * 0.75,
      }));
      return misses(narrow, system.flows[0].meanMs);
    });
    expect(halved.reduce((total, each) => total + each, 0)).toBeGreaterThan(mostMisses(ALL, QUESTION / 2));
  });

  test('the binomial test: chances add up, and what it allows is what it says', () => {
    expect(binomialTail(24, CLAIMED_MISS_RATE, 2)).toBeCloseTo(0.00175, 4);
    expect(binomialTail(3, 0.5, 1)).toBeCloseTo(0.5, 12);
    for (const n of [24, 480, 6000]) {
      const most = mostMisses(n, QUESTION);
      expect(binomialTail(n, CLAIMED_MISS_RATE, most)).toBeLessThanOrEqual(QUESTION);
      expect(binomialTail(n, CLAIMED_MISS_RATE, most - 1)).toBeGreaterThan(QUESTION);
      expect(fewestMisses(n, QUESTION)).toBeLessThan(most);
    }
    expect(fewestMisses(6000, QUESTION)).toBeGreaterThan(30);
  });
});

afterAll(() => {
  if (process.env['EDGEWRIGHT_REFERENCE_SEEDS'] === undefined) return;
  const missed = counted.reduce((total, each) => total + each, 0);
  console.info(
    `${missed} of ${ALL} intervals miss (${((100 * missed) / ALL).toFixed(2)} %), at most ${mostMisses(ALL, QUESTION / 2)} may`,
  );
});
