import type { UnknownPrice } from './result.ts';

/** What has no price, counted by what it is. */
export class UnknownPrices {
  private readonly byKey = new Map<string, UnknownPrice>();

  add(what: UnknownPrice['what'], subject: string, count = 1): void {
    const key = `${what} ${subject}`;
    this.byKey.set(key, { what, subject, count: (this.byKey.get(key)?.count ?? 0) + count });
  }

  list(): readonly UnknownPrice[] {
    return [...this.byKey.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
  }
}
