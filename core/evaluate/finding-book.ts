import { sameValue } from '../base/same-value.ts';
import type { FindingPlace } from './finding.ts';
import { compareFindings } from './finding.ts';
import type { Finding } from './result.ts';

/** Findings that came and went. */
export interface FindingChanges {
  readonly came: readonly Finding[];
  readonly went: readonly Finding[];
}

/** All findings, kept by what they are found out from, and in their one order. Each list that is given out stays as it is. */
export class FindingBook {
  list: readonly Finding[] = [];
  errors = 0;
  warnings = 0;
  private readonly bySource = new Map<string, readonly Finding[]>();
  private readonly came = new Set<Finding>();
  private readonly went = new Set<Finding>();

  /** What is found out from `source` now, in place of what was before. */
  set(source: string, findings: readonly Finding[]): void {
    const before = this.bySource.get(source) ?? NOTHING;
    if (before.length === 0 && findings.length === 0) return;
    if (sameValue(before, findings)) return;
    for (const one of before) {
      this.count(one, -1);
      if (!this.came.delete(one)) this.went.add(one);
    }
    for (const one of findings) {
      this.count(one, 1);
      this.came.add(one);
    }
    if (findings.length === 0) this.bySource.delete(source);
    else this.bySource.set(source, findings);
  }

  /** Puts the list in order; gives what came and went since. */
  settle(): FindingChanges {
    const changes = { came: [...this.came], went: [...this.went] };
    if (changes.came.length > 0 || changes.went.length > 0) this.list = patchFindings(this.list, changes.came, this.went);
    this.came.clear();
    this.went.clear();
    return changes;
  }

  private count({ severity }: Finding, by: number): void {
    if (severity === 'error') this.errors += by;
    else this.warnings += by;
  }
}

const NOTHING: readonly Finding[] = [];

/** A list of findings in their order after some came and went. */
export function patchFindings(
  list: readonly Finding[],
  added: readonly Finding[],
  went: Iterable<FindingPlace>,
): readonly Finding[] {
  const left = withoutAll(list, went);
  const merged: Finding[] = [];
  let from = 0;
  for (const one of added.toSorted(compareFindings)) {
    const at = placeOf(left, one);
    if (at > from) for (const other of left.slice(from, at)) merged.push(other);
    merged.push(one);
    from = at;
  }
  return from === 0 && merged.length === 0 ? left : merged.concat(left.slice(from));
}

/** Whole pieces of the list between what went. */
function withoutAll(list: readonly Finding[], went: Iterable<FindingPlace>): readonly Finding[] {
  const gone = [...went].map((one) => placeOf(list, one)).toSorted((a, b) => a - b);
  if (gone.length === 0) return list;
  const pieces: Finding[][] = [];
  let from = 0;
  for (const at of gone) {
    pieces.push(list.slice(from, at));
    from = at + 1;
  }
  return pieces.flat().concat(list.slice(from));
}

/** First place of the list whose finding does not come before `one`. */
function placeOf(list: readonly Finding[], one: FindingPlace): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareFindings(list[middle] as FindingPlace, one) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
