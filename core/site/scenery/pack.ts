import { assert } from '../../base/assert.ts';
import type { PackedShapes } from '../schema/scenery.ts';
import { DigitWriter } from './digits.ts';
import type { PointsM, Shapes } from './shapes.ts';

/** A centimetre: finer than any plan is true to. */
export const USUAL_UNIT_M = 0.01;

/**
 * Shapes as text that a site file can hold: whole multiples of `unitM`, each corner as the step from the one before. A city of
 * 10,000 houses takes about half a megabyte.
 */
export function packShapes(shapes: Shapes, unitM: number = USUAL_UNIT_M): PackedShapes {
  if (shapes.form === 'image') {
    const [{ mediaType, widthM, depthM, base64 }] = shapes.items;
    return { form: 'image', unitM, count: 1, data: `${mediaType};${widthM};${depthM};${base64}` };
  }
  const packer = new Packer(unitM);
  switch (shapes.form) {
    case 'prisms':
      for (const { rings, baseM, heightM } of shapes.items) packer.prism(rings, baseM, heightM);
      break;
    case 'ribbons':
      for (const { points, widthM, zM } of shapes.items) packer.ribbon(points, widthM, zM);
      break;
    case 'areas':
      for (const { rings, zM } of shapes.items) packer.area(rings, zM);
      break;
    case 'meshes':
      for (const { corners, triangles } of shapes.items) packer.mesh(corners, triangles);
      break;
  }
  return { form: shapes.form, unitM, count: shapes.items.length, data: packer.text };
}

class Packer {
  private readonly writer = new DigitWriter();
  private readonly unitM: number;
  private x = 0;
  private y = 0;

  constructor(unitM: number) {
    this.unitM = unitM;
  }

  get text(): string {
    return this.writer.text;
  }

  prism(rings: readonly PointsM[], baseM: number, heightM: number): void {
    this.length(baseM);
    this.length(heightM);
    this.rings(rings);
  }

  area(rings: readonly PointsM[], zM: number): void {
    this.length(zM);
    this.rings(rings);
  }

  ribbon(points: PointsM, widthM: number, zM: number): void {
    this.length(widthM);
    this.length(zM);
    this.points(points);
  }

  mesh(corners: Float64Array, triangles: Uint32Array): void {
    this.writer.write(corners.length / 3);
    let [x, y, z] = [0, 0, 0];
    for (let at = 0; at < corners.length; at += 3) {
      const next = [0, 1, 2].map((axis) => this.units(corners[at + axis] ?? 0)) as [number, number, number];
      for (const step of [next[0] - x, next[1] - y, next[2] - z]) this.writer.write(step);
      [x, y, z] = next;
    }
    this.writer.write(triangles.length / 3);
    let last = 0;
    for (const index of triangles) {
      this.writer.write(index - last);
      last = index;
    }
  }

  private rings(rings: readonly PointsM[]): void {
    this.writer.write(rings.length);
    for (const ring of rings) this.points(ring);
  }

  private points(points: PointsM): void {
    this.writer.write(points.length / 2);
    for (let at = 0; at < points.length; at += 2) {
      const [x, y] = [this.units(points[at] ?? 0), this.units(points[at + 1] ?? 0)];
      this.writer.write(x - this.x);
      this.writer.write(y - this.y);
      [this.x, this.y] = [x, y];
    }
  }

  private length(lengthM: number): void {
    this.writer.write(this.units(lengthM));
  }

  private units(lengthM: number): number {
    assert(Number.isFinite(lengthM), `packShapes: ${lengthM} is not a length`);
    return Math.round(lengthM / this.unitM) + 0;
  }
}
