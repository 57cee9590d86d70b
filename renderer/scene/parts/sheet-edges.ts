import { Plane, Vector3 } from 'three';
import type { Ground } from '../layout/ground.ts';

/** Streets, coasts and radio end where the sheet does, as in a model that was cut out. */
export function sheetEdges({ widthM, depthM }: Ground): Plane[] {
  return [
    new Plane(new Vector3(1, 0, 0), widthM / 2),
    new Plane(new Vector3(-1, 0, 0), widthM / 2),
    new Plane(new Vector3(0, 0, 1), depthM / 2),
    new Plane(new Vector3(0, 0, -1), depthM / 2),
  ];
}
