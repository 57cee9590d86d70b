import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Problem } from '../../../core/base/problem.ts';
import { parseSiteFile } from '../../../core/site/file.ts';
import { expectRefusal } from '../../formats/expect-refusal.ts';

const good = readFileSync(new URL('./fixtures/v2.edgewright.json', import.meta.url), 'utf8');

function refusalsOf(text: string): readonly Problem[] {
  const opened = parseSiteFile(text, 'plan.edgewright.json');
  if (opened.status === 'ok') throw new Error('was opened');
  for (const each of opened.error) expectRefusal(each, 'plan.edgewright.json');
  return opened.error;
}

function edited(change: (file: Record<string, unknown>) => void): string {
  const file = JSON.parse(good) as Record<string, unknown>;
  change(file);
  return JSON.stringify(file);
}

describe('opening refuses, with code and place,', () => {
  test.each<[string, string, string, string]>([
    ['an empty text', '', 'json.truncated', 'line 1, column 1'],
    ['a word', 'hello', 'json.syntax', 'line 1, column 1'],
    ['more than one value', '{}{}', 'json.syntax', 'line 1, column 3'],
    ['a trailing comma', '{"a":1,}', 'json.syntax', 'line 1, column 8'],
    ['single quotes', "{'a':1}", 'json.syntax', 'line 1, column 2'],
    ['a comment', '{"a":1 // b\n}', 'json.syntax', 'line 1, column 8'],
    ['a bad escape', '{"a":"\\x"}', 'json.syntax', 'line 1, column 7'],
    ['a line break in a string', '{"a":"b\nc"}', 'json.syntax', 'line 1, column 8'],
    ['a number with a leading zero', '{"a":01}', 'json.syntax', 'line 1, column 7'],
    ['NaN', '{"a":NaN}', 'json.syntax', 'line 1, column 6'],
    ['1e999', '{"site":\n {"a":1e999}}', 'json.number', 'line 2, column 7 ($.site.a)'],
    ['an array nested 5,000 deep', '['.repeat(5000) + ']'.repeat(5000), 'json.too-deep', 'line 1, column 65'],
    ['an object nested 5,000 deep', '{"a":'.repeat(5000) + '1' + '}'.repeat(5000), 'json.too-deep', 'line 1, column 321'],
    ['__proto__', '{"site":{"__proto__":{}}}', 'json.forbidden-key', 'line 1, column 10 ($.site.__proto__)'],
    ['__proto__ in escapes', '{"\\u005f_proto__":1}', 'json.forbidden-key', '$.__proto__'],
    ['constructor', '{"constructor":{"prototype":{}}}', 'json.forbidden-key', '$.constructor'],
    ['prototype', '{"a":[0,{"prototype":{}}]}', 'json.forbidden-key', '$.a[1].prototype'],
    ['one key twice', '{"site":{"a":1,"a":2}}', 'json.duplicate-key', '$.site.a'],
    ['one key twice, once in escapes', '{"a":1,"\\u0061":2}', 'json.duplicate-key', '$.a'],
    ['other JSON', '{"type":"CityJSON"}', 'site-file.not-a-site', '$.format'],
    ['an array', '[]', 'site-file.not-a-site', '$.format'],
    ['null', 'null', 'site-file.not-a-site', '$.format'],
  ])('%s', (_, text, code, place) => {
    const [first] = refusalsOf(text);
    expect(first?.code).toBe(code);
    expect(first?.place).toContain(place);
  });

  test('a file that needs a newer reader, naming what it needs', () => {
    const [first] = refusalsOf(edited((file) => Object.assign(file, { version: 7, minReader: 5 })));
    expect(first).toMatchObject({ code: 'site-file.newer', place: '$.minReader' });
    expect(`${first?.message} ${first?.remedy}`).toMatch(/format 5/);
  });

  test('a newer file that this build may read is read, but not what it does not know', () => {
    expect(
      parseSiteFile(
        edited((file) => Object.assign(file, { version: 2, minReader: 1 })),
        'x',
      ).status,
    ).toBe('ok');
    const [first] = refusalsOf(edited((file) => Object.assign(file['site'] as object, { drones: {} })));
    expect(first).toMatchObject({ code: 'site-file.schema', place: '$.site' });
    expect(first?.message).toContain('drones');
  });

  test.each<[string, (site: never) => void, string]>([
    [
      'a field that is missing',
      (site: { nodes: { server: { tier?: string } } }) => void delete site.nodes.server.tier,
      '$.site.nodes.server.tier',
    ],
    [
      'a wrong type',
      (site: { links: { uplink: { lengthM: unknown } } }) => void (site.links.uplink.lengthM = '420'),
      '$.site.links.uplink.lengthM',
    ],
    [
      'a value out of range',
      (site: { deviceGroups: { cameras: { count: number } } }) => void (site.deviceGroups.cameras.count = 0),
      '$.site.deviceGroups.cameras.count',
    ],
    [
      'a field we do not know',
      (site: { nodes: { server: object } }) => void Object.assign(site.nodes.server, { colour: 'red' }),
      '$.site.nodes.server',
    ],
    [
      'an id that is none',
      (site: { nodes: Record<string, { id: string }> }) => void (site.nodes['A b'] = { ...site.nodes['server'], id: 'A b' }),
      '$.site.nodes["A b"]',
    ],
    [
      'a key that differs from the id',
      (site: { nodes: Record<string, unknown> }) => void (site.nodes['other'] = site.nodes['server']),
      '$.site.nodes.other',
    ],
    [
      'a reference to nothing',
      (site: { links: { uplink: { toNodeId: string } } }) => void (site.links.uplink.toNodeId = 'gone'),
      '$.site.links.uplink',
    ],
    [
      'a place inside itself',
      (site: { places: { hall: { parentId: string } } }) => void (site.places.hall.parentId = 'hall'),
      '$.site.places.hall',
    ],
    [
      'flows in a circle',
      (site: { flows: Record<string, { id: string; from: object; to: object }> }) =>
        void (site.flows['back'] = {
          ...(site.flows['keep'] as { id: string; from: object; to: object }),
          id: 'back',
          from: { kind: 'service', id: 'archive' },
          to: { kind: 'service', id: 'inspect' },
        }),
      '$.site.flows.',
    ],
  ] as never)('%s', (_, change: (site: never) => void, place) => {
    const [first] = refusalsOf(edited((file) => change(file['site'] as never)));
    expect(first?.place).toContain(place);
  });

  test('a file cut off at any byte', () => {
    for (let end = 0; end < good.length - 2; end += 37) {
      const [first] = refusalsOf(good.slice(0, end));
      expect(first?.code, `cut at ${end}`).toBe('json.truncated');
    }
  });

  test('no more than it can show', () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`n${index}`, { id: 1 }]));
    const problems = refusalsOf(edited((file) => void ((file['site'] as Record<string, unknown>)['nodes'] = many)));
    expect(problems.length).toBeLessThanOrEqual(20);
  });
});

