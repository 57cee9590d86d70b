import { CsvError, parse } from 'csv-parse/browser/esm/sync';
import type { Problem, ProblemParameters } from '../../base/problem.ts';
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

/** For a table of unknown use; an importer states how many rows it makes records of. */
export const CSV_LIMITS: CsvLimits = { maxRows: 50_000, maxColumns: 200, maxCellChars: 32_768 };

/** Largest row: as long as 32 of the longest cells. The parser holds one row at a time. */
const MAX_ROW_BYTES = 2 ** 20;

/** Part of the platform that the language's own library leaves out. */
declare const TextEncoder: new () => { encode(text: string): Uint8Array };

/** Thrown inside this file only, to leave the parser from its callbacks. */
class Refused extends Error {
  readonly code: string;
  readonly remedy: string;
  readonly parameters: ProblemParameters;
  constructor(code: string, message: string, remedy: string, parameters: ProblemParameters = {}) {
    super(message);
    this.code = code;
    this.remedy = remedy;
    this.parameters = parameters;
  }
}

/**
 * Rows of a CSV text (RFC 4180) whose first line names the columns; commas, semicolons or tabs. Names are matched without
 * regard to case. Refused with the line: a missing column by its name, a column that occurs twice, an open or misplaced quote,
 * a row with more cells than columns, and what is over the limits, as soon as it is met. Cells stay texts: what looks like a
 * formula is only a text here.
 */
export function readCsv(
  text: string,
  fileName: string,
  required: readonly string[],
  limits: CsvLimits = CSV_LIMITS,
): Result<CsvTable, Problem> {
  const bytes = new TextEncoder().encode(text);
  const delimiter = delimiterOf(text);
  const table = new Table(bytes, delimiter, required, limits);
  try {
    parse(bytes, {
      delimiter,
      record_delimiter: ['\r\n', '\n', '\r'],
      skip_empty_lines: true,
      relax_column_count: true,
      // A quote inside of a cell without quotes is itself. Behind a closing quote only blanks may stand.
      relax_quotes: true,
      ltrim: true,
      rtrim: true,
      max_record_size: MAX_ROW_BYTES,
      cast: (cell, { index }) => table.checkCell(cell, index),
      on_record: (cells, { bytes: end }) => table.addRow(cells, end),
    });
    return ok(table.finish());
  } catch (error) {
    const refused = error instanceof CsvError ? inOurWords(error.code) : error;
    if (!(refused instanceof Refused)) throw error;
    const { code, message, remedy, parameters } = refused;
    return failed(problem(code, message, remedy, { file: fileName, place: `line ${table.line}` }, parameters));
  }
}

function inOurWords(code: string): Refused {
  if (code === 'CSV_MAX_RECORD_SIZE')
    return new Refused('csv.too-large', `A row has more than ${MAX_ROW_BYTES} bytes.`, 'Check for an open quote.', {
      which: 'row',
      limit: MAX_ROW_BYTES,
    });
  if (code === 'CSV_QUOTE_NOT_CLOSED')
    return new Refused(
      'csv.open-quote',
      'A quote is opened and never closed.',
      'Close the quote, or take a complete copy of the file.',
      { which: 'unclosed' },
    );
  return new Refused('csv.open-quote', 'Text stands behind a closing quote.', 'Double the quotes inside of a cell.');
}

/** Checks and keeps what the parser meets, and knows the line where the row of the moment starts. */
class Table {
  private readonly bytes: Uint8Array;
  private readonly required: readonly string[];
  private readonly limits: CsvLimits;
  private readonly blanks: ReadonlySet<number>;
  private columns: readonly string[] | null = null;
  private indexOf: ReadonlyMap<string, number> = new Map();
  private readonly rows: CsvRow[] = [];
  /** Where the last row ended, and the line there. */
  private end = 0;
  private endLine = 1;

  constructor(bytes: Uint8Array, delimiter: string, required: readonly string[], limits: CsvLimits) {
    this.bytes = bytes;
    this.blanks = new Set([SPACE, LINE_FEED, CARRIAGE_RETURN, ...(delimiter === '\t' ? [] : [TAB])]);
    this.required = required;
    this.limits = limits;
  }

