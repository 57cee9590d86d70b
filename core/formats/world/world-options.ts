/** What a person may set right about an import; null or absent: what the reader finds or guesses. */
export interface WorldOptions {
  readonly name?: string;
  /** Length of one unit of the file, m: of a pixel, of a drawing unit, of a unit of a model. */
  readonly metresPerUnit?: number | null;
  /** Storeys of a building that does not say how high it is. */
  readonly storeys?: number | null;
  /** Height of a floor where the file has none, m. */
  readonly floorHeightM?: number | null;
}

/** A figure of an import that a person may correct, and what it rests on. */
export interface Adjustable {
  readonly option: 'metresPerUnit' | 'storeys' | 'floorHeightM';
  readonly value: number;
  /** Whether the file states it. */
  readonly basis: 'stated' | 'measured' | 'guessed';
}
