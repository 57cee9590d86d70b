import { useThree } from '@react-three/fiber';
import { useEffect, useLayoutEffect, useMemo } from 'react';
import type { ReactElement } from 'react';
import { DynamicDrawUsage, InstancedBufferAttribute, InstancedBufferGeometry } from 'three';
import type { MeshLambertMaterial } from 'three';
import { buildSilhouette } from '../geometry/silhouettes.ts';
import { symbolMaterial } from '../materials/symbol-material.ts';
import type { SymbolKind } from '../layout/symbol-size.ts';
import type { SceneSymbol } from '../layout/symbols.ts';
import { useShared } from './shared.ts';

interface Batch {
  readonly kind: SymbolKind;
  readonly geometry: InstancedBufferGeometry;
  /** Index of each instance among all symbols. */
  readonly members: readonly number[];
}

/** All symbols, one draw call a silhouette. `feet` and `tints` hold three numbers a symbol. */
export function Symbols({
  symbols,
  feet,
  tints,
}: {
  symbols: readonly SceneSymbol[];
  feet: Float32Array;
  tints: Float32Array;
}): ReactElement {
  const shared = useShared();
  const invalidate = useThree((state) => state.invalidate);
  const material = useMemo(() => symbolMaterial(shared.symbols), [shared]);
  const batches = useMemo(() => buildBatches(symbols), [symbols]);
  useEffect(() => () => material.dispose(), [material]);
  useEffect(
    () => () => {
      for (const batch of batches) batch.geometry.dispose();
    },
    [batches],
  );
  useLayoutEffect(() => {
    for (const batch of batches) scatter(batch, 'foot', feet);
    invalidate();
  }, [batches, feet, invalidate]);
  useLayoutEffect(() => {
    for (const batch of batches) scatter(batch, 'tint', tints);
    invalidate();
  }, [batches, tints, invalidate]);
  return (
    <>
      {batches.map((batch) => (
        <SymbolMesh key={batch.kind} batch={batch} material={material} />
      ))}
    </>
  );
}

function SymbolMesh({ batch, material }: { batch: Batch; material: MeshLambertMaterial }): ReactElement {
  return <mesh geometry={batch.geometry} material={material} frustumCulled={false} raycast={unseen} />;
}

/** Picking goes by screen distance (picking.ts); the meshes themselves grow in the shader and cannot be hit. */
function unseen(): void {}

function buildBatches(symbols: readonly SceneSymbol[]): Batch[] {
  const members = new Map<SymbolKind, number[]>();
  for (const [index, symbol] of symbols.entries()) {
    const list = members.get(symbol.kind);
    if (list === undefined) members.set(symbol.kind, [index]);
    else list.push(index);
  }
  return [...members].map(([kind, indices]) => ({ kind, geometry: instanced(kind, indices, symbols), members: indices }));
}

function instanced(kind: SymbolKind, indices: readonly number[], symbols: readonly SceneSymbol[]): InstancedBufferGeometry {
  const model = buildSilhouette(kind);
  const geometry = new InstancedBufferGeometry();
  geometry.setIndex(model.getIndex());
  for (const name of ['position', 'normal', 'part']) geometry.setAttribute(name, model.getAttribute(name));
  geometry.instanceCount = indices.length;
  const fill = (name: string, size: number, values: (symbol: SceneSymbol) => readonly number[]): void => {
    const array = new Float32Array(indices.length * size);
    for (const [at, index] of indices.entries()) {
      const symbol = symbols[index];
      if (symbol !== undefined) array.set(values(symbol), at * size);
    }
    geometry.setAttribute(name, new InstancedBufferAttribute(array, size));
  };
  fill('offset', 3, (symbol) => symbol.offset);
  fill('pitch', 2, (symbol) => [symbol.pitchM, symbol.pitchPx]);
  fill('extent', 4, (symbol) => [symbol.sizeM, symbol.leastPx, symbol.roomM, symbol.stretch]);
  fill('pose', 2, (symbol) => [symbol.turnRad, symbol.scale]);
  for (const name of ['foot', 'tint']) {
    const attribute = new InstancedBufferAttribute(new Float32Array(indices.length * 3), 3);
    attribute.setUsage(DynamicDrawUsage);
    geometry.setAttribute(name, attribute);
  }
  return geometry;
}

function scatter(batch: Batch, name: 'foot' | 'tint', values: Float32Array): void {
  const attribute = batch.geometry.getAttribute(name);
  for (const [at, index] of batch.members.entries()) {
    attribute.setXYZ(at, values[index * 3] ?? 0, values[index * 3 + 1] ?? 0, values[index * 3 + 2] ?? 0);
  }
  attribute.needsUpdate = true;
}
