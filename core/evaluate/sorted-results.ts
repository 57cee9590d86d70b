import { lowerBound } from '../base/ordered.ts';
import { sameValue } from '../base/same-value.ts';

/** Results in the order of their ids. Each list that is given out stays as it is; records that come out as they were are kept. */
export class SortedResults<Result extends { readonly id: string }> {
  list: readonly Result[] = [];
  private readonly byId = new Map<string, Result>();

  get(id: string): Result | undefined {
    return this.byId.get(id);
  }

  /** Takes in results by id, null for those that are gone; gives those that differ, before and after. */
  update(
    results: Iterable<readonly [string, Result | null]>,
  ): { readonly before: Result | undefined; readonly after: Result | null }[] {
    const changes: { before: Result | undefined; after: Result | null }[] = [];
    for (const [id, after] of results) {
      const before = this.byId.get(id);
      if (before === undefined ? after === null : sameValue(before, after)) continue;
      if (after === null) this.byId.delete(id);
      else this.byId.set(id, after);
      changes.push({ before, after });
    }
    if (changes.length > 0) this.list = this.patched(changes);
    return changes;
  }

  private patched(changes: readonly { readonly before: Result | undefined; readonly after: Result | null }[]): Result[] {
    const came = changes.flatMap(({ before, after }) => (before === undefined && after !== null ? [after] : []));
    const list = this.list.slice();
    let gone = false;
    for (const { before, after } of changes) {
      if (before === undefined) continue;
      list[lowerBound(list, before.id)] = after ?? before;
      if (after === null) gone = true;
    }
    const left = gone ? list.filter((one) => this.byId.has(one.id)) : list;
    return came.length === 0 ? left : [...left, ...came].sort((a, b) => (a.id < b.id ? -1 : 1));
  }
}
