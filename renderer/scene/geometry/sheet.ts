import { BufferAttribute, BufferGeometry, ShapeUtils, Vector2 } from 'three';

/** A flat polygon at the heights of its corners, in scene coordinates. */
export function buildSheet(corners: readonly (readonly [number, number, number])[]): BufferGeometry {
  const triangles = ShapeUtils.triangulateShape(
    corners.map(([x, , z]) => new Vector2(x, -z)),
    [],
  );
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new BufferAttribute(new Float32Array(corners.flat()), 3));
  geometry.setIndex(triangles.flat());
  return geometry;
}
