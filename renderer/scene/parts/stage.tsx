import { useThree } from '@react-three/fiber';
import { useEffect, useLayoutEffect, useMemo } from 'react';
import type { ReactElement } from 'react';
import { BufferAttribute, BufferGeometry, Color, DirectionalLight } from 'three';
import type { Scene } from 'three';
import { toLinear } from '../geometry/mesh-data.ts';
import type { Ground } from '../layout/ground.ts';
import type { Palette } from '../palette.ts';
import { useShared } from './shared.ts';

/** Lines of the grid stand at a round distance (1, 2 or 5 times a power of ten), about this many across. */
const GRID_LINES = 16;

export function gridStepM(ground: Ground): number {
  const wanted = Math.max(ground.widthM, ground.depthM) / GRID_LINES;
  const power = 10 ** Math.floor(Math.log10(wanted));
  return power * ([1, 2, 5, 10].find((factor) => factor * power >= wanted) ?? 10);
}

/** Light, sky, and the sheet the model stands on with its quiet grid. */
export function Stage({ ground, palette }: { ground: Ground; palette: Palette }): ReactElement {
  const shared = useShared();
  const scene = useThree((state) => state.scene);
  const invalidate = useThree((state) => state.invalidate);
  useLayoutEffect(() => {
    paint(scene, palette);
    shared.setPalette(palette);
    invalidate();
  }, [scene, shared, palette, invalidate]);
  const grid = useMemo(() => buildGrid(ground), [ground]);
  useEffect(() => () => grid.dispose(), [grid]);
  const sun = useMemo(() => createSun(ground, palette), [ground, palette]);
  useEffect(() => () => sun.dispose(), [sun]);
  const { radiusM } = ground;
  return (
    <>
      <hemisphereLight args={[new Color('#ffffff'), new Color(...toLinear(palette.ground)), palette.daylight]} />
      <primitive object={sun} />
      <primitive object={sun.target} />
      <mesh position={[0, -radiusM * 0.0006, 0]} receiveShadow>
        <boxGeometry args={[ground.widthM, radiusM * 0.001, ground.depthM]} />
        <meshLambertMaterial color={new Color(...toLinear(palette.ground))} />
      </mesh>
      <lineSegments geometry={grid} position={[0, radiusM * 0.0002, 0]}>
        <lineBasicMaterial color={new Color(...toLinear(palette.grid))} />
      </lineSegments>
    </>
  );
}

function buildGrid(ground: Ground): BufferGeometry {
  const stepM = gridStepM(ground);
  const points: number[] = [];
  const [halfWidth, halfDepth] = [ground.widthM / 2, ground.depthM / 2];
  for (let x = Math.ceil(-halfWidth / stepM) * stepM; x <= halfWidth; x += stepM) points.push(x, 0, -halfDepth, x, 0, halfDepth);
  for (let z = Math.ceil(-halfDepth / stepM) * stepM; z <= halfDepth; z += stepM) points.push(-halfWidth, 0, z, halfWidth, 0, z);
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new BufferAttribute(new Float32Array(points), 3));
  return geometry;
}

function paint(scene: Scene, palette: Palette): void {
  scene.background = new Color(...toLinear(palette.sky));
}

/** Low from the left, with one soft shadow over the whole sheet. */
function createSun({ radiusM }: Ground, palette: Palette): DirectionalLight {
  const sun = new DirectionalLight('#ffffff', palette.sun);
  sun.position.set(-radiusM * 1.1, radiusM * 1.5, radiusM * 0.35);
  sun.castShadow = true;
  sun.shadow.mapSize.set(2048, 2048);
  sun.shadow.camera.left = -radiusM;
  sun.shadow.camera.right = radiusM;
  sun.shadow.camera.top = radiusM;
  sun.shadow.camera.bottom = -radiusM;
  sun.shadow.camera.near = radiusM * 0.2;
  sun.shadow.camera.far = radiusM * 4;
  sun.shadow.camera.updateProjectionMatrix();
  sun.shadow.bias = -0.0008;
  sun.shadow.normalBias = radiusM * 0.0008;
  sun.shadow.radius = 4;
  sun.shadow.intensity = 0.45;
  return sun;
}
