import type { RecordOf, Site } from '../site/site.ts';
import { getRecord } from '../site/site.ts';
import type { Amount, PlaceResult } from './result.ts';

type Place = RecordOf<'places'>;

/**
 * [C1] Power, cooling, rack units and floor load of places that limit them, over all hardware inside, nested places included. Of the
 * places in `only`, or of all; null for those without a limit. `nodes` in the order of ids.
 */
export function placeResults(
  site: Site,
  nodes: readonly { readonly id: string }[],
  only: ReadonlySet<string> | null,
): Map<string, PlaceResult | null> {
  const totals = new Map<string, { powerW: number; rackUnits: number; weightKg: number }>();
  for (const { id } of nodes) {
    const node = getRecord(site, 'nodes', id);
    if (node === undefined || node.placeId === null || node.status === 'retired') continue;
    const type = getRecord(site, 'hardwareTypes', node.typeId);
    if (type === undefined) continue;
    for (const place of enclosing(site, node.placeId)) {
      if (only?.has(place.id) === false) continue;
      const total = totals.get(place.id) ?? { powerW: 0, rackUnits: 0, weightKg: 0 };
      total.powerW += type.power.maxW;
      total.rackUnits += type.rackUnits ?? 0;
      total.weightKg += type.weightKg ?? 0;
      totals.set(place.id, total);
    }
  }
  const results = new Map<string, PlaceResult | null>();
  for (const id of only ?? Object.keys(site.places)) {
    const place = getRecord(site, 'places', id);
    const total = totals.get(id) ?? { powerW: 0, rackUnits: 0, weightKg: 0 };
    results.set(id, place === undefined ? null : placeResult(place, total));
  }
  return results;
}

function placeResult(
  place: Place,
  total: { readonly powerW: number; readonly rackUnits: number; readonly weightKg: number },
): PlaceResult | null {
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
  return Object.keys(amounts).length > 0 ? { id: place.id, utilisation, amounts } : null;
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
