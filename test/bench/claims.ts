import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Verdict } from './claims/claim.ts';
import { allClaims, claimsPage, PAGE } from './claims/table.ts';
import type { BenchOutcome } from './main.ts';

/** Claims of the reference scenarios against the engine's figures for the samples. `--write` writes assets/samples/README.md. */
export function bench(options: readonly string[]): Promise<BenchOutcome> {
  const { values } = parseArgs({ args: [...options], options: { write: { type: 'boolean', default: false } } });
  const claims = allClaims();
  if (values.write) writeFileSync(PAGE, claimsPage(claims));
  const count = (verdict: Verdict): number => claims.filter((claim) => claim.verdict === verdict).length;
  return Promise.resolve({
    figures: {
      claims: claims.length,
      reached: count('reached'),
      partly: count('partly'),
      notReached: count('not reached'),
      input: count('input'),
      notModelled: count('not modelled'),
    },
    rows: claims,
  });
}
