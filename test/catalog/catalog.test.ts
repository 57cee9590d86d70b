import { describe, expect, test } from 'vitest';
import { FORM_OVERHEAD, PLATFORM_OVERHEAD } from '../../core/catalog/platform-overhead.ts';
import { loadCatalog } from '../../core/cli/load-catalog.ts';
import { TIERS } from '../../core/site/schema/common.ts';
import { MEDIUM_KINDS } from '../../core/site/schema/medium.ts';
import { WORKLOAD_KINDS } from '../../core/site/schema/workload.ts';
import { filterTemplates } from '../../renderer/panels/catalog/filter-catalog.ts';
import { testCatalog } from './load.ts';

const catalog = testCatalog();
const hardware = [...catalog.hardwareTypes.values()];
const media = [...catalog.media.values()];
const templates = [...catalog.templates.values()];

/** Fields that say what an entry is, not how much of something it has. */
const WORDS: ReadonlySet<string> = new Set(
  'id name vendor kind category silhouette tiers sharing profile offers temperatureClass sources notes'.split(' '),
);

/** Whether a value holds a number other than zero, which says that something is absent. */
function isFigure(value: unknown): boolean {
  if (typeof value === 'number') return value !== 0;
  return typeof value === 'object' && value !== null && Object.values(value).some(isFigure);
}

describe('the catalog', () => {
  test('has what the issue asks for: 40 hardware types, 10 of them network gear of NetBox, all tiers, 25 templates', () => {
    expect(hardware.length).toBeGreaterThanOrEqual(40);
    expect(templates.length).toBeGreaterThanOrEqual(25);
    const network = hardware.filter(
      ({ category, sources }) =>
        ['switch', 'router', 'radio'].includes(category) && sources.some(({ title }) => title.startsWith('NetBox')),
    );
    expect(network.length).toBeGreaterThanOrEqual(10);
    for (const tier of TIERS) expect(hardware.filter(({ tiers }) => tiers.includes(tier)).length, tier).toBeGreaterThan(3);
  });

  test('covers every kind of medium and of workload', () => {
    expect(new Set(media.map(({ kind }) => kind))).toEqual(new Set(MEDIUM_KINDS));
    expect(new Set(templates.map(({ workload }) => workload.kind))).toEqual(new Set(WORKLOAD_KINDS));
  });

  test.each([
    'xeon-d-2146nt-t4-zynq',
    'tesla-t4-server',
    'jetson-agx-xavier',
    'jetson-agx-orin-64',
    'carrier-edge-small',
    'carrier-edge-general',
    'carrier-edge-large',
    'access-room-cluster',
    'aggregation-room-cluster',
    'heavy-aggregation-room-cluster',
    'core-room-cluster',
    'regional-cloud-zone',
    'central-cloud-pool',
  ])('has the hardware of the scenarios: %s', (id) => {
    expect(catalog.hardwareTypes.has(id)).toBe(true);
  });

  test('has the box of the car factory as the scenario states it', () => {
    const box = catalog.hardwareTypes.get('xeon-d-2146nt-t4-zynq');
    expect([box?.compute.cores, box?.compute.threads]).toEqual([8, 16]);
    expect(box?.accelerators.map(({ kind, memoryGiB }) => [kind, memoryGiB])).toEqual([
      ['gpu', 16],
      ['fpga', 2],
    ]);
    expect(box?.storage.map((store) => [store.class, store.capacityGB])).toEqual([
      ['nvme', 256],
      ['hdd', 4000],
    ]);
  });
});

