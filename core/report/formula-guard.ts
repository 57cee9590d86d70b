/**
 * Characters with which a spreadsheet takes a cell for a formula. Their full-width, small and superscript forms count, too:
 * spreadsheets fold them (NFKC), and the minus sign U+2212 is typed for a minus.
 */
const SIGNS = new Set(['=', '+', '-', '@', '\u2212']);

/** What a spreadsheet may skip before it looks for the sign: spaces, controls, marks of direction and other invisible characters. */
const SKIPPED = /[\p{Z}\p{C}\p{Default_Ignorable_Code_Point}'"]/u;

/** Where a reader that splits at something else than the comma, or that reads line by line, begins a new cell. */
const CELL_STARTS = new Set(['\t', '\n', '\r', ';', '|', '\u0085', '\u2028', '\u2029']);

/**
 * The text with an apostrophe before every spot at which some spreadsheet could read a formula: at its beginning, and after
 * each character that another reader takes for the end of a cell. A text without such a spot comes back as it is.
 */
export function guardFormula(text: string): string {
  let guarded = '';
  let pending = '';
  let atStart = true;
  for (const character of text) {
    if (CELL_STARTS.has(character)) {
      guarded += pending + character;
      pending = '';
      atStart = true;
    } else if (!atStart) {
      guarded += character;
    } else if (SKIPPED.test(character)) {
      pending += character;
    } else {
      guarded += (isSign(character) ? "'" : '') + pending + character;
      pending = '';
      atStart = false;
    }
  }
  const whole = guarded + pending;
  return /^[\t\r\n]/.test(whole) ? `'${whole}` : whole;
}

function isSign(character: string): boolean {
  return SIGNS.has(character.normalize('NFKC').slice(0, 1));
}
