const words = new DataView(new ArrayBuffer(8));

/** How far below a step a figure may be by rounding and still belongs to it. */
const ROUNDING = 1 + 2 ** -40;

/** The whole k with 2ᵏ ≤ x < 2ᵏ⁺¹, for x from 2⁻¹⁰²² up. */
export function exponentOf(x: number): number {
  words.setFloat64(0, x);
  return ((words.getInt32(0) >> 20) & 0x7ff) - 1023;
}

/** The greatest whole multiple of `step` up to x ≥ 0; steps are powers of two, so that nothing is rounded. */
export function flooredTo(x: number, step: number): number {
  return Math.floor((x * ROUNDING) / step) * step;
}

/** x > 0 with no more than so many binary digits behind the leading one, the rest cut off. */
export function flooredDigits(x: number, digits: number): number {
  const near = x * ROUNDING;
  const step = 2 ** (exponentOf(near) - digits);
  return Math.floor(near / step) * step;
}

/** The same, rounded up. */
export function raisedDigits(x: number, digits: number): number {
  const near = x / ROUNDING;
  const step = 2 ** (exponentOf(near) - digits);
  return Math.ceil(near / step) * step;
}
