import { lowerBound } from '../base/ordered.ts';
import { sameValue } from '../base/same-value.ts';

/** A result before and after; undefined and null where there was or is none. */
export interface ResultChange<Result> {
  readonly id: string;
  readonly before: Result | undefined;
  readonly after: Result | null;
}

/** Results in the order of their ids. Each list that is given out stays as it is; records that come out as they were are kept. */
export class SortedResults<Result extends { readonly id: string }> {
  list: readonly Result[] = [];
  private readonly byId = new Map<string, Result>();

  get(id: string): Result | undefined {
    return this.byId.get(id);
  }

  /** Takes in results by id, null for those that are gone; gives those that differ. */
  update(results: Iterable<readonly [string, Result | null]>): ResultChange<Result>[] {
    const changes: ResultChange<Result>[] = [];
    for (const [id, after] of results) {
      const before = this.byId.get(id);
      if (before === undefined ? after === null : sameValue(before, after)) continue;
      if (after === null) this.byId.delete(id);
      else this.byId.set(id, after);
      changes.push({ id, before, after });
    }
    if (changes.length > 0) this.list = patchSorted(this.list, changes);
    return changes;
  }
}

/** A list in the order of ids after changes. All that did not change is shared. */
export function patchSorted<Result extends { readonly id: string }>(
  list: readonly Result[],
  changes: readonly { readonly id: string; readonly after: Result | null }[],
): readonly Result[] {
  if (changes.length === 0) return list;
  const patched = list.slice();
  const came: Result[] = [];
  const gone: number[] = [];
  for (const { id, after } of changes) {
    const at = lowerBound(list, id);
    const known = list[at]?.id === id;
    if (after === null) {
      if (known) gone.push(at);
    } else if (known) patched[at] = after;
    else came.push(after);
  }
  remove(
    patched,
    gone.sort((a, b) => a - b),
  );
  return came.length === 0 ? patched : merged(patched, came.sort(byId));
}

/** Closes the gaps that what stood at these places leaves. */
function remove(list: unknown[], gone: readonly number[]): void {
  const first = gone[0];
  if (first === undefined) return;
  let to = first;
  let next = 0;
  for (let at = first; at < list.length; at += 1) {
    if (at === gone[next]) next += 1;
    else list[to++] = list[at];
  }
  list.length = to;
}

/** Two sorted lists as one. What comes after all of the first is put behind it. */
function merged<Result extends { readonly id: string }>(list: Result[], came: readonly Result[]): Result[] {
  const first = came[0];
  const start = first === undefined ? list.length : lowerBound(list, first.id);
  if (start === list.length) return list.concat(came);
  const all = list.slice(0, start);
  let next = 0;
  for (let at = start; at < list.length; at += 1) {
    const one = list[at] as Result;
    for (; next < came.length && (came[next] as Result).id < one.id; next += 1) all.push(came[next] as Result);
    all.push(one);
  }
  for (; next < came.length; next += 1) all.push(came[next] as Result);
  return all;
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : 1;
}
