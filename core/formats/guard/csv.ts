import Papa from 'papaparse';
import type { Problem } from '../../base/problem.ts';
import { problem } from '../../base/problem.ts';
import type { Result } from '../../base/result.ts';
import { failed, ok } from '../../base/result.ts';

/** One row of a table with a header. */
export interface CsvRow {
  /** Line of the file where it starts, from 1. */
  readonly line: number;
  /** Value of a column; empty where the row is short or the column is absent. */
  get(column: string): string;
}

export interface CsvTable {
  readonly columns: readonly string[];
  readonly rows: readonly CsvRow[];
}

export interface CsvLimits {
  readonly maxRows: number;
  readonly maxColumns: number;
  readonly maxCellChars: number;
}

/** Rows: the register of all base stations of Australia has 95,562. */
export const CSV_LIMITS: CsvLimits = { maxRows: 200_000, maxColumns: 200, maxCellChars: 32_768 };

/**
 * Rows of a CSV text whose first line names the columns; commas, semicolons or tabs. Names are matched without regard to
 * case. Refused with the line: a missing column by its name, a column that occurs twice, an open quote, a row with
 * more cells than columns, and what is over the limits. Cells stay texts: what looks like a formula is only a text here.
 */
export function readCsv(
  text: string,
  fileName: string,
  required: readonly string[],
  limits: CsvLimits = CSV_LIMITS,
): Result<CsvTable, Problem> {
  const refuse = (code: string, line: number, message: string, remedy: string): Result<CsvTable, Problem> =>
    failed(problem(code, message, remedy, { file: fileName, place: `line ${line}` }));
  const rows: CsvRow[] = [];
  let columns: readonly string[] | null = null;
  let indexOf: ReadonlyMap<string, number> = new Map();
  let refused: Result<CsvTable, Problem> | null = null;
  let line = 1;
  let consumed = 0;
  let seen = 0;

  const takeRow = (cells: readonly string[], end: number): void => {
    const start = line;
    line += countLines(text, consumed, end);
    consumed = end;
    seen += 1;
    if (seen > limits.maxRows + 1) {
      refused = refuse('csv.too-large', start, `There are more than ${limits.maxRows} rows.`, 'Split the table.');
      return;
    }
    if (cells.length === 1 && cells[0]?.trim() === '') return;
    const long = cells.findIndex((cell) => cell.length > limits.maxCellChars);
    if (long !== -1) {
      refused = refuse(
        'csv.too-large',
        start,
        `Cell ${long + 1} has more than ${limits.maxCellChars} characters.`,
        'Check for an open quote.',
      );
    } else if (columns === null) {
      columns = cells.map((cell) => cell.trim());
      const names = columns.map((name) => name.toLowerCase());
      indexOf = new Map(names.map((name, index) => [name, index]));
      const missing = required.filter((name) => !indexOf.has(name.toLowerCase()));
      const twice = names.find((name, index) => name !== '' && names.indexOf(name) !== index);
      if (columns.length > limits.maxColumns)
        refused = refuse(
          'csv.too-large',
          start,
          `There are more than ${limits.maxColumns} columns.`,
          'Keep the columns that are needed.',
        );
      else if (missing.length > 0)
        refused = refuse(
          'csv.missing-column',
          start,
          `The column${missing.length === 1 ? '' : 's'} ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing; the first line names ${listed(columns)}.`,
          `Name the columns ${required.join(', ')} in the first line.`,
        );
      else if (twice !== undefined)
        refused = refuse('csv.duplicate-column', start, `The column ${listed([twice])} occurs twice.`, 'Rename one of them.');
    } else if (cells.length > columns.length) {
      refused = refuse(
        'csv.too-many-cells',
        start,
        `The row has ${cells.length} cells for ${columns.length} columns.`,
        'Put cells with commas in quotes.',
      );
    } else {
      rows.push(rowOf(start, cells, indexOf));
    }
  };

  Papa.parse<string[]>(text, {
    delimiter: delimiterOf(text),
    header: false,
    skipEmptyLines: false,
    step: ({ data, errors, meta }, parser) => {
      const quote = errors.find((error) => error.type === 'Quotes');
      if (quote === undefined) takeRow(data, meta.cursor);
      else refused = refuse('csv.open-quote', line, `${quote.message}.`, 'Close the quote, or take a complete copy of the file.');
      if (refused !== null) parser.abort();
    },
  });
  if (refused !== null) return refused;
  if (columns === null)
    return refuse('csv.empty', 1, 'The table is empty.', `Its first line names the columns ${required.join(', ')}.`);
  return ok({ columns, rows });
}

function rowOf(line: number, cells: readonly string[], indexOf: ReadonlyMap<string, number>): CsvRow {
  return {
    line,
    get(column) {
      const index = indexOf.get(column.toLowerCase());
      return index === undefined ? '' : (cells[index] ?? '').trim();
    },
  };
}

/** The mark that parts the first line most often. */
function delimiterOf(text: string): string {
  const head = text.slice(0, 4096).split(/\r?\n|\r/, 1)[0] ?? '';
  const marks = [',', ';', '\t'].map((mark) => ({ mark, count: head.split(mark).length }));
  return marks.toSorted((a, b) => b.count - a.count)[0]?.mark ?? ',';
}

function countLines(text: string, from: number, to: number): number {
  let lines = 0;
  for (let at = text.indexOf('\n', from); at !== -1 && at < to; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}

function listed(names: readonly string[]): string {
  const few = names.slice(0, 12).map((name) => JSON.stringify(name.slice(0, 40)));
  return names.length > few.length ? `${few.join(', ')} …` : few.join(', ');
}
