import type { Mesh } from '../../site/scenery/shapes.ts';
import type { Corner } from './triangulate.ts';
import { trianglesOf } from './triangulate.ts';

/** Polygons in space, joined at equal corners. */
export class MeshBuilder {
  private readonly corners: number[] = [];
  private readonly triangles: number[] = [];
  private readonly indexOf = new Map<string, number>();

  add(rings: readonly (readonly Corner[])[]): void {
    const all = rings.flat();
    for (const index of trianglesOf(rings)) this.triangles.push(this.corner(all[index] ?? [0, 0, 0]));
  }

  /** Triangles that are given as such. */
  addTriangle(a: Corner, b: Corner, c: Corner): void {
    this.triangles.push(this.corner(a), this.corner(b), this.corner(c));
  }

  get triangleCount(): number {
    return this.triangles.length / 3;
  }

  /** Null without a triangle. */
  build(): Mesh | null {
    if (this.triangles.length === 0) return null;
    return { corners: Float64Array.from(this.corners), triangles: Uint32Array.from(this.triangles) };
  }

  private corner(corner: Corner): number {
    const key = corner.join(' ');
    let index = this.indexOf.get(key);
    if (index === undefined) {
      index = this.corners.length / 3;
      this.corners.push(...corner);
      this.indexOf.set(key, index);
    }
    return index;
  }
}
