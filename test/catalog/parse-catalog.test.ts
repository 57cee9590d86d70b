import { expect, test } from 'vitest';
import type { CatalogFiles } from '../../core/catalog/parse-catalog.ts';
import { parseCatalog } from '../../core/catalog/parse-catalog.ts';
import { testServer } from '../helpers/small-site.ts';
import { testCatalog } from './load.ts';

const template = [...testCatalog().templates.values()][0];
const EMPTY = { hardwareTypes: [], media: [], templates: [], ruleSets: [] };

function messagesOf(files: Partial<CatalogFiles>): string[] {
  const result = parseCatalog({ ...EMPTY, ...files });
  return result.status === 'ok' ? [] : result.error.map(({ file, place, message }) => `${file} ${place} ${message}`);
}

test('entries are frozen all the way down', () => {
  const result = parseCatalog({ ...EMPTY, hardwareTypes: [{ name: 'a.json', value: [testServer()] }] });
  expect(result.status).toBe('ok');
  const type = result.status === 'ok' ? result.value.hardwareTypes.get('server') : undefined;
  expect(Object.isFrozen(type?.power)).toBe(true);
});

test.each([
  ['a file that is no array', { hardwareTypes: [{ name: 'a.json', value: {} }] }, /^a\.json \$ .*array/],
  [
    'a field of the wrong kind',
    { hardwareTypes: [{ name: 'a.json', value: [{ ...testServer(), memoryGiB: 'much' }] }] },
    /\$\[0\]\.memoryGiB/,
  ],
  [
    'an id that occurs twice',
    {
      hardwareTypes: [
        { name: 'a.json', value: [testServer()] },
        { name: 'b.json', value: [testServer()] },
      ],
    },
    /^b\.json \$\[0\]\.id .*twice/,
  ],
  [
    'idle power above full power',
    { hardwareTypes: [{ name: 'a.json', value: [{ ...testServer(), power: { idleW: 9, maxW: 8 } }] }] },
    /idle power 9 W above 8 W/,
  ],
  [
    'units that are not threads × factor',
    { hardwareTypes: [{ name: 'a.json', value: [{ ...testServer(), compute: { ...testServer().compute, computeUnits: 9 } }] }] },
    /9 compute units/,
  ],
  [
    'a flow to a service that is not there',
    { templates: [{ name: 't.json', value: [{ ...template, services: template?.services.slice(1) }] }] },
    /flow .* names service/,
  ],
] as const)('%s is refused with its place', (_, files, expected) => {
  const messages = messagesOf(files);
  expect(messages.length).toBeGreaterThan(0);
  expect(
    messages.some((message) => expected.test(message)),
    messages.join('\n'),
  ).toBe(true);
});
