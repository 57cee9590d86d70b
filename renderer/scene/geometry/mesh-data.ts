import { BufferAttribute, BufferGeometry, Color } from 'three';
import type { Rgb } from '../../ui/scales.ts';

const linear = new Color();

/** A colour of the screen in the linear space that three computes in. */
export function toLinear([red, green, blue]: Rgb): readonly [number, number, number] {
  linear.setRGB(red, green, blue, 'srgb');
  return [linear.r, linear.g, linear.b];
}

/** Collects triangles and lines of many records into one mesh each, so that the number of draw calls does not grow with the site. */
export class MeshData {
  private readonly positions: number[] = [];
  private readonly colours: number[] = [];

  add(point: readonly [number, number, number], colour: readonly [number, number, number]): void {
    this.positions.push(...point);
    this.colours.push(...colour);
  }

  get vertices(): number {
    return this.positions.length / 3;
  }

  /** `lit` meshes get flat normals. */
  build(lit: boolean): BufferGeometry {
    const geometry = new BufferGeometry();
    geometry.setAttribute('position', new BufferAttribute(new Float32Array(this.positions), 3));
    geometry.setAttribute('color', new BufferAttribute(new Float32Array(this.colours), 3));
    if (lit && this.positions.length > 0) geometry.computeVertexNormals();
    return geometry;
  }
}
