import type { RecordOf } from '../../site/site.ts';
import { getRecord } from '../../site/site.ts';
import { dataAssessment } from '../data/data.ts';
import type { Demand } from '../demand.ts';
import type { Evaluated } from '../evaluate.ts';
import { book, openLedger } from '../node-capacity.ts';
import { stationUse } from '../station-use.ts';
import type { GrowingUse } from './growth.ts';
import { lineThrough } from './growth.ts';
import type { RunwayLimit } from './result.ts';

/** A limit that is reached along a line. */
export interface LinearLimit extends Pick<RunwayLimit, 'subject' | 'name' | 'kind' | 'dimension' | 'unit'> {
  readonly use: GrowingUse;
  readonly limit: number;
  /** Breaks when it is reached, as a queue does, instead of when it is exceeded. */
  readonly reaching: boolean;
}

type Channels = Demand['channels'];

/** Figures at one demand, taken down at once: the evaluation they come from may be reused for another demand. */
export interface Load {
  readonly nodes: Evaluated['evaluation']['nodes'];
  readonly links: Evaluated['evaluation']['links'];
  readonly channels: ReadonlyMap<string, { readonly up: number; readonly down: number }>;
  /** Utilisation by placement. */
  readonly services: ReadonlyMap<string, { readonly cpu: number; readonly accelerator: number }>;
}

export function loadOf(evaluated: Evaluated): Load {
  const channels = new Map<string, { up: number; down: number }>();
  for (const [key, channel] of evaluated.demand.channels as Channels)
    channels.set(key, { up: channel.up.work, down: channel.down.work });
  const services = new Map<string, { cpu: number; accelerator: number }>();
  for (const placements of evaluated.model.placements.values()) {
    for (const live of placements) {
      const load = evaluated.demand.services.get(live.placement.id);
      const use = load === undefined ? null : stationUse(evaluated.solver.station(live), load);
      // A node without processors has no use to speak of; that it cannot serve is a finding of its own.
      if (use !== null && Number.isFinite(use.cpu)) services.set(live.placement.id, use);
    }
  }
  return { nodes: evaluated.evaluation.nodes, links: evaluated.evaluation.links, channels, services };
}

/** [C2] All limits that grow along a line, from the loads at demand factors 1 and 2. `evaluated` is that of factor 1. */
export function linearLimits(evaluated: Evaluated, one: Load, two: Load): LinearLimit[] {
  return [
    ...nodeLimits(evaluated, one, two),
    ...storageLimits(evaluated),
    ...linkLimits(evaluated, one, two),
    ...accessLimits(evaluated, one, two),
    ...placeLimits(evaluated),
    ...serviceLimits(evaluated, one, two),
  ];
}

/**
 * Time of processors and forwarding grow with load. Reservations grow for services that scale by utilisation, from the demand on at which
 * the replicas that are there pass their target.
 */
function nodeLimits(evaluated: Evaluated, one: Load, two: Load): LinearLimit[] {
  const later = new Map(two.nodes.map((node) => [node.id, node]));
  const standing = standingOn(evaluated);
  return one.nodes.flatMap((result): LinearLimit[] => {
    const node = getRecord(evaluated.model.site, 'nodes', result.id);
    if (node === undefined) return [];
    const there = standing.get(node.id) ?? [];
    const ceiling = Math.min(1, ...there.map(({ service }) => service.cpuCeiling ?? 1));
    const scaling = there.flatMap((stands) => scalingBookings(evaluated, node, stands, one));
    return Object.entries(result.amounts).flatMap(([dimension, { used, available, unit }]) => {
      if (dimension.startsWith('storage') || available === 0) return [];
      const byLoad = dimension === 'cpuTime' || dimension === 'network';
      const parts = scaling.flatMap(({ booked, needed }) => {
        const from = booked.get(dimension) ?? 0;
        return byLoad || from === 0 ? [] : [{ from, growing: from * needed }];
      });
      const scaled = parts.reduce((total, { from }) => total + from, 0);
      return [
        {
          subject: `nodes/${node.id}`,
          name: node.name,
          kind: 'node' as const,
          dimension,
          unit,
          use: byLoad
            ? lineThrough(used, later.get(node.id)?.amounts[dimension]?.used ?? used)
            : { fixed: Math.max(0, used - scaled), growing: 0, later: parts },
          limit: dimension === 'cpuTime' ? available * ceiling : available,
          reaching: false,
        },
      ];
    });
  });
}

