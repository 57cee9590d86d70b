import { BoxGeometry, BufferAttribute, CylinderGeometry } from 'three';
import type { BufferGeometry } from 'three';
import { mergeGeometries } from 'three/examples/jsm/utils/BufferGeometryUtils.js';
import { SERVER_MODEL_HEIGHT_M } from '../layout/symbol-size.ts';
import type { SymbolKind } from '../layout/symbol-size.ts';

/** Share of the detail colour a part takes: 0 is all data colour, 1 none of it. */
const BODY = 0;
const SHADE = 0.35;
const DETAIL = 0.85;

/** A model in metres: foot at the origin, y up, front towards +z. Attribute `part` says how much a vertex keeps its own colour. */
export function buildSilhouette(kind: SymbolKind): BufferGeometry {
  const parts = MODELS[kind]();
  const merged = mergeGeometries(parts);
  for (const part of parts) part.dispose();
  merged.deleteAttribute('uv');
  merged.computeBoundingSphere();
  return merged;
}

const MODELS: Readonly<Record<SymbolKind, () => BufferGeometry[]>> = {
  'rack-server': () => [
    box(0.62, SERVER_MODEL_HEIGHT_M, 0.72, 0, 0, 0),
    box(0.56, 0.05, 0.02, 0, 0.085, 0.36, SHADE),
    ...row(4, (at) => box(0.1, 0.05, 0.03, (at - 1.5) * 0.13, 0.025, 0.36, DETAIL)),
  ],
  rack: () => [
    box(0.8, 0.1, 0.9, 0, 0, 0, DETAIL),
    box(0.8, 1.9, 0.86, 0, 0.1, -0.02),
    ...row(7, (at) => box(0.64, 0.16, 0.04, 0, 0.24 + at * 0.24, 0.41, at % 2 === 0 ? SHADE : DETAIL)),
  ],
  'rugged-box': () => [
    box(0.4, 0.14, 0.32, 0, 0.02, 0),
    ...row(7, (at) => box(0.022, 0.07, 0.3, (at - 3) * 0.055, 0.16, 0, SHADE)),
    box(0.36, 0.02, 0.28, 0, 0, 0, DETAIL),
    ...row(3, (at) => box(0.05, 0.045, 0.02, (at - 1) * 0.1, 0.06, 0.16, DETAIL)),
  ],
  gateway: () => [
    box(0.26, 0.07, 0.17, 0, 0, 0),
    tube(0.011, 0.22, -0.09, 0.05, -0.06, DETAIL),
    tube(0.011, 0.22, 0.09, 0.05, -0.06, DETAIL),
    ...row(4, (at) => box(0.032, 0.028, 0.02, (at - 1.5) * 0.05, 0.02, 0.08, DETAIL)),
  ],
  module: () => [
    box(0.15, 0.016, 0.12, 0, 0, 0, DETAIL),
    box(0.1, 0.022, 0.085, 0, 0.016, 0),
    ...row(5, (at) => box(0.01, 0.05, 0.085, (at - 2) * 0.02, 0.038, 0)),
  ],
  'pole-cabinet': () => [
    tube(0.13, 5, 0, 0, 0, DETAIL),
    box(1.3, 1.9, 0.9, 0, 1.1, 0.35),
    box(0.06, 1.5, 0.04, 0.1, 1.3, 0.8, SHADE),
    box(1.5, 0.12, 1.1, 0, 3, 0.35, SHADE),
    box(0.9, 0.3, 0.4, 0.35, 4.6, 0.2),
  ],
  mast: () => [
    ...[0, 1, 2].map((leg) => strut(leg, 15.5)),
    ...row(4, (at) => ring(1.55 * (1 - (at + 1) / 5.4) + 0.2, 2.6 + at * 3.1)),
    ...[0, 1, 2].map((side) => panel((side * 2 * Math.PI) / 3)),
    box(2.4, 1.8, 1.8, 0, 0, 2.2),
  ],
  switch: () => [
    box(0.46, 0.1, 0.3, 0, 0, 0),
    ...row(6, (at) => box(0.045, 0.035, 0.02, (at - 2.5) * 0.062, 0.055, 0.15, DETAIL)),
    ...row(6, (at) => box(0.045, 0.035, 0.02, (at - 2.5) * 0.062, 0.012, 0.15, DETAIL)),
  ],
  container: () => [
    box(6, 0.25, 2.4, 0, 0, 0, DETAIL),
    box(5.9, 2.3, 2.3, 0, 0.25, 0),
    ...row(11, (at) => box(0.16, 2.1, 2.44, (at - 5) * 0.52, 0.35, 0, SHADE)),
    box(1.1, 0.5, 1.2, -1.4, 2.55, 0, SHADE),
    box(1.1, 0.5, 1.2, 1.4, 2.55, 0, SHADE),
  ],
  hall: () => [
    box(30, 8, 20, 0, 0, 0),
    box(30.6, 0.7, 20.6, 0, 8, 0, SHADE),
    ...row(4, (at) => box(4, 2, 6, (at - 1.5) * 7, 8.7, 0, SHADE)),
    ...row(7, (at) => box(1.2, 5, 0.3, (at - 3) * 4, 1.4, 10, DETAIL)),
  ],
  workstation: () => [
    box(0.2, 0.42, 0.42, 0.2, 0, 0),
    box(0.42, 0.27, 0.03, -0.12, 0.17, 0.05),
    box(0.38, 0.23, 0.01, -0.12, 0.19, 0.07, DETAIL),
    box(0.03, 0.17, 0.03, -0.12, 0, 0.03, DETAIL),
    box(0.2, 0.015, 0.14, -0.12, 0, 0.04, DETAIL),
  ],
  pad: () => [painted(new CylinderGeometry(4, 4.2, 0.4, 6).translate(0, 0.2, 0), BODY)],
  'rack-frame': () => [
    box(0.8, 0.1, 1, 0, 0, 0),
    box(0.8, 0.06, 1, 0, 2.04, 0),
    ...[-1, 1].flatMap((x) => [-1, 1].map((z) => box(0.06, 2, 0.06, x * 0.37, 0.08, z * 0.47))),
    box(0.7, 1.94, 0.02, 0, 0.1, -0.46, SHADE),
  ],
  pole: () => [
    painted(new CylinderGeometry(0.9, 1, 0.2, 16).translate(0, 0.1, 0), BODY),
    tube(0.12, 5.6, 0, 0, 0, SHADE),
    box(1.9, 0.14, 0.14, 0.85, 5.5, 0, SHADE),
    box(0.36, 0.9, 0.36, 1.7, 4.7, 0, DETAIL),
  ],
};

