import { PerspectiveCamera } from 'three';
import { beforeEach, describe, expect, it } from 'vitest';
import { Declutter } from '../../renderer/scene/labels/declutter.ts';
import { roundLength } from '../../renderer/scene/overlay/round-length.ts';
import { areaSpot, hitsAt, softHitAt, symbolSpot } from '../../renderer/scene/picking.ts';
import type { SceneState } from '../../renderer/scene/picking.ts';
import { levelHeightM } from '../../renderer/scene/layout/levels.ts';
import { buildModel } from '../../renderer/scene/layout/model.ts';
import { feetAt } from '../../renderer/scene/layout/symbols.ts';
import { createSceneView } from '../../renderer/scene/view.ts';
import { sceneSite } from './scene-site.ts';

const site = sceneSite();
const model = buildModel(site);
let state: SceneState;

function look(x: number, y: number, z: number): void {
  const camera = new PerspectiveCamera(28, 1200 / 800, 1, 2000);
  camera.position.set(x, y, z);
  camera.lookAt(0, 10, 0);
  state.view.update(camera, 1200, 800);
}

beforeEach(() => {
  const lift = 1;
  const feet = feetAt(model.symbols, lift, (level) => levelHeightM(model.ground, level, lift));
  state = { site, model, feet, lift, view: createSceneView() };
  look(-80, 150, 220);
});

function spotOf(ref: string): { xPx: number; yPx: number } {
  const spot = symbolSpot(state, model.indexOf.get(ref) ?? -1);
  if (spot === null) throw new Error(`${ref} is not in view`);
  return spot;
}

describe('picking', () => {
  it('finds each node and pad at its own spot', () => {
    for (const ref of ['nodes/gate', 'nodes/twin-a', 'nodes/twin-b', 'nodes/edge', 'nodes/cloud', 'nodes/unit']) {
      const { xPx, yPx } = spotOf(ref);
      const first = hitsAt(state, xPx, yPx)[0];
      expect(first, ref).toMatchObject({ kind: 'record', ref: { collection: 'nodes', id: ref.slice('nodes/'.length) } });
    }
  });

  it('gives the ground and every plate along the sight line, nearest first', () => {
    look(0, 320, 20);
    const spot = state.view.project(0, 0, 0);
    if (spot === null) throw new Error('the middle is not in view');
    const surfaces = hitsAt(state, spot.xPx, spot.yPx).filter((hit) => hit.kind === 'surface');
    const depths = surfaces.map((hit) => hit.depth);
    expect(depths).toEqual(depths.toSorted((a, b) => a - b));
    expect(surfaces.at(-1)).toMatchObject({ tier: 'on-site-edge', placeId: 'hall' });
    expect(surfaces.map((hit) => hit.tier)).toContain('near-edge');
  });

  it('means the smallest place that holds the spot', () => {
    const middle = areaSpot(state, 'zone');
    if (middle === null) throw new Error('zone is not in view');
    const ground = hitsAt(state, middle.xPx, middle.yPx).find((hit) => hit.kind === 'surface' && hit.placeId !== null);
    expect(ground).toMatchObject({ placeId: 'zone', positionM: { xM: expect.closeTo(20, 3), yM: expect.closeTo(0, 3) } });
  });

  it('finds groups and links where no node is', () => {
    const field = state.view.project(...(model.groups[0]?.middle ?? [0, 0, 0]));
    expect(softHitAt(state, field?.xPx ?? 0, field?.yPx ?? 0)).toEqual({ collection: 'deviceGroups', id: 'cameras' });
    const [a, b] = [spotOf('nodes/unit'), spotOf('nodes/edge')];
    expect(softHitAt(state, (a.xPx + b.xPx) / 2, (a.yPx + b.yPx) / 2)).toEqual({ collection: 'links', id: 'unit-edge' });
    expect(softHitAt(state, 2, 2)).toBeNull();
  });

  it('finds nothing behind the camera or beside the sheet', () => {
    expect(hitsAt(state, 1, 1)).toEqual([]);
    look(0, 10, -5);
    const behind = state.view.project(0, 10, -500);
    expect(behind).toBeNull();
  });
});

describe('the view', () => {
  it('projects and meets the same spot again', () => {
    const spot = state.view.project(13, 0, -7);
    if (spot === null) throw new Error('not in view');
    expect(state.view.onPlane(spot.xPx, spot.yPx, 0)).toMatchObject({ x: expect.closeTo(13, 4), z: expect.closeTo(-7, 4) });
  });

  it('tells its followers of each frame until they stop', () => {
    let frames = 0;
    const stop = state.view.onFrame(() => (frames += 1));
    look(0, 100, 100);
    stop();
    look(0, 100, 100);
    expect(frames).toBe(1);
  });
});

describe('labels', () => {
  it('never cover each other; the more important one stays', () => {
    const labels = new Declutter();
    labels.clear(400, 300);
    expect([labels.offer(100, 100, 60, 16), labels.offer(120, 104, 60, 16), labels.offer(100, 140, 60, 16)]).toEqual([
      true,
      false,
      true,
    ]);
    labels.clear(400, 300);
    expect(labels.offer(120, 104, 60, 16)).toBe(true);
  });

  it('stay in the picture, and within a number one can read', () => {
    const labels = new Declutter();
    labels.clear(400, 4000);
    expect([labels.offer(10, 100, 60, 16), labels.offer(100, 10, 60, 16), labels.offer(100, 4001, 60, 16)]).toEqual([
      false,
      false,
      false,
    ]);
    const shown = Array.from({ length: 150 }, (_, index) => labels.offer(200, 30 + index * 25, 60, 16));
    expect(shown.filter(Boolean).length).toBeGreaterThan(20);
    expect(labels.isFull).toBe(true);
    expect(shown.lastIndexOf(true)).toBeLessThan(60);
  });
});

describe('the scale bar', () => {
  it('has a round length that fits', () => {
    expect([0.07, 1, 7, 49, 999].map(roundLength)).toEqual([0.05, 1, 5, 20, 500]);
  });
});
