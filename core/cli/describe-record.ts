import { figure } from './figure.ts';
import { printTable } from './print-table.ts';

/** Rows of each list; the rest is in `--json`. */
const ROWS = 12;
/** Columns of a list that fit beside one another. */
const COLUMNS = 9;

/** Any answer for a person at a terminal: its figures by name, and each of its lists as a table. */
export function describeRecord(title: string, record: unknown): string {
  const figures: string[][] = [];
  const tables: string[] = [];
  const visit = (name: string, value: unknown): void => {
    if (Array.isArray(value)) tables.push(...table(name, value as readonly unknown[]));
    else if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) visit(name === '' ? key : `${name}.${key}`, inner);
    } else figures.push([name, cell(value)]);
  };
  visit('', record);
  return [
    title,
    ...printTable(['', ''], figures)
      .slice(1)
      .map((line) => `  ${line}`),
    '',
    ...tables,
  ].join('\n');
}

function table(name: string, list: readonly unknown[]): string[] {
  if (list.length === 0) return [];
  if (list.every((item) => typeof item !== 'object')) return [`  ${name}  ${list.map(cell).join(' ')}`, ''];
  const rows = list.map((item) => flat(item));
  const columns = [...new Set(rows.flatMap((row) => [...row.keys()]))].slice(0, COLUMNS);
  const more = rows.length > ROWS ? [`    … and ${rows.length - ROWS} more`] : [];
  const lines = printTable(
    columns,
    rows.slice(0, ROWS).map((row) => columns.map((column) => row.get(column) ?? '')),
  );
  return [`  ${name}`, ...lines.map((line) => `    ${line}`), ...more, ''];
}

/** Figures and words of a record, one level deep; of a list how long it is. */
function flat(item: unknown): Map<string, string> {
  const cells = new Map<string, string>();
  if (typeof item !== 'object' || item === null) return cells.set('', cell(item));
  for (const [key, value] of Object.entries(item)) {
    if (Array.isArray(value)) cells.set(key, String(value.length));
    else if (typeof value === 'object' && value !== null) {
      for (const [inner, deep] of Object.entries(value)) if (typeof deep !== 'object') cells.set(`${key}.${inner}`, cell(deep));
    } else cells.set(key, cell(value));
  }
  return cells;
}

function cell(value: unknown): string {
  if (typeof value === 'number') return figure(value);
  return value === null || value === undefined ? '–' : String(value);
}
