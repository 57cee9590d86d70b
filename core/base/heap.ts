/** Binary heap of integers ordered by a key, smallest first; equal keys come out by the smaller integer. */
export class IndexHeap {
  private readonly items: number[] = [];
  private readonly keys: number[] = [];

  get size(): number {
    return this.items.length;
  }

  /** Smallest key; Infinity when empty. */
  get least(): number {
    return this.keys[0] ?? Infinity;
  }

  clear(): void {
    this.items.length = 0;
    this.keys.length = 0;
  }

  push(item: number, key: number): void {
    let at = this.items.length;
    this.items.push(item);
    this.keys.push(key);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.before(at, parent)) break;
      this.swap(at, parent);
      at = parent;
    }
  }

  /** Smallest item and its key; undefined when empty. */
  pop(): { readonly item: number; readonly key: number } | undefined {
    const item = this.items[0];
    const key = this.keys[0];
    if (item === undefined || key === undefined) return undefined;
    const lastItem = this.items.pop() as number;
    const lastKey = this.keys.pop() as number;
    if (this.items.length > 0) {
      this.items[0] = lastItem;
      this.keys[0] = lastKey;
      this.sink();
    }
    return { item, key };
  }

  private sink(): void {
    let at = 0;
    for (;;) {
      let least = at;
      const left = 2 * at + 1;
      if (left < this.items.length && this.before(left, least)) least = left;
      if (left + 1 < this.items.length && this.before(left + 1, least)) least = left + 1;
      if (least === at) return;
      this.swap(at, least);
      at = least;
    }
  }

  private before(a: number, b: number): boolean {
    const keyA = this.keys[a] as number;
    const keyB = this.keys[b] as number;
    return keyA < keyB || (keyA === keyB && (this.items[a] as number) < (this.items[b] as number));
  }

  private swap(a: number, b: number): void {
    const item = this.items[a] as number;
    const key = this.keys[a] as number;
    this.items[a] = this.items[b] as number;
    this.keys[a] = this.keys[b] as number;
    this.items[b] = item;
    this.keys[b] = key;
  }
}
