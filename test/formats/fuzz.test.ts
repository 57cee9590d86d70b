import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { siteSchema } from '../../core/site/file-schema.ts';
import type { FuzzTarget } from './mutations.ts';
import { faultOf, mutate, mutation, TARGETS } from './mutations.ts';

/** Mutations a format. `npm run -s bench -- fuzz --runs 1000000` is the long run of the reliability goals. */
const RUNS = Number(process.env['EDGEWRIGHT_FUZZ_RUNS'] ?? 400);
const HANG_MS = 2000;

describe.each(TARGETS)('$name, with random damage,', (target) => {
  test(`never throws, never hangs, and gives a sound site or a reason with a place (${RUNS} mutations)`, () => {
    let wasRead = 0;
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), (mutations) => {
        const text = mutations.reduce(mutate, target.good);
        expect(faultOf(target, text, HANG_MS)).toBeNull();
        if (target.read(text).status === 'ok') wasRead += 1;
      }),
      { numRuns: RUNS },
    );
    expect(wasRead, 'the damage is not always fatal').toBeGreaterThan(0);
    expect(wasRead, 'the damage is not always harmless').toBeLessThan(RUNS);
  });
});

describe('the harness catches', () => {
  const base = TARGETS.find(({ name }) => name === 'open') as FuzzTarget;
  const faultsOf = (mutant: FuzzTarget): string[] => {
    const texts = fc.sample(fc.array(mutation, { minLength: 1, maxLength: 3 }), { seed: 7, numRuns: 60 });
    return texts.flatMap((mutations) => faultOf(mutant, mutations.reduce(mutate, mutant.good), HANG_MS) ?? []);
  };

  test('a reader that throws', () => {
    const thrower: FuzzTarget = {
      ...base,
      read: (text) => ({ status: 'ok', value: { site: siteSchema.parse(JSON.parse(text)) as never } }),
    };
    expect(faultsOf(thrower).some((fault) => fault.startsWith('uncaught'))).toBe(true);
  });

  test('a reader that refuses without a place', () => {
    const silent: FuzzTarget = {
      ...base,
      read(text) {
        const result = base.read(text);
        return result.status === 'ok' ? result : { ...result, error: result.error.map((each) => ({ ...each, place: null })) };
      },
    };
    expect(faultsOf(silent).some((fault) => fault.startsWith('unnamed'))).toBe(true);
  });

  test('a reader that lets a broken site through', () => {
    const good = base.read(base.good);
    if (good.status === 'failed') throw new Error('the good file is not good');
    const broken = { ...good.value.site, nodes: {} };
    expect(
      faultsOf({ ...base, read: () => ({ status: 'ok', value: { site: broken } }) }).every((fault) =>
        fault.startsWith('unsound'),
      ),
    ).toBe(true);
  });
});