describe('no file takes long:', () => {
  const chain = (count: number, isCircle: boolean): string =>
    edited((file) => {
      const site = file['site'] as unknown as {
        services: Record<string, object>;
        flows: Record<string, object>;
        placements: object;
      };
      const [service, flow] = [site.services['inspect'], site.flows['keep']];
      site.placements = {};
      site.services = Object.fromEntries(Array.from({ length: count }, (_, n) => [`s${n}`, { ...service, id: `s${n}` }]));
      site.flows = Object.fromEntries(
        Array.from({ length: isCircle ? count : count - 1 }, (_, n) => {
          const ends = { from: { kind: 'service', id: `s${n}` }, to: { kind: 'service', id: `s${(n + 1) % count}` } };
          return [`f${n}`, { ...flow, id: `f${n}`, ...ends }];
        }),
      );
    });

  test.each<[string, () => string, boolean]>([
    ['a chain of 3,000 flows', () => chain(3000, false), true],
    ['a circle of 3,000 flows', () => chain(3000, true), false],
    ['2 MB of open brackets', () => '['.repeat(2e6), false],
    ['2 MB of one string', () => `{"a":"${'x'.repeat(2e6)}`, false],
    ['2 MB of escapes', () => `{"a":"${'\\n'.repeat(1e6)}"`, false],
    ['2 MB of digits', () => `{"a":${'9'.repeat(2e6)}}`, false],
    ['200,000 keys', () => `{${Array.from({ length: 2e5 }, (_, n) => `"k${n}":0`).join(',')}}`, false],
    [
      '200,000 records that are none',
      () =>
        edited(
          (file) =>
            void ((file['site'] as Record<string, unknown>)['nodes'] = Object.fromEntries(
              Array.from({ length: 2e5 }, (_, n) => [`n${n}`, 0]),
            )),
        ),
      false,
    ],
  ])('%s', (_, text, isGood) => {
    const given = text();
    const started = performance.now();
    expect(parseSiteFile(given, 'x').status).toBe(isGood ? 'ok' : 'failed');
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
