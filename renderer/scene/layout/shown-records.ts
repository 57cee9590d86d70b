import type { AnyRecord, CollectionName, RecordMap, Site } from '../../../core/site/site.ts';

/** What is drawn, and by which of its fields it goes where something else goes. */
const DRAWN: readonly CollectionName[] = ['places', 'scenery', 'nodes', 'deviceGroups', 'links'];

/**
 * The site without what is hidden, a place with all that stands in it, a node with its links. For drawing alone: what it leaves out is missing
 * from it. The same site where nothing of it is hidden.
 */
export function siteWithout(site: Site, hidden: readonly string[]): Site {
  const gone = new Set(hidden);
  if (gone.size === 0) return site;
  const shown: Partial<Record<CollectionName, object>> = {};
  for (const collection of DRAWN) {
    const map = site[collection] as RecordMap<typeof collection>;
    // Places may lie in places that come later: again until none is added.
    for (let grew = true; grew;) {
      grew = false;
      for (const [id, record] of Object.entries(map)) {
        const key = `${collection}/${id}`;
        if (gone.has(key) || !goesWith(record, gone)) continue;
        gone.add(key);
        grew = collection === 'places';
      }
    }
    const left = Object.entries(map).filter(([id]) => !gone.has(`${collection}/${id}`));
    if (left.length < Object.keys(map).length) shown[collection] = Object.fromEntries(left);
  }
  return Object.keys(shown).length === 0 ? site : ({ ...site, ...shown } as Site);
}

function goesWith(record: AnyRecord, gone: ReadonlySet<string>): boolean {
  if ('parentId' in record) return record.parentId !== null && gone.has(`places/${record.parentId}`);
  if ('fromNodeId' in record) return gone.has(`nodes/${record.fromNodeId}`) || gone.has(`nodes/${record.toNodeId}`);
  return 'placeId' in record && record.placeId !== null && gone.has(`places/${record.placeId}`);
}
