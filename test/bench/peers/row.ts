/** One published figure beside ours. */
export interface Row {
  readonly study: string;
  readonly cell: string;
  readonly unit: string;
  readonly published: number | null;
  /** Of the evaluation; null where it says why there is none, in `status`. */
  readonly evaluation: number | null;
  readonly simulation: number | null;
  /** The peer's own way of counting imitated by the bench; null where nothing is. */
  readonly imitated: number | null;
  /** (ours − published) / published: of the imitation where there is one, else of the evaluation; null without figures. */
  readonly difference: number | null;
  /** Greatest utilisation of anything that the figure waits for. */
  readonly rho: number | null;
  readonly status: string;
  readonly reason: string;
  /** What else is worth knowing: the cheapest fix, the time a run took. */
  readonly detail?: object;
}

export function relative(ours: number | null, published: number | null): number | null {
  return ours === null || published === null || published === 0 ? null : (ours - published) / published;
}

/** Largest magnitude; 0 of nothing. */
export function worst(values: readonly (number | null)[]): number {
  return values.reduce<number>((most, value) => (value === null ? most : Math.max(most, Math.abs(value))), 0);
}
