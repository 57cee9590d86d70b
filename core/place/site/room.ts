import { book, openLedger } from '../../evaluate/node-capacity.ts';
import { figure } from '../../evaluate/finding.ts';
import type { Placement } from '../../site/schema/placement.ts';
import type { Site } from '../../site/site.ts';
import { getRecord, listRecords } from '../../site/site.ts';
import type { SitePlan } from './plan.ts';
import type { Limit, Service } from './problem.ts';

export interface Filling {
  readonly dimension: string;
  readonly used: number;
  readonly available: number;
  readonly unit: string;
}

/** [C1] What these placements take of a node, dimension by dimension, booked in the order given. */
export function fillings(site: Site, nodeId: string, placements: readonly Placement[]): Filling[] {
  const node = getRecord(site, 'nodes', nodeId);
  const type = node === undefined ? undefined : getRecord(site, 'hardwareTypes', node.typeId);
  if (node === undefined || type === undefined) return [];
  const ledger = openLedger(site, node, type);
  for (const { serviceId, replicas, variant } of placements) {
    const service = getRecord(site, 'services', serviceId);
    if (service !== undefined)
      book(ledger, type, service, replicas, service.variants.find((one) => one.name === variant) ?? null);
  }
  return [...ledger.used].map(([dimension, used]) => ({
    dimension,
    used,
    available: ledger.available.get(dimension) ?? 0,
    unit: ledger.units.get(dimension) ?? '',
  }));
}

/** The same slack as of the findings of [C1]. */
export function isOver({ used, available }: Filling): boolean {
  return used > available * (1 + 1e-9) + 1e-12;
}

/** [C1] Dimensions of a node that would not hold these placements. */
export function overfull(site: Site, nodeId: string, placements: readonly Placement[]): Filling[] {
  return fillings(site, nodeId, placements).filter(isOver);
}

/** What runs on a node once a service has so many replicas there. */
export function withSeat(plan: SitePlan, service: Service, nodeId: string, replicas: number): Placement[] {
  const own = plan.at(service.id, nodeId);
  const others = plan.on(nodeId).filter((one) => one.serviceId !== service.id);
  if (replicas === 0) return others;
  const seat = { ...(own ?? plan.newPlacement(service.id, nodeId)), replicas };
  return [...others, seat].toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** [P1, C1] Limits that so many replicas of a service on a node would break beside what the plan has elsewhere. */
export function limitsBroken(site: Site, plan: SitePlan, service: Service, nodeId: string, replicas: number): Limit[] {
  const name = getRecord(site, 'nodes', nodeId)?.name ?? nodeId;
  const limits: Limit[] = overfull(site, nodeId, withSeat(plan, service, nodeId, replicas)).map((filling) => ({
    kind: `capacity-${filling.dimension}`,
    why: `${name} would be asked for ${figure(filling.used)} ${filling.unit} of ${filling.dimension} and has ${figure(filling.available)}.`,
  }));
  const spread = spreadBroken(site, plan, service, nodeId, replicas);
  if (spread !== null) limits.push(spread);
  for (const policy of listRecords(site, 'policies')) {
    if (policy.kind !== 'spread' || !policy.enabled || !policy.serviceIds.some((id) => id === service.id)) continue;
    const key = groupKey(site, nodeId, policy.across);
    const together = policy.serviceIds.find(
      (id) =>
        id !== service.id &&
        plan.of(id).some((one) => isWorking(site, one.nodeId) && groupKey(site, one.nodeId, policy.across) === key),
    );
    if (together !== undefined)
      limits.push({
        kind: 'spread-policy',
        why: `${policy.name} keeps ${service.name} apart from ${together}, which runs there.`,
      });
  }
  return limits;
}

function spreadBroken(site: Site, plan: SitePlan, service: Service, nodeId: string, replicas: number): Limit | null {
  if (service.antiAffinity === 'none' || replicas === 0) return null;
  const { antiAffinity } = service;
  const key = groupKey(site, nodeId, antiAffinity);
  const beside = plan
    .of(service.id)
    .filter((one) => one.nodeId !== nodeId && isWorking(site, one.nodeId) && groupKey(site, one.nodeId, antiAffinity) === key);
  if (replicas <= 1 && beside.length === 0) return null;
  return {
    kind: 'spread',
    why: `Replicas of ${service.name} have to stand on different ${antiAffinity}s; one is there already.`,
  };
}

export function groupKey(site: Site, nodeId: string, across: 'node' | 'place' | 'tier'): string {
  const node = getRecord(site, 'nodes', nodeId);
  if (across === 'node' || node === undefined) return nodeId;
  return across === 'tier' ? node.tier : (node.placeId ?? nodeId);
}

export function isWorking(site: Site, nodeId: string): boolean {
  const status = getRecord(site, 'nodes', nodeId)?.status;
  return status === 'planned' || status === 'installed';
}
