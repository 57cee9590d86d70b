import { PerspectiveCamera } from 'three';
import { describe, expect, it } from 'vitest';
import { buildFarBoxes, farBoxes } from '../../renderer/scene/geometry/far-boxes.ts';
import { createDetailLists, FAR_PX, sortByDetail } from '../../renderer/scene/layout/detail.ts';
import { ROW, TEXELS } from '../../renderer/scene/layout/entries.ts';
import { smallestPlaceAt } from '../../renderer/scene/layout/footprints.ts';
import { levelHeightM } from '../../renderer/scene/layout/levels.ts';
import { buildModel, entryOf } from '../../renderer/scene/layout/model.ts';
import { SYMBOL_KINDS, SYMBOL_SIZES } from '../../renderer/scene/layout/symbol-size.ts';
import { feetAt } from '../../renderer/scene/layout/symbols.ts';
import { symbolSpot } from '../../renderer/scene/picking.ts';
import { createSceneView } from '../../renderer/scene/view.ts';
import { bigSite } from '../bench/scene/big-site.ts';
import { sceneSite } from './scene-site.ts';

const small = buildModel(sceneSite());

describe('entries', () => {
  it('hold each symbol and each group once, in whole rows of a texture', () => {
    const { values, count, symbols } = small.entries;
    expect(symbols).toBe(small.symbols.length);
    expect(count).toBe(small.symbols.length + small.groups.length);
    expect(values.length % (ROW * TEXELS * 4)).toBe(0);
    expect([...values].every(Number.isFinite)).toBe(true);
    for (const [index, symbol] of small.symbols.entries()) {
      const at = index * TEXELS * 4;
      expect(values[at]).toBe(Math.fround(symbol.physical[0]));
      expect(SYMBOL_KINDS[values[at + 18] ?? -1]).toBe(symbol.kind);
    }
  });

  it('are found by record; what has no spot has none', () => {
    expect(entryOf(small, 'nodes', 'gate')).toBe(small.indexOf.get('nodes/gate'));
    expect(entryOf(small, 'deviceGroups', 'cameras')).toBe(small.symbols.length);
    expect(entryOf(small, 'workloads', 'quality')).toBeNull();
  });
});

describe('level of detail', () => {
  const model = buildModel(bigSite(400));
  const feet = feetAt(model.symbols, 0.5, (level) => levelHeightM(model.ground, level, 0.5));
  const view = createSceneView();
  const lists = createDetailLists(model.entries, SYMBOL_KINDS.length);

  function look(distance: number): { near: number[]; far: number[] } {
    const camera = new PerspectiveCamera(28, 1.5, 0.1, 1e6);
    camera.position.set(0, distance, distance);
    camera.lookAt(0, 0, 0);
    view.update(camera, 1200, 800);
    sortByDetail(lists, model.entries, feet, view);
    return {
      near: lists.near.flatMap((list, kind) => [...list.subarray(0, lists.nearCounts[kind])]),
      far: [...lists.far.subarray(0, lists.farCount)],
    };
  }

  it.each([20, 400, 4_000, 40_000])(
    'from %i m each symbol in the picture is in one list, near if it is large on the screen',
    (distance) => {
      const { near, far } = look(distance);
      expect(new Set([...near, ...far]).size).toBe(near.length + far.length);
      const state = { site: bigSite(1), model, feet, lift: 0.5, view };
      for (const index of model.symbols.keys()) {
        const spot = symbolSpot(state, index);
        const inside = spot !== null && spot.xPx > 0 && spot.yPx > 0 && spot.xPx < 1200 && spot.yPx < 800;
        if (!inside) continue;
        if (spot.halfPx * 2 > FAR_PX * 1.05) expect(near).toContain(index);
        if (spot.halfPx * 2 < FAR_PX * 0.95) expect(far).toContain(index);
      }
    },
  );

  it('leaves out what is far outside of the picture', () => {
    const { near, far } = look(20);
    expect(near.length + far.length).toBeLessThan(model.symbols.length / 2);
  });

  it('the boxes from afar have the proportions of the model', () => {
    const boxes = farBoxes();
    expect(buildFarBoxes().getAttribute('which').count).toBe(48);
    for (const [number, kind] of SYMBOL_KINDS.entries()) {
      const [a, b] = [0, 4].map((at) => [...boxes.subarray(number * 8 + at, number * 8 + at + 4)]);
      const top = Math.max(...[a, b].map((box) => (box?.[1] ?? 0) + (box?.[3] ?? 0)));
      const { sizeM, heightShare } = SYMBOL_SIZES[kind];
      expect(top / (sizeM * heightShare), kind).toBeGreaterThan(0.6);
      expect(top / (sizeM * heightShare), kind).toBeLessThan(1.4);
    }
  });
});

describe('footprints', () => {
  const site = sceneSite();

  it('give the smallest place that holds a point, on its own level', () => {
    expect(smallestPlaceAt(site, 0, { xM: 20, yM: 0 })).toBe('zone');
    expect(smallestPlaceAt(site, 0, { xM: -30, yM: 0 })).toBe('hall');
    expect(smallestPlaceAt(site, 0, { xM: 60, yM: 40 })).toBe('office');
    expect(smallestPlaceAt(site, 0, { xM: 1000, yM: 0 })).toBeNull();
    expect(smallestPlaceAt(site, 1, { xM: 30, yM: 30 })).toBe('room');
    expect(smallestPlaceAt(site, 3, { xM: 20, yM: 0 })).toBeNull();
  });
});
