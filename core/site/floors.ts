import type { RecordOf, Site } from './site.ts';
import { listRecords } from './site.ts';

type Place = RecordOf<'places'>;

/** Floors of buildings that have several, lowest first. */
export function stackedFloors(site: Site): readonly Place[] {
  const byBuilding = new Map<string, Place[]>();
  for (const place of listRecords(site, 'places')) {
    if (place.kind !== 'floor') continue;
    const list = byBuilding.get(place.parentId ?? '') ?? [];
    list.push(place);
    byBuilding.set(place.parentId ?? '', list);
  }
  return [...byBuilding.values()]
    .filter((list) => list.length > 1)
    .flatMap((list) => list.toSorted((a, b) => a.positionM.zM - b.positionM.zM));
}
