import type { HardwareType } from '../../site/schema/hardware-type.ts';
import type { Link } from '../../site/schema/link.ts';
import type { Node } from '../../site/schema/node.ts';
import type { Placement } from '../../site/schema/placement.ts';
import type { Service } from '../../site/schema/service.ts';
import type { Site } from '../../site/site.ts';
import { listRecords } from '../../site/site.ts';
import { evaluate } from '../../evaluate/evaluate.ts';
import type { Evaluation } from '../../evaluate/result.ts';
import { newIdealMedium, newLink, newNode } from '../../site/defaults.ts';

/** A flow that no compute hardware answers in time: its network alone is too slow, or does not reach anything. */
export interface OutOfReach {
  readonly flowId: string;
  readonly objectiveP99Ms: number | null;
  /** With ideal hardware at every access node; null where it is not answered at all. */
  readonly bestP99Ms: number | null;
  readonly blockedBy: string | null;
  /** Whether nothing that can be bought cures it. Else no bill that was tried did, and this is the best of them. */
  readonly isProven: boolean;
}

export interface Reach {
  readonly flows: readonly OutOfReach[];
  /** The site without those objectives. */
  readonly relaxed: Site;
  /** Errors that stay with ideal hardware, by id. */
  readonly errors: ReadonlySet<string>;
}

/** So fast that work takes no time beside anything that is told. */
const IDEAL_FACTOR = 1e3;

/**
 * [P5] What remains to be answered for with the best of all hardware: each service on a node without limits beside each access node, over a link without delay,
 * whatever tier or zone it may be in. What misses its objective there misses it with everything that can be bought.
 */
export function outOfReach(site: Site): Reach {
  const ideal = evaluate(idealSite(site));
  const flows = ideal.flows.flatMap((flow): OutOfReach[] => {
    const { id: flowId, status, objectiveP99Ms, p99Ms, blockedBy } = flow;
    return status === 'met' ? [] : [{ flowId, objectiveP99Ms, bestP99Ms: p99Ms, blockedBy, isProven: true }];
  });
  return { flows, relaxed: withoutObjectives(site, flows), errors: errorIds(ideal) };
}

/** A site whose flows have no objectives where these cannot be met. */
export function withoutObjectives(site: Site, outOfReach: readonly OutOfReach[]): Site {
  const flows: Record<string, Site['flows'][string]> = { ...site.flows };
  for (const { flowId } of outOfReach) {
    const flow = flows[flowId];
    if (flow !== undefined) flows[flowId] = { ...flow, objectiveP99Ms: null };
  }
  return { ...site, flows };
}

function errorIds(evaluation: Evaluation): Set<string> {
  return new Set(evaluation.findings.flatMap((one) => (one.severity === 'error' ? [one.id] : [])));
}

function idealSite(site: Site): Site {
  const accessIds = new Set<string>(listRecords(site, 'deviceGroups').flatMap((one) => one.attachment?.nodeId ?? []));
  const access = listRecords(site, 'nodes').filter(({ id }) => accessIds.has(id));
  const nodes: Record<string, Node> = { ...site.nodes };
  const links: Record<string, Link> = { ...site.links };
  const placements: Record<string, Placement> = {};
  const services: Record<string, Service> = {};
  for (const service of listRecords(site, 'services')) {
    const data = { ...service.data, residencyZones: [] };
    const freed = { antiAffinity: 'none', coldStartMs: 0, cpuCeiling: null } as const;
    const replicas = { ...service.replicas, max: Math.max(service.replicas.max, access.length) };
    // Without a reservation a thread gives a request all that it has.
    const perReplica = { ...service.perReplica, computeUnits: 0 };
    services[service.id] = { ...service, ...freed, allowedTiers: [], architectures: [], data, replicas, perReplica };
  }
  const type = idealType(services);
  const mediumId = 'ideal/medium' as Link['mediumId'];
  for (const [index, near] of access.entries()) {
    // No id of a site has a stroke.
    const id = `ideal/${index}` as Node['id'];
    nodes[id] = newNode({ id, name: id, typeId: type.id, tier: near.tier, placeId: near.placeId, positionM: near.positionM });
    const linkId = `ideal/${index}` as Link['id'];
    links[linkId] = newLink({ id: linkId, fromNodeId: id, toNodeId: near.id, mediumId, lengthM: 0 });
    for (const service of Object.values(services)) {
      const placementId = `ideal/${service.id}/${index}` as Placement['id'];
      placements[placementId] = { id: placementId, serviceId: service.id, nodeId: id, replicas: 1, pinned: false, variant: null };
    }
  }
  // What starts by itself starts as often as at one place.
  const flows = Object.fromEntries(
    Object.entries(site.flows).map(([id, flow]) => [
      id,
      flow.periodMs === null ? flow : { ...flow, periodMs: flow.periodMs * Math.max(1, access.length) },
    ]),
  );
  const policies = Object.fromEntries(Object.entries(site.policies).filter(([, { kind }]) => kind === 'warning'));
  return {
    ...site,
    nodes,
    links,
    placements,
    services,
    flows,
    policies,
    hardwareTypes: { ...site.hardwareTypes, [type.id]: type },
    media: { ...site.media, [mediumId]: idealMedium(mediumId) },
  };
}

/** One thread does everything that one replica is asked, in no time. */
function idealType(services: Readonly<Record<string, Service>>): HardwareType {
  const kinds = [...new Set(Object.values(services).flatMap(({ accelerator }) => accelerator?.kinds ?? []))];
  const huge = 1e9;
  const source = { fields: [], title: 'ideal hardware', url: null, date: null, note: '' };
  return {
    id: 'ideal/hardware' as HardwareType['id'],
    name: 'Ideal hardware',
    vendor: '',
    category: 'server',
    silhouette: 'rack-server',
    tiers: ['on-site-edge'],
    compute: { computeUnits: huge, cores: 1e6, threads: 1e6, architecture: 'x86-64', perThreadFactor: IDEAL_FACTOR },
    memoryGiB: huge,
    accelerators: kinds.map((kind) => ({ kind, model: 'ideal', count: 1e6, memoryGiB: huge, tops: 1e6, shareable: true })),
    storage: [{ class: 'nvme', capacityGB: huge, iops: null, throughputMBps: null }],
    interfaces: [{ kind: 'ethernet', count: 1, bandwidthMbps: huge }],
    forwardingMbps: null,
    forwardingLatencyUs: null,
    power: { idleW: 0, maxW: 0 },
    rackUnits: null,
    weightKg: null,
    sizeM: null,
    temperatureC: null,
    temperatureClass: 'outdoor',
    reliability: { mtbfH: null, mttrH: null },
    price: null,
    profile: null,
    offers: { forms: [], storage: [], network: [] },
    sources: [source],
    notes: '',
  };
}

function idealMedium(id: Link['mediumId']): Site['media'][string] {
  const sources = [{ fields: [], title: 'ideal link', url: null, date: null, note: '' }];
  return newIdealMedium({ id, name: 'Ideal link', kind: 'fibre', bandwidthUpMbps: 1e12, bandwidthDownMbps: 1e12, sources });
}
