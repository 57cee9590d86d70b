import { describe, expect, test } from 'vitest';
import { linkLengthM } from '../../core/network/graph.ts';
import { placeTotals } from '../../renderer/panels/inspector/place-totals.ts';
import { placesOnWay } from '../../renderer/panels/inspector/places-on-way.ts';
import { SiteBuilder, testServer } from '../helpers/small-site.ts';

const site = new SiteBuilder()
  .place('hall', { kind: 'building' })
  .place('cell', { parentId: 'hall' })
  .place('rack', { parentId: 'hall', kind: 'rack' })
  .place('far', { kind: 'room', positionM: { xM: 300, yM: 400, zM: 0 } })
  .node('a', { placeId: 'cell' })
  .node('b', { placeId: 'rack', rackUnit: 1 })
  .node('c', { placeId: 'far' })
  .node('old', { placeId: 'cell', status: 'retired' })
  .link('inside', 'a', 'b')
  .link('out', 'a', 'c', { lengthM: 900 })
  .build();

function way(id: string): string[] {
  const link = site.links[id];
  if (link === undefined) throw new Error(`no link ${id}`);
  return placesOnWay(site, link).map((place) => place.id);
}

describe('the way of a link', () => {
  test('goes out to what holds both ends and in again', () => {
    expect(way('inside')).toEqual(['cell', 'hall', 'rack']);
    expect(way('out')).toEqual(['cell', 'hall', 'far']);
  });

  test('is as long as stated', () => {
    const link = site.links['out'];
    if (link === undefined) throw new Error('no link');
    expect(linkLengthM(site, link)).toBe(900);
  });
});

describe('[C1] the load of a place', () => {
  test('is that of all hardware inside, places in it included, what is retired left out', () => {
    const { power, weightKg } = testServer();
    expect(placeTotals(site, 'hall')).toEqual({ nodes: 2, powerW: 2 * power.maxW, weightKg: 2 * (weightKg ?? 0) });
    expect(placeTotals(site, 'cell')).toMatchObject({ nodes: 1 });
    expect(placeTotals(site, 'far')).toMatchObject({ nodes: 1 });
  });
});
