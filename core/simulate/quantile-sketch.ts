/** Buckets an octave, as bits of the mantissa: a bucket is at most 1/256 of its value wide. */
const MANTISSA_BITS = 8;
/** Values below 2^−20 ms, a nanosecond, count as 0. */
const LEAST_MS = 2 ** -20;
const SHIFT = 20 - MANTISSA_BITS;

const number = new Float64Array(1);
const words = new Uint32Array(number.buffer);
/** Which of the two words of a double holds its exponent on this machine. */
const HIGH = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 1 : 0;

/** Counts in buckets of equal relative width: any quantile within 0.4 % of an exact one, in memory that does not grow with the run. */
export class QuantileSketch {
  count = 0;
  minimumMs = Infinity;
  maximumMs = 0;
  private nearZero = 0;
  /** Bucket of `counts[0]`. */
  private first = 0;
  private counts = new Uint32Array(0);

  add(valueMs: number): void {
    this.count += 1;
    if (valueMs < this.minimumMs) this.minimumMs = valueMs;
    if (valueMs > this.maximumMs) this.maximumMs = valueMs;
    if (valueMs < LEAST_MS) {
      this.nearZero += 1;
      return;
    }
    const at = bucketOf(valueMs) - this.first;
    if (at >= 0 && at < this.counts.length) (this.counts[at] as number) += 1;
    else this.addOutside(at + this.first);
  }

  /** The value below which a share `p` of all values lies, interpolated inside its bucket; null when there are none. */
  quantile(p: number): number | null {
    if (this.count === 0) return null;
    let wanted = p * this.count - this.nearZero;
    if (wanted <= 0) return this.minimumMs;
    for (let at = 0; at < this.counts.length; at += 1) {
      const here = this.counts[at] as number;
      if (wanted <= here && here > 0) {
        const low = lowerEdge(this.first + at);
        const high = lowerEdge(this.first + at + 1);
        return Math.min(this.maximumMs, Math.max(this.minimumMs, low + (high - low) * (wanted / here)));
      }
      wanted -= here;
    }
    return this.maximumMs;
  }

  private addOutside(bucket: number): void {
    this.cover(bucket);
    (this.counts[bucket - this.first] as number) += 1;
  }

  /** Widens the counts by whole octaves until they hold `bucket`. */
  private cover(bucket: number): void {
    const octave = 1 << MANTISSA_BITS;
    const low = bucket - (bucket % octave);
    if (this.counts.length === 0) {
      this.first = low;
      this.counts = new Uint32Array(octave);
      return;
    }
    const first = Math.min(this.first, low);
    const end = Math.max(this.first + this.counts.length, low + octave);
    if (first === this.first && end === this.first + this.counts.length) return;
    const wider = new Uint32Array(end - first);
    wider.set(this.counts, this.first - first);
    this.first = first;
    this.counts = wider;
  }
}

/** Exponent and leading bits of the mantissa: they rise with the value. */
function bucketOf(value: number): number {
  number[0] = value;
  return (words[HIGH] as number) >>> SHIFT;
}

function lowerEdge(bucket: number): number {
  words[HIGH] = bucket << SHIFT;
  words[1 - HIGH] = 0;
  return number[0] as number;
}
