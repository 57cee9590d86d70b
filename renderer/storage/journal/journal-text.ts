/** A journal as it is read back, cut at its line ends. */
export interface JournalText {
  readonly lines: readonly string[];
  /** What follows the last line end; null when nothing does. */
  readonly tornTail: string | null;
}

/** Damaged bytes come out as U+FFFD, which no check sum survives. */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();

/** Cuts the bytes of a journal file at its line ends. */
export function splitJournal(bytes: Uint8Array): JournalText {
  const lines = decoder.decode(bytes).split('\n');
  const rest = lines.pop() ?? '';
  return { lines, tornTail: rest === '' ? null : rest };
}

/** Bytes of `lines`, each with its line end. */
export function joinJournal(lines: readonly string[]): Uint8Array<ArrayBuffer> {
  return encoder.encode(lines.map((line) => `${line}\n`).join(''));
}
