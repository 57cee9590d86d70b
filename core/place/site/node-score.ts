import { enclosing } from '../../evaluate/place-capacity.ts';
import type { Site } from '../../site/site.ts';
import { getRecord } from '../../site/site.ts';
import type { Nearness, Sources } from './near.ts';
import type { SitePlan } from './plan.ts';
import type { Service } from './problem.ts';
import { fillings, withSeat } from './room.ts';

/** [P2] How the three parts of a node's score count. */
const SHARES = { network: 0.4, compute: 0.4, location: 0.2 } as const;
/** Delay at which the network part is a half, ms: the access delay of a metropolitan ring, so that one city tells nodes apart (estimate). */
const HALF_MS = 2;

/** [P2] Why a node suits a service, each part 0 to 1. */
export interface NodeScore {
  readonly nodeId: string;
  readonly score: number;
  /** HALF / (HALF + mean unloaded delay to where its traffic comes from and goes to). */
  readonly network: number;
  /** Room left in the fullest dimension once it runs there. */
  readonly compute: number;
  /** Share of the places around its sources that are around the node, too. */
  readonly location: number;
  /** Null where no traffic comes from anywhere. */
  readonly delayMs: number | null;
}

export function nodeScore(
  site: Site,
  plan: SitePlan,
  near: Nearness,
  sources: Sources,
  service: Service,
  nodeId: string,
  replicas: number,
): NodeScore {
  const delayMs = near.meanDelayMs(sources, near.slot(nodeId));
  const network = delayMs === null ? 1 : delayMs === Infinity ? 0 : HALF_MS / (HALF_MS + delayMs);
  const compute = roomLeft(site, plan, service, nodeId, replicas);
  const location = closeness(site, near, sources, nodeId);
  const score = SHARES.network * network + SHARES.compute * compute + SHARES.location * location;
  return { nodeId, score, network, compute, location, delayMs: delayMs === Infinity ? null : delayMs };
}

function roomLeft(site: Site, plan: SitePlan, service: Service, nodeId: string, replicas: number): number {
  let least = 1;
  for (const { used, available } of fillings(site, nodeId, withSeat(plan, service, nodeId, replicas)))
    if (used > 0) least = Math.min(least, available > 0 ? 1 - used / available : 0);
  return Math.max(0, least);
}

function closeness(site: Site, near: Nearness, sources: Sources, nodeId: string): number {
  const own = new Set(enclosing(site, getRecord(site, 'nodes', nodeId)?.placeId ?? null).map((place) => place.id));
  let total = 0;
  let rate = 0;
  for (const [source, weight] of sources) {
    const around = enclosing(site, near.placeOf(source));
    rate += weight;
    if (around.length > 0) total += (weight * around.filter((place) => own.has(place.id)).length) / around.length;
  }
  return rate === 0 ? 0 : total / rate;
}
