import { ok } from '../../core/base/result.ts';
import { apply } from '../../core/site/commands/apply.ts';
import type { Command } from '../../core/site/commands/schema.ts';
import { applyDiff } from '../../core/site/diff.ts';
import type { Site } from '../../core/site/site.ts';
import { checkIntegrity } from '../../core/site/integrity.ts';
import type { CatalogLookups } from '../../renderer/tools/catalog-lookups.ts';
import { SiteBuilder, testMedium, testServer } from '../helpers/small-site.ts';

/** A hall with a rack and a cell; a switch, two servers and a sensor gateway in it; a room and a cloud above it. */
export function plant(): Site {
  return new SiteBuilder()
    .type({ id: 'switch', name: 'Switch', category: 'switch', forwardingMbps: 100_000, compute: pureNetwork(), rackUnits: 1 })
    .type({ id: 'box', name: 'Rugged box', rackUnits: null, tiers: ['on-site-edge'] })
    .medium({ id: 'fibre', kind: 'fibre', bandwidthUpMbps: 10_000, bandwidthDownMbps: 10_000 })
    .place('hall', { kind: 'building', tier: 'on-site-edge', sizeM: { widthM: 80, depthM: 40, heightM: 8 } })
    .place('cell', { parentId: 'hall', tier: 'on-site-edge', positionM: { xM: 20, yM: 5, zM: 0 }, rotationDeg: 90 })
    .place('rack', {
      kind: 'rack',
      parentId: 'hall',
      tier: 'on-site-edge',
      positionM: { xM: -20, yM: 0, zM: 0 },
      limits: { powerW: null, coolingW: null, rackUnits: 6, floorLoadKg: null },
    })
    .place('room', { kind: 'room', tier: 'near-edge', positionM: { xM: 4000, yM: 0, zM: 0 } })
    .node('core', { typeId: 'switch', placeId: 'rack', rackUnit: 1 })
    .node('server', { placeId: 'rack', rackUnit: 2 })
    .node('spare', { placeId: 'cell' })
    .node('edge', { placeId: 'room', tier: 'near-edge' })
    .node('cloud', { tier: 'central' })
    .link('core-server', 'core', 'server')
    .link('core-edge', 'core', 'edge', { mediumId: 'fibre' })
    .link('edge-cloud', 'edge', 'cloud', { mediumId: 'fibre' })
    .group('cameras', 'core', { placeId: 'cell' })
    .workload('quality')
    .service('infer', 'quality', { perReplica: { computeUnits: 4, memoryGiB: 1, storageGB: 0, storageClass: null } })
    .service('store', 'quality')
    .service('archive', 'quality')
    .flow('image', 'quality', 'cameras', 'infer', { objectiveP99Ms: 50 })
    .deploy('infer', 'server')
    .deploy('store', 'server')
    .deploy('store', 'edge')
    .build();
}

function pureNetwork(): object {
  return { computeUnits: 0, cores: 0, threads: 0, architecture: null, perThreadFactor: 0 };
}

const extra = [
  testServer({ id: 'new-server', name: 'New server', rackUnits: 2 }),
  testServer({ id: 'tall', name: 'Tall server', rackUnits: 5 }),
  testServer({ id: 'box', name: 'Rugged box', rackUnits: null }),
];

/** A catalog of three types and one more medium; a template brings in a workload with its one service. */
export const catalog: CatalogLookups = {
  hardwareType: (id) => extra.find((type) => type.id === id),
  template: (id) => (id === 'template' ? ({ id, services: [] } as never) : undefined),
  media: () => [testMedium({ id: 'copper-10g', bandwidthUpMbps: 10_000, bandwidthDownMbps: 10_000, maxRangeM: 100 })],
  templateCommands: (_site, _template, nodeId) =>
    ok([{ kind: 'node.edit', id: nodeId as never, patch: { notes: 'quality of the template' } }]),
};

/** The site after a command, checked as a whole. */
export function after(site: Site, command: Command): Site {
  const result = apply(site, command);
  if (result.status === 'failed') throw new Error(`${result.error.code} ${result.error.message}`);
  const next = applyDiff(site, result.value);
  const broken = checkIntegrity(next);
  if (broken.length > 0) throw new Error(JSON.stringify(broken));
  return next;
}
