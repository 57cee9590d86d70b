import { BufferAttribute, BufferGeometry } from 'three';

const FIRST_CORNERS = 4096;

/** Corners of many shapes in one growing list each of positions and colours: what a city needs without a list of numbers an entry. */
export class Batch {
  private positions = new Float32Array(FIRST_CORNERS * 3);
  private colours = new Uint16Array(FIRST_CORNERS * 3);
  private corners = 0;

  get count(): number {
    return this.corners;
  }

  /** `colour`: three shares of 65,535, linear. */
  add(x: number, y: number, z: number, colour: readonly [number, number, number]): void {
    const at = this.corners * 3;
    if (at === this.positions.length) this.grow();
    this.positions[at] = x;
    this.positions[at + 1] = y;
    this.positions[at + 2] = z;
    this.colours[at] = colour[0];
    this.colours[at + 1] = colour[1];
    this.colours[at + 2] = colour[2];
    this.corners += 1;
  }

  build(): BufferGeometry {
    const geometry = new BufferGeometry();
    geometry.setAttribute('position', new BufferAttribute(this.positions.slice(0, this.corners * 3), 3));
    geometry.setAttribute('color', new BufferAttribute(this.colours.slice(0, this.corners * 3), 3, true));
    return geometry;
  }

  private grow(): void {
    const positions = new Float32Array(this.positions.length * 2);
    positions.set(this.positions);
    const colours = new Uint16Array(this.colours.length * 2);
    colours.set(this.colours);
    this.positions = positions;
    this.colours = colours;
  }
}
