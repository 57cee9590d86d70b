/** Something that is kept in the order of its id. `rank` rises with that order and is set by the list that keeps it. */
export interface Ranked {
  readonly id: string;
  rank: number;
}

/** Room between two ranks that are given out together. */
const GAP = 1024;

/**
 * Items in code-unit order of their ids. Each has a number that rises with the order, so that long lists can be put in the
 * order of ids without comparing strings. Numbers may be given out anew when an item comes; their order never changes.
 */
export class Ordered<Item extends Ranked> {
  private items: Item[] = [];

  get list(): readonly Item[] {
    return this.items;
  }

  /** Puts new items in their places. O(log n) and a block move for one; a sort for many. */
  add(added: readonly Item[]): void {
    if (added.length > 16) {
      this.items = [...this.items, ...added].sort(byId);
      this.number();
      return;
    }
    for (const item of added) {
      const at = this.find(item.id);
      const low = this.items[at - 1]?.rank ?? 0;
      const high = this.items[at]?.rank ?? low + 2 * GAP;
      item.rank = (low + high) / 2;
      this.items.splice(at, 0, item);
      if (!(item.rank > low && item.rank < high)) this.number();
    }
  }

  remove(gone: ReadonlySet<Item>): void {
    if (gone.size > 16) this.items = this.items.filter((item) => !gone.has(item));
    else for (const item of gone) this.items.splice(this.find(item.id), 1);
  }

  /** Where an id stands or would stand. */
  private find(id: string): number {
    return lowerBound(this.items, id);
  }

  private number(): void {
    for (const [at, item] of this.items.entries()) item.rank = (at + 1) * GAP;
  }
}

/** First place in a list sorted by id whose id is not before `id`. */
export function lowerBound(items: readonly { readonly id: string }[], id: string): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((items[middle] as { readonly id: string }).id < id) low = middle + 1;
    else high = middle;
  }
  return low;
}

function byId(a: Ranked, b: Ranked): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
