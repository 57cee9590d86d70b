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

/** For a table of unknown use; an importer states how many rows it makes records of. */
export const CSV_LIMITS: CsvLimits = { maxRows: 50_000, maxColumns: 200, maxCellChars: 32_768 };

/** Thrown inside this file only, to leave the reader from any depth of calls. */
class Refused extends Error {
  readonly problem: Problem;
  constructor(value: Problem) {
    super(value.message);
    this.problem = value;
  }
}

/**
 * Rows of a CSV text (RFC 4180) whose first line names the columns; commas, semicolons or tabs. Names are matched without
 * regard to case. Refused with the line: a missing column by its name, a column that occurs twice, an open or misplaced quote,
 * a row with more cells than columns, and what is over the limits, as soon as it is met. Cells stay texts: what looks like a formula
 * is only a text here. It is ours because the library at hand builds a whole row before anyone can count it.
 */
export function readCsv(
  text: string,
  fileName: string,
  required: readonly string[],
  limits: CsvLimits = CSV_LIMITS,
): Result<CsvTable, Problem> {
  try {
    return ok(new Reader(text, limits).run(required));
  } catch (error) {
    if (error instanceof Refused) return failed({ ...error.problem, file: fileName });
    throw error;
  }
}

class Reader {
  private readonly text: string;
  private readonly limits: CsvLimits;
  private readonly delimiter: string;
  private readonly endOfCell: RegExp;
  private at = 0;
  private line = 1;
  /** Line where the row that is being read starts. */
  private start = 1;
  private lines = 0;

  constructor(text: string, limits: CsvLimits) {
    this.text = text;
    this.limits = limits;
    this.delimiter = delimiterOf(text);
    this.endOfCell = new RegExp(`[${this.delimiter}\r\n]`, 'g');
  }

  run(required: readonly string[]): CsvTable {
    const columns = this.readRow(this.limits.maxColumns)?.map((name) => name.trim());
    if (columns === undefined)
      this.refuse('csv.empty', 'The table is empty.', `Its first line names the columns ${required.join(', ')}.`);
    const indexOf = this.checkHeader(columns, required);
    const rows: CsvRow[] = [];
    for (let cells = this.readRow(columns.length); cells !== null; cells = this.readRow(columns.length))
      rows.push(rowOf(this.start, cells, indexOf));
    return { columns, rows };
  }

  private checkHeader(columns: readonly string[], required: readonly string[]): ReadonlyMap<string, number> {
    const indexOf = new Map<string, number>();
    for (const [index, column] of columns.entries()) {
      const name = column.toLowerCase();
      if (name !== '' && indexOf.has(name))
        this.refuse('csv.duplicate-column', `The column ${listed([column])} occurs twice.`, 'Rename one of them.');
      indexOf.set(name, index);
    }
    const missing = required.filter((name) => !indexOf.has(name.toLowerCase()));
    if (missing.length === 0) return indexOf;
    const [one, is] = missing.length === 1 ? ['column', 'is'] : ['columns', 'are'];
    return this.refuse(
      'csv.missing-column',
      `The ${one} ${missing.join(', ')} ${is} missing; the first line names ${listed(columns)}.`,
      `Name the columns ${required.join(', ')} in the first line.`,
    );
  }

  /** Cells of the next row that is not blank; null at the end. */
  private readRow(maxCells: number): string[] | null {
    for (;;) {
      if (this.at >= this.text.length) return null;
      this.lines += 1;
      if (this.lines > this.limits.maxRows + 1)
        this.refuse(
          'csv.too-large',
          `There are more than ${this.limits.maxRows} rows.`,
          'Take the rows of one region, or split the table.',
        );
      this.start = this.line;
      const cells = [this.readCell()];
      while (this.text[this.at] === this.delimiter) {
        this.at += 1;
        cells.push(this.readCell());
        if (cells.length > maxCells) this.refuseWidth(maxCells);
      }
      this.readLineEnd();
      if (cells.length > 1 || cells[0]?.trim() !== '') return cells;
    }
  }

  private refuseWidth(maxCells: number): never {
    if (maxCells >= this.limits.maxColumns)
      this.refuse('csv.too-large', `There are more than ${maxCells} columns.`, 'Keep the columns that are needed.');
    this.refuse('csv.too-many-cells', `The row has more cells than the ${maxCells} columns.`, 'Put cells with commas in quotes.');
  }

  private readCell(): string {
    const quoted = /[ \t]*"/y;
    quoted.lastIndex = this.at;
    if (this.delimiter !== '\t' && quoted.test(this.text)) this.at = quoted.lastIndex - 1;
    if (this.text[this.at] === '"') return this.readQuoted();
    this.endOfCell.lastIndex = this.at;
    const end = this.endOfCell.exec(this.text)?.index ?? this.text.length;
    this.checkLength(end - this.at);
    const cell = this.text.slice(this.at, end);
    this.at = end;
    return cell;
  }

  private readQuoted(): string {
    const parts: string[] = [];
    let length = 0;
    for (this.at += 1; ; this.at += 1) {
      const end = this.text.indexOf('"', this.at);
      const part = this.text.slice(this.at, end === -1 ? this.text.length : end);
      length += part.length + 1;
      this.checkLength(length);
      if (end === -1)
        this.refuse(
          'csv.open-quote',
          'A quote is opened and never closed.',
          'Close the quote, or take a complete copy of the file.',
        );
      parts.push(part);
      this.line += countLines(part);
      this.at = end + 1;
      if (this.text[this.at] !== '"') break;
    }
    while (this.text[this.at] === ' ') this.at += 1;
    const next = this.text[this.at];
    if (next !== undefined && next !== this.delimiter && next !== '\r' && next !== '\n')
      this.refuse('csv.open-quote', 'Text stands behind a closing quote.', 'Double the quotes inside of a cell.');
    return parts.join('"');
  }

  private readLineEnd(): void {
    if (this.at >= this.text.length) return;
    this.at += this.text.startsWith('\r\n', this.at) ? 2 : 1;
    this.line += 1;
  }

  private checkLength(length: number): void {
    if (length > this.limits.maxCellChars)
      this.refuse('csv.too-large', `A cell has more than ${this.limits.maxCellChars} characters.`, 'Check for an open quote.');
  }

  private refuse(code: string, message: string, remedy: string): never {
    throw new Refused(problem(code, message, remedy, { place: `line ${this.start}` }));
  }
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

function countLines(text: string): number {
  let lines = 0;
  for (const mark of text.matchAll(/\r\n|\r|\n/g)) lines += mark[0] === '' ? 0 : 1;
  return lines;
}

function listed(names: readonly string[]): string {
  const few = names.slice(0, 12).map((name) => JSON.stringify(name.slice(0, 40)));
  return names.length > few.length ? `${few.join(', ')} …` : few.join(', ');
}
