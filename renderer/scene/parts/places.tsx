import { useThree } from '@react-three/fiber';
import { useEffect, useLayoutEffect, useMemo } from 'react';
import type { ReactElement } from 'react';
import { FrontSide } from 'three';
import type { WebGLRenderer } from 'three';
import type { Site } from '../../../core/site/site.ts';
import { buildPlaces } from '../geometry/places.ts';
import type { Ground } from '../layout/ground.ts';
import type { Palette } from '../palette.ts';

/** Floors, zones, walls, buildings and streets: three draw calls whatever the size. */
export function Places({ site, ground, palette }: { site: Site; ground: Ground; palette: Palette }): ReactElement {
  const gl = useThree((state) => state.gl);
  const invalidate = useThree((state) => state.invalidate);
  const geometry = useMemo(() => buildPlaces(site, ground, palette), [site, ground, palette]);
  useEffect(
    () => () => {
      geometry.areas.dispose();
      geometry.bodies.dispose();
      geometry.lines.dispose();
    },
    [geometry],
  );
  useLayoutEffect(() => {
    renewShadow(gl);
    invalidate();
  }, [gl, geometry, invalidate]);
  return (
    <>
      <mesh geometry={geometry.areas} receiveShadow>
        <meshLambertMaterial vertexColors />
      </mesh>
      <mesh geometry={geometry.bodies} castShadow receiveShadow>
        <meshLambertMaterial vertexColors side={FrontSide} />
      </mesh>
      <lineSegments geometry={geometry.lines}>
        <lineBasicMaterial vertexColors />
      </lineSegments>
    </>
  );
}

/** What casts a shadow stands still, so the shadow is drawn once for each change of it. */
function renewShadow(gl: WebGLRenderer): void {
  gl.shadowMap.autoUpdate = false;
  gl.shadowMap.needsUpdate = true;
}
