import { useThree } from '@react-three/fiber';
import { useEffect, useLayoutEffect, useMemo } from 'react';
import type { ReactElement } from 'react';
import { BufferAttribute, InstancedBufferAttribute, InstancedBufferGeometry } from 'three';
import { strandMaterial } from '../materials/strand-material.ts';
import { useShared } from './shared.ts';

/** One end: foot, then how far and how it is spread from there (see layout/symbols.ts). */
export interface StrandEnd {
  readonly foot: readonly [number, number, number];
  readonly offset: readonly [number, number, number];
  readonly pitchM: number;
  readonly pitchPx: number;
  readonly roomM: number;
}

export interface Strand {
  readonly from: StrandEnd;
  readonly to: StrandEnd;
  readonly widthPx: number;
  /** How high it arches in the middle, m. */
  readonly archM: number;
  readonly opacity: number;
  /** 0: unbroken. */
  readonly dashPx: number;
  /** Linear. */
  readonly colour: readonly [number, number, number];
}

/** Steps along a strand: enough for the arch to look round. */
const STEPS = 20;

/** Any number of strands in one draw call. */
export function Strands({ strands, order = 1 }: { strands: readonly Strand[]; order?: number }): ReactElement | null {
  const shared = useShared();
  const invalidate = useThree((state) => state.invalidate);
  const material = useMemo(() => strandMaterial(shared.symbols, shared.viewport), [shared]);
  const geometry = useMemo(() => buildStrands(strands), [strands]);
  useEffect(() => () => material.dispose(), [material]);
  useEffect(() => () => geometry.dispose(), [geometry]);
  useLayoutEffect(() => invalidate(), [geometry, invalidate]);
  if (strands.length === 0) return null;
  return <mesh geometry={geometry} material={material} frustumCulled={false} renderOrder={order} raycast={unseen} />;
}

function unseen(): void {}

function buildStrands(strands: readonly Strand[]): InstancedBufferGeometry {
  const geometry = new InstancedBufferGeometry();
  const ribbon = new Float32Array((STEPS + 1) * 6);
  const triangles: number[] = [];
  for (let step = 0; step <= STEPS; step += 1) {
    ribbon.set([step / STEPS, -1, 0, step / STEPS, 1, 0], step * 6);
    if (step < STEPS) triangles.push(step * 2, step * 2 + 1, step * 2 + 2, step * 2 + 1, step * 2 + 3, step * 2 + 2);
  }
  geometry.setAttribute('position', new BufferAttribute(ribbon, 3));
  geometry.setIndex(triangles);
  geometry.instanceCount = strands.length;
  const fill = (name: string, size: number, values: (strand: Strand) => readonly number[]): void => {
    const array = new Float32Array(strands.length * size);
    for (const [at, strand] of strands.entries()) array.set(values(strand), at * size);
    geometry.setAttribute(name, new InstancedBufferAttribute(array, size));
  };
  fill('start', 4, ({ from }) => [...from.foot, from.pitchM]);
  fill('startOffset', 4, ({ from }) => [...from.offset, from.pitchPx]);
  fill('finish', 4, ({ to }) => [...to.foot, to.pitchM]);
  fill('finishOffset', 4, ({ to }) => [...to.offset, to.pitchPx]);
  fill('room', 2, ({ from, to }) => [from.roomM, to.roomM]);
  fill('style', 4, (strand) => [strand.widthPx, strand.archM, strand.opacity, strand.dashPx]);
  fill('tint', 3, (strand) => strand.colour);
  return geometry;
}
