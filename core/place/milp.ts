/** A mixed-integer linear program, minimised. Rows in compressed form: the entries of row r are `starts[r]` up to `starts[r + 1]`. */
export interface Milp {
  readonly cost: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** 1 where the column is whole. */
  readonly whole: Uint8Array;
  readonly rowLower: Float64Array;
  readonly rowUpper: Float64Array;
  readonly starts: Int32Array;
  readonly indices: Int32Array;
  readonly values: Float64Array;
}

export interface MilpOptions {
  /** Longest time by the solver's own clock. */
  readonly seconds: number;
  /** Most nodes of its tree: unlike time, equal on every machine. */
  readonly nodes?: number;
  /** It may stop where the best is so close to its bound, as a share; 0 unless stated. */
  readonly gap?: number;
  /** A known solution to start from. */
  readonly start?: Float64Array;
  /** Called with each better solution; true stops the solver. */
  readonly onBetter?: (objective: number, bound: number) => boolean;
  /** Drops the demand that `whole` columns be whole: the bound of the linear relaxation. */
  readonly relaxed?: boolean;
}

export interface MilpResult {
  readonly status: 'optimal' | 'feasible' | 'infeasible' | 'unknown';
  /** Null where no solution was found. */
  readonly objective: number | null;
  readonly bound: number;
  readonly columns: Float64Array | null;
}

export type MilpSolver = (model: Milp, options: MilpOptions) => MilpResult;

/** Collects rows one at a time. */
export class MilpRows {
  private readonly starts: number[] = [0];
  private readonly indices: number[] = [];
  private readonly values: number[] = [];
  private readonly lower: number[] = [];
  private readonly upper: number[] = [];

  /** Adds `lower ≤ Σ value × column ≤ upper`. */
  add(lower: number, upper: number, entries: Iterable<readonly [column: number, value: number]>): void {
    for (const [column, value] of entries) {
      if (value === 0) continue;
      this.indices.push(column);
      this.values.push(value);
    }
    this.starts.push(this.indices.length);
    this.lower.push(lower);
    this.upper.push(upper);
  }

  finish(): Pick<Milp, 'rowLower' | 'rowUpper' | 'starts' | 'indices' | 'values'> {
    return {
      rowLower: Float64Array.from(this.lower),
      rowUpper: Float64Array.from(this.upper),
      starts: Int32Array.from(this.starts),
      indices: Int32Array.from(this.indices),
      values: Float64Array.from(this.values),
    };
  }
}
