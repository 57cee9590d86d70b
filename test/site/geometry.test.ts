import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newDeviceGroup, newHeader, newNode, newPlace } from '../../core/site/defaults.ts';
import {
  absolutePositionM,
  boundsM,
  groupPositionM,
  localPositionM,
  nodePositionM,
  placeFootprintM,
  placeFrame,
  RACK_UNIT_M,
  siteBoundsM,
} from '../../core/site/geometry.ts';
import { deviceGroupSchema } from '../../core/site/schema/device-group.ts';
import { nodeSchema } from '../../core/site/schema/node.ts';
import { placeSchema } from '../../core/site/schema/place.ts';
import type { Place } from '../../core/site/schema/place.ts';
import { emptySite } from '../../core/site/site.ts';
import type { Site } from '../../core/site/site.ts';

const id = placeSchema.shape.id;

function place(name: string, fields: Partial<Place> = {}): Place {
  return newPlace({ id: id.parse(name), name, kind: 'zone', ...fields });
}

function siteWith(...places: Place[]): Site {
  const empty = emptySite(newHeader({ id: 'plan', name: 'Plan', kind: 'factory' }));
  return { ...empty, places: Object.fromEntries(places.map((one) => [one.id, one])) };
}

const hall = place('hall', { positionM: { xM: 100, yM: 50, zM: 0 }, rotationDeg: 90 });
const cell = place('cell', { parentId: id.parse('hall'), positionM: { xM: 10, yM: 0, zM: 3 }, rotationDeg: -90 });
const site = siteWith(hall, cell);

describe('placeFrame', () => {
  it('turns and shifts through every parent', () => {
    const frame = placeFrame(site, 'cell');
    expect(frame.rotationDeg).toBe(0);
    expect(frame.positionM.xM).toBeCloseTo(100, 9);
    expect(frame.positionM.yM).toBeCloseTo(60, 9);
    expect(frame.positionM.zM).toBe(3);
  });

  it('is the site frame outside of any place', () => {
    expect(placeFrame(site, null)).toEqual({ positionM: { xM: 0, yM: 0, zM: 0 }, rotationDeg: 0 });
    expect(placeFrame(site, 'gone')).toEqual(placeFrame(site, null));
  });

  it('is worked out once a site', () => {
    expect(placeFrame(site, 'cell')).toBe(placeFrame(site, 'cell'));
    expect(placeFrame({ ...site, places: { ...site.places } }, 'cell')).not.toBe(placeFrame(site, 'cell'));
  });

  it('throws on a place inside itself instead of going on for ever', () => {
    const circle = siteWith(place('a', { parentId: id.parse('b') }), place('b', { parentId: id.parse('a') }));
    expect(() => placeFrame(circle, 'a')).toThrow('lies inside itself');
  });
});

describe('positions', () => {
  it('go from the place to the site and back', () => {
    const metres = fc.double({ min: -1e5, max: 1e5, noNaN: true });
    fc.assert(
      fc.property(metres, metres, metres, fc.constantFrom('cell', 'hall', null), (xM, yM, zM, placeId) => {
        const back = localPositionM(site, placeId, absolutePositionM(site, placeId, { xM, yM, zM }));
        expect(back.xM).toBeCloseTo(xM, 6);
        expect(back.yM).toBeCloseTo(yM, 6);
        expect(back.zM).toBeCloseTo(zM, 6);
      }),
    );
  });

  it('of a node in a rack start at its rack unit', () => {
    const node = newNode({
      id: nodeSchema.shape.id.parse('server'),
      name: 'Server',
      typeId: nodeSchema.shape.typeId.parse('type'),
      tier: 'on-site-edge',
      placeId: id.parse('hall'),
      positionM: { xM: 1, yM: 2, zM: 0 },
    });
    const { xM, yM, zM } = nodePositionM(site, node);
    expect([xM, yM, zM].map((value) => Math.round(value * 1e6) / 1e6)).toEqual([98, 51, 0]);
    expect(nodePositionM(site, { ...node, rackUnit: 11 }).zM).toBeCloseTo(10 * RACK_UNIT_M, 9);
  });

  it('of a device group follow its place', () => {
    const group = newDeviceGroup({
      id: deviceGroupSchema.shape.id.parse('cameras'),
      name: 'Cameras',
      kind: 'camera',
      placeId: id.parse('cell'),
      positionM: { xM: 5, yM: 0, zM: 4 },
    });
    expect(groupPositionM(site, group).xM).toBeCloseTo(105, 9);
    expect(groupPositionM(site, group).zM).toBe(7);
  });
});

describe('footprints and bounds', () => {
  it('a place without an outline is its rectangle about the origin', () => {
    const corners = placeFootprintM(
      siteWith(place('box', { sizeM: { widthM: 4, depthM: 2, heightM: 1 } })),
      place('box', {
        sizeM: { widthM: 4, depthM: 2, heightM: 1 },
      }),
    );
    expect(corners).toEqual([
      { xM: -2, yM: -1, zM: 0 },
      { xM: 2, yM: -1, zM: 0 },
      { xM: 2, yM: 1, zM: 0 },
      { xM: -2, yM: 1, zM: 0 },
    ]);
  });

  it('hold everything that stands in the site', () => {
    const high = siteWith(place('tower', { positionM: { xM: 7, yM: 0, zM: 0 }, sizeM: { widthM: 2, depthM: 2, heightM: 30 } }));
    expect(siteBoundsM(high)).toEqual({ min: { xM: 6, yM: -1, zM: 0 }, max: { xM: 8, yM: 1, zM: 30 } });
    expect(siteBoundsM(siteWith())).toBeNull();
    expect(boundsM([])).toBeNull();
  });
});
