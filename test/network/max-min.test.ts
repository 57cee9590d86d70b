import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Passage } from '../../core/network/max-min.ts';
import { maxMinRates } from '../../core/network/max-min.ts';
import { finishTimes } from '../../core/network/transfers.ts';

const over = (...arcs: number[]): Passage[] => arcs.map((arc) => ({ arc, weight: 1 }));

/** Networks of up to 6 links with up to 8 transfers over one to four of them. */
const networks = fc.record({
  capacities: fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 6, maxLength: 6 }),
  ways: fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 8 }),
});

describe('[R1] max–min fair rates', () => {
  test('[R1] the parking lot: one long transfer and one on each link share every link equally', () => {
    const { mbps } = maxMinRates([over(0, 1, 2), over(0), over(1), over(2)], () => 1);
    expect([...mbps]).toEqual([0.5, 0.5, 0.5, 0.5]);
  });

  test('[R1] three on the first link, what is left of the second for one: 1/3, 1/3, 1/3, 2/3', () => {
    // Bertsekas and Gallager, Data Networks, 6.5.2: the sessions of the fullest link first, then what they leave of the next one.
    const { mbps, bottleneck } = maxMinRates([over(0), over(0), over(0, 1), over(1)], () => 1);
    for (const [at, rate] of [1 / 3, 1 / 3, 1 / 3, 2 / 3].entries()) expect(mbps[at]).toBeCloseTo(rate, 12);
    expect([...bottleneck]).toEqual([0, 0, 0, 1]);
  });

  test('[R1] a way that is balanced over two links takes its share of each', () => {
    const { mbps } = maxMinRates(
      [
        [
          { arc: 0, weight: 0.5 },
          { arc: 1, weight: 0.5 },
        ],
      ],
      (arc) => (arc === 0 ? 10 : 100),
    );
    expect(mbps[0]).toBe(20);
  });

  test('[R1] law: no link is overfilled, and each transfer has a full link on which none is faster', () => {
    fc.assert(
      fc.property(networks, ({ capacities, ways }) => {
        const { mbps } = maxMinRates(
          ways.map((way) => over(...way)),
          (arc) => capacities[arc] ?? 0,
        );
        const load = capacities.map((_, arc) =>
          ways.reduce((sum, way, at) => sum + (way.includes(arc) ? (mbps[at] ?? 0) : 0), 0),
        );
        for (const [arc, capacity] of capacities.entries()) expect(load[arc]).toBeLessThanOrEqual(capacity * (1 + 1e-9));
        for (const [at, way] of ways.entries()) {
          const held = way.some(
            (arc) =>
              (load[arc] ?? 0) >= (capacities[arc] ?? 0) * (1 - 1e-9) &&
              ways.every((other, index) => !other.includes(arc) || (mbps[index] ?? 0) <= (mbps[at] ?? 0) * (1 + 1e-9)),
          );
          expect(held).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('[R1] transfers that share links', () => {
  test('[R1] two over one link: the longer one has it alone once the shorter is done', () => {
    const { seconds } = finishTimes(
      [
        { passages: over(0), sizeMB: 10 },
        { passages: over(0), sizeMB: 30 },
      ],
      () => 80,
    );
    expect(seconds[0]).toBeCloseTo(2, 9);
    expect(seconds[1]).toBeCloseTo(4, 9);
  });

  test('[R1] law: transfers of one size end with the fullest link, at size × transfers / bandwidth', () => {
    fc.assert(
      fc.property(networks, ({ capacities, ways }) => {
        const { seconds } = finishTimes(
          ways.map((way) => ({ passages: over(...way), sizeMB: 5 })),
          (arc) => capacities[arc] ?? 0,
        );
        const last = Math.max(
          ...capacities.map((capacity, arc) => (40 * ways.filter((way) => way.includes(arc)).length) / capacity),
        );
        expect(Math.max(...seconds.map((one) => one ?? NaN))).toBeCloseTo(last, 6);
      }),
      { numRuns: 300 },
    );
  });

  test('[R1] nothing to carry is done at once; a link with nothing to give never is', () => {
    const { seconds } = finishTimes(
      [
        { passages: over(0), sizeMB: 0 },
        { passages: [], sizeMB: 9 },
        { passages: over(0), sizeMB: 1 },
      ],
      () => 0,
    );
    expect(seconds).toEqual([0, 0, null]);
  });
});