function row(count: number, build: (at: number) => BufferGeometry): BufferGeometry[] {
  return Array.from({ length: count }, (_, at) => build(at));
}

/** A box that stands on `y`. */
function box(width: number, height: number, depth: number, x: number, y: number, z: number, part = BODY): BufferGeometry {
  return painted(new BoxGeometry(width, height, depth).translate(x, y + height / 2, z), part);
}

function tube(radius: number, height: number, x: number, y: number, z: number, part = BODY): BufferGeometry {
  return painted(new CylinderGeometry(radius, radius, height, 8).translate(x, y + height / 2, z), part);
}

/** One leg of a three-legged mast, leaning to the top. */
function strut(leg: number, height: number): BufferGeometry {
  const angle = (leg * 2 * Math.PI) / 3;
  const lean = Math.atan2(1.6, height);
  const geometry = new CylinderGeometry(0.13, 0.2, height / Math.cos(lean), 5).rotateZ(lean);
  return painted(geometry.translate(0.9, height / 2, 0).rotateY(angle), SHADE);
}

function ring(radius: number, y: number): BufferGeometry {
  return painted(new CylinderGeometry(radius, radius, 0.16, 3, 1, true).rotateY(Math.PI / 6).translate(0, y, 0), SHADE);
}

function panel(angle: number): BufferGeometry {
  return painted(new BoxGeometry(0.9, 3, 0.45).translate(0, 16, 0.75).rotateY(angle), BODY);
}

function painted(geometry: BufferGeometry, part: number): BufferGeometry {
  const count = geometry.getAttribute('position').count;
  geometry.setAttribute('part', new BufferAttribute(new Float32Array(count).fill(part), 1));
  return geometry;
}
