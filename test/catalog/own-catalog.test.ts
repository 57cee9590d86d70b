import { beforeEach, describe, expect, test } from 'vitest';
import { instantiateTemplate } from '../../core/catalog/instantiate.ts';
import { templateOf } from '../../core/catalog/keep-template.ts';
import { checkOwnCatalog, parseOwnCatalog, serializeOwnCatalog } from '../../core/catalog/own-catalog.ts';
import { apply } from '../../core/site/commands/apply.ts';
import { applyDiff } from '../../core/site/diff.ts';
import { checkIntegrity } from '../../core/site/integrity.ts';
import { deviceGroupId } from '../../core/site/schema/common.ts';
import { chosen } from '../../renderer/panels/catalog/filter-catalog.ts';
import { copyHardware, keepChecked, withField } from '../../renderer/panels/catalog/own-entries.ts';
import { removeEntry, toggleFavourite, useOwnCatalogStore } from '../../renderer/store/own-catalog-store.ts';
import { SiteBuilder, testMedium, testServer } from '../helpers/small-site.ts';

const EMPTY = { hardwareTypes: [], media: [], templates: [] };

beforeEach(() => useOwnCatalogStore.setState({ ...EMPTY, favourites: [] }));

describe('entries of one’s own', () => {
  test('go out as a file and come back the same', () => {
    const own = { hardwareTypes: [testServer()], media: [testMedium()], templates: [] };
    expect(parseOwnCatalog(serializeOwnCatalog(own), 'mine.json')).toEqual({ status: 'ok', value: own });
  });

  test.each([
    ['no JSON', '{', 'json'],
    ['another file', '{"format":"edgewright-site"}', 'catalog.not-ours'],
    [
      'an entry that contradicts itself',
      serializeOwnCatalog({ ...EMPTY, hardwareTypes: [{ ...testServer(), power: { idleW: 9, maxW: 1 } }] }),
      'catalog.invalid',
    ],
    ['an id twice', serializeOwnCatalog({ ...EMPTY, media: [testMedium(), testMedium()] }), 'catalog.invalid'],
  ])('are refused as a whole where the file is %s', (_what, text, code) => {
    const read = parseOwnCatalog(text, 'mine.json');
    if (read.status === 'ok') throw new Error('it was taken');
    expect(read.error[0]?.code).toContain(code);
    expect(read.error[0]?.file).toBe('mine.json');
    expect(read.error[0]?.remedy).not.toBe('');
  });

  test('start as a copy with a source of their own, and each edit holds or is refused', () => {
    const id = copyHardware(testServer(), 'Our server', 'Measured here');
    const made = useOwnCatalogStore.getState().hardwareTypes[0];
    if (made === undefined) throw new Error('nothing was kept');
    expect(made).toMatchObject({ id, name: 'Our server', sources: [{ title: 'Measured here' }] });
    expect(keepChecked('hardwareTypes', withField(made, 'memoryGiB', -1))?.code).toBe('catalog.invalid');
    expect(useOwnCatalogStore.getState().hardwareTypes).toEqual([made]);
    expect(keepChecked('hardwareTypes', withField(made, 'memoryGiB', 256))).toBeNull();
    expect(keepChecked('hardwareTypes', withField(made, 'sources.title', ''))?.code).toBe('catalog.invalid');
    expect(useOwnCatalogStore.getState().hardwareTypes[0]?.memoryGiB).toBe(256);
    removeEntry('hardwareTypes', id);
    expect(useOwnCatalogStore.getState().hardwareTypes).toEqual([]);
  });

  test('keep compute units and the speed of a thread in step', () => {
    const server = testServer();
    const threads = withField(server, 'compute', { ...server.compute, threads: 16, perThreadFactor: 0.85 });
    expect(threads['compute']).toMatchObject({ threads: 16, computeUnits: 13.6 });
    const units = withField(server, 'compute', { ...server.compute, computeUnits: 4 });
    expect(units['compute']).toMatchObject({ computeUnits: 4, perThreadFactor: 0.5 });
    for (const entry of [threads, units]) expect(checkOwnCatalog({ ...EMPTY, hardwareTypes: [entry] }, '').status).toBe('ok');
  });

  test('and favourites narrow the catalog, alone and together', () => {
    const entries = [{ id: 'a' }, { id: 'b' }, { id: 'c' }];
    toggleFavourite('a');
    toggleFavourite('b');
    toggleFavourite('a');
    const favourites = new Set(useOwnCatalogStore.getState().favourites);
    expect(chosen(entries, { favourites, own: null })).toEqual([{ id: 'b' }]);
    expect(chosen(entries, { favourites: null, own: new Set(['c']) })).toEqual([{ id: 'c' }]);
    expect(chosen(entries, { favourites, own: new Set(['c']) })).toEqual([]);
  });
});

describe('a workload kept as a template', () => {
  const site = new SiteBuilder()
    .node('a')
    .group('cameras', 'a')
    .group('sensors', 'a')
    .workload('quality')
    .service('infer', 'quality')
    .service('store', 'quality')
    .flow('image', 'quality', 'cameras', 'infer')
    .flow('image-2', 'quality', 'sensors', 'infer')
    .deploy('infer', 'a')
    .build();

  test('comes back into a site as the same workload', () => {
    const template = templateOf(site, 'quality', { id: 'own-quality', industry: 'manufacturing' });
    if (template.status === 'failed') throw new Error(template.error.message);
    expect(checkOwnCatalog({ ...EMPTY, templates: [template.value] }, '')).toMatchObject({ status: 'ok' });
    const command = instantiateTemplate(site, template.value, { name: 'Again', sources: [deviceGroupId.parse('cameras')] });
    const result = apply(site, command);
    if (result.status === 'failed') throw new Error(result.error.message);
    const next = applyDiff(site, result.value);
    expect(checkIntegrity(next)).toEqual([]);
    const own = Object.values(next.workloads).find(({ name }) => name === 'Again');
    const services = Object.values(next.services).filter(({ workloadId }) => workloadId === own?.id);
    expect(services.map(({ name }) => name).toSorted()).toEqual(['infer', 'store']);
    const [flow] = Object.values(next.flows).filter(({ workloadId }) => workloadId === own?.id);
    expect(flow).toMatchObject({ from: { id: 'cameras' }, objectiveP99Ms: site.flows['image']?.objectiveP99Ms ?? null });
  });

  test('needs devices that use it', () => {
    const lonely = new SiteBuilder().workload('w').service('s', 'w').build();
    expect(templateOf(lonely, 'w', { id: 'x', industry: 'it' })).toMatchObject({
      status: 'failed',
      error: { code: 'catalog.no-template' },
    });
  });
});
