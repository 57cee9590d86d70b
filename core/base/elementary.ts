/**
 * Elementary functions out of additions, multiplications, divisions and square roots alone, which every engine rounds alike. Those of `Math` differ in
 * the last digits from one browser to the next, and an answer has to have the same bytes everywhere. Reductions and polynomials are those of
 * fdlibm (Sun Microsystems, 1993; freely distributable); errors stay below two units in the last place.
 */

const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const PER_LN2 = 1.4426950408889634;

const words = new DataView(new ArrayBuffer(8));

/** 2ᵏ for −1022 ≤ k ≤ 1023, by k + 1022. */
const POWERS = new Float64Array(2046);
for (let k = 0, power = 2 ** -1022; k < POWERS.length; k += 1, power *= 2) POWERS[k] = power;

function powerOfTwo(k: number): number {
  return POWERS[k + 1022] as number;
}

export function exp(x: number): number {
  if (x > 709.78) return x > 709.782712893384 ? Infinity : exp(x - 1) * Math.E;
  if (x < -745.2) return 0;
  const k = Math.round(x * PER_LN2);
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  const t = r * r;
  const c =
    r -
    t *
      (0.16666666666666602 +
        t * (-0.0027777777777015593 + t * (6.613756321437934e-5 + t * (-1.6533902205465252e-6 + t * 4.1381367970572385e-8))));
  const y = 1 - (low - (r * c) / (2 - c) - high);
  if (k > 1000) return y * powerOfTwo(1000) * powerOfTwo(k - 1000);
  return k < -1000 ? y * powerOfTwo(k + 1000) * powerOfTwo(-1000) : y * powerOfTwo(k);
}

/** Natural logarithm. */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : Number.NaN;
  if (x === Infinity) return x;
  if (x < 2.2250738585072014e-308) return log(x * 2 ** 54) - 54 * LN2_LOW - 54 * LN2_HIGH;
  words.setFloat64(0, x);
  const top = words.getInt32(0);
  let k = (top >> 20) - 1023;
  words.setInt32(0, (top & 0x000fffff) | 0x3ff00000);
  let m = words.getFloat64(0);
  if (m > Math.SQRT2) {
    m /= 2;
    k += 1;
  }
  const f = m - 1;
  if (f === 0) return k * LN2_HIGH + k * LN2_LOW;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const even = w * (0.3999999999940942 + w * (0.22222198432149784 + w * 0.15313837699209373));
  const odd = z * (0.6666666666666735 + w * (0.2857142874366239 + w * (0.1818357216161805 + w * 0.14798198605116586)));
  const half = 0.5 * f * f;
  return k * LN2_HIGH - (half - (s * (half + even + odd) + k * LN2_LOW) - f);
}

/** log(1 + x) without loss where x is small: Kahan's correction (Higham, Accuracy and Stability of Numerical Algorithms, 1.14.1). */
export function log1p(x: number): number {
  const u = 1 + x;
  return u === 1 ? x : log(u) * (x / (u - 1));
}

/** exp(x) − 1 without loss where x is small, in the same way. */
export function expm1(x: number): number {
  const u = exp(x);
  if (u === 1) return x;
  return u - 1 === -1 ? -1 : (u - 1) * (x / log(u));
}

/** Cube root of 0 ≤ x < 1e307: Halley's iteration, which trebles the digits, from a third of the exponent. */
export function cbrt(x: number): number {
  if (x === 0) return 0;
  if (x < 2.2250738585072014e-308) return cbrt(x * 2 ** 54) / 2 ** 18;
  words.setFloat64(0, x);
  // Five bits: Kahan and Bindel, Computing a real cube root, 1991.
  words.setInt32(0, Math.trunc(words.getInt32(0) / 3) + 715094163);
  words.setInt32(4, 0);
  let y = words.getFloat64(0);
  for (let step = 0; step < 3; step += 1) {
    const cube = y * y * y;
    y -= y * ((cube - x) / (2 * cube + x));
  }
  return y;
}

/** Length of a vector. */
export function length(x: number, y: number, z: number): number {
  return Math.sqrt(x * x + y * y + z * z);
}

/** Cosine and sine of an angle in degrees; exact at right angles. */
export function turnOf(degrees: number): { readonly cosine: number; readonly sine: number } {
  const quarter = Math.round(degrees / 90);
  const r = (degrees - 90 * quarter) * (Math.PI / 180);
  const z = r * r;
  const sine =
    r +
    r *
      z *
      (-0.16666666666666632 +
        z *
          (0.00833333333332249 +
            z *
              (-0.0001984126982985795 + z * (2.7557313707070068e-6 + z * (-2.5050760253406863e-8 + z * 1.589690995211554e-10)))));
  const cosine =
    1 -
    0.5 * z +
    z *
      z *
      (0.0416666666666666 +
        z *
          (-0.001388888888887411 +
            z * (2.480158728947673e-5 + z * (-2.7557314351390663e-7 + z * (2.087572321298175e-9 - z * 1.1359647557788195e-11)))));
  switch (((quarter % 4) + 4) % 4) {
    case 0:
      return { cosine, sine };
    case 1:
      return { cosine: -sine, sine: cosine };
    case 2:
      return { cosine: -cosine, sine: -sine };
    default:
      return { cosine: sine, sine: -cosine };
  }
}
