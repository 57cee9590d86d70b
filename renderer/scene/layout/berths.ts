import { nodePositionM } from '../../../core/site/geometry.ts';
import type { RecordOf, Site } from '../../../core/site/site.ts';
import type { Ground } from './ground.ts';
import { onGround, toScene } from './ground.ts';
import { levelOf } from './levels.ts';

type Node = RecordOf<'nodes'>;

/** Where the drawing shows a node that has no true spot on the sheet. */
export interface Berth {
  readonly plate: readonly [number, number];
  /** Where it stands when the plates lie down. */
  readonly edge: readonly [number, number, number];
}

/** How far out on its plate a thing stands whose true spot is beyond the edge. */
const OUTWARD = 0.84;

/** Berths of the nodes that need one: those off the sheet, and those on a higher tier that nobody gave a spot. */
export function berthsOf(site: Site, ground: Ground, nodes: readonly Node[]): Map<string, Berth> {
  const berths = new Map<string, Berth>();
  const nowhere = new Map<number, Node[]>();
  const settled = new Set<number>();
  let homeless = 0;
  for (const node of nodes) {
    const position = nodePositionM(site, node);
    const level = levelOf(node.tier);
    if (!onGround(ground, position)) {
      const scene = toScene(ground, position);
      berths.set(node.id, { plate: plateSpot(ground, scene), edge: clampToSheet(ground, scene) });
    } else if (node.placeId === null && level > 0 && node.positionM.xM === 0 && node.positionM.yM === 0) {
      const row = nowhere.get(level);
      if (row === undefined) nowhere.set(level, [node]);
      else row.push(node);
      homeless += 1;
    } else {
      settled.add(level);
    }
  }
  let next = 0;
  for (const [level, row] of nowhere) {
    // Where others have true spots the rows keep to the far side, out of their way.
    const [middle, depth] = settled.has(level) ? [-0.34, 0.2] : [0, 0.7];
    const columns = Math.max(1, Math.ceil(Math.sqrt(row.length * (ground.widthM / (ground.depthM * depth)))));
    const rows = Math.ceil(row.length / columns);
    for (const [index, node] of row.entries()) {
      const line = Math.floor(index / columns);
      const inLine = Math.min(columns, row.length - line * columns);
      const x = (((index % columns) + 0.5) / inLine - 0.5) * ground.widthM * 0.7;
      const z = (((line + 0.5) / rows - 0.5) * depth + middle) * ground.depthM;
      const along = (next + 0.5) / homeless - 0.5;
      next += 1;
      berths.set(node.id, { plate: [x, z], edge: [along * ground.widthM * 0.9, 0, ground.depthM * -0.49] });
    }
  }
  return berths;
}

/** What lies off the sheet is shown at its edge, in its true direction. */
export function clampToSheet(ground: Ground, [x, y, z]: readonly [number, number, number]): [number, number, number] {
  const over = beyond(ground, x, z);
  return over <= 1 ? [x, y, z] : [x / over, Math.max(-ground.radiusM, Math.min(y, ground.radiusM)), z / over];
}

/** The same on a plate, a little further in, where a symbol has room. */
export function plateSpot(ground: Ground, [x, , z]: readonly [number, number, number]): [number, number] {
  const over = beyond(ground, x, z);
  return over <= 1 ? [x, z] : [(x / over) * OUTWARD, (z / over) * OUTWARD];
}

function beyond(ground: Ground, x: number, z: number): number {
  return Math.max(Math.abs(x) / (ground.widthM / 2), Math.abs(z) / (ground.depthM / 2));
}
