import type { RecordChange, SiteDiff } from '../site/diff.ts';
import type { CollectionName, RecordOf, Site } from '../site/site.ts';
import { listRecords } from '../site/site.ts';

interface Change<Name extends CollectionName> {
  readonly before: RecordOf<Name> | null;
  readonly after: RecordOf<Name> | null;
}

/** Records that a change touches: those in the diff, and those that take figures from them. */
export interface Touched {
  readonly nodes: Set<string>;
  readonly nodeRecords: readonly Change<'nodes'>[];
  readonly links: Map<string, Change<'links'>>;
  readonly groups: Set<string>;
  readonly groupRecords: readonly Change<'deviceGroups'>[];
  readonly services: Set<string>;
  readonly flows: readonly Change<'flows'>[];
  readonly placements: readonly Change<'placements'>[];
  /** A policy or the list of workloads changed. */
  readonly policies: boolean;
  /** Something changed that many findings may speak of: names, places, types, media, policies, header. */
  readonly broad: boolean;
}

const BROAD: ReadonlySet<CollectionName> = new Set(['places', 'hardwareTypes', 'media', 'workloads', 'policies']);

/** Everything, as if it had just been added. */
export function wholeSite(site: Site): Touched {
  const added = <Name extends CollectionName>(name: Name): Change<Name>[] =>
    listRecords(site, name).map((after) => ({ before: null, after }));
  return {
    nodes: new Set(listRecords(site, 'nodes').map((node) => node.id)),
    nodeRecords: added('nodes'),
    links: new Map(listRecords(site, 'links').map((after) => [after.id, { before: null, after }])),
    groups: new Set(Object.keys(site.deviceGroups)),
    groupRecords: added('deviceGroups'),
    services: new Set(Object.keys(site.services)),
    flows: added('flows'),
    placements: added('placements'),
    policies: true,
    broad: true,
  };
}

/** What a diff touches in the site after it. Places, hardware types and media cost one look at each record that may stand on them. */
export function touchedBy(site: Site, diff: SiteDiff): Touched {
  const changesOf = <Name extends CollectionName>(name: Name): RecordChange<Name>[] =>
    diff.changes.filter((change) => change.collection === name) as unknown as RecordChange<Name>[];
  const idsOf = (name: CollectionName): Set<string> => new Set(changesOf(name).map((change) => change.id));
  const links: Touched['links'] = new Map(changesOf('links').map(({ id, before, after }) => [id, { before, after }]));
  const touched: Touched = {
    nodes: idsOf('nodes'),
    nodeRecords: changesOf('nodes'),
    links,
    groups: idsOf('deviceGroups'),
    groupRecords: changesOf('deviceGroups'),
    services: idsOf('services'),
    flows: changesOf('flows'),
    placements: changesOf('placements'),
    policies: diff.changes.some(({ collection }) => collection === 'policies' || collection === 'workloads'),
    broad: diff.header !== null || diff.changes.some((change) => BROAD.has(change.collection) || isRenamed(change)),
  };
  const media = idsOf('media');
  if (media.size > 0) {
    for (const link of Object.values(site.links))
      if (media.has(link.mediumId) && !links.has(link.id)) links.set(link.id, { before: link, after: link });
    for (const group of Object.values(site.deviceGroups))
      if (group.attachment !== null && media.has(group.attachment.mediumId)) touched.groups.add(group.id);
  }
  const types = idsOf('hardwareTypes');
  const places = inside(site, idsOf('places'));
  if (types.size > 0 || places.size > 0) {
    for (const node of Object.values(site.nodes))
      if (types.has(node.typeId) || places.has(node.placeId ?? '')) touched.nodes.add(node.id);
  }
  if (places.size > 0)
    for (const group of Object.values(site.deviceGroups)) if (places.has(group.placeId ?? '')) touched.groups.add(group.id);
  return touched;
}

function isRenamed({ before, after }: RecordChange): boolean {
  return before !== null && after !== null && 'name' in before && 'name' in after && before.name !== after.name;
}

/** These places and all that lie in them. */
function inside(site: Site, ids: Set<string>): Set<string> {
  if (ids.size === 0) return ids;
  const children = new Map<string, string[]>();
  for (const place of Object.values(site.places)) {
    const list = children.get(place.parentId ?? '');
    if (list === undefined) children.set(place.parentId ?? '', [place.id]);
    else list.push(place.id);
  }
  for (const id of ids) for (const child of children.get(id) ?? []) ids.add(child);
  return ids;
}
