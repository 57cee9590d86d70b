import { filledRackUnits, rackUnitsOf } from '../site/rack.ts';
import type { Site } from '../site/site.ts';
import { getRecord } from '../site/site.ts';
import { finding } from './finding.ts';
import type { Finding } from './result.ts';

/** [C1] Hardware in a rack that has no unit of its own yet and finds no gap high enough, although its units add up. */
export function rackFindings(site: Site, placeId: string): Finding[] {
  const rack = getRecord(site, 'places', placeId);
  if (rack === undefined || rack.kind !== 'rack') return [];
  const loose: { readonly id: string; readonly name: string; readonly heightU: number }[] = [];
  let total = 0;
  for (const node of Object.values(site.nodes)) {
    if (node.placeId !== placeId || node.status === 'retired') continue;
    const heightU = Math.ceil(getRecord(site, 'hardwareTypes', node.typeId)?.rackUnits ?? 0);
    total += heightU;
    if (node.rackUnit === null && heightU > 0) loose.push({ id: node.id, name: node.name, heightU });
  }
  const units = rackUnitsOf(rack);
  if (loose.length === 0 || total > units) return [];
  const gaps = gapsOf(filledRackUnits(site, placeId), units);
  loose.sort((a, b) => b.heightU - a.heightU || (a.id < b.id ? -1 : 1));
  for (const { name, heightU } of loose) {
    const best = gaps.filter((gap) => gap >= heightU).toSorted((a, b) => a - b)[0];
    if (best !== undefined) {
      gaps[gaps.indexOf(best)] = best - heightU;
      continue;
    }
    const largest = Math.max(0, ...gaps);
    return [
      finding({
        kind: 'place-over-limit',
        code: 'rack-gap',
        severity: 'error',
        subject: `places/${placeId}`,
        aspect: 'gap',
        limit: largest,
        value: heightU,
        unit: 'U',
        why: `${name} needs ${heightU} U in a row in ${rack.name}, and the largest gap left is ${largest} U.`,
        remedy: 'Move what stands in the rack together, or use another rack.',
        parameters: { name: rack.name, node: name, needed: heightU, gap: largest, dimension: 'rackUnits' },
      }),
    ];
  }
  return [];
}

/** Heights of the free runs of a rack. */
function gapsOf(filled: ReadonlySet<number>, units: number): number[] {
  const gaps: number[] = [];
  let run = 0;
  for (let unit = 1; unit <= units + 1; unit += 1) {
    if (unit <= units && !filled.has(unit)) run += 1;
    else if (run > 0) {
      gaps.push(run);
      run = 0;
    }
  }
  return gaps;
}