describe('every entry', () => {
  test.each(hardware.map((type) => [type.id, type] as const))('hardware %s has plausible figures', (_, type) => {
    expect(type.power.idleW).toBeLessThanOrEqual(type.power.maxW);
    expect(type.power.maxW).toBeGreaterThan(0);
    expect(type.compute.computeUnits).toBeCloseTo(type.compute.threads * type.compute.perThreadFactor, 1);
    for (const accelerator of type.accelerators) expect(accelerator.tops, accelerator.model).toBeGreaterThan(0);
    if (type.compute.threads > 0) {
      expect(type.memoryGiB).toBeGreaterThan(0);
      expect(type.compute.architecture).not.toBeNull();
      expect(type.compute.perThreadFactor).toBeGreaterThan(0.1);
      expect(type.compute.perThreadFactor).toBeLessThan(2);
    }
    if (['switch', 'router', 'radio'].includes(type.category)) expect(type.forwardingMbps).toBeGreaterThan(0);
    if (type.price !== null) expect(type.price.date).toMatch(/^20\d\d/);
  });

  test.each([...hardware, ...media, ...templates].map((entry) => [entry.id, entry] as const))(
    '%s names its sources, and an estimate says what it covers or how it was found',
    (_, { sources }) => {
      expect(sources.length).toBeGreaterThan(0);
      for (const source of sources.filter(({ title }) => title === 'Estimate'))
        expect(source.fields.length > 0 || source.note !== '', source.note).toBe(true);
      for (const { url } of sources) if (url !== null) expect(new URL(url).protocol).toBe('https:');
    },
  );

  test.each([...hardware, ...media].map((entry) => [entry.id, entry] as const))(
    '[S1, S2] every figure of %s is covered by a source, if only by an estimate that says so',
    (_, entry) => {
      const covered = new Set(entry.sources.flatMap(({ fields }) => fields.map((field) => field.replace(/\..*/, ''))));
      const wholly = entry.sources.some(({ fields }) => fields.length === 0);
      const figures = Object.entries(entry).filter(([field, value]) => !WORDS.has(field) && isFigure(value));
      expect(figures.length).toBeGreaterThan(2);
      if (!wholly) expect(figures.map(([field]) => field).filter((field) => !covered.has(field))).toEqual([]);
    },
  );

  test.each(media.map((medium) => [medium.id, medium] as const))(
    'medium %s: what is estimated is not said to come from a document without figures',
    (_, { sources }) => {
      for (const { fields, note, title } of sources) if (/no figures/.test(note)) expect(fields, title).toEqual(['kind']);
    },
  );

  test.each(templates.map((template) => [template.id, template] as const))(
    'template %s can run on the catalog',
    (_, template) => {
      for (const service of template.services) {
        const hosts = hardware.filter(
          (type) =>
            type.compute.computeUnits >= service.perReplica.computeUnits &&
            type.memoryGiB >= service.perReplica.memoryGiB &&
            type.offers.forms.includes(service.form) &&
            (service.architectures.length === 0 || service.architectures.some((one) => one === type.compute.architecture)) &&
            (service.allowedTiers.length === 0 || type.tiers.some((tier) => service.allowedTiers.includes(tier))) &&
            (service.accelerator === null ||
              type.accelerators.some(
                ({ kind, memoryGiB }) =>
                  service.accelerator?.kinds.includes(kind) === true && memoryGiB >= service.accelerator.memoryGiB,
              )),
        );
        expect(hosts.length, service.id).toBeGreaterThan(0);
      }
      expect(template.source.requestsPerSecond).toBeGreaterThan(0);
    },
  );
});

test('[C1] the overhead of every platform and form names where it comes from', () => {
  for (const [name, { source, memoryGiB, computeUnits }] of Object.entries(PLATFORM_OVERHEAD)) {
    expect(source, name).toMatch(/documentation|estimate|nothing runs/);
    expect(computeUnits + memoryGiB > 0, name).toBe(name !== 'none');
  }
  for (const [form, { source, computeShare }] of Object.entries(FORM_OVERHEAD)) {
    expect(source, form).toMatch(/Felter|kata-deploy|estimate|by definition/);
    expect(computeShare, form).toBeLessThanOrEqual(0.05);
  }
});

test('a folder without a catalog is refused, not thrown', () => {
  const result = loadCatalog('/nowhere');
  expect(result.status).toBe('failed');
});

test('templates are found by their Chinese words, too', () => {
  for (const template of templates) expect(template.translations['zh-CN'].name, template.id).toMatch(/\p{Script=Han}/u);
  const found = filterTemplates(templates, '车牌', null).map(({ id }) => id);
  expect(found).toEqual(['licence-plate']);
});
