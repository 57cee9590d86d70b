import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { projectRoot } from '../../electron/launch/root.mjs';
import { testCatalog } from './load.ts';

/** Facts of the NetBox library that entries quote, against the library's own files. */
const folder = join(projectRoot, '../shared/data/devicetypes');
const KG = { kg: 1, g: 0.001, lb: 0.453_592_37, oz: 0.028_349_523 } as const;

const quoted = [...testCatalog().hardwareTypes.values()].flatMap((type) =>
  type.sources.flatMap((source) => {
    const path = /^NetBox device-type library, (.+) \(CC0\)$/.exec(source.title)?.[1];
    return path === undefined ? [] : [{ type, path, fields: source.fields }];
  }),
);

/** A top-level scalar of a device type; the files are flat enough to need no YAML reader. */
function scalar(text: string, key: string): string | null {
  return new RegExp(`^${key}: *'?"?([^'"\\n]+)`, 'm').exec(text)?.[1]?.trim() ?? null;
}

test('more than ten entries quote the library', () => {
  expect(quoted.length).toBeGreaterThan(10);
});

describe.skipIf(!existsSync(folder))(`facts of the NetBox library (skipped where ${folder} is absent)`, () => {
  test.each(quoted.map((each) => [each.type.id, each] as const))('%s', (_, { type, path, fields }) => {
    const file = ['yaml', 'yml'].map((ending) => join(folder, `${path}.${ending}`)).find(existsSync);
    if (file === undefined) throw new Error(`There is no ${path}`);
    const text = readFileSync(file, 'utf8');
    if (fields.includes('rackUnits')) expect(type.rackUnits).toBe(Number(scalar(text, 'u_height')));
    if (fields.includes('weightKg')) {
      const unit = scalar(text, 'weight_unit') as keyof typeof KG;
      expect(type.weightKg).toBeCloseTo(Number(scalar(text, 'weight')) * KG[unit], 1);
    }
    if (fields.includes('power.maxW') || fields.includes('power')) {
      const draws = [...text.matchAll(/(?:maximum|allocated)_draw: *(\d+)/g)].map((match) => Number(match[1]));
      expect(draws).toContain(type.power.maxW);
    }
  });
});
