import { Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import { emptySite } from '../../core/site/site.ts';
import { newHeader } from '../../core/site/defaults.ts';
import { fitBox } from '../../renderer/scene/layout/fit.ts';
import { groundOf, onGround, toScene, toSite } from '../../renderer/scene/layout/ground.ts';
import { placeSymbol } from '../../renderer/scene/layout/layout-symbols.ts';
import { levelHeightM, levelOf, PLATE_TIERS, tierOfLevel } from '../../renderer/scene/layout/levels.ts';
import { buildModel, modelCache } from '../../renderer/scene/layout/model.ts';
import { FLOOR_PX, growth, SYMBOL_SIZES } from '../../renderer/scene/layout/symbol-size.ts';
import { feetAt } from '../../renderer/scene/layout/symbols.ts';
import { SiteBuilder } from '../helpers/small-site.ts';
import { sceneSite } from './scene-site.ts';

const site = sceneSite();
const model = buildModel(site);

function symbol(ref: string): (typeof model.symbols)[number] {
  const found = model.symbols[model.indexOf.get(ref) ?? -1];
  if (found === undefined) throw new Error(`${ref} has no symbol`);
  return found;
}

describe('the sheet', () => {
  it('holds what is given and leaves out what lies far off', () => {
    const far = new SiteBuilder('mec');
    for (let index = 0; index < 30; index += 1) {
      far.place(`site-${index}`, { kind: 'site', positionM: { xM: index * 100, yM: (index % 5) * 100, zM: 0 } });
    }
    far.place('cloud', { kind: 'site', tier: 'central', positionM: { xM: 900_000, yM: 0, zM: 0 } });
    const ground = groundOf(far.build());
    expect(ground.widthM).toBeLessThan(5000);
    expect(onGround(ground, { xM: 2900, yM: 0 })).toBe(true);
    expect(onGround(ground, { xM: 900_000, yM: 0 })).toBe(false);
  });

  it('has a size for an empty site', () => {
    const empty = groundOf(emptySite(newHeader({ id: 'empty', name: 'Empty', kind: 'city' })));
    expect(empty.widthM).toBeGreaterThan(1);
    expect(Number.isFinite(empty.radiusM)).toBe(true);
  });

  it('goes from the site to the scene and back', () => {
    const back = toSite(model.ground, ...toScene(model.ground, { xM: 12, yM: -7, zM: 3 }));
    expect(back).toEqual({ xM: expect.closeTo(12), yM: expect.closeTo(-7), zM: expect.closeTo(3) });
    // North is away from the viewer.
    expect(toScene(model.ground, { xM: 0, yM: 10, zM: 0 })[2]).toBeLessThan(toScene(model.ground, { xM: 0, yM: 0, zM: 0 })[2]);
  });
});

describe('levels', () => {
  it('lie one above the other when lifted, and together when not', () => {
    const heights = [0, 1, 2, 3].map((level) => levelHeightM(model.ground, level, 1));
    expect(heights).toEqual(heights.toSorted((a, b) => a - b));
    expect(new Set(heights).size).toBe(4);
    expect(levelHeightM(model.ground, 3, 0)).toBe(0);
    for (const tier of PLATE_TIERS) expect(tierOfLevel(levelOf(tier))).toBe(tier);
    expect(levelOf('device')).toBe(levelOf('on-site-edge'));
  });
});

describe('symbols', () => {
  it('stand for each node, rack and small place, and for no area', () => {
    expect(model.symbols.filter((one) => one.collection === 'nodes')).toHaveLength(Object.keys(site.nodes).length);
    expect(symbol('places/rack').kind).toBe('rack-frame');
    expect(symbol('places/room').kind).toBe('pad');
    expect(model.indexOf.has('places/zone')).toBe(false);
    const hall = site.places['hall'];
    if (hall === undefined) throw new Error('hall is missing');
    expect(placeSymbol(site, model.ground, hall)).toBeNull();
  });

  it('a unit stands in its rack at its height and grows with it', () => {
    const unit = symbol('nodes/unit');
    const rack = symbol('places/rack');
    expect(unit.physical).toEqual(rack.physical);
    expect(unit.offset[1]).toBeCloseTo(0.1 + 9 * 0.04445, 6);
    expect([unit.pitchM, unit.pitchPx, unit.roomM]).toEqual([rack.pitchM, rack.pitchPx, rack.roomM]);
  });

  it('nodes on one spot stand side by side', () => {
    const [a, b] = [symbol('nodes/twin-a'), symbol('nodes/twin-b')];
    expect(a.physical).toEqual(b.physical);
    expect(Math.hypot(a.offset[0] - b.offset[0], a.offset[2] - b.offset[2])).toBeGreaterThan(a.sizeM);
  });

  it('a node without a spot of its own has one on its plate, and on the edge of the sheet when that lies down', () => {
    const cloud = symbol('nodes/cloud');
    const { widthM, depthM } = model.ground;
    expect(Math.abs(cloud.plate[0])).toBeLessThan(widthM / 2);
    expect(Math.abs(cloud.physical[2])).toBeGreaterThan(depthM * 0.45);
    expect(Math.abs(cloud.physical[2])).toBeLessThanOrEqual(depthM / 2);
    // A cloud's hall does not dwarf the shop floor.
    expect(cloud.sizeM).toBeLessThan(model.ground.radiusM * 0.1);
  });

  it('at lift 0 stand where they are, at lift 1 on their plate', () => {
    const height = (lift: number) => (level: number) => levelHeightM(model.ground, level, lift);
    const [down, up] = [feetAt(model.symbols, 0, height(0)), feetAt(model.symbols, 1, height(1))];
    for (const [index, one] of model.symbols.entries()) {
      expect([...down.subarray(index * 3, index * 3 + 3)]).toEqual(one.physical.map((value) => Math.fround(value)));
      expect(up[index * 3]).toBeCloseTo(one.level === 0 ? one.physical[0] : one.plate[0], 3);
      expect(up[index * 3 + 1]).toBeCloseTo(
        (one.level === 0 ? one.physical[1] : 0) + levelHeightM(model.ground, one.level, 1),
        3,
      );
    }
    expect([...down, ...up].every(Number.isFinite)).toBe(true);
  });

  it('are laid out again only when something with a shape has changed', () => {
    const toModel = modelCache();
    const first = toModel(site);
    expect(toModel({ ...site, placements: {} })).toBe(first);
    expect(toModel({ ...site, nodes: { ...site.nodes } })).not.toBe(first);
  });

  it('of ten thousand nodes are laid out in well under a second', () => {
    const nodes = Object.fromEntries(
      Array.from({ length: 10_000 }, (_, index) => {
        const gate = site.nodes['gate'];
        if (gate === undefined) throw new Error('gate is missing');
        const id = `n-${index}`;
        return [id, { ...gate, id, positionM: { xM: (index % 100) * 0.2, yM: Math.floor(index / 100) * 0.2, zM: 0 } }];
      }),
    );
    const start = performance.now();
    const big = buildModel({ ...site, nodes: { ...site.nodes, ...nodes } } as typeof site);
    expect(big.symbols.length).toBeGreaterThan(10_000);
    expect(performance.now() - start).toBeLessThan(1500);
  });
});

describe('growth', () => {
  it('is 1 at hand, keeps the size on the screen from afar, and never covers the neighbour', () => {
    expect(growth(0.001, 0.5, 26, 100)).toBe(1);
    expect(growth(0.1, 0.5, 26, 100) * 0.5).toBeCloseTo(2.6, 9);
    expect(growth(0.1, 0.5, 26, 1.2) * 0.5).toBeCloseTo(1.2, 9);
    expect(growth(10, 0.5, 26, 1.2) * 0.5).toBeCloseTo(FLOOR_PX * 10, 9);
  });

  it('does not jump when the camera moves', () => {
    for (const { sizeM, leastPx } of Object.values(SYMBOL_SIZES)) {
      let before = growth(0.0001, sizeM, leastPx, 3);
      for (let metresPerPx = 0.0001; metresPerPx < 20; metresPerPx *= 1.02) {
        const now = growth(metresPerPx, sizeM, leastPx, 3);
        expect(now).toBeGreaterThanOrEqual(before);
        expect(now / before).toBeLessThan(1.021);
        before = now;
      }
    }
  });
});

describe('fitBox', () => {
  const box = { min: [-50, 0, -30], max: [50, 40, 30] } as const;

  it.each([
    [0.4, 0.5, 0.77],
    [0, 1, 0],
    [1, 0.1, 0],
  ])('shows the whole box from %f %f %f, as large as it can be', (x, y, z) => {
    const tangents = { x: 0.4, y: 0.25 };
    const direction = new Vector3(x, y, z).normalize();
    const { position, target } = fitBox(box, direction, tangents);
    const ahead = target.clone().sub(position).normalize();
    const up = Math.abs(direction.y) > 0.999 ? new Vector3(0, 0, -1) : new Vector3(0, 1, 0);
    const right = new Vector3().crossVectors(ahead, up).normalize();
    const top = new Vector3().crossVectors(right, ahead);
    let widest = 0;
    for (const cornerX of [box.min[0], box.max[0]]) {
      for (const cornerY of [box.min[1], box.max[1]]) {
        for (const cornerZ of [box.min[2], box.max[2]]) {
          const corner = new Vector3(cornerX, cornerY, cornerZ).sub(position);
          const depth = corner.dot(ahead);
          expect(depth).toBeGreaterThan(0);
          const across = Math.abs(corner.dot(right)) / depth / tangents.x;
          const high = Math.abs(corner.dot(top)) / depth / tangents.y;
          expect(Math.max(across, high)).toBeLessThan(1);
          widest = Math.max(widest, across, high);
        }
      }
    }
    expect(widest).toBeGreaterThan(0.8);
  });
});
