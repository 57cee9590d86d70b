/** Entries of a chunk at most; a change copies one chunk and the list of chunks. */
const MOST = 512;
/** Entries of a chunk when a map is made, which leaves room for what comes. */
const FILLED = 256;

interface Chunk<Value> {
  readonly keys: readonly string[];
  readonly values: readonly Value[];
}

/**
 * Values by key in code-unit order of the keys. A map never changes: `with` gives another that shares all chunks but those with changed
 * keys. n entries, c changes: reading O(log n), `with` O(c × chunk + n / chunk), all values in a list O(n) the first time.
 */
export class SortedMap<Value> {
  readonly size: number;
  private readonly chunks: readonly Chunk<Value>[];
  private flat: readonly Value[] | null = null;

  private constructor(chunks: readonly Chunk<Value>[]) {
    this.chunks = chunks;
    let size = 0;
    for (const { keys } of chunks) size += keys.length;
    this.size = size;
  }

  /** Each key once, in any order. */
  static from<Value>(entries: Iterable<readonly [string, Value]>): SortedMap<Value> {
    const list = [...entries];
    if (list.some(([key], at) => at > 0 && key <= (list[at - 1] as readonly [string, Value])[0]))
      list.sort(([a], [b]) => (a < b ? -1 : 1));
    return new SortedMap(chunked(list, FILLED));
  }

  get(key: string): Value | undefined {
    const chunk = this.chunks[this.chunkOf(key)];
    if (chunk === undefined) return undefined;
    const at = firstNotBefore(chunk.keys, key);
    return chunk.keys[at] === key ? chunk.values[at] : undefined;
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  /** The map after changes: a key and what it stands for now, undefined for nothing. */
  with(changes: Iterable<readonly [string, Value | undefined]>): SortedMap<Value> {
    const byChunk = new Map<number, Map<string, Value | undefined>>();
    for (const [key, value] of changes) {
      const at = this.chunkOf(key);
      const those = byChunk.get(at);
      if (those === undefined) byChunk.set(at, new Map([[key, value]]));
      else those.set(key, value);
    }
    if (byChunk.size === 0) return this;
    if (this.chunks.length === 0) return SortedMap.from(present(byChunk.get(0) ?? []));
    const next: Chunk<Value>[] = [];
    for (const [at, chunk] of this.chunks.entries()) {
      const those = byChunk.get(at);
      if (those === undefined) next.push(chunk);
      else for (const one of changed(chunk, those)) next.push(one);
    }
    return new SortedMap(next);
  }

  /** All values in the order of their keys: the same list each time. */
  values(): readonly Value[] {
    this.flat ??= this.chunks.flatMap(({ values }) => values);
    return this.flat;
  }

  /** All keys in their order. */
  keys(): string[] {
    return this.chunks.flatMap(({ keys }) => keys);
  }

  /** The chunk in which a key stands or would stand. */
  private chunkOf(key: string): number {
    let low = 0;
    let high = this.chunks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (((this.chunks[middle] as Chunk<Value>).keys[0] as string) <= key) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

function changed<Value>(chunk: Chunk<Value>, changes: ReadonlyMap<string, Value | undefined>): readonly Chunk<Value>[] {
  const keys = [...chunk.keys];
  const values = [...chunk.values];
  const came: (readonly [string, Value])[] = [];
  let gone = false;
  for (const [key, value] of changes) {
    const at = firstNotBefore(chunk.keys, key);
    const known = chunk.keys[at] === key;
    if (value === undefined) gone ||= known;
    else if (known) values[at] = value;
    else came.push([key, value]);
  }
  if (came.length === 0 && !gone) return [{ keys, values }];
  const left: (readonly [string, Value])[] = [];
  for (const [at, key] of keys.entries())
    if (!changes.has(key) || changes.get(key) !== undefined) left.push([key, values[at] as Value]);
  const list = came.length === 0 ? left : [...left, ...came].sort(([a], [b]) => (a < b ? -1 : 1));
  return chunked(list, list.length <= MOST ? MOST : FILLED);
}

function chunked<Value>(list: readonly (readonly [string, Value])[], length: number): Chunk<Value>[] {
  const chunks: Chunk<Value>[] = [];
  for (let from = 0; from < list.length; from += length) {
    const part = list.slice(from, from + length);
    chunks.push({ keys: part.map(([key]) => key), values: part.map(([, value]) => value) });
  }
  return chunks;
}

function present<Value>(changes: Iterable<readonly [string, Value | undefined]>): (readonly [string, Value])[] {
  const list: (readonly [string, Value])[] = [];
  for (const [key, value] of changes) if (value !== undefined) list.push([key, value]);
  return list;
}

function firstNotBefore(keys: readonly string[], key: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((keys[middle] as string) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
