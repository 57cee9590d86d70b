import { SortedMap } from '../base/sorted-map.ts';

/**
 * Records of one kind in two forms, each made when it is first asked for: the plain record by id that stands in a site, and the sorted
 * map by which another version shares all that did not change. Neither ever changes.
 */
export class Collection<Item extends { readonly id: string }> {
  private plain: Readonly<Record<string, Item>> | null;
  private sorted: SortedMap<Item> | null;

  private constructor(plain: Readonly<Record<string, Item>> | null, sorted: SortedMap<Item> | null) {
    this.plain = plain;
    this.sorted = sorted;
  }

  static of<Item extends { readonly id: string }>(plain: Readonly<Record<string, Item>>): Collection<Item> {
    return new Collection(plain, null);
  }

  /** Each id once; fastest in the order of ids. */
  static listed<Item extends { readonly id: string }>(items: readonly Item[]): Collection<Item> {
    return new Collection<Item>(null, SortedMap.from(items.map((item) => [item.id, item] as const)));
  }

  /** By id, frozen: O(n) the first time. */
  get map(): Readonly<Record<string, Item>> {
    if (this.plain === null) {
      const map: Record<string, Item> = {};
      for (const item of this.records.values()) map[item.id] = item;
      this.plain = Object.freeze(map);
    }
    return this.plain;
  }

  /** In the order of ids: O(n log n) the first time, unless this came out of `with`. */
  get records(): SortedMap<Item> {
    this.sorted ??= SortedMap.from(Object.entries(this.map));
    return this.sorted;
  }

  get(id: string): Item | undefined {
    if (this.plain === null) return this.sorted?.get(id);
    return Object.hasOwn(this.plain, id) ? this.plain[id] : undefined;
  }

  /** With other records: null for none. Costs what changes. */
  with(changes: readonly { readonly id: string; readonly after: Item | null }[]): Collection<Item> {
    return new Collection(null, this.records.with(changes.map(({ id, after }) => [id, after ?? undefined] as const)));
  }
}
