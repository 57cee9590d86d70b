import { Canvas, useThree } from '@react-three/fiber';
import { useEffect, useMemo } from 'react';
import type { ReactElement } from 'react';
import { BoxGeometry, BufferGeometry, MeshLambertMaterial, LineBasicMaterial, OctahedronGeometry, Vector3 } from 'three';
import { OrbitControls } from 'three/examples/jsm/controls/OrbitControls.js';
import { groupPositionM, nodePositionM } from '../../../../core/site/geometry.ts';
import type { Site } from '../../../../core/site/site.ts';

/** The same site drawn the usual way: one mesh an object, shared geometries and materials, no instancing. */
export function PlainScene({ site }: { site: Site }): ReactElement {
  const parts = useMemo(() => {
    const at = ({ xM, yM, zM }: { xM: number; yM: number; zM: number }): [number, number, number] => [xM, zM, -yM];
    const nodes = new Map(Object.values(site.nodes).map((node) => [node.id, at(nodePositionM(site, node))]));
    const groups = Object.values(site.deviceGroups).map((group) => [group.id, at(groupPositionM(site, group))] as const);
    const links = Object.values(site.links).map(({ id, fromNodeId, toNodeId }) => {
      const ends = [nodes.get(fromNodeId), nodes.get(toNodeId)].map((end) => new Vector3(...(end ?? [0, 0, 0])));
      return [id, new BufferGeometry().setFromPoints(ends)] as const;
    });
    return { nodes: [...nodes], groups, links };
  }, [site]);
  const shared = useMemo(
    () => ({
      box: new BoxGeometry(12, 12, 12),
      device: new OctahedronGeometry(4, 0),
      clay: new MeshLambertMaterial({ color: '#21808c' }),
      grey: new MeshLambertMaterial({ color: '#8f989e' }),
      line: new LineBasicMaterial({ color: '#a4abb0' }),
    }),
    [],
  );
  const side = Math.max(...parts.nodes.map(([, [x, , z]]) => Math.max(Math.abs(x), Math.abs(z))));
  return (
    <Canvas
      frameloop="demand"
      flat
      camera={{ fov: 28, position: [side / 2, side * 1.6, side * 1.4], far: side * 8, near: side / 200 }}
    >
      <hemisphereLight intensity={2} />
      <Orbit side={side} />
      {parts.nodes.map(([id, position]) => (
        <mesh key={id} position={position} geometry={shared.box} material={shared.clay} />
      ))}
      {parts.groups.map(([id, position]) => (
        <mesh key={id} position={position} geometry={shared.device} material={shared.grey} />
      ))}
      {parts.links.map(([id, geometry]) => (
        <lineSegments key={id} geometry={geometry} material={shared.line} />
      ))}
    </Canvas>
  );
}

function Orbit({ side }: { side: number }): null {
  const camera = useThree((state) => state.camera);
  const gl = useThree((state) => state.gl);
  const invalidate = useThree((state) => state.invalidate);
  useEffect(() => {
    const controls = new OrbitControls(camera, gl.domElement);
    controls.target.set(side / 2, 0, -side / 2);
    controls.addEventListener('change', () => invalidate());
    controls.update();
    return () => controls.dispose();
  }, [camera, gl, invalidate, side]);
  return null;
}
