import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SortedMap } from '../../core/base/sorted-map.ts';
import { VersionedMap } from '../../core/base/versioned-map.ts';

const key = fc.integer({ min: 0, max: 2_000 }).map((number) => `k${number}`);
const change = fc.tuple(key, fc.option(fc.integer(), { nil: undefined }));
const steps = fc.array(fc.record({ from: fc.nat(), changes: fc.array(change, { maxLength: 400 }) }), {
  minLength: 1,
  maxLength: 12,
});

interface Persistent<Self> {
  readonly size: number;
  get(key: string): number | undefined;
  has(key: string): boolean;
  values(): Iterable<number>;
  with(changes: Iterable<readonly [string, number | undefined]>): Self;
}

/** Versions that branch off from one another in any way, and what each has to hold. */
function holds<Self extends Persistent<Self>>(empty: Self, isSorted: boolean): void {
  fc.assert(
    fc.property(steps, fc.array(fc.nat(), { maxLength: 20 }), (list, reads) => {
      const versions: { readonly map: Self; readonly model: ReadonlyMap<string, number> }[] = [{ map: empty, model: new Map() }];
      for (const { from, changes } of list) {
        const { map, model } = versions[from % versions.length] as (typeof versions)[number];
        const next = new Map(model);
        for (const [name, value] of changes) {
          if (value === undefined) next.delete(name);
          else next.set(name, value);
        }
        versions.push({ map: map.with(changes), model: next });
      }
      for (const read of [...reads, ...versions.keys()]) {
        const { map, model } = versions[read % versions.length] as (typeof versions)[number];
        expect(map.size).toBe(model.size);
        const sorted = [...model].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
        if (isSorted) expect([...map.values()]).toEqual(sorted);
        else expect([...map.values()].toSorted()).toEqual(sorted.toSorted());
        for (let at = 0; at <= 2_000; at += 37) {
          expect(map.get(`k${at}`)).toBe(model.get(`k${at}`));
          expect(map.has(`k${at}`)).toBe(model.has(`k${at}`));
        }
      }
    }),
    { numRuns: 100, seed: 1 },
  );
}

describe('maps of which every version stays', () => {
  test('a sorted map holds what a map would hold, in the order of keys', () => {
    holds<SortedMap<number>>(SortedMap.from<number>([]), true);
  });

  test('a versioned map holds what a map would hold, whichever version is read', () => {
    holds<VersionedMap<number>>(VersionedMap.from<number>([]), false);
  });

  test('a sorted map is made of entries in any order, and shares what did not change', () => {
    const entries = Array.from({ length: 5_000 }, (_, at) => [`k${(at * 7_919) % 5_000}`, { at }] as const);
    const map = SortedMap.from(entries);
    expect(map.keys()).toEqual(entries.map(([name]) => name).toSorted());
    const next = map.with([['k17', undefined]]);
    expect(next.size).toBe(4_999);
    expect(next.get('k4711')).toBe(map.get('k4711'));
    expect(map.has('k17')).toBe(true);
  });
});
