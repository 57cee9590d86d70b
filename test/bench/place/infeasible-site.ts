import { createRandom } from '../../../core/base/random.ts';
import { ANY_SERVICE } from '../../../core/site/schema/tier-rule.ts';
import type { Site } from '../../../core/site/site.ts';
import { SiteBuilder } from '../../helpers/small-site.ts';

const TIERS = ['on-site-edge', 'near-edge', 'regional'] as const;
const ZONES = ['north', 'south'] as const;
const GPU = { kind: 'gpu', model: 'Test GPU', memoryGiB: 8, tops: 100, shareable: false } as const;

/**
 * A few nodes in a chain with hardware, tiers and zones drawn by seed, services that take up some of their room, and one service `s` that asks for much:
 * architecture, tier, zone, accelerator, memory, replicas apart, an answer in time. Often there is no way to have it all.
 */
export function demandingSite(seed: number): Site {
  const random = createRandom(seed, 'demanding site');
  const pick = <Value>(list: readonly Value[]): Value => list[Math.floor(random() * list.length)] as Value;
  const chance = (share: number): boolean => random() < share;
  const builder = new SiteBuilder()
    .type({ id: 'small', memoryGiB: 4, compute: computing(2, 'x86-64') })
    .type({ id: 'arm', memoryGiB: 8, compute: computing(4, 'arm64') })
    .type({ id: 'gpu', memoryGiB: 16, compute: computing(8, 'x86-64'), accelerators: [{ ...GPU, count: 1 }] })
    .place('north', { residencyZone: 'north' })
    .place('south', { residencyZone: 'south' });
  const nodes = Array.from({ length: 3 + Math.floor(random() * 3) }, (_, index) => `n${index}`);
  for (const id of nodes)
    builder.node(id, { typeId: pick(['small', 'arm', 'gpu', 'server']), tier: pick(TIERS), placeId: pick(ZONES) });
  nodes
    .slice(1)
    .forEach((id, index) => builder.link(`l${index}`, nodes[index] as string, id, { baseLatencyMs: pick([0, 2, 10]) }));
  builder.workload('w');
  const others = 1 + Math.floor(random() * 3);
  for (let index = 0; index < others; index += 1)
    builder.service(`o${index}`, 'w', {
      replicas: { min: 1, max: 4, targetUtilisation: null },
      perReplica: { computeUnits: pick([0.5, 1]), memoryGiB: pick([1, 2, 6]), storageGB: 0, storageClass: null },
      work: { computeMs: 1, variability: 1 },
    });
  builder
    .service('s', 'w', {
      architectures: chance(0.4) ? [pick(['x86-64', 'arm64', 'riscv64'])] : [],
      allowedTiers: chance(0.5) ? [pick(TIERS)] : [],
      accelerator: chance(0.3)
        ? { kinds: ['gpu'], share: 1, memoryGiB: 4, itemMs: 5, referenceTops: 100, maxBatch: 1, batchSetupMs: 0 }
        : null,
      antiAffinity: pick(['none', 'node', 'place']),
      replicas: { min: pick([1, 1, 2, 3]), max: 6, targetUtilisation: null },
      perReplica: { computeUnits: pick([1, 2, 4]), memoryGiB: pick([2, 8, 14, 40]), storageGB: 0, storageClass: null },
      work: { computeMs: pick([2, 10]), variability: 1 },
      ...(chance(0.4) ? { data: residingIn(pick(ZONES)) } : {}),
    })
    .group('devices', nodes[0] as string, { requestsPerSecond: 5, bytesUp: 2000, bytesDown: 500 })
    .flow('f', 'w', 'devices', 's', { objectiveP99Ms: pick([8, 30, 100, null]) });
  for (let index = 0; index < others; index += 1)
    builder.flow(`f${index}`, 'w', 'devices', `o${index}`, { objectiveP99Ms: null });
  if (chance(0.3))
    builder.run({
      kind: 'policy.add',
      record: {
        id: 'classes',
        name: 'Fast at the edge',
        enabled: true,
        kind: 'tier-rule',
        when: { ...ANY_SERVICE, upToP99Ms: 50 },
        tiers: ['on-site-edge'],
        reason: '',
      },
    });
  if (chance(0.3))
    builder.run({
      kind: 'policy.add',
      record: {
        id: 'apart',
        name: 'Apart',
        enabled: true,
        kind: 'spread',
        serviceIds: ['s', 'o0'],
        across: pick(['node', 'place']),
      },
    });
  return builder.build();
}

function computing(units: number, architecture: string): object {
  return { computeUnits: units, cores: units, threads: units, architecture, perThreadFactor: 1 };
}

function residingIn(zone: string): object {
  return {
    privacy: 'raw',
    residencyZones: [zone],
    ingestBytesPerRequest: 0,
    keptShare: 1,
    retentionH: { hotH: 0, warmH: 0, coldH: 0 },
  };
}
