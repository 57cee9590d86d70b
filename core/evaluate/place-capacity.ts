import type { RecordOf, Site } from '../site/site.ts';
import { getRecord, listRecords } from '../site/site.ts';
import type { Amount, PlaceResult } from './result.ts';

type Place = RecordOf<'places'>;

/** [C1] Power, cooling, rack units and floor load of places that limit them, over all hardware inside, nested places included. */
export function placeResults(site: Site): PlaceResult[] {
  const totals = new Map<string, { powerW: number; rackUnits: number; weightKg: number }>();
  for (const node of listRecords(site, 'nodes')) {
    if (node.status === 'retired') continue;
    const type = getRecord(site, 'hardwareTypes', node.typeId);
    if (type === undefined) continue;
    for (const place of enclosing(site, node.placeId)) {
      const total = totals.get(place.id) ?? { powerW: 0, rackUnits: 0, weightKg: 0 };
      total.powerW += type.power.maxW;
      total.rackUnits += type.rackUnits ?? 0;
      total.weightKg += type.weightKg ?? 0;
      totals.set(place.id, total);
    }
  }
  const results: PlaceResult[] = [];
  for (const place of listRecords(site, 'places')) {
    const total = totals.get(place.id) ?? { powerW: 0, rackUnits: 0, weightKg: 0 };
    const free = 1 - (place.reservedShare ?? 0);
    const amounts: Record<string, Amount> = {};
    const utilisation: Record<string, number> = {};
    const limits: readonly (readonly [string, number | null, number, string])[] = [
      ['power', place.limits.powerW, total.powerW, 'W'],
      ['cooling', place.limits.coolingW, total.powerW, 'W'],
      ['rackUnits', place.limits.rackUnits, total.rackUnits, 'U'],
      ['floorLoad', place.limits.floorLoadKg, total.weightKg, 'kg'],
    ];
    for (const [dimension, limit, used, unit] of limits) {
      if (limit === null) continue;
      const available = limit * free;
      amounts[dimension] = { used, available, unit };
      if (available > 0) utilisation[dimension] = used / available;
    }
    if (Object.keys(amounts).length > 0) results.push({ id: place.id, utilisation, amounts });
  }
  return results;
}

/** A place and all it lies in, innermost first. */
export function enclosing(site: Site, placeId: string | null): Place[] {
  const places: Place[] = [];
  let at = placeId;
  while (at !== null) {
    const place = getRecord(site, 'places', at);
    if (place === undefined) break;
    places.push(place);
    at = place.parentId;
  }
  return places;
}

/** [D2] Legal zone of a place: its own, or that of the nearest place around it that has one. */
export function residencyZone(site: Site, placeId: string | null): string | null {
  return enclosing(site, placeId).find((place) => place.residencyZone !== null)?.residencyZone ?? null;
}
