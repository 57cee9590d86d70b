import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { SITE_VERSION } from '../../../core/site/file-schema.ts';
import { parseSiteFile, serializeSite } from '../../../core/site/file.ts';
import { MIGRATIONS } from '../../../core/site/migrations/migrate.ts';

const fixture = (name: string): string => readFileSync(new URL(`./fixtures/${name}.edgewright.json`, import.meta.url), 'utf8');

describe('files of older versions', () => {
  test('a file of version 0 opens as what it meant, and is saved as the current version', () => {
    const opened = parseSiteFile(fixture('v0'), 'old.edgewright.json');
    if (opened.status === 'failed') throw new Error(JSON.stringify(opened.error));
    expect(opened.value.migratedFrom).toBe(0);
    expect(opened.value.findings.map(({ code }) => code)).toEqual(['site-file.migrated', 'site-file.migrated']);
    expect(serializeSite(opened.value.site)).toBe(fixture('v2'));
  });

  test('a file of the current version is not touched', () => {
    const opened = parseSiteFile(fixture('v2'), 'now.edgewright.json');
    expect(opened).toMatchObject({ status: 'ok', value: { migratedFrom: null, findings: [] } });
  });

  test('a field of version 0 that is already as in version 1 stays', () => {
    const text = fixture('v0').replace('"callsPerRequest": 1', '"callsPerRequest": 1, "periodMs": 250');
    const opened = parseSiteFile(text, 'mixed.edgewright.json');
    if (opened.status === 'failed') throw new Error(JSON.stringify(opened.error));
    expect(Object.values(opened.value.site.flows).map(({ periodMs }) => periodMs)).toContain(250);
  });

  test('the old fields under the current version are refused: nothing is guessed', () => {
    const text = fixture('v0').replace('"version": 0', '"version": 1');
    const opened = parseSiteFile(text, 'wrong.edgewright.json');
    if (opened.status === 'ok') throw new Error('was opened');
    expect(opened.error.map(({ place }) => place)).toContain('$.site.flows.frame.triggeredBy');
  });

  test('each version below the current one has exactly one step up', () => {
    expect(MIGRATIONS.map(({ from }) => from)).toEqual(Array.from({ length: SITE_VERSION }, (_, version) => version));
  });
});
