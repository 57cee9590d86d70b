import { stackedFloors } from '../../../core/site/floors.ts';
import type { RecordOf, Site } from '../../../core/site/site.ts';

type Place = RecordOf<'places'>;

/** Gap between floors that are drawn apart, as a share of the width of the larger one. */
const APART_SHARE = 0.45;

/**
 * The site as its floors are to be seen: `together` as they are, `apart` one well above the other, or up to the one that is named,
 * without what lies above it. For drawing alone: what it leaves out is missing from it.
 */
export function siteWithFloors(site: Site, choice: string): Site {
  const floors = choice === 'together' ? [] : stackedFloors(site);
  if (choice === 'apart' && floors.length > 0) return apart(site, floors);
  const top = floors.find(({ id }) => id === choice);
  return top === undefined ? site : upTo(site, floors, top);
}

function apart(site: Site, floors: readonly Place[]): Site {
  const places: Record<string, Place> = { ...site.places };
  const heights = new Map<string, number>();
  for (const floor of floors) {
    const building = floor.parentId ?? '';
    const below = heights.get(building);
    const gapM = Math.max(floor.sizeM.widthM, floor.sizeM.depthM) * APART_SHARE;
    const zM = below === undefined ? floor.positionM.zM : Math.max(floor.positionM.zM, below + gapM);
    heights.set(building, zM);
    places[floor.id] = { ...floor, positionM: { ...floor.positionM, zM } };
  }
  return { ...site, places };
}

function upTo(site: Site, floors: readonly Place[], top: Place): Site {
  const hidden = new Set(
    floors
      .filter((floor) => floor.parentId === top.parentId && floor.positionM.zM > top.positionM.zM)
      .map(({ id }) => id as string),
  );
  // A place is hidden with the one it lies in, however deep.
  for (let grew = hidden.size > 0; grew;) {
    grew = false;
    for (const place of Object.values(site.places)) {
      if (place.parentId === null || hidden.has(place.id) || !hidden.has(place.parentId)) continue;
      hidden.add(place.id);
      grew = true;
    }
  }
  const shown = <Item extends { readonly placeId: string | null }>(map: Readonly<Record<string, Item>>): Record<string, Item> =>
    Object.fromEntries(Object.entries(map).filter(([, item]) => item.placeId === null || !hidden.has(item.placeId)));
  const nodes = shown(site.nodes);
  return {
    ...site,
    places: Object.fromEntries(Object.entries(site.places).filter(([id]) => !hidden.has(id))),
    nodes,
    deviceGroups: shown(site.deviceGroups),
    scenery: shown(site.scenery),
    links: Object.fromEntries(
      Object.entries(site.links).filter(
        ([, { fromNodeId, toNodeId }]) => Object.hasOwn(nodes, fromNodeId) && Object.hasOwn(nodes, toNodeId),
      ),
    ),
  };
}
