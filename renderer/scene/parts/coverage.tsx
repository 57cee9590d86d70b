import { useThree } from '@react-three/fiber';
import { useEffect, useLayoutEffect, useMemo } from 'react';
import type { ReactElement } from 'react';
import {
  CircleGeometry,
  Color,
  DoubleSide,
  InstancedMesh,
  Matrix4,
  MeshBasicMaterial,
  NotEqualStencilFunc,
  ReplaceStencilOp,
  RingGeometry,
} from 'three';
import type { BufferGeometry } from 'three';
import type { Cell } from '../coverage.ts';
import { toLinear } from '../geometry/mesh-data.ts';
import type { SceneModel } from '../layout/model.ts';
import type { Palette } from '../palette.ts';
import { sheetEdges } from './sheet-edges.ts';

const CORNERS = 96;
/** Width of the rim, of the radius. */
const RIM_SHARE = 0.005;
/** Above floors and streets, as a share of half the sheet's diagonal. */
const ABOVE_SHARE = 0.0032;
const FILL_OPACITY = 0.16;
/** Of many rims each is fainter. */
const RIM = { opacity: 0.7, many: 10, least: 0.12 };

/** As far as each radio reaches: discs on the ground, two draw calls however many. */
export function CoverageDiscs({
  cells,
  model,
  palette,
}: {
  cells: readonly Cell[];
  model: SceneModel;
  palette: Palette;
}): ReactElement | null {
  const invalidate = useThree((state) => state.invalidate);
  const gl = useThree((state) => state.gl);
  const discs = useMemo(() => {
    const spots = cells.flatMap(({ nodeId, radiusM }) => {
      const symbol = model.symbols[model.indexOf.get(`nodes/${nodeId}`) ?? -1];
      return symbol === undefined ? [] : [{ at: symbol.physical, radiusM }];
    });
    const aboveM = model.ground.radiusM * ABOVE_SHARE;
    const matrices = spots.map(({ at, radiusM }) =>
      new Matrix4().makeScale(radiusM, 1, radiusM).setPosition(at[0], at[1] + aboveM, at[2]),
    );
    const rimOpacity = Math.max(RIM.least, RIM.opacity * Math.min(1, RIM.many / Math.max(1, matrices.length)));
    const edges = sheetEdges(model.ground);
    const colour = new Color(...toLinear(palette.accent));
    const mesh = (geometry: BufferGeometry, share: number, once: boolean): InstancedMesh => {
      const material = new MeshBasicMaterial({
        color: colour,
        transparent: true,
        opacity: share,
        depthWrite: false,
        side: DoubleSide,
        clippingPlanes: edges,
        // What several reach is not covered more than once: each pixel is filled by the first of them.
        stencilWrite: once,
        stencilFunc: NotEqualStencilFunc,
        stencilRef: 1,
        stencilZPass: ReplaceStencilOp,
      });
      const made = new InstancedMesh(geometry.rotateX(-Math.PI / 2), material, matrices.length);
      for (const [index, matrix] of matrices.entries()) made.setMatrixAt(index, matrix);
      made.frustumCulled = false;
      made.renderOrder = 1;
      made.raycast = unseen;
      return made;
    };
    return [
      mesh(new CircleGeometry(1, CORNERS), FILL_OPACITY, true),
      mesh(new RingGeometry(1 - RIM_SHARE, 1, CORNERS), rimOpacity, false),
    ];
  }, [cells, model, palette]);
  useEffect(
    () => () => {
      for (const disc of discs) disposeMesh(disc);
    },
    [discs],
  );
  useLayoutEffect(() => {
    allowClipping(gl);
    invalidate();
  }, [discs, gl, invalidate]);
  if (cells.length === 0) return null;
  return (
    <>
      {discs.map((disc) => (
        <primitive key={disc.uuid} object={disc} />
      ))}
    </>
  );
}

/** Nobody picks a reach. */
function unseen(): void {}

function allowClipping(gl: { localClippingEnabled: boolean }): void {
  gl.localClippingEnabled = true;
}

function disposeMesh(mesh: InstancedMesh): void {
  mesh.geometry.dispose();
  (mesh.material as MeshBasicMaterial).dispose();
  mesh.dispose();
}
