import { useThree } from '@react-three/fiber';
import { useEffect, useLayoutEffect, useMemo } from 'react';
import type { ReactElement } from 'react';
import { FrontSide } from 'three';
import type { WebGLRenderer } from 'three';
import type { Site } from '../../../core/site/site.ts';
import type { Ground } from '../layout/ground.ts';
import type { Palette } from '../palette.ts';
import { buildScenery } from '../scenery/build-scenery.ts';
import { PlanPictures } from './plan-pictures.tsx';
import { sheetEdges } from './sheet-edges.ts';

/** What is given around the plan: three draw calls whatever the size of the city, and one for each picture of a floor plan. */
export function SceneryPart({ site, ground, palette }: { site: Site; ground: Ground; palette: Palette }): ReactElement | null {
  const gl = useThree((state) => state.gl);
  const invalidate = useThree((state) => state.invalidate);
  const { scenery, places } = site;
  // A figure of a node or a flow changes nothing here.
  // oxlint-disable-next-line exhaustive-deps -- of a site only these two collections are drawn
  const geometry = useMemo(() => buildScenery(site, ground, palette), [scenery, places, ground, palette]);
  useEffect(
    () => () => {
      geometry.flat.dispose();
      geometry.bodies.dispose();
      geometry.lines.dispose();
    },
    [geometry],
  );
  useLayoutEffect(() => {
    prepare(gl);
    invalidate();
  }, [gl, geometry, invalidate]);
  const edges = useMemo(() => sheetEdges(ground), [ground]);
  if (Object.keys(scenery).length === 0) return null;
  return (
    <>
      <mesh geometry={geometry.flat} receiveShadow raycast={unseen}>
        <meshLambertMaterial vertexColors flatShading clippingPlanes={edges} />
      </mesh>
      <mesh geometry={geometry.bodies} castShadow receiveShadow raycast={unseen}>
        <meshLambertMaterial
          vertexColors
          flatShading
          side={FrontSide}
          clippingPlanes={edges}
          polygonOffset
          polygonOffsetFactor={1}
          polygonOffsetUnits={1}
        />
      </mesh>
      <lineSegments geometry={geometry.lines} raycast={unseen}>
        <lineBasicMaterial vertexColors clippingPlanes={edges} />
      </lineSegments>
      <PlanPictures site={site} ground={ground} palette={palette} />
    </>
  );
}

/** Nobody picks what is given. */
function unseen(): void {}

/** The shadow is drawn once for each change of what casts it. */
function prepare(gl: WebGLRenderer): void {
  gl.localClippingEnabled = true;
  gl.shadowMap.needsUpdate = true;
}
