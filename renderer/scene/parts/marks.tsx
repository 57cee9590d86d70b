import { useThree } from '@react-three/fiber';
import { useEffect, useLayoutEffect, useMemo } from 'react';
import type { ReactElement } from 'react';
import { BufferAttribute, BufferGeometry } from 'three';
import { markMaterial } from '../materials/mark-material.ts';
import { useShared } from './shared.ts';

export interface Mark {
  /** Entry it stands on (see layout/entries.ts), and how far from it to the east and south, m. */
  readonly entry: number;
  readonly aside: readonly [number, number];
  /** Negative: that many times the size of the symbol it stands on. */
  readonly sizeM: number;
  readonly leastPx: number;
  readonly mostPx: number;
  /** Number of SHAPE_NUMBERS. */
  readonly shape: number;
  /** Linear. */
  readonly colour: readonly [number, number, number];
  readonly opacity: number;
  /** How far up the symbol: 0 at its foot, 1 on top. */
  readonly upShare: number;
  /** And from there on the screen. */
  readonly raisePx: number;
  readonly asidePx: number;
}

/** Any number of flat marks in one draw call; `onTop` are never hidden. */
export function Marks({ marks, onTop = false }: { marks: readonly Mark[]; onTop?: boolean }): ReactElement | null {
  const shared = useShared();
  const invalidate = useThree((state) => state.invalidate);
  const material = useMemo(() => markMaterial(shared.uniforms, shared.pixelRatio, onTop), [shared, onTop]);
  const geometry = useMemo(() => buildMarks(marks), [marks]);
  useEffect(() => () => material.dispose(), [material]);
  useEffect(() => () => geometry.dispose(), [geometry]);
  useLayoutEffect(() => invalidate(), [geometry, invalidate]);
  if (marks.length === 0) return null;
  return <points geometry={geometry} material={material} frustumCulled={false} renderOrder={onTop ? 5 : 2} raycast={unseen} />;
}

function unseen(): void {}

export function buildMarks(marks: readonly Mark[]): BufferGeometry {
  const geometry = new BufferGeometry();
  const count = marks.length;
  const [position, entry] = [new Float32Array(count * 3), new Float32Array(count)];
  const [size, ink, shift] = [new Float32Array(count * 4), new Float32Array(count * 4), new Float32Array(count * 3)];
  for (let at = 0; at < count; at += 1) {
    const mark = marks[at];
    if (mark === undefined) continue;
    position[at * 3] = mark.aside[0];
    position[at * 3 + 2] = mark.aside[1];
    entry[at] = mark.entry;
    size[at * 4] = mark.sizeM;
    size[at * 4 + 1] = mark.leastPx;
    size[at * 4 + 2] = mark.mostPx;
    size[at * 4 + 3] = mark.shape;
    ink[at * 4] = mark.colour[0];
    ink[at * 4 + 1] = mark.colour[1];
    ink[at * 4 + 2] = mark.colour[2];
    ink[at * 4 + 3] = mark.opacity;
    shift[at * 3] = mark.upShare;
    shift[at * 3 + 1] = mark.raisePx;
    shift[at * 3 + 2] = mark.asidePx;
  }
  geometry.setAttribute('position', new BufferAttribute(position, 3));
  geometry.setAttribute('entry', new BufferAttribute(entry, 1));
  geometry.setAttribute('mark', new BufferAttribute(size, 4));
  geometry.setAttribute('ink', new BufferAttribute(ink, 4));
  geometry.setAttribute('shift', new BufferAttribute(shift, 3));
  return geometry;
}
