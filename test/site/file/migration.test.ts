import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { SITE_VERSION } from '../../../core/site/file-schema.ts';
import { parseSiteFile, serializeSite } from '../../../core/site/file.ts';
import { parseCommand } from '../../../core/site/commands/parse.ts';
import { MIGRATIONS } from '../../../core/site/migrations/migrate.ts';
import { migrateCommand } from '../../../core/site/migrations/tier-rules.ts';
import { siteOfScenario } from '../../../core/site/scenario.ts';
import { ANY_SERVICE } from '../../../core/site/schema/tier-rule.ts';

const fixture = (name: string): string => readFileSync(new URL(`./fixtures/${name}.edgewright.json`, import.meta.url), 'utf8');

describe('files of older versions', () => {
  test('a file of version 0 opens as what it meant, and is saved as the current version', () => {
    const opened = parseSiteFile(fixture('v0'), 'old.edgewright.json');
    if (opened.status === 'failed') throw new Error(JSON.stringify(opened.error));
    expect(opened.value.migratedFrom).toBe(0);
    expect(opened.value.findings.map(({ code }) => code)).toEqual([
      'site-file.migrated',
      'site-file.migrated',
      'site-file.migrated',
    ]);
    expect(serializeSite(opened.value.site)).toBe(fixture('v3'));
  });

  test('a file of the current version is not touched', () => {
    const opened = parseSiteFile(fixture('v3'), 'now.edgewright.json');
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

  test('a policy of tiers by latency of version 2 becomes a rule that means the same, in the site and in a scenario', () => {
    const policy = { id: 'fast', name: 'Fast', enabled: true, kind: 'latency-tiers', upToP99Ms: 50, tiers: ['near-edge'] };
    const batch = { kind: 'batch', label: '', commands: [{ kind: 'policy.add', record: { ...policy, id: 'faster' } }] };
    const file = JSON.parse(fixture('v2')) as { site: { policies: object; scenarios: object } };
    file.site.policies = { fast: policy };
    file.site.scenarios = { s: { id: 's', name: 'S', description: '', commands: [batch] } };
    const opened = parseSiteFile(JSON.stringify(file), 'rules.edgewright.json');
    if (opened.status === 'failed') throw new Error(JSON.stringify(opened.error));
    const { site } = opened.value;
    const rule = { kind: 'tier-rule', when: { ...ANY_SERVICE, upToP99Ms: 50 }, tiers: ['near-edge'], reason: '' };
    expect(site.policies['fast']).toEqual({ id: 'fast', name: 'Fast', enabled: true, ...rule });
    const after = siteOfScenario(site, 's');
    expect(after.status === 'ok' && after.value.policies['faster']).toMatchObject(rule);
  });

  test('a command of a journal of version 2 is brought up, one of now stays as it is', () => {
    const old = { id: 'fast', name: 'Fast', enabled: true, kind: 'latency-tiers', upToP99Ms: 50, tiers: ['near-edge'] };
    const command = parseCommand(migrateCommand({ kind: 'policy.replace', record: old }));
    expect(command).toMatchObject({ status: 'ok', value: { record: { kind: 'tier-rule', when: { upToP99Ms: 50 } } } });
    const now = { kind: 'policy.remove', id: 'fast' };
    expect(migrateCommand(now)).toBe(now);
  });

  test('each version below the current one has exactly one step up', () => {
    expect(MIGRATIONS.map(({ from }) => from)).toEqual(Array.from({ length: SITE_VERSION }, (_, version) => version));
  });
});
