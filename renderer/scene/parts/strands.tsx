import { useThree } from '@react-three/fiber';
import { useEffect, useLayoutEffect, useMemo } from 'react';
import type { ReactElement } from 'react';
import { BufferAttribute, InstancedBufferAttribute, InstancedBufferGeometry } from 'three';
import { strandMaterial } from '../materials/strand-material.ts';
import { useShared } from './shared.ts';

export interface Strand {
  /** Entries (see layout/entries.ts); null: the loose end. */
  readonly from: number;
  readonly to: number | null;
  readonly widthPx: number;
  /** Least height of its arch, of its length; negative: straight. */
  readonly archShare: number;
  readonly opacity: number;
  /** 0: unbroken. */
  readonly dashPx: number;
  /** Linear. */
  readonly colour: readonly [number, number, number];
  /** How much of the width its colour fills; 1 and more: all. */
  readonly load: number;
  /** Beads on it, px a second from `from` to `to`; 0: none. */
  readonly beadsPxPerS: number;
}

/** Steps along a strand: enough for the arch to look round; of many, each is short. */
const STEPS = 20;
const STEPS_OF_MANY = 6;
const MANY = 5_000;

/** Any number of strands in one draw call. */
export function Strands({
  strands,
  loose = null,
  order = 1,
  straight = false,
}: {
  strands: readonly Strand[];
  /** Where those without an end end. */
  loose?: readonly [number, number, number] | null;
  order?: number;
  straight?: boolean;
}): ReactElement | null {
  const shared = useShared();
  const invalidate = useThree((state) => state.invalidate);
  const material = useMemo(() => strandMaterial(shared.uniforms, shared.viewport, shared.clock), [shared]);
  const geometry = useMemo(
    () => buildStrands(strands, loose, straight ? 1 : strands.length > MANY ? STEPS_OF_MANY : STEPS),
    [strands, loose, straight],
  );
  useEffect(() => () => material.dispose(), [material]);
  useEffect(() => () => geometry.dispose(), [geometry]);
  useLayoutEffect(() => invalidate(), [geometry, invalidate]);
  if (strands.length === 0) return null;
  return <mesh geometry={geometry} material={material} frustumCulled={false} renderOrder={order} raycast={unseen} />;
}

function unseen(): void {}

/** Ribbons of so many steps, an instance a strand. */
export function buildStrands(
  strands: readonly Strand[],
  loose: readonly [number, number, number] | null,
  steps: number,
): InstancedBufferGeometry {
  const geometry = new InstancedBufferGeometry();
  const ribbon = new Float32Array((steps + 1) * 6);
  const triangles: number[] = [];
  for (let step = 0; step <= steps; step += 1) {
    ribbon.set([step / steps, -1, 0, step / steps, 1, 0], step * 6);
    if (step < steps) triangles.push(step * 2, step * 2 + 1, step * 2 + 2, step * 2 + 1, step * 2 + 3, step * 2 + 2);
  }
  geometry.setAttribute('position', new BufferAttribute(ribbon, 3));
  geometry.setIndex(triangles);
  geometry.instanceCount = strands.length;
  const count = strands.length;
  const ends = new Float32Array(count * 2);
  const style = new Float32Array(count * 4);
  const flow = new Float32Array(count * 2);
  const tint = new Float32Array(count * 3);
  for (let at = 0; at < count; at += 1) {
    const strand = strands[at];
    if (strand === undefined) continue;
    ends[at * 2] = strand.from;
    ends[at * 2 + 1] = strand.to ?? -1;
    style[at * 4] = strand.widthPx;
    style[at * 4 + 1] = strand.archShare;
    style[at * 4 + 2] = strand.opacity;
    style[at * 4 + 3] = strand.dashPx;
    flow[at * 2] = strand.load;
    flow[at * 2 + 1] = strand.beadsPxPerS;
    tint[at * 3] = strand.colour[0];
    tint[at * 3 + 1] = strand.colour[1];
    tint[at * 3 + 2] = strand.colour[2];
  }
  geometry.setAttribute('ends', new InstancedBufferAttribute(ends, 2));
  geometry.setAttribute('style', new InstancedBufferAttribute(style, 4));
  geometry.setAttribute('flow', new InstancedBufferAttribute(flow, 2));
  geometry.setAttribute('tint', new InstancedBufferAttribute(tint, 3));
  if (loose !== null) {
    const spots = new Float32Array(count * 3);
    for (let at = 0; at < count; at += 1) spots.set(loose, at * 3);
    geometry.setAttribute('loose', new InstancedBufferAttribute(spots, 3));
  }
  return geometry;
}
