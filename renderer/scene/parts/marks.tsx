import { useThree } from '@react-three/fiber';
import { useEffect, useLayoutEffect, useMemo } from 'react';
import type { ReactElement } from 'react';
import { BufferAttribute, BufferGeometry } from 'three';
import { markMaterial } from '../materials/mark-material.ts';
import { useShared } from './shared.ts';

/** Where a mark stands: on a symbol, which grows (see layout/symbols.ts), or on a spot of its own. */
export interface Stand {
  readonly foot: readonly [number, number, number];
  readonly offset: readonly [number, number, number];
  readonly pitchM: number;
  readonly pitchPx: number;
  readonly sizeM: number;
  readonly leastPx: number;
  readonly roomM: number;
  readonly heightShare: number;
}

export interface Mark {
  readonly stand: Stand;
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
  const material = useMemo(() => markMaterial(shared.symbols, shared.pixelRatio, onTop), [shared, onTop]);
  const geometry = useMemo(() => buildMarks(marks), [marks]);
  useEffect(() => () => material.dispose(), [material]);
  useEffect(() => () => geometry.dispose(), [geometry]);
  useLayoutEffect(() => invalidate(), [geometry, invalidate]);
  if (marks.length === 0) return null;
  return <points geometry={geometry} material={material} frustumCulled={false} renderOrder={onTop ? 5 : 2} raycast={unseen} />;
}

function unseen(): void {}

function buildMarks(marks: readonly Mark[]): BufferGeometry {
  const geometry = new BufferGeometry();
  const fill = (name: string, size: number, values: (mark: Mark) => readonly number[]): void => {
    const array = new Float32Array(marks.length * size);
    for (const [index, mark] of marks.entries()) array.set(values(mark), index * size);
    geometry.setAttribute(name, new BufferAttribute(array, size));
  };
  fill('position', 3, ({ stand }) => stand.foot);
  fill('offset', 3, ({ stand }) => stand.offset);
  fill('pitch', 2, ({ stand }) => [stand.pitchM, stand.pitchPx]);
  fill('body', 4, ({ stand }) => [Math.max(stand.sizeM, 1e-6), stand.leastPx, stand.roomM, stand.heightShare]);
  fill('mark', 4, (mark) => [mark.sizeM, mark.leastPx, mark.mostPx, mark.shape]);
  fill('ink', 4, (mark) => [...mark.colour, mark.opacity]);
  fill('shift', 3, (mark) => [mark.upShare, mark.raisePx, mark.asidePx]);
  return geometry;
}