  /** The parser counts a line break of two characters inside of quotes twice, so lines are counted here. */
  get line(): number {
    let start = this.end;
    // The parser passes over blank lines without a word.
    for (let at = this.end; this.blanks.has(this.bytes[at] ?? 0); at += 1)
      if (this.bytes[at] === LINE_FEED || this.bytes[at] === CARRIAGE_RETURN) start = at + 1;
    return this.endLine + (start < this.bytes.length ? this.countLines(this.end, start) : 0);
  }

  checkCell(cell: string, index: number): string {
    const { maxColumns, maxCellChars } = this.limits;
    if (cell.length > maxCellChars)
      throw new Refused('csv.too-large', `A cell has more than ${maxCellChars} characters.`, 'Check for an open quote.', {
        which: 'cell',
        limit: maxCellChars,
      });
    const maxCells = this.columns?.length ?? maxColumns;
    if (index < maxCells) return cell;
    if (maxCells >= maxColumns)
      throw new Refused('csv.too-large', `There are more than ${maxCells} columns.`, 'Keep the columns that are needed.', {
        which: 'columns',
        limit: maxCells,
      });
    throw new Refused(
      'csv.too-many-cells',
      `The row has more cells than the ${maxCells} columns.`,
      'Put cells with commas in quotes.',
      { limit: maxCells },
    );
  }

  /** Null, so that the parser keeps nothing itself. */
  addRow(cells: readonly string[], end: number): null {
    const isBlank = cells.length === 1 && cells[0]?.trim() === '';
    if (!isBlank && this.columns === null) {
      const columns = cells.map((name) => name.trim());
      this.indexOf = indexColumns(columns, this.required);
      this.columns = columns;
    } else if (!isBlank) {
      if (this.rows.length >= this.limits.maxRows)
        throw new Refused(
          'csv.too-large',
          `There are more than ${this.limits.maxRows} rows.`,
          'Take the rows of one region, or split the table.',
          { limit: this.limits.maxRows },
        );
      this.rows.push(rowOf(this.line, cells, this.indexOf));
    }
    this.endLine += this.countLines(this.end, end);
    this.end = end;
    return null;
  }

  finish(): CsvTable {
    if (this.columns === null)
      throw new Refused('csv.empty', 'The table is empty.', `Its first line names the columns ${this.required.join(', ')}.`, {
        required: this.required.join(', '),
      });
    return { columns: this.columns, rows: this.rows };
  }

  private countLines(from: number, to: number): number {
    let lines = 0;
    for (let at = from; at < to; at += 1) {
      const isBreak = this.bytes[at] === LINE_FEED || (this.bytes[at] === CARRIAGE_RETURN && this.bytes[at + 1] !== LINE_FEED);
      if (isBreak) lines += 1;
    }
    return lines;
  }
}

const TAB = 9;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const SPACE = 32;

function indexColumns(columns: readonly string[], required: readonly string[]): ReadonlyMap<string, number> {
  const indexOf = new Map<string, number>();
  for (const [index, column] of columns.entries()) {
    const name = column.toLowerCase();
    if (name !== '' && indexOf.has(name))
      throw new Refused('csv.duplicate-column', `The column ${listed([column])} occurs twice.`, 'Rename one of them.', {
        column: listed([column]),
      });
    indexOf.set(name, index);
  }
  const missing = required.filter((name) => !indexOf.has(name.toLowerCase()));
  if (missing.length === 0) return indexOf;
  const [one, is] = missing.length === 1 ? ['column', 'is'] : ['columns', 'are'];
  throw new Refused(
    'csv.missing-column',
    `The ${one} ${missing.join(', ')} ${is} missing; the first line names ${listed(columns)}.`,
    `Name the columns ${required.join(', ')} in the first line.`,
    { missing: missing.join(', '), columns: listed(columns), required: required.join(', ') },
  );
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

function listed(names: readonly string[]): string {
  const few = names.slice(0, 12).map((name) => JSON.stringify(name.slice(0, 40)));
  return names.length > few.length ? `${few.join(', ')} …` : few.join(', ');
}
