import type { RandomStream } from '../../core/base/random.ts';
import { createRandom } from '../../core/base/random.ts';
import type { Site } from '../../core/site/site.ts';
import { TIERS } from '../../core/site/schema/common.ts';
import { SiteBuilder } from './small-site.ts';

/** A site whose network is a tree, with chains of services and shared nodes and links, drawn from a seed. */
export function randomSite(seed: number, size = 6, placementsEach = 2): Site {
  const random = createRandom(seed, 'random site');
  const pick = <Value>(list: readonly Value[]): Value => list[Math.floor(random() * list.length)] as Value;
  const builder = new SiteBuilder()
    .type({ id: 'arm', compute: { computeUnits: 4, cores: 8, threads: 8, architecture: 'arm64', perThreadFactor: 0.5 } })
    .medium({
      id: 'radio',
      kind: 'cellular',
      sharing: 'shared',
      baseLatencyMs: 4,
      jitter: { distribution: 'gamma', meanMs: 2, standardDeviationMs: 2 },
      bandwidthUpMbps: 100,
      bandwidthDownMbps: 300,
      lossRatio: 0.001,
      maxRangeM: 800,
    })
    .place('p1', {
      positionM: { xM: 10, yM: 20, zM: 0 },
      rotationDeg: 30,
      limits: { powerW: 2000, coolingW: null, rackUnits: 10, floorLoadKg: null },
    })
    .place('p2', { parentId: 'p1' });
  const nodes = Array.from({ length: size }, (_, index) => `n${index}`);
  for (const id of nodes) {
    builder.node(id, {
      typeId: pick(['server', 'arm']),
      tier: pick(TIERS),
      placeId: pick([null, 'p1', 'p2']),
      positionM: { xM: span(random, 5000), yM: span(random, 5000), zM: 0 },
    });
  }
  nodes.slice(1).forEach((id, index) =>
    builder.link(`l${index}`, pick(nodes.slice(0, index + 1)), id, {
      bandwidthUpMbps: pick([100, 1000, 10000]),
      bandwidthDownMbps: pick([100, 1000]),
    }),
  );
  for (let workload = 0; workload < Math.max(1, size / 3); workload += 1) {
    const w = `w${workload}`;
    builder.workload(w);
    const services = Array.from({ length: 1 + Math.floor(random() * 3) }, (_, index) => `${w}-s${index}`);
    for (const id of services) {
      builder.service(id, w, {
        work: { computeMs: 1 + span(random, 20), variability: pick([0, 0.5, 1, 2]) },
        perReplica: { computeUnits: pick([0.5, 1, 2]), memoryGiB: 1, storageGB: 1, storageClass: null },
      });
      for (const node of new Set(Array.from({ length: placementsEach }, () => pick(nodes))))
        builder.deploy(id, node, 1 + Math.floor(random() * 3));
    }
    services.slice(1).forEach((id, index) =>
      builder.flow(`${w}-c${index}`, w, services[index] as string, id, {
        stage: Math.floor(random() * 2),
        mode: pick(['synchronous', 'synchronous', 'asynchronous']),
        requestBytes: 2000,
        responseBytes: 500,
        callsPerRequest: pick([0.5, 1, 2]),
      }),
    );
    for (let group = 0; group < 2; group += 1) {
      const id = `${w}-g${group}`;
      builder.group(id, null, {
        count: 1 + Math.floor(random() * 20),
        requestsPerSecond: span(random, 4),
        bytesUp: 5000,
        bytesDown: 1000,
        positionM: { xM: span(random, 5000), yM: 0, zM: 0 },
        attachment: { nodeId: pick(nodes), mediumId: pick(['wire', 'radio']), lengthM: null },
      });
      builder.flow(`${w}-f${group}`, w, id, services[0] as string, {
        objectiveP99Ms: pick([null, 20, 100]),
        transport: { protocol: pick(['none', 'udp', 'tcp-tls13', 'quic']), reuseShare: 0.9 },
      });
    }
  }
  return builder.build();
}

function span(random: RandomStream, most: number): number {
  return Math.round(random() * most * 100) / 100;
}
