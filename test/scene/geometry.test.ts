import { Box3 } from 'three';
import type { BufferGeometry } from 'three';
import { describe, expect, it } from 'vitest';
import { buildPlaces } from '../../renderer/scene/geometry/places.ts';
import { buildSheet } from '../../renderer/scene/geometry/sheet.ts';
import { buildSilhouette } from '../../renderer/scene/geometry/silhouettes.ts';
import { MOST_MARKS, spreadMarks } from '../../renderer/scene/geometry/spread.ts';
import { impliedStreets } from '../../renderer/scene/geometry/streets.ts';
import { groundOf } from '../../renderer/scene/layout/ground.ts';
import { SYMBOL_SIZES } from '../../renderer/scene/layout/symbol-size.ts';
import type { SymbolKind } from '../../renderer/scene/layout/symbol-size.ts';
import { PALETTES } from '../../renderer/scene/palette.ts';
import { sceneSite } from './scene-site.ts';

function boxOf(geometry: BufferGeometry): Box3 {
  geometry.computeBoundingBox();
  return geometry.boundingBox ?? new Box3();
}

function allFinite(geometry: BufferGeometry): boolean {
  return Object.values(geometry.attributes).every((attribute) => [...attribute.array].every(Number.isFinite));
}

describe('silhouettes', () => {
  const kinds = Object.keys(SYMBOL_SIZES) as SymbolKind[];

  it.each(kinds)('%s stands on its foot, is as large as it says, and is light enough to be drawn ten thousand times', (kind) => {
    const geometry = buildSilhouette(kind);
    const { min, max } = boxOf(geometry);
    const { sizeM, heightShare } = SYMBOL_SIZES[kind];
    expect(allFinite(geometry)).toBe(true);
    expect(min.y).toBeGreaterThan(-0.02 * sizeM);
    expect(min.y).toBeLessThan(0.05 * sizeM);
    const largest = Math.max(max.x - min.x, max.y - min.y, max.z - min.z);
    expect(largest / sizeM).toBeGreaterThan(0.9);
    expect(largest / sizeM).toBeLessThan(1.15);
    expect((max.y - min.y) / sizeM / heightShare).toBeGreaterThan(0.75);
    expect((max.y - min.y) / sizeM / heightShare).toBeLessThan(1.3);
    expect(geometry.getAttribute('position').count).toBeLessThan(900);
    const parts = [...geometry.getAttribute('part').array];
    // Something of it takes the colour of the data.
    expect(parts.some((part) => part === 0)).toBe(true);
    expect(parts.every((part) => part >= 0 && part <= 1)).toBe(true);
  });
});

describe('places', () => {
  const site = sceneSite();
  const ground = groundOf(site);

  it('become three meshes with finite numbers, whatever the size', () => {
    const geometry = buildPlaces(site, ground, PALETTES.light);
    for (const mesh of [geometry.areas, geometry.bodies, geometry.lines]) {
      expect(mesh.getAttribute('position').count).toBeGreaterThan(0);
      expect(allFinite(mesh)).toBe(true);
    }
  });

  it('a block stands as high as it is, walls are cut so that one sees in', () => {
    const { bodies } = buildPlaces(site, ground, PALETTES.light);
    expect(boxOf(bodies).max.y).toBeCloseTo(25, 0);
    const { office: _office, ...rest } = site.places;
    const hallOnly = buildPlaces({ ...site, places: rest }, ground, PALETTES.light);
    expect(boxOf(hallOnly.bodies).max.y).toBeLessThan(4);
  });

  it('areas face up, whichever way round their outline was drawn', () => {
    const { areas } = buildPlaces(site, ground, PALETTES.dark);
    const normals = areas.getAttribute('normal');
    for (let index = 0; index < normals.count; index += 1) expect(normals.getY(index)).toBeCloseTo(1, 5);
  });

  it('bodies face out', () => {
    const { bodies } = buildPlaces({ ...site, places: { office: site.places['office'] } } as typeof site, ground, PALETTES.light);
    const middle = boxOf(bodies).getCenter(boxOf(bodies).min.clone());
    const [points, normals] = [bodies.getAttribute('position'), bodies.getAttribute('normal')];
    for (let index = 0; index < points.count; index += 1) {
      const out =
        (points.getX(index) - middle.x) * normals.getX(index) +
        (points.getY(index) - middle.y) * normals.getY(index) +
        (points.getZ(index) - middle.z) * normals.getZ(index);
      expect(out).toBeGreaterThan(0);
    }
  });

  it('a sheet covers its outline', () => {
    const sheet = buildSheet([
      [0, 1, 0],
      [4, 1, 0],
      [4, 1, 3],
      [0, 1, 3],
    ]);
    expect(sheet.getIndex()?.count).toBe(6);
    expect(boxOf(sheet).max.toArray()).toEqual([4, 1, 3]);
  });
});

describe('streets', () => {
  it('join the crossings of a grid once each, and nothing across it', () => {
    const grid = [0, 1, 2].flatMap((x) => [0, 1].map((z) => [x * 100, z * 100] as const));
    const streets = impliedStreets(grid);
    expect(streets).toHaveLength(7);
    for (const { from, to } of streets) expect(Math.hypot(to[0] - from[0], to[1] - from[1])).toBeCloseTo(100, 9);
  });

  it('are none for one crossing, or for two on one spot', () => {
    expect(impliedStreets([[0, 0]])).toEqual([]);
    expect(
      impliedStreets([
        [5, 5],
        [5, 5],
      ]),
    ).toEqual([]);
  });
});

describe('fields of devices', () => {
  it('show each device up to a number one can still tell apart, within their radius', () => {
    expect(spreadMarks(1, 50)).toEqual([[0, 0]]);
    expect(spreadMarks(37, 10)).toHaveLength(37);
    expect(spreadMarks(1_000_000, 10)).toHaveLength(MOST_MARKS);
    for (const [x, z] of spreadMarks(500, 10)) expect(Math.hypot(x, z)).toBeLessThanOrEqual(10);
  });
});
