/** A default that stood in for a value nobody stated, or a simplification that an answer rests on. */
export interface StatedAssumption {
  /** Names the sentence for translation, with its parameters. */
  readonly code: string;
  /** Record as `collection/id` where it concerns one; null where it concerns several or the whole site. */
  readonly subject: string | null;
  /** Records it concerns. */
  readonly count: number;
  /** English sentence. */
  readonly text: string;
  /** Document it rests on; `estimate` with the reason where there is none. */
  readonly source: string;
  readonly parameters: Readonly<Record<string, string | number>>;
}

/** Collects assumptions, one for each code. A subject counts once; it is told while it is the only one. */
export class AssumptionList {
  private readonly byCode = new Map<string, StatedAssumption>();
  private readonly counted = new Set<string>();

  add(
    code: string,
    text: string,
    source: string,
    parameters: Readonly<Record<string, string | number>> = {},
    subject: string | null = null,
    count = 1,
  ): void {
    const known = this.byCode.get(code);
    if (known !== undefined && subject !== null && this.counted.has(`${code} ${subject}`)) return;
    if (subject !== null) this.counted.add(`${code} ${subject}`);
    this.byCode.set(
      code,
      known === undefined
        ? { code, subject, count, text, source, parameters }
        : { ...known, subject: known.subject === subject ? subject : null, count: known.count + count },
    );
  }

  addAll(others: readonly StatedAssumption[]): void {
    for (const one of others) this.add(one.code, one.text, one.source, one.parameters, one.subject, one.count);
  }

  /** In the order of their codes. */
  list(): readonly StatedAssumption[] {
    return [...this.byCode.values()].toSorted((a, b) => (a.code < b.code ? -1 : 1));
  }
}
