import { TIERS } from '../../site/schema/common.ts';
import type { RecordOf } from '../../site/site.ts';
import { getRecord } from '../../site/site.ts';
import type { Evaluated } from '../evaluate.ts';
import type { FreeNetwork } from '../free-network.ts';
import type { AssumptionList } from '../stated-assumption.ts';

type Service = RecordOf<'services'>;

/** A node that gets the new version. */
export interface FleetNode {
  readonly nodeId: string;
  readonly node: number;
  readonly fullMB: number;
  /** Null where one of its services has no delta. */
  readonly deltaMB: number | null;
  /** Start of the slowest of its services, s. */
  readonly startS: number;
  /** Rate at which it unpacks an image, MB/s. */
  readonly unpackMBps: number;
}

/** [R1] Unpacking an image: decompression on one thread. */
const UNPACK_MBPS = 100;
const UNPACK_SOURCE = 'estimate: gzip decompresses some 100 MB a second on one thread of a server';

/** [R1] Nodes that run one of the services, with what each of them has to fetch: one copy a service, whatever its replicas. */
export function fleetOf(evaluated: Evaluated, services: readonly Service[], assumptions: AssumptionList): FleetNode[] {
  const { site, graph, placements } = evaluated.model;
  const byNode = new Map<number, Service[]>();
  for (const service of services)
    for (const { node } of placements.get(service.id) ?? []) byNode.set(node, [...(byNode.get(node) ?? []), service]);
  assumptions.add(
    'rollout.unpack',
    `An image is unpacked at ${UNPACK_MBPS} MB a second, or as fast as the disk writes.`,
    UNPACK_SOURCE,
    {
      rate: UNPACK_MBPS,
    },
  );
  const fleet = Array.from(byNode, ([node, own]): FleetNode => {
    const nodeId = graph.nodes[node]?.id ?? '';
    const type = getRecord(site, 'hardwareTypes', graph.nodes[node]?.typeId ?? '');
    const disks = type?.storage.flatMap((one) => one.throughputMBps ?? []) ?? [];
    const size = (service: Service): number => service.imageMB + service.modelMB;
    return {
      nodeId,
      node,
      fullMB: own.reduce((sum, one) => sum + size(one), 0),
      deltaMB: own.some((one) => one.deltaMB === null)
        ? null
        : own.reduce((sum, one) => sum + Math.min(size(one), one.deltaMB ?? 0), 0),
      startS: Math.max(...own.map((one) => one.coldStartMs)) / 1000,
      unpackMBps: Math.min(UNPACK_MBPS, ...(disks.length > 0 ? [Math.max(...disks, 1)] : [])),
    };
  });
  return fleet.toSorted((a, b) => (a.nodeId < b.nodeId ? -1 : 1));
}

/** [R1] Innermost node with storage from which all nodes of the fleet can be reached; of several the largest. */
export function chooseRegistry(evaluated: Evaluated, network: FreeNetwork, fleet: readonly FleetNode[]): number | null {
  const { site, graph } = evaluated.model;
  const candidates = [...graph.indexOf.values()].flatMap((index) => {
    const node = graph.nodes[index];
    const type = getRecord(site, 'hardwareTypes', node?.typeId ?? '');
    const storageGB = type?.storage.reduce((sum, one) => sum + one.capacityGB, 0) ?? 0;
    return node === undefined || storageGB === 0 ? [] : [{ index, rank: TIERS.indexOf(node.tier), storageGB, id: node.id }];
  });
  candidates.sort((a, b) => b.rank - a.rank || b.storageGB - a.storageGB || (a.id < b.id ? -1 : 1));
  for (const { index } of candidates.slice(0, 20)) if (fleet.every((one) => network.way(index, one.node) !== null)) return index;
  return candidates[0]?.index ?? null;
}

/** [R1] Nodes of the regional tier with storage, else of the near edge. */
export function chooseMirrors(evaluated: Evaluated, registry: number): number[] {
  const { site, graph } = evaluated.model;
  for (const tier of ['regional', 'near-edge'] as const) {
    const found = [...graph.indexOf].flatMap(([, index]) => {
      const node = graph.nodes[index];
      const type = getRecord(site, 'hardwareTypes', node?.typeId ?? '');
      const isMirror =
        node?.tier === tier && index !== registry && (type?.storage.length ?? 0) > 0 && (type?.compute.threads ?? 0) > 0;
      return isMirror ? [{ index, id: node.id }] : [];
    });
    if (found.length > 0) return found.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map((one) => one.index);
  }
  return [];
}
