import { TIERS } from '../site/schema/common.ts';
import { getRecord } from '../site/site.ts';
import type { Evaluated } from './evaluate.ts';
import type { NodeResult } from './result.ts';

/** Dimensions that are booked and paid for in a pool. */
const BOOKED = /^(compute|memory|storage-|accelerator-)/;

/**
 * [E1, K1] Share of each node that is the site's own: 1, but of clusters on the regional and central tier, which are pools that others
 * use too, the share of the dimension that is booked most.
 */
export function ownShares(evaluated: Evaluated): ReadonlyMap<string, number> {
  const shares = new Map<string, number>();
  for (const { id, tier, utilisation } of evaluated.evaluation.nodes) {
    const typeId = getRecord(evaluated.model.site, 'nodes', id)?.typeId ?? '';
    if (!isSharedPool(getRecord(evaluated.model.site, 'hardwareTypes', typeId)?.category, tier)) continue;
    shares.set(id, Math.min(1, bookedMost(utilisation)?.used ?? 0));
  }
  return shares;
}

/** The dimension of a node that is booked most; null where nothing can be booked. */
export function bookedMost(utilisation: NodeResult['utilisation']): { readonly dimension: string; readonly used: number } | null {
  let most: { readonly dimension: string; readonly used: number } | null = null;
  for (const [dimension, used] of Object.entries(utilisation))
    if (BOOKED.test(dimension) && used > (most?.used ?? -1)) most = { dimension, used };
  return most;
}

export function isSharedPool(category: string | undefined, tier: (typeof TIERS)[number]): boolean {
  return category === 'cluster' && TIERS.indexOf(tier) >= TIERS.indexOf('regional');
}