interface Standing {
  readonly service: RecordOf<'services'>;
  readonly placement: RecordOf<'placements'>;
}

function standingOn(evaluated: Evaluated): Map<string, Standing[]> {
  const found = new Map<string, Standing[]>();
  for (const [serviceId, placements] of evaluated.model.placements) {
    const service = getRecord(evaluated.model.site, 'services', serviceId);
    if (service === undefined) continue;
    for (const { placement } of placements)
      found.set(placement.nodeId, [...(found.get(placement.nodeId) ?? []), { service, placement }]);
  }
  return found;
}

/** What a placement that scales by utilisation books, and how many times its replicas its demand now needs at the target. */
function scalingBookings(
  evaluated: Evaluated,
  node: RecordOf<'nodes'>,
  { service, placement }: Standing,
  load: Load,
): { readonly booked: ReadonlyMap<string, number>; readonly needed: number }[] {
  const target = service.replicas.targetUtilisation;
  const type = getRecord(evaluated.model.site, 'hardwareTypes', node.typeId);
  const busy = load.services.get(placement.id);
  if (target === null || target === 0 || type === undefined || busy === undefined) return [];
  if (replicasOf(evaluated, service.id) >= service.replicas.max) return [];
  const ledger = openLedger(evaluated.model.site, node, type);
  const variant = service.variants.find((one) => one.name === placement.variant) ?? null;
  book(ledger, type, service, placement.replicas, variant);
  return [{ booked: ledger.used, needed: Math.max(busy.cpu, busy.accelerator) / target }];
}

function replicasOf(evaluated: Evaluated, serviceId: string): number {
  return (evaluated.model.placements.get(serviceId) ?? []).reduce((total, { placement }) => total + placement.replicas, 0);
}

/** [D1] Data at rest grow with what is written; of a node's storage together. */
function storageLimits(evaluated: Evaluated): LinearLimit[] {
  const { site } = evaluated.model;
  const reserved = new Map<string, number>();
  for (const [serviceId, placements] of evaluated.model.placements) {
    const service = getRecord(site, 'services', serviceId);
    if (service === undefined || service.data.ingestBytesPerRequest === 0) continue;
    for (const { placement } of placements)
      reserved.set(placement.nodeId, (reserved.get(placement.nodeId) ?? 0) + placement.replicas * service.perReplica.storageGB);
  }
  const byNode = new Map<string, { offered: number; booked: number; retained: number }>();
  for (const one of dataAssessment(evaluated).storage) {
    const sum = byNode.get(one.nodeId) ?? { offered: 0, booked: 0, retained: 0 };
    sum.offered += one.offeredGB;
    sum.booked += one.bookedGB;
    sum.retained += one.retainedGB;
    byNode.set(one.nodeId, sum);
  }
  return [...byNode].map(([nodeId, { offered, booked, retained }]) => {
    const own = Math.min(reserved.get(nodeId) ?? 0, booked);
    return {
      subject: `nodes/${nodeId}`,
      name: getRecord(site, 'nodes', nodeId)?.name ?? nodeId,
      kind: 'node',
      dimension: 'storage',
      unit: 'GB',
      // Data fill the reservations of who writes them first; what is booked beyond those is fixed.
      use: { fixed: booked - own, growing: 0, later: [{ from: own, growing: retained }] },
      limit: offered,
      reaching: false,
    };
  });
}

