import { BoxGeometry, BufferAttribute } from 'three';
import type { BufferGeometry } from 'three';
import { mergeGeometries } from 'three/examples/jsm/utils/BufferGeometryUtils.js';
import { SYMBOL_KINDS } from '../layout/symbol-size.ts';
import type { SymbolKind } from '../layout/symbol-size.ts';

/** Width, height, depth and height of its foot, m. */
type Box = readonly [number, number, number, number];

/** What is left of each silhouette when it is a dozen pixels large: its two main masses. */
const MASSES: Readonly<Record<SymbolKind, readonly [Box, Box]>> = {
  'rack-server': [
    [0.62, 0.16, 0.72, 0],
    [0.5, 0.02, 0.6, 0.16],
  ],
  rack: [
    [0.8, 2, 0.9, 0],
    [0.7, 0.06, 0.8, 2],
  ],
  'rugged-box': [
    [0.4, 0.16, 0.32, 0],
    [0.36, 0.07, 0.28, 0.16],
  ],
  gateway: [
    [0.26, 0.07, 0.17, 0],
    [0.2, 0.2, 0.03, 0.07],
  ],
  module: [
    [0.15, 0.02, 0.12, 0],
    [0.1, 0.07, 0.085, 0.02],
  ],
  'pole-cabinet': [
    [1.3, 1.9, 0.9, 1.1],
    [0.3, 5, 0.3, 0],
  ],
  mast: [
    [2.4, 1.8, 1.8, 0],
    [1.4, 17.5, 1.4, 0],
  ],
  switch: [
    [0.46, 0.1, 0.3, 0],
    [0.42, 0.01, 0.26, 0.1],
  ],
  container: [
    [6, 2.55, 2.4, 0],
    [4, 0.45, 1.2, 2.55],
  ],
  hall: [
    [30, 8.4, 20, 0],
    [24, 2.2, 6, 8.4],
  ],
  workstation: [
    [0.2, 0.42, 0.42, 0],
    [0.5, 0.3, 0.06, 0.12],
  ],
  pad: [
    [7.4, 0.4, 7.4, 0],
    [0.1, 0.1, 0.1, 0],
  ],
  'rack-frame': [
    [0.8, 2.1, 1, 0],
    [0.1, 0.1, 0.1, 0],
  ],
  pole: [
    [0.4, 5.6, 0.4, 0],
    [1.9, 0.4, 0.4, 5.4],
  ],
};

/** The masses of all kinds in the order of their numbers, eight numbers a kind, for the shader of symbols from afar. */
export function farBoxes(): Float32Array {
  return new Float32Array(SYMBOL_KINDS.flatMap((kind) => MASSES[kind].flat()));
}

/** Two unit boxes that stand on the ground; attribute `which` tells one from the other. */
export function buildFarBoxes(): BufferGeometry {
  const boxes = [0, 1].map((which) => {
    const box = new BoxGeometry(1, 1, 1).translate(0, 0.5, 0);
    const { count } = box.getAttribute('position');
    box.setAttribute('which', new BufferAttribute(new Float32Array(count).fill(which), 1));
    box.setAttribute('part', new BufferAttribute(new Float32Array(count).fill(which * 0.25), 1));
    return box;
  });
  const merged = mergeGeometries(boxes);
  for (const box of boxes) box.dispose();
  merged.deleteAttribute('uv');
  return merged;
}
