import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { allClaims, claimsPage, PAGE } from '../bench/claims/table.ts';

/** Figures may drift by rounding and by a finer model; beyond this the page is out of date. */
const TOLERANCE = 0.05;
const ANEW = 'run `npm run -s bench -- claims --write`';

/** A line with its numbers taken out, and the numbers. */
function apart(line: string): { readonly words: string; readonly numbers: readonly number[] } {
  const number = /\d+(?:\.\d+)?/g;
  return { words: line.replaceAll(number, '#'), numbers: [...line.matchAll(number)].map(([text]) => Number(text)) };
}

describe('the claims of the scenarios', () => {
  const claims = allClaims();
  const told = readFileSync(PAGE, 'utf8').split('\n').map(apart);
  const now = claimsPage(claims).split('\n').map(apart);

  test('the page has every claim with its verdict, as the engine answers them', () => {
    expect(
      told.map(({ words }) => words),
      ANEW,
    ).toEqual(now.map(({ words }) => words));
  });

  test('its figures are those of the engine, within 5 %', () => {
    const off = now.flatMap(({ words, numbers }, line) =>
      numbers.every((value, at) => Math.abs(value - (told[line]?.numbers[at] ?? Infinity)) <= TOLERANCE * Math.abs(value) + 0.011)
        ? []
        : [`${words}: ${told[line]?.numbers.join(' ')} is now ${numbers.join(' ')}`],
    );
    expect(off, ANEW).toEqual([]);
  });

  test('all six scenarios are there, and no figure is an empty one', () => {
    expect(new Set(claims.map(({ scenario }) => scenario))).toEqual(new Set([1, 2, 3, 4, 5, 6]));
    expect(claims.length).toBeGreaterThan(25);
    for (const { claim, figure, verdict } of claims) {
      expect(figure, claim).not.toMatch(/NaN|Infinity|undefined|null|no figure/);
      if (verdict !== 'not modelled') expect(figure, claim).toMatch(/\d/);
    }
  });
});
