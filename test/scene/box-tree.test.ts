import { PerspectiveCamera } from 'three';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../core/base/random.ts';
import { BoxTree, NO_RANK } from '../../renderer/scene/spatial/box-tree.ts';
import type { Reaches } from '../../renderer/scene/spatial/box-tree.ts';
import { inPicture, nearSightLine } from '../../renderer/scene/spatial/reach.ts';
import { createSceneView } from '../../renderer/scene/view.ts';

const SIZES = [0, 1, 2, 16, 17, 255, 257, 3_000];

/** Boxes of all sizes and shapes, a few of them on one spot. */
function drawBoxes(count: number): Float32Array {
  const random = createRandom(7, 'boxes');
  const boxes = new Float32Array(count * 6);
  for (let item = 0; item < count; item += 1) {
    for (let axis = 0; axis < 3; axis += 1) {
      const from = item % 10 === 3 ? 1 : (random() - 0.5) * 200;
      boxes[item * 6 + axis] = from;
      boxes[item * 6 + axis + 3] = from + random() ** 4 * 50;
    }
  }
  return boxes;
}

function found(tree: BoxTree, reaches: Reaches): number[] {
  const items: number[] = [];
  tree.search(reaches, (item) => items.push(item));
  return items.toSorted((a, b) => a - b);
}

/** Boxes that hold a point. */
function around(x: number, y: number, z: number): Reaches {
  return (boxes, at) =>
    [x, y, z].every((value, axis) => (boxes[at + axis] ?? 0) <= value && (boxes[at + axis + 3] ?? 0) >= value);
}

describe('the tree of boxes', () => {
  it.each(SIZES)('finds in %i boxes what looking at each finds', (count) => {
    const boxes = drawBoxes(count);
    const tree = new BoxTree(boxes, new Float32Array(count));
    const random = createRandom(3, 'points');
    for (let round = 0; round < 60; round += 1) {
      const reaches = around(...([0, 1, 2].map(() => (random() - 0.5) * 200) as [number, number, number]));
      const expected = Array.from({ length: count }, (_, item) => item).filter((item) => reaches(boxes, item * 6, 0));
      expect(found(tree, reaches)).toEqual(expected);
    }
    expect(found(tree, () => true)).toHaveLength(count);
  });

  it.each(SIZES)('gives %i boxes in the order of their ranks, and stops when told', (count) => {
    const random = createRandom(5, 'ranks');
    const ranks = Uint32Array.from({ length: count }, () => Math.floor(random() * 1e6));
    const tree = new BoxTree(drawBoxes(count), new Float32Array(count), ranks);
    const order: number[] = [];
    tree.searchRanked(
      () => true,
      (item) => order.push(ranks[item] ?? 0) < 40,
    );
    expect(order).toEqual([...ranks].toSorted((a, b) => a - b).slice(0, 40));
    tree.rank(ranks.map((rank, item) => (item % 2 === 0 ? NO_RANK : 1e6 - rank)));
    const odd: number[] = [];
    tree.searchRanked(
      () => true,
      (item) => odd.push(item) > 0,
    );
    expect(odd).toHaveLength(Math.floor(count / 2));
    expect(odd.every((item) => item % 2 === 1)).toBe(true);
  });

  it('boxes near a sight line are never missed, however they keep their size on the screen', () => {
    const count = 2_000;
    const boxes = drawBoxes(count);
    const reach = new Float32Array(count).fill(9);
    const tree = new BoxTree(boxes, reach);
    const view = createSceneView();
    const camera = new PerspectiveCamera(28, 1.5, 1, 2000);
    camera.position.set(-90, 120, 260);
    camera.lookAt(0, 0, 0);
    view.update(camera, 1200, 800);
    const middle = (item: number, axis: number): number =>
      ((boxes[item * 6 + axis] ?? 0) + (boxes[item * 6 + axis + 3] ?? 0)) / 2;
    for (const [xPx, yPx] of [
      [600, 400],
      [300, 500],
      [900, 200],
    ] as const) {
      const near = new Set(found(tree, nearSightLine(view, xPx, yPx, 0)));
      for (let item = 0; item < count; item += 1) {
        const spot = view.project(middle(item, 0), middle(item, 1), middle(item, 2));
        if (spot !== null && Math.hypot(spot.xPx - xPx, spot.yPx - yPx) <= 9) expect(near.has(item)).toBe(true);
      }
      expect(near.size).toBeLessThan(count / 2);
    }
    const seen = new Set(found(tree, inPicture(view)));
    for (let item = 0; item < count; item += 1) {
      const spot = view.project(middle(item, 0), middle(item, 1), middle(item, 2));
      const inside = spot !== null && spot.xPx >= 0 && spot.yPx >= 0 && spot.xPx <= 1200 && spot.yPx <= 800;
      if (inside) expect(seen.has(item)).toBe(true);
    }
  });
});
