import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { siteJsonSchema } from '../../../core/site/json-schema.ts';
import { serializeSite } from '../../../core/site/file.ts';
import { projectRoot } from '../../../electron/launch/root.mjs';
import { randomSite } from '../../helpers/random-site.ts';

const published = readFileSync(join(projectRoot, 'assets/schema/edgewright-site.schema.json'), 'utf8');
const samples = join(projectRoot, 'assets/samples');
const fixture = readFileSync(new URL('./fixtures/v2.edgewright.json', import.meta.url), 'utf8');

describe('the published JSON Schema', () => {
  const schema = z.fromJSONSchema(JSON.parse(published) as Parameters<typeof z.fromJSONSchema>[0]);

  test('is up to date: run `npm run -s edgewright -- schema --publish` after a change of the document', () => {
    expect(published).toBe(`${JSON.stringify(siteJsonSchema(), null, 1)}\n`);
  });

  test('accepts what we write', () => {
    for (let seed = 1; seed <= 20; seed += 1) {
      expect(schema.safeParse(JSON.parse(serializeSite(randomSite(seed)))).error?.issues ?? []).toEqual([]);
    }
  });

  test('accepts every sample', () => {
    const names = existsSync(samples) ? readdirSync(samples).filter((name) => name.endsWith('.edgewright.json')) : [];
    for (const name of names) {
      const parsed = schema.safeParse(JSON.parse(readFileSync(join(samples, name), 'utf8')));
      expect(parsed.error?.issues ?? [], name).toEqual([]);
    }
  });

  test.each<[string, (text: string) => string]>([
    ['a field we do not know', (text) => text.replace('"nodes": {', '"drones": {}, "nodes": {')],
    ['another format', (text) => text.replace('edgewright-site', 'other')],
    ['a missing collection', (text) => text.replace('"policies": {},', '')],
    ['a wrong type', (text) => text.replace('"lengthM": 420', '"lengthM": "420"')],
    ['a value out of range', (text) => text.replace('"pue": 1.5', '"pue": 0.5')],
  ])('refuses %s', (_, change) => {
    const text = change(fixture);
    expect(text).not.toBe(fixture);
    expect(schema.safeParse(JSON.parse(text)).success).toBe(false);
  });
});
