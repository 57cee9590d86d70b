import { must } from './assert.ts';

/**
 * A map of which every version can be read for ever, and the one that was read last as fast as any map: there is one map, and the
 * other versions know what is other in them (shallow binding, Baker 1991, "Shallow binding makes functional arrays fast"). `with`
 * costs what it changes; reading another version than the time before costs what lies between the two.
 */
export class VersionedMap<Value> {
  /** The map; null while another version has it. */
  private own: Map<string, Value> | null;
  /** On the way to the version that has the map, and what is other here than there. */
  private towards: { readonly version: VersionedMap<Value>; readonly other: readonly Entry<Value>[] } | null = null;

  private constructor(own: Map<string, Value>) {
    this.own = own;
  }

  static from<Value>(entries: Iterable<readonly [string, Value]>): VersionedMap<Value> {
    return new VersionedMap(new Map(entries));
  }

  get size(): number {
    return this.map().size;
  }

  get(key: string): Value | undefined {
    return this.map().get(key);
  }

  has(key: string): boolean {
    return this.map().has(key);
  }

  /** In no promised order. To be read to its end before another version is. */
  values(): IterableIterator<Value> {
    return this.map().values();
  }

  /** The map after changes: a key and what it stands for now, undefined for nothing. */
  with(changes: Iterable<Entry<Value>>): VersionedMap<Value> {
    const map = this.map();
    const other = put(map, changes);
    if (other.length === 0) return this;
    const next = new VersionedMap(map);
    this.own = null;
    this.towards = { version: next, other };
    return next;
  }

  private map(): Map<string, Value> {
    this.own ??= VersionedMap.bringTo(this);
    return this.own;
  }

  /** Takes the map from the version that has it, step by step, to this one. */
  private static bringTo<Value>(version: VersionedMap<Value>): Map<string, Value> {
    const way = [version];
    for (let one = version; one.towards !== null; one = one.towards.version) way.push(one.towards.version);
    let holder = must(way.pop(), 'a version');
    const map = must(holder.own, 'the map');
    for (const next of way.reverse()) {
      const { other } = must(next.towards, 'a way to the map');
      holder.towards = { version: next, other: put(map, other) };
      holder.own = null;
      next.towards = null;
      holder = next;
    }
    return map;
  }
}

type Entry<Value> = readonly [string, Value | undefined];

/** Changes a map; gives what takes the changes back. */
function put<Value>(map: Map<string, Value>, changes: Iterable<Entry<Value>>): Entry<Value>[] {
  const undo: Entry<Value>[] = [];
  for (const [key, value] of changes) {
    const before = map.get(key);
    if (before === value) continue;
    undo.push([key, before]);
    if (value === undefined) map.delete(key);
    else map.set(key, value);
  }
  return undo.reverse();
}
