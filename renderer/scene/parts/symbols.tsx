import { useFrame, useThree } from '@react-three/fiber';
import { useEffect, useLayoutEffect, useMemo } from 'react';
import type { ReactElement } from 'react';
import { DataTexture, DynamicDrawUsage, FloatType, InstancedBufferAttribute, InstancedBufferGeometry, RGBAFormat } from 'three';
import type { BufferGeometry } from 'three';
import { buildFarBoxes, farBoxes } from '../geometry/far-boxes.ts';
import { buildSilhouette } from '../geometry/silhouettes.ts';
import { createDetailLists, sortByDetail } from '../layout/detail.ts';
import type { DetailLists } from '../layout/detail.ts';
import type { Entries } from '../layout/entries.ts';
import { SYMBOL_KINDS } from '../layout/symbol-size.ts';
import type { EntryUniforms } from '../materials/entry-glsl.ts';
import { symbolMaterial } from '../materials/symbol-material.ts';
import type { SceneView } from '../view.ts';
import { useShared } from './shared.ts';

/** Entries of one row of the texture of colours. */
const TINT_ROW = 1024;

/** One draw call: instances of one geometry. */
interface Batch {
  readonly name: string;
  readonly geometry: InstancedBufferGeometry;
  readonly isFar: boolean;
  /** Puts the newest list into the geometry. */
  take(): void;
}

/**
 * All symbols: one draw call a silhouette for those near enough to show it, one for all others. Which are which is sorted anew when the
 * camera has moved; what is out of the picture is in neither. `feet` and `tints` hold three numbers a symbol.
 */
export function Symbols({
  entries,
  feet,
  tints,
  uniforms,
}: {
  entries: Entries;
  feet: Float32Array;
  tints: Float32Array;
  /** Null: the entries are those of the scene. */
  uniforms: EntryUniforms | null;
}): ReactElement {
  const shared = useShared();
  const invalidate = useThree((state) => state.invalidate);
  const tint = useMemo(() => createTint(), []);
  const [near, far] = useMemo(
    () =>
      [null, farBoxes()].map((boxes) =>
        symbolMaterial({ uniforms: uniforms ?? shared.uniforms, tints: tint.uniform, farBoxes: boxes }),
      ),
    [uniforms, shared, tint],
  );
  const lists = useMemo(() => createDetailLists(entries, SYMBOL_KINDS.length), [entries]);
  const batches = useMemo(() => buildBatches(lists), [lists]);
  const texture = useMemo(() => tintTexture(tints), [tints]);
  useEffect(
    () => () => {
      near?.dispose();
      far?.dispose();
    },
    [near, far],
  );
  useEffect(
    () => () => {
      for (const batch of batches) batch.geometry.dispose();
    },
    [batches],
  );
  useLayoutEffect(() => {
    tint.take(texture);
    invalidate();
  }, [texture, tint, invalidate]);
  useEffect(() => () => texture.dispose(), [texture]);
  const sort = useMemo(() => sorter(shared.view, entries, lists, batches), [shared, entries, lists, batches]);
  useLayoutEffect(() => invalidate(), [feet, sort, invalidate]);
  useFrame(() => sort(feet));
  return (
    <>
      {batches.map((batch) => (
        <mesh
          key={batch.name}
          geometry={batch.geometry}
          material={(batch.isFar ? far : near) ?? []}
          frustumCulled={false}
          raycast={unseen}
        />
      ))}
    </>
  );
}

/** Picking goes by screen distance (picking.ts); the meshes themselves grow in the shader and cannot be hit. */
function unseen(): void {}

/** Sorts the symbols anew when the camera or their feet have moved. */
function sorter(view: SceneView, entries: Entries, lists: DetailLists, batches: readonly Batch[]): (feet: Float32Array) => void {
  const seen = new Float64Array(16);
  let stood: Float32Array | null = null;
  return (feet) => {
    if (stood === feet && view.clip.every((value, at) => value === seen[at])) return;
    stood = feet;
    seen.set(view.clip);
    sortByDetail(lists, entries, feet, view);
    for (const each of batches) each.take();
  };
}

function buildBatches(lists: DetailLists): Batch[] {
  const batches = lists.near.flatMap((list, kind): Batch[] => {
    const name = SYMBOL_KINDS[kind];
    if (list.length === 0 || name === undefined) return [];
    return [batch(name, buildSilhouette(name), list, false, () => lists.nearCounts[kind] ?? 0)];
  });
  if (lists.far.length > 0) batches.push(batch('far', buildFarBoxes(), lists.far, true, () => lists.farCount));
  return batches;
}

function batch(name: string, model: BufferGeometry, list: Float32Array, isFar: boolean, count: () => number): Batch {
  const geometry = new InstancedBufferGeometry();
  geometry.setIndex(model.getIndex());
  for (const [attribute, values] of Object.entries(model.attributes)) geometry.setAttribute(attribute, values);
  const entry = new InstancedBufferAttribute(list, 1);
  entry.setUsage(DynamicDrawUsage);
  geometry.setAttribute('entry', entry);
  geometry.instanceCount = 0;
  return {
    name,
    geometry,
    isFar,
    take() {
      geometry.instanceCount = count();
      if (geometry.instanceCount === 0) return;
      entry.clearUpdateRanges();
      entry.addUpdateRange(0, geometry.instanceCount);
      entry.needsUpdate = true;
    },
  };
}

function createTint(): { readonly uniform: { readonly value: DataTexture | null }; take(texture: DataTexture): void } {
  const uniform: { value: DataTexture | null } = { value: null };
  return {
    uniform,
    take(texture) {
      uniform.value = texture;
    },
  };
}

function tintTexture(tints: Float32Array): DataTexture {
  const count = tints.length / 3;
  const rows = Math.max(1, Math.ceil(count / TINT_ROW));
  const values = new Float32Array(rows * TINT_ROW * 4);
  for (let at = 0; at < count; at += 1) for (let part = 0; part < 3; part += 1) values[at * 4 + part] = tints[at * 3 + part] ?? 0;
  const texture = new DataTexture(values, TINT_ROW, rows, RGBAFormat, FloatType);
  texture.needsUpdate = true;
  return texture;
}
