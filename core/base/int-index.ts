/** Numbers small whole numbers in the order in which they come, 0 first: a hash table with open addresses. */
export class IntIndex {
  private keys = new Int32Array(16).fill(-1);
  private values = new Int32Array(16);
  private count = 0;

  get size(): number {
    return this.count;
  }

  /** Number of `key`; −1 where it has none. */
  get(key: number): number {
    const mask = this.keys.length - 1;
    for (let at = hash(key) & mask; ; at = (at + 1) & mask) {
      const found = this.keys[at] as number;
      if (found === key) return this.values[at] as number;
      if (found === -1) return -1;
    }
  }

  /** Number of `key`, a new one where it has none. */
  add(key: number): number {
    const known = this.get(key);
    if (known !== -1) return known;
    if (2 * (this.count + 1) > this.keys.length) this.grow();
    this.place(key, this.count);
    this.count += 1;
    return this.count - 1;
  }

  private place(key: number, value: number): void {
    const mask = this.keys.length - 1;
    let at = hash(key) & mask;
    while (this.keys[at] !== -1) at = (at + 1) & mask;
    this.keys[at] = key;
    this.values[at] = value;
  }

  private grow(): void {
    const { keys, values } = this;
    this.keys = new Int32Array(2 * keys.length).fill(-1);
    this.values = new Int32Array(2 * keys.length);
    for (let at = 0; at < keys.length; at += 1) if (keys[at] !== -1) this.place(keys[at] as number, values[at] as number);
  }
}

/** Knuth's multiplicative hashing, The Art of Computer Programming 3, 6.4. */
function hash(key: number): number {
  return Math.imul(key, 0x9e3779b1) >>> 12;
}
