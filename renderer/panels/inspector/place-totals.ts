import type { Site } from '../../../core/site/site.ts';
import { getRecord, listRecords } from '../../../core/site/site.ts';

export interface PlaceTotals {
  readonly nodes: number;
  /** Highest power of all hardware inside; all of it turns into heat. */
  readonly powerW: number;
  /** Of hardware whose weight is known. */
  readonly weightKg: number;
}

/** [C1] Hardware in a place and in all places inside it, what is retired left out. */
export function placeTotals(site: Site, placeId: string): PlaceTotals {
  const inside = new Map<string, boolean>([[placeId, true]]);
  const isInside = (id: string | null): boolean => {
    if (id === null) return false;
    const known = inside.get(id);
    if (known !== undefined) return known;
    // A place inside itself ends here.
    inside.set(id, false);
    const found = isInside(getRecord(site, 'places', id)?.parentId ?? null);
    inside.set(id, found);
    return found;
  };
  const totals = { nodes: 0, powerW: 0, weightKg: 0 };
  for (const node of listRecords(site, 'nodes')) {
    if (node.status === 'retired' || !isInside(node.placeId)) continue;
    const type = getRecord(site, 'hardwareTypes', node.typeId);
    totals.nodes += 1;
    totals.powerW += type?.power.maxW ?? 0;
    totals.weightKg += type?.weightKg ?? 0;
  }
  return totals;
}
