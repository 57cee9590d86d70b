import { useEffect, useMemo } from 'react';
import type { ReactElement } from 'react';
import { BufferAttribute, BufferGeometry, Color, DoubleSide, PlaneGeometry } from 'three';
import { toLinear } from '../geometry/mesh-data.ts';
import type { Ground } from '../layout/ground.ts';
import { levelHeightM, PLATE_TIERS } from '../layout/levels.ts';
import type { Palette } from '../palette.ts';

/** Below this lift the plates lie on the ground and are not drawn. */
const LEAST_LIFT = 0.02;

/** The plates of glass that the higher tiers stand on. `lit`: level under the cursor while something is carried. */
export function Plates({
  ground,
  lift,
  palette,
  lit,
}: {
  ground: Ground;
  lift: number;
  palette: Palette;
  lit: number | null;
}): ReactElement | null {
  const pane = useMemo(() => new PlaneGeometry(ground.widthM, ground.depthM).rotateX(-Math.PI / 2), [ground]);
  const rim = useMemo(() => buildRim(ground), [ground]);
  useEffect(
    () => () => {
      pane.dispose();
      rim.dispose();
    },
    [pane, rim],
  );
  if (lift < LEAST_LIFT) return null;
  return (
    <>
      {PLATE_TIERS.map((tier, index) => {
        const level = index + 1;
        const isLit = lit === level;
        return (
          <group key={tier} position={[0, levelHeightM(ground, level, lift) - ground.radiusM * 0.002, 0]}>
            <mesh geometry={pane} renderOrder={0}>
              <meshBasicMaterial
                color={new Color(...toLinear(isLit ? palette.accent : palette.plate))}
                transparent
                opacity={isLit ? 0.3 : palette.plateOpacity}
                depthWrite={false}
                side={DoubleSide}
              />
            </mesh>
            <lineLoop geometry={rim}>
              <lineBasicMaterial color={new Color(...toLinear(isLit ? palette.accent : palette.plateLine))} />
            </lineLoop>
          </group>
        );
      })}
    </>
  );
}

function buildRim(ground: Ground): BufferGeometry {
  const [x, z] = [ground.widthM / 2, ground.depthM / 2];
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new BufferAttribute(new Float32Array([-x, 0, -z, x, 0, -z, x, 0, z, -x, 0, z]), 3));
  return geometry;
}
