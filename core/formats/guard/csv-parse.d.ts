/**
 * The part of csv-parse that is used, for the compiler alone: the types of the package bring those of Node with them, and the
 * core runs in a browser as well. `paths` of tsconfig.json leads here.
 */
export interface Options {
  readonly delimiter: string;
  readonly record_delimiter: readonly string[];
  readonly skip_empty_lines: boolean;
  readonly relax_column_count: boolean;
  readonly relax_quotes: boolean;
  readonly ltrim: boolean;
  readonly rtrim: boolean;
  /** Bytes. */
  readonly max_record_size: number;
  /** For each cell; `index` is its place in the row, from 0. What it throws leaves `parse`. */
  readonly cast: (cell: string, context: { readonly index: number }) => string;
  /** For each row; `bytes` is where it ends. Null keeps it out of the result. */
  readonly on_record: (cells: readonly string[], info: { readonly bytes: number }) => null;
}

export class CsvError extends Error {
  readonly code: string;
}

export function parse(input: Uint8Array, options: Options): unknown;
