import type { RecordOf, Site } from '../../../core/site/site.ts';
import { getRecord } from '../../../core/site/site.ts';

type Place = RecordOf<'places'>;

/** Places that a link leaves and enters, from its one end outwards to what holds both ends, and inwards to the other. */
export function placesOnWay(site: Site, link: RecordOf<'links'>): Place[] {
  const out = around(site, getRecord(site, 'nodes', link.fromNodeId)?.placeId ?? null);
  const into = around(site, getRecord(site, 'nodes', link.toNodeId)?.placeId ?? null);
  const shared = out.find((place) => into.includes(place));
  const upTo = (places: readonly Place[]): readonly Place[] =>
    shared === undefined ? places : places.slice(0, places.indexOf(shared));
  return [...upTo(out), ...(shared === undefined ? [] : [shared]), ...upTo(into).toReversed()];
}

/** A place and all it lies in, innermost first. */
function around(site: Site, placeId: string | null): Place[] {
  const places: Place[] = [];
  for (let id = placeId; id !== null;) {
    const place = getRecord(site, 'places', id);
    if (place === undefined || places.includes(place)) break;
    places.push(place);
    id = place.parentId;
  }
  return places;
}
