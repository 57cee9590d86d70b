import { useThree } from '@react-three/fiber';
import { useEffect, useLayoutEffect, useMemo } from 'react';
import type { ReactElement } from 'react';
import { BufferAttribute, InstancedBufferAttribute, InstancedBufferGeometry, ShaderMaterial } from 'three';
import type { SceneSymbol } from '../layout/symbols.ts';
import { ENTRY_GLSL } from '../materials/entry-glsl.ts';
import type { EntryUniforms } from '../materials/entry-glsl.ts';
import { useShared } from './shared.ts';

const SEGMENTS = 20;

/** Soft contact shade under every symbol that stands by itself, in one draw call. */
export function Shades({ symbols, strength }: { symbols: readonly SceneSymbol[]; strength: number }): ReactElement {
  const shared = useShared();
  const invalidate = useThree((state) => state.invalidate);
  const material = useMemo(() => shadeMaterial(shared.uniforms, strength), [shared, strength]);
  const geometry = useMemo(() => buildShades(symbols), [symbols]);
  useEffect(() => () => material.dispose(), [material]);
  useEffect(() => () => geometry.dispose(), [geometry]);
  useLayoutEffect(() => invalidate(), [geometry, material, invalidate]);
  return <mesh geometry={geometry} material={material} frustumCulled={false} renderOrder={1} raycast={unseen} />;
}

function unseen(): void {}

function buildShades(symbols: readonly SceneSymbol[]): InstancedBufferGeometry {
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
  const entries = symbols.flatMap((symbol, index) => (symbol.offset[1] > 0 || symbol.kind === 'pad' ? [] : [index]));
  geometry.instanceCount = entries.length;
  geometry.setAttribute('entry', new InstancedBufferAttribute(new Float32Array(entries), 1));
  return geometry;
}

function shadeMaterial(shared: EntryUniforms, strength: number): ShaderMaterial {
  return new ShaderMaterial({
    uniforms: { ...shared, strength: { value: strength } },
    vertexShader: /* glsl */ `
      attribute float entry;
      varying float vAway;
      ${ENTRY_GLSL}
      void main() {
        vec3 foot = footOf(entry);
        float metresPerPx = metresPerPxAt(foot);
        vec4 extent = entryTexel(entry, 3);
        float sizeM = extent.x * growth(metresPerPx, extent.x, extent.y, entryTexel(entry, 2).w);
        // A slim thing has a slim shade.
        float reach = extent.z > 0.9 ? 0.34 : 0.66;
        vAway = length(position);
        vec3 spot = standOf(entry, foot, metresPerPx) + position * sizeM * reach + vec3(0.0, metresPerPx * 0.6, 0.0);
        gl_Position = projectionMatrix * viewMatrix * vec4(spot, 1.0);
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
