import { describe, expect, it } from 'vitest';
import { filledRackUnits, freeRackUnit, rackUnitsOf } from '../../core/site/rack.ts';
import type { RecordOf } from '../../core/site/site.ts';
import { SiteBuilder } from '../helpers/small-site.ts';

const site = new SiteBuilder()
  .type({ id: 'tall', rackUnits: 2.5 })
  .place('rack', { kind: 'rack', limits: { powerW: null, coolingW: null, rackUnits: 8, floorLoadKg: null } })
  .place('cabinet', { kind: 'rack', sizeM: { widthM: 0.6, depthM: 0.6, heightM: 0.9 } })
  .place('unknown', { kind: 'rack', sizeM: { widthM: 0.6, depthM: 1, heightM: 0 } })
  .node('one', { placeId: 'rack', rackUnit: 2 })
  .node('three', { placeId: 'rack', typeId: 'tall', rackUnit: 4 })
  .node('beside', { placeId: 'rack' })
  .build();

function place(id: string): RecordOf<'places'> {
  const found = site.places[id];
  if (found === undefined) throw new Error(`${id} is missing`);
  return found;
}

describe('a rack', () => {
  it('has the units of its limit, else of its height, else of a usual one', () => {
    expect(['rack', 'cabinet', 'unknown'].map((id) => rackUnitsOf(place(id)))).toEqual([8, 20, 42]);
  });

  it('is filled by whole units from where a node stands', () => {
    expect([...filledRackUnits(site, 'rack')]).toEqual([2, 4, 5, 6]);
    expect([...filledRackUnits(site, 'rack', 'three')]).toEqual([2]);
  });

  it('offers its lowest gap that is high enough', () => {
    expect([1, 2, 3].map((height) => freeRackUnit(site, place('rack'), height))).toEqual([1, 7, null]);
    expect(freeRackUnit(site, place('rack'), 6, 'three')).toBe(3);
  });
});
