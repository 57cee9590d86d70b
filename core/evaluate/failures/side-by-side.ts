import { compareCodeUnits } from '../../base/canonical-json.ts';
import type { Site } from '../../site/site.ts';
import { getRecord, listRecords } from '../../site/site.ts';
import type { Failure } from './result.ts';

/** Where a failure of several nodes stands after that of its last node; a link stands between. */
const AFTER_LINK = 0.5;
const AFTER_NODES = 0.75;

/**
 * The same failures, those that touch much of the same one after the other: a node, the link by which it hangs, the place it is in. Which comes
 * first changes no answer; one that takes over from its neighbour is evaluated twice as fast in the median.
 */
export function sideBySide(site: Site, failures: readonly Failure[]): readonly Failure[] {
  const rank = ranks(site);
  const rankOf = (id: string | undefined): number => rank.get(id ?? '') ?? 0;
  const standing = ({ nodeIds, linkIds }: Failure): number => {
    const link = getRecord(site, 'links', linkIds[0] ?? '');
    if (link !== undefined) return Math.max(rankOf(link.fromNodeId), rankOf(link.toNodeId)) + AFTER_LINK;
    return Math.max(0, ...nodeIds.map(rankOf)) + (nodeIds.length > 1 ? AFTER_NODES : 0);
  };
  return failures
    .map((failure) => ({ failure, at: standing(failure) }))
    .toSorted((a, b) => a.at - b.at || compareCodeUnits(a.failure.id, b.failure.id))
    .map(({ failure }) => failure);
}

/** Nodes in the order in which a walk along the links meets them, from those with most links, into the depth. */
function ranks(site: Site): ReadonlyMap<string, number> {
  const around = new Map<string, string[]>();
  const add = (id: string, other: string): void => {
    const known = around.get(id);
    if (known === undefined) around.set(id, [other]);
    else known.push(other);
  };
  for (const { fromNodeId, toNodeId } of listRecords(site, 'links')) {
    add(fromNodeId, toNodeId);
    add(toNodeId, fromNodeId);
  }
  const rank = new Map<string, number>();
  const degree = (id: string): number => around.get(id)?.length ?? 0;
  for (const root of [...around.keys()].toSorted((a, b) => degree(b) - degree(a) || compareCodeUnits(a, b))) {
    const open = [root];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (rank.has(id)) continue;
      rank.set(id, rank.size);
      for (const next of (around.get(id) ?? []).toSorted().toReversed()) if (!rank.has(next)) open.push(next);
    }
  }
  return rank;
}
