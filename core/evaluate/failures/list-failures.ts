import { works } from '../../network/graph.ts';
import type { RecordOf, Site } from '../../site/site.ts';
import { listRecords } from '../../site/site.ts';
import { powerSupply } from '../availability/power.ts';
import { enclosing } from '../place-capacity.ts';
import type { Failure } from './result.ts';

/**
 * [A2] Every single failure of a site: each working node and link, each place with more hardware in it than one node or another place in it,
 * and each power feed with what has no other. What stands behind a UPS goes down when that is empty.
 */
export function listFailures(site: Site): Failure[] {
  const nodes = listRecords(site, 'nodes').filter(works);
  const failures: Failure[] = nodes.map((node) => ({
    id: `nodes/${node.id}`,
    kind: 'node',
    name: node.name,
    nodeIds: [node.id],
    linkIds: [],
    afterH: 0,
  }));
  for (const link of listRecords(site, 'links').filter(works))
    failures.push({ id: `links/${link.id}`, kind: 'link', name: link.name, nodeIds: [], linkIds: [link.id], afterH: 0 });
  return [...failures, ...placeFailures(site, nodes), ...feedFailures(site, nodes)];
}

function placeFailures(site: Site, nodes: readonly RecordOf<'nodes'>[]): Failure[] {
  const inside = new Map<string, string[]>();
  const depth = new Map<string, number>();
  for (const node of nodes) {
    const places = enclosing(site, node.placeId);
    for (const [index, { id }] of places.entries()) {
      inside.set(id, [...(inside.get(id) ?? []), node.id]);
      depth.set(id, places.length - index);
    }
  }
  /** Of places with the same hardware in them the innermost. */
  const bySet = new Map<string, RecordOf<'places'>>();
  for (const place of listRecords(site, 'places')) {
    const ids = inside.get(place.id) ?? [];
    const key = ids.join(' ');
    const known = bySet.get(key);
    if (ids.length > 1 && (known === undefined || (depth.get(place.id) ?? 0) > (depth.get(known.id) ?? 0))) bySet.set(key, place);
  }
  return [...bySet.values()].map((place) => ({
    id: `places/${place.id}`,
    kind: 'place',
    name: place.name,
    nodeIds: inside.get(place.id) ?? [],
    linkIds: [],
    afterH: 0,
  }));
}

function feedFailures(site: Site, nodes: readonly RecordOf<'nodes'>[]): Failure[] {
  const behind = new Map<string, { name: string; nodeIds: string[]; afterH: number }>();
  for (const node of nodes) {
    const { feeds, ups } = powerSupply(site, node.placeId);
    for (const feed of feeds) {
      const failure = behind.get(feed.id) ?? { name: feed.name, nodeIds: [], afterH: Infinity };
      behind.set(feed.id, failure);
      if (feeds.length > 1) continue;
      failure.nodeIds.push(node.id);
      failure.afterH = Math.min(failure.afterH, ups?.hours ?? 0);
    }
  }
  return [...behind].map(([id, { name, nodeIds, afterH }]) => ({
    id,
    kind: 'power-feed',
    name,
    nodeIds,
    linkIds: [],
    afterH: nodeIds.length === 0 ? 0 : afterH,
  }));
}
