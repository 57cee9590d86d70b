import { RACK_UNIT_M } from './geometry.ts';
import type { RecordOf, Site } from './site.ts';
import { getRecord, listRecords } from './site.ts';

/** Height of a rack whose limits and size do not say: the usual full cabinet. */
const USUAL_RACK_UNITS = 42;

/** Rack units a rack has: by its limit, else by its height, else those of a usual one. */
export function rackUnitsOf(rack: RecordOf<'places'>): number {
  const byHeight = Math.floor(rack.sizeM.heightM / RACK_UNIT_M);
  return rack.limits.rackUnits ?? (byHeight > 0 ? byHeight : USUAL_RACK_UNITS);
}

/** Rack units that are filled, 1 at the bottom. `exceptNodeId`: a node that is about to leave. */
export function filledRackUnits(site: Site, rackId: string, exceptNodeId: string | null = null): ReadonlySet<number> {
  const filled = new Set<number>();
  for (const node of listRecords(site, 'nodes')) {
    if (node.placeId !== rackId || node.rackUnit === null || node.id === exceptNodeId) continue;
    const height = Math.ceil(getRecord(site, 'hardwareTypes', node.typeId)?.rackUnits ?? 1);
    for (let unit = node.rackUnit; unit < node.rackUnit + height; unit += 1) filled.add(unit);
  }
  return filled;
}

/** Lowest unit from which so many are free in a row; null when there is no such gap. */
export function freeRackUnit(
  site: Site,
  rack: RecordOf<'places'>,
  heightU: number,
  exceptNodeId: string | null = null,
): number | null {
  const filled = filledRackUnits(site, rack.id, exceptNodeId);
  let start = 1;
  for (let unit = 1; unit <= rackUnitsOf(rack); unit += 1) {
    if (filled.has(unit)) start = unit + 1;
    else if (unit - start + 1 >= heightU) return start;
  }
  return null;
}

/** Whether hardware of this height can stand from a unit upwards: all its units exist and are free. */
export function fitsRackUnit(
  site: Site,
  rack: RecordOf<'places'>,
  unit: number,
  heightU: number,
  exceptNodeId: string | null = null,
): boolean {
  if (unit < 1 || unit + heightU - 1 > rackUnitsOf(rack)) return false;
  const filled = filledRackUnits(site, rack.id, exceptNodeId);
  for (let at = unit; at < unit + heightU; at += 1) if (filled.has(at)) return false;
  return true;
}

/** Free unit nearest to a wanted one from which so many are free in a row, the lower of two as near; null when there is no such gap. */
export function nearestRackUnit(
  site: Site,
  rack: RecordOf<'places'>,
  wanted: number,
  heightU: number,
  exceptNodeId: string | null = null,
): number | null {
  const filled = filledRackUnits(site, rack.id, exceptNodeId);
  let best: number | null = null;
  let start = 1;
  for (let unit = 1; unit <= rackUnitsOf(rack); unit += 1) {
    if (filled.has(unit)) start = unit + 1;
    const from = unit - heightU + 1;
    if (from < start) continue;
    if (best === null || Math.abs(from - wanted) < Math.abs(best - wanted)) best = from;
  }
  return best;
}
