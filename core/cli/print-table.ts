/** Widest column: longer cells are cut, so that a row stays a row. */
const MAX_CELL = 72;

/** Lines of a table with aligned columns; cells hold no line breaks or control characters afterwards. */
export function printTable(names: readonly string[], rows: readonly (readonly string[])[], maxCell = MAX_CELL): string[] {
  const table = [names, ...rows].map((row) => row.map((cell) => plain(cell, maxCell)));
  const widths = names.map((_, column) => Math.max(...table.map((row) => (row[column] ?? '').length)));
  return table.map((row) =>
    row
      .map((cell, column) => (isFigure(cell) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}

function plain(cell: string, maxCell: number): string {
  const line = cell.replaceAll(/[\u0000-\u001f\u007f-\u009f]+/g, ' '); // oxlint-disable-line no-control-regex -- exactly these are taken out
  return line.length <= maxCell ? line : `${line.slice(0, maxCell - 1)}…`;
}

function isFigure(cell: string): boolean {
  return /^-?[\d.]+(e[+-]?\d+)?( %)?$/.test(cell);
}
