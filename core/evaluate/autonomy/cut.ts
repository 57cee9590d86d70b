import { works } from '../../network/graph.ts';
import type { Tier } from '../../site/schema/common.ts';
import type { Site } from '../../site/site.ts';
import { listRecords } from '../../site/site.ts';
import type { Cut } from './result.ts';

export interface CutSite {
  /** Nodes on the other side: they work, out of reach. */
  readonly beyondNodeIds: readonly string[];
  readonly downNodeIds: readonly string[];
  readonly linkIds: readonly string[];
}

/** [A3] What a cut takes away: of tiers, all links that lead to them; else the records named. */
export function resolveCut(site: Site, cut: Cut): CutSite {
  if (cut.kind === 'records') return { beyondNodeIds: [], downNodeIds: cut.nodeIds, linkIds: cut.linkIds };
  const beyond = new Set<string>(
    listRecords(site, 'nodes')
      .filter((node) => works(node) && cut.tiers.includes(node.tier))
      .map(({ id }) => id),
  );
  const linkIds = listRecords(site, 'links')
    .filter((link) => works(link) && beyond.has(link.fromNodeId) !== beyond.has(link.toNodeId))
    .map(({ id }) => id);
  return { beyondNodeIds: [...beyond], downNodeIds: [], linkIds };
}

/** Tiers of the cloud: what the edge is cut off from unless somebody asks otherwise. */
export const CLOUD_TIERS: readonly Tier[] = ['regional', 'central'];
