import { describe, expect, test } from 'vitest';
import { must } from '../../core/base/assert.ts';
import { evaluate } from '../../core/evaluate/evaluate.ts';
import { erlangB, erlangC } from '../../core/network/queue.ts';
import { sojournQuantileMD1, waitingProbability } from './closed-forms.ts';
import { SYSTEMS } from './systems.ts';

describe('[L3, L6] the evaluation against closed forms', () => {
  const known = SYSTEMS.filter(({ evaluated }) => evaluated !== null).map((system) => [system.name, system] as const);
  test.each(known)('%s', (_, { site, flows, evaluated }) => {
    const answer = evaluate(site);
    const off = (told: number | null | undefined, expected: number): number => Math.abs((told ?? Infinity) / expected - 1);
    for (const expected of flows) {
      const flow = must(
        answer.flows.find(({ id }) => id === expected.id),
        expected.id,
      );
      expect(
        off(flow.meanMs, expected.meanMs),
        `${expected.id}: mean ${flow.meanMs}, not ${expected.meanMs}`,
      ).toBeLessThanOrEqual(evaluated?.mean ?? 0);
      for (const which of ['p50Ms', 'p95Ms', 'p99Ms'] as const) {
        const quantile = expected[which];
        if (quantile !== undefined)
          expect(off(flow[which], quantile), `${expected.id}: ${which} ${flow[which]}, not ${quantile}`).toBeLessThanOrEqual(
            evaluated?.quantiles ?? 0,
          );
      }
    }
  });

  test('the closed forms agree with each other and with what books print', () => {
    // Tijms, A First Course in Stochastic Models, M/D/1: the mean of the wait is the integral of its tail.
    const rate = 0.05;
    let mean = 0;
    const steps = 4000;
    for (let step = 0; step < steps; step += 1) mean += sojournQuantileMD1(rate, 10, (step + 0.5) / steps) / steps;
    expect(mean / (10 + (0.5 * 10) / (2 * 0.5))).toBeCloseTo(1, 2);
    // Erlang C of 4 servers at 3 Erlang: 27/53.
    expect(waitingProbability(4, 3)).toBeCloseTo(27 / 53, 12);
  });
});

describe('[L6] Erlang by another way', () => {
  test.each([1, 2, 5, 10, 50, 200, 1000])('Erlang C of %i servers is its sum, within 1e-9', (servers) => {
    for (const share of [0.1, 0.5, 0.9, 0.99]) {
      const offered = servers * share;
      expect(Math.abs(erlangC(servers, offered) - bySum(servers, offered).waits)).toBeLessThan(1e-9);
      expect(Math.abs(erlangB(servers, offered) - bySum(servers, offered).blocks)).toBeLessThan(1e-9);
    }
  });

  test('Erlang B: the recursion of Jagerman 1974, 1/B(n) = 1 + (n/a)/B(n − 1), and less blocking with more servers', () => {
    for (const offered of [0.5, 3, 40, 300])
      for (let servers = 1; servers < 400; servers += 7) {
        const [more, fewer] = [erlangB(servers, offered), erlangB(servers - 1, offered)];
        if (more < 1e-200) break;
        expect(1 / more / (1 + servers / offered / fewer)).toBeCloseTo(1, 10);
        expect(more).toBeLessThan(fewer);
      }
  });
});

/** Erlang's sums with logarithms, so that a thousand servers fit. */
function bySum(servers: number, offered: number): { readonly waits: number; readonly blocks: number } {
  let log = 0;
  const terms: number[] = [];
  for (let k = 0; k <= servers; k += 1) {
    terms.push(log);
    log += Math.log(offered / (k + 1));
  }
  const largest = Math.max(...terms);
  const scaled = terms.map((term) => Math.exp(term - largest));
  const last = scaled[servers] ?? NaN;
  const below = scaled.slice(0, servers).reduce((total, each) => total + each, 0);
  const waiting = last / (1 - offered / servers);
  return { waits: waiting / (below + waiting), blocks: last / (below + last) };
}
