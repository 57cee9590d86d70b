import { useThree } from '@react-three/fiber';
import { useEffect, useLayoutEffect, useMemo } from 'react';
import type { ReactElement } from 'react';
import { BufferAttribute, BufferGeometry } from 'three';
import { markMaterial } from '../materials/mark-material.ts';
import { useShared } from './shared.ts';

export interface Mark {
  readonly at: readonly [number, number, number];
  readonly sizeM: number;
  readonly leastPx: number;
  readonly mostPx: number;
  /** Number of SHAPE_NUMBERS. */
  readonly shape: number;
  /** Linear. */
  readonly colour: readonly [number, number, number];
  readonly opacity: number;
  /** How far above its spot it hovers on the screen. */
  readonly raisePx: number;
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
  fill('position', 3, (mark) => mark.at);
  fill('mark', 4, (mark) => [mark.sizeM, mark.leastPx, mark.mostPx, mark.shape]);
  fill('ink', 4, (mark) => [...mark.colour, mark.opacity]);
  fill('raisePx', 1, (mark) => [mark.raisePx]);
  return geometry;
}
