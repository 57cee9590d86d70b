import type { PackedShapes } from '../schema/scenery.ts';
import { BrokenDigits, DigitReader } from './digits.ts';
import type { Area, Image, Mesh, PointsM, Prism, Ribbon, Shapes } from './shapes.ts';

/** Numbers of one record: a city of 100,000 houses of ten corners has half of that. */
const MOST_NUMBERS = 6_000_000;
/** Coordinates of the site frame reach this far, m; the bound of every position. */
const MOST_M = 2e7;

const unpacked = new WeakMap<object, Shapes>();

/** Shapes of a record; what was unpacked before is not unpacked again. Throws `BrokenDigits` on text that `packShapes` did not write. */
export function unpackShapes(packed: PackedShapes): Shapes {
  const known = unpacked.get(packed);
  if (known !== undefined) return known;
  const shapes = new Unpacker(packed).shapes();
  unpacked.set(packed, shapes);
  return shapes;
}

/** What is wrong with packed shapes, in words; null for sound ones. */
export function faultOfShapes(packed: PackedShapes): string | null {
  try {
    unpackShapes(packed);
    return null;
  } catch (error) {
    if (error instanceof BrokenDigits) return `character ${error.offset}: ${error.message}`;
    throw error;
  }
}

class Unpacker {
  private readonly packed: PackedShapes;
  private readonly reader: DigitReader;
  private numbers = 0;
  private x = 0;
  private y = 0;

  constructor(packed: PackedShapes) {
    this.packed = packed;
    this.reader = new DigitReader(packed.data);
  }

  shapes(): Shapes {
    const { form } = this.packed;
    if (form === 'image') return { form, items: [this.image()] };
    const shapes = this.list(form);
    if (!this.reader.isDone) this.broken('there is more text than shapes');
    return shapes;
  }

  private list(form: Exclude<PackedShapes['form'], 'image'>): Shapes {
    switch (form) {
      case 'prisms':
        return { form, items: this.items(() => this.prism()) };
      case 'ribbons':
        return { form, items: this.items(() => this.ribbon()) };
      case 'areas':
        return { form, items: this.items(() => this.area()) };
      case 'meshes':
        return { form, items: this.items(() => this.mesh()) };
    }
  }

  private items<Item>(read: () => Item): Item[] {
    const items: Item[] = [];
    for (let index = 0; index < this.packed.count; index += 1) items.push(read());
    return items;
  }

  private prism(): Prism {
    const baseM = this.length();
    const heightM = this.length();
    if (heightM < 0) this.broken('a height is negative');
    return { baseM, heightM, rings: this.rings() };
  }

  private area(): Area {
    return { zM: this.length(), rings: this.rings() };
  }

  private ribbon(): Ribbon {
    const widthM = this.length();
    if (widthM < 0) this.broken('a width is negative');
    return { widthM, zM: this.length(), points: this.points(2) };
  }

  private mesh(): Mesh {
    const corners = new Float64Array(this.count(3) * 3);
    const last = [0, 0, 0];
    for (let at = 0; at < corners.length; at += 1) {
      const axis = at % 3;
      last[axis] = (last[axis] ?? 0) + this.number();
      corners[at] = this.coordinate(last[axis] ?? 0);
    }
    const triangles = new Uint32Array(this.count(3) * 3);
    let index = 0;
    for (let at = 0; at < triangles.length; at += 1) {
      index += this.number();
      if (index < 0 || index >= corners.length / 3) this.broken('a triangle has a corner that does not exist');
      triangles[at] = index;
    }
    return { corners, triangles };
  }

  private rings(): PointsM[] {
    const count = this.count(1);
    if (count === 0) this.broken('a shape has no outline');
    return Array.from({ length: count }, () => this.points(3));
  }

  private points(least: number): PointsM {
    const count = this.count(2);
    if (count < least) this.broken(`an outline has fewer than ${least} corners`);
    const points = new Float64Array(count * 2);
    for (let at = 0; at < points.length; at += 2) {
      this.x += this.number();
      this.y += this.number();
      points[at] = this.coordinate(this.x);
      points[at + 1] = this.coordinate(this.y);
    }
    return points;
  }

  private length(): number {
    return this.coordinate(this.number());
  }

  private coordinate(units: number): number {
    const lengthM = units * this.packed.unitM;
    if (!(Math.abs(lengthM) <= MOST_M)) this.broken('a coordinate is beyond the frame of a site');
    return lengthM;
  }

  /** A number of things that each take at least so many numbers: the text must have room for them. */
  private count(numbersEach: number): number {
    const count = this.number();
    if (count < 0 || count * numbersEach > this.packed.data.length - this.reader.offset)
      this.broken('there are fewer numbers than it says');
    return count;
  }

  private number(): number {
    this.numbers += 1;
    if (this.numbers > MOST_NUMBERS) this.broken(`there are more than ${MOST_NUMBERS} numbers`);
    return this.reader.read();
  }

  private image(): Image {
    const [mediaType, width, depth, base64, ...more] = this.packed.data.split(';', 6);
    const [widthM, depthM] = [Number(width), Number(depth)];
    if (mediaType !== 'image/png' && mediaType !== 'image/jpeg') this.broken('a picture is PNG or JPEG');
    if (!(widthM > 0 && widthM <= MOST_M && depthM > 0 && depthM <= MOST_M)) this.broken('a picture has no size');
    if (base64 === undefined || more.length > 0 || !/^[\w+/]+=*$/.test(base64)) this.broken('a picture has no bytes');
    return { mediaType, widthM, depthM, base64 };
  }

  private broken(what: string): never {
    throw new BrokenDigits(this.reader.offset, what);
  }
}
