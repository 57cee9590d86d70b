import { useThree } from '@react-three/fiber';
import { useEffect, useLayoutEffect, useMemo } from 'react';
import type { ReactElement } from 'react';
import { BufferAttribute, InstancedBufferAttribute, InstancedBufferGeometry, ShaderMaterial } from 'three';
import type { SceneSymbol } from '../layout/symbols.ts';
import type { SymbolUniforms } from '../materials/symbol-material.ts';
import { GROWTH_GLSL } from '../materials/symbol-material.ts';
import { useShared } from './shared.ts';

const SEGMENTS = 20;

/** Soft contact shade under every symbol that stands by itself, in one draw call. */
export function Shades({
  symbols,
  feet,
  strength,
}: {
  symbols: readonly SceneSymbol[];
  feet: Float32Array;
  strength: number;
}): ReactElement {
  const shared = useShared();
  const invalidate = useThree((state) => state.invalidate);
  const material = useMemo(() => shadeMaterial(shared.symbols, strength), [shared, strength]);
  const geometry = useMemo(() => buildShades(symbols, feet), [symbols, feet]);
  useEffect(() => () => material.dispose(), [material]);
  useEffect(() => () => geometry.dispose(), [geometry]);
  useLayoutEffect(() => invalidate(), [geometry, material, invalidate]);
  return <mesh geometry={geometry} material={material} frustumCulled={false} renderOrder={1} raycast={unseen} />;
}

function unseen(): void {}

function buildShades(symbols: readonly SceneSymbol[], feet: Float32Array): InstancedBufferGeometry {
  const geometry = new InstancedBufferGeometry();
  const disc = new Float32Array((SEGMENTS + 1) * 3);
  const triangles: number[] = [];
  for (let index = 0; index < SEGMENTS; index += 1) {
    const angle = (index / SEGMENTS) * Math.PI * 2;
    disc.set([Math.cos(angle), 0, Math.sin(angle)], (index + 1) * 3);
    triangles.push(0, ((index + 1) % SEGMENTS) + 1, index + 1);
  }
  geometry.setAttribute('position', new BufferAttribute(disc, 3));
  geometry.setIndex(triangles);
  const standing = symbols.flatMap((symbol, index) =>
    symbol.offset[1] > 0 || symbol.kind === 'pad' ? [] : [{ symbol, foot: feet.subarray(index * 3, index * 3 + 3) }],
  );
  geometry.instanceCount = standing.length;
  const fill = (name: string, size: number, values: (one: (typeof standing)[number]) => ArrayLike<number>): void => {
    const array = new Float32Array(standing.length * size);
    for (const [at, one] of standing.entries()) array.set(values(one), at * size);
    geometry.setAttribute(name, new InstancedBufferAttribute(array, size));
  };
  fill('foot', 3, ({ foot }) => foot);
  fill('offset', 3, ({ symbol }) => symbol.offset);
  fill('pitch', 2, ({ symbol }) => [symbol.pitchM, symbol.pitchPx]);
  fill('extent', 3, ({ symbol }) => [symbol.sizeM, symbol.leastPx, symbol.roomM]);
  // A slim thing has a slim shade.
  fill('reach', 1, ({ symbol }) => [symbol.heightShare > 0.9 ? 0.34 : 0.66]);
  return geometry;
}

function shadeMaterial(shared: SymbolUniforms, strength: number): ShaderMaterial {
  return new ShaderMaterial({
    uniforms: { pxPerUnit: shared.pxPerUnit, strength: { value: strength } },
    vertexShader: /* glsl */ `
      attribute vec3 foot;
      attribute vec3 offset;
      attribute vec2 pitch;
      attribute vec3 extent;
      attribute float reach;
      varying float vAway;
      ${GROWTH_GLSL}
      void main() {
        float metresPerPx = metresPerPxAt(foot);
        float sizeM = extent.x * growth(metresPerPx, extent.x, extent.y, extent.z);
        vec3 middle = foot + growth(metresPerPx, pitch.x, pitch.y, extent.z) * offset;
        vAway = length(position);
        gl_Position = projectionMatrix * viewMatrix * vec4(middle + position * sizeM * reach + vec3(0.0, metresPerPx * 0.6, 0.0), 1.0);
      }
    `,
    fragmentShader: /* glsl */ `
      uniform float strength;
      varying float vAway;
      void main() {
        float shade = 1.0 - vAway;
        gl_FragColor = vec4(0.0, 0.0, 0.0, shade * shade * strength);
      }
    `,
    transparent: true,
    depthWrite: false,
  });
}
