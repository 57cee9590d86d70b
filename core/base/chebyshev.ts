/**
 * Zeros of the Chebyshev polynomial of degree ten, cos(π (k + ½) / 10), the positive half. Written out: browsers do not agree on the last digit of
 * a cosine, and every engine has to give the same bits.
 */
const ZEROS: readonly number[] = [
  0.9876883405951378, 0.8910065241883679, 0.7071067811865476, 0.4539904997395468, 0.15643446504023092,
];
const NODES: readonly number[] = [...ZEROS, ...ZEROS.map((zero) => -zero).reverse()];
/** Points and coefficients of each piece. */
const DEGREE = NODES.length;

/** A smooth function on [low, high] by Chebyshev polynomials on pieces of equal width (Press et al., Numerical Recipes, 3rd ed., 5.8). */
export class PiecewiseChebyshev {
  readonly low: number;
  readonly high: number;
  private readonly width: number;
  private readonly pieces: number;
  private readonly coefficients: Float64Array;

  constructor(low: number, high: number, pieces: number, value: (x: number) => number) {
    this.low = low;
    this.high = high;
    this.pieces = pieces;
    this.width = (high - low) / pieces;
    this.coefficients = new Float64Array(pieces * DEGREE);
    for (let piece = 0; piece < pieces; piece += 1) this.fit(piece, value);
  }

  /** Clenshaw's recurrence. */
  at(x: number): number {
    const piece = Math.min(this.pieces - 1, Math.max(0, Math.floor((x - this.low) / this.width)));
    const t = (2 * (x - this.low - piece * this.width)) / this.width - 1;
    const first = piece * DEGREE;
    let one = 0;
    let two = 0;
    for (let order = DEGREE - 1; order > 0; order -= 1) {
      const next = 2 * t * one - two + (this.coefficients[first + order] as number);
      two = one;
      one = next;
    }
    return t * one - two + (this.coefficients[first] as number);
  }

  private fit(piece: number, value: (x: number) => number): void {
    const first = piece * DEGREE;
    for (const node of NODES) {
      const at = value(this.low + (piece + (node + 1) / 2) * this.width);
      let polynomial = 1;
      let before = node;
      for (let order = 0; order < DEGREE; order += 1) {
        const share = (at * polynomial * (order === 0 ? 1 : 2)) / DEGREE;
        this.coefficients[first + order] = (this.coefficients[first + order] as number) + share;
        const next = 2 * node * polynomial - before;
        before = polynomial;
        polynomial = next;
      }
    }
  }
}
