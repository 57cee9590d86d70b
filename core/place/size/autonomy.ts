import type { Tier } from '../../site/schema/common.ts';
import { TIERS } from '../../site/schema/common.ts';
import type { Site } from '../../site/site.ts';
import { listRecords } from '../../site/site.ts';

/** Tiers that a site goes on without when it is cut off ([A3]). */
const CLOUD: ReadonlySet<Tier> = new Set(['regional', 'central']);

/**
 * [A3] Services that somebody waits for in a workload that has to outlive a cut from the cloud, with the tiers that are left to them. Not told where none is left:
 * then what the service asks for contradicts itself, and its autonomy is found missed.
 */
export function cutServices(site: Site): ReadonlyMap<string, readonly Tier[]> {
  const flows = listRecords(site, 'flows');
  const services = new Map(listRecords(site, 'services').map((service) => [service.id as string, service]));
  const asking = new Set<string>(
    [...services.values()].filter(({ autonomyH }) => autonomyH > 0).map(({ workloadId }) => workloadId),
  );
  const reached = new Set<string>();
  const front = flows.flatMap((flow) =>
    asking.has(flow.workloadId) && flow.from.kind === 'device-group' && flow.mode === 'synchronous' && flow.to.kind === 'service'
      ? [flow.to.id as string]
      : [],
  );
  for (let id = front.pop(); id !== undefined; id = front.pop()) {
    if (reached.has(id)) continue;
    reached.add(id);
    for (const flow of flows)
      if (flow.from.kind === 'service' && flow.from.id === id && flow.mode === 'synchronous' && flow.to.kind === 'service')
        front.push(flow.to.id);
  }
  const kept = new Map<string, readonly Tier[]>();
  for (const id of [...reached].toSorted()) {
    const allowed = services.get(id)?.allowedTiers ?? [];
    const left = (allowed.length === 0 ? TIERS : allowed).filter((tier) => !CLOUD.has(tier));
    if (left.length > 0) kept.set(id, left);
  }
  return kept;
}