function linkLimits(evaluated: Evaluated, one: Load, two: Load): LinearLimit[] {
  const later = new Map(two.links.map((link) => [link.id, link]));
  return one.links.flatMap((link): LinearLimit[] => {
    const record = getRecord(evaluated.model.site, 'links', link.id);
    const then = later.get(link.id);
    // Traffic of an overlay is limited by its underlays, which are links of their own.
    if (record === undefined || then === undefined || record.underlayIds.length > 0) return [];
    const of = (dimension: 'up' | 'down', now: number, double: number, capacity: number): LinearLimit => {
      const line = lineThrough(now, double);
      return {
        subject: `links/${link.id}`,
        name: record.name,
        kind: 'link',
        dimension,
        unit: 'Mbps',
        use: { fixed: line.fixed * capacity, growing: line.growing * capacity, later: [] },
        limit: capacity,
        reaching: true,
      };
    };
    return [
      of('up', link.utilisationUp, then.utilisationUp, link.capacityUpMbps),
      of('down', link.utilisationDown, then.utilisationDown, link.capacityDownMbps),
    ];
  });
}

function accessLimits(evaluated: Evaluated, one: Load, two: Load): LinearLimit[] {
  return [...(evaluated.demand.channels as Channels)].flatMap(([key, { access }]): LinearLimit[] => {
    const now = one.channels.get(key);
    const double = two.channels.get(key);
    if (now === undefined || double === undefined) return [];
    const shared = access.medium.sharing === 'shared';
    const node = getRecord(evaluated.model.site, 'nodes', access.nodeId);
    return (['up', 'down'] as const).map((dimension) => {
      const line = lineThrough(now[dimension], double[dimension]);
      const capacity = access[dimension].bandwidthMbps;
      return {
        subject: shared ? `nodes/${access.nodeId}` : `deviceGroups/${access.group.id}`,
        name: `${shared ? (node?.name ?? access.nodeId) : access.group.name}, ${access.medium.name}`,
        kind: 'access',
        dimension,
        unit: 'Mbps',
        use: { fixed: line.fixed * capacity, growing: line.growing * capacity, later: [] },
        limit: capacity,
        reaching: true,
      };
    });
  });
}

/** Power, cooling, rack units and floor load, if hardware is added as demand grows. */
function placeLimits(evaluated: Evaluated): LinearLimit[] {
  return evaluated.evaluation.places.flatMap(({ id, amounts }) =>
    Object.entries(amounts).map(([dimension, { used, available, unit }]): LinearLimit => ({
      subject: `places/${id}`,
      name: getRecord(evaluated.model.site, 'places', id)?.name ?? id,
      kind: 'place',
      dimension,
      unit,
      use: { fixed: 0, growing: used, later: [] },
      limit: available,
      reaching: false,
    })),
  );
}

/** Processors and accelerators of a service's replicas; where it scales by utilisation, those that it may have at most. */
function serviceLimits(evaluated: Evaluated, one: Load, two: Load): LinearLimit[] {
  return [...evaluated.model.placements].flatMap(([serviceId, placements]) => {
    const service = getRecord(evaluated.model.site, 'services', serviceId) as RecordOf<'services'>;
    const scales = service.replicas.targetUtilisation !== null;
    const most = scales ? Math.max(1, service.replicas.max / replicasOf(evaluated, serviceId)) : 1;
    return placements.flatMap(({ placement }) => {
      const now = one.services.get(placement.id);
      const double = two.services.get(placement.id);
      if (now === undefined || double === undefined) return [];
      return (['cpu', 'accelerator'] as const).flatMap((dimension): LinearLimit[] => {
        if (now[dimension] === 0) return [];
        const line = lineThrough(now[dimension], double[dimension]);
        return [
          {
            subject: `placements/${placement.id}`,
            name: service.name,
            kind: 'service',
            dimension,
            unit: 'ratio',
            use: line,
            limit: most,
            reaching: true,
          },
        ];
      });
    });
  });
}
