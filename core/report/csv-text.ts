import { guardFormula } from './formula-guard.ts';

export type CsvValue = string | number | null;

/** U+FEFF, without which Excel takes UTF-8 for the code page of the machine. */
const BYTE_ORDER_MARK = '\ufeff';

/**
 * A table as CSV after RFC 4180 with a byte order mark. Texts pass the formula guard; numbers keep all their digits and a
 * dot whatever the language, and are never guarded; null and numbers that are not finite are empty cells.
 * Written here because the types of the CSV library would bring those of Node into the core.
 */
export function csvText(columns: readonly string[], rows: readonly (readonly CsvValue[])[]): string {
  const lines = [columns, ...rows].map((cells) => cells.map(field).join(','));
  return `${BYTE_ORDER_MARK}${lines.join('\r\n')}\r\n`;
}

function field(value: CsvValue): string {
  if (value === null) return '';
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  const text = guardFormula(value);
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
