/**
 * A refusal at a boundary, for a person to act on: what is wrong, where, and what to do about it.
 * `code` is stable and keys the translated text; `message` is the English sentence with the values in it.
 */
export interface Problem {
  readonly code: string;
  /** File as the user named it; null when no file is concerned. */
  readonly file: string | null;
  /** Line and column, byte offset, JSON path or record id; null when the whole input is meant. */
  readonly place: string | null;
  readonly message: string;
  readonly remedy: string;
  /** The values of both sentences by name, for other languages. `which` tells apart the sentences of one code. */
  readonly parameters: ProblemParameters;
}

export type ProblemParameters = Readonly<Record<string, string | number>>;

export function problem(
  code: string,
  message: string,
  remedy: string,
  at: { file?: string; place?: string } = {},
  parameters: ProblemParameters = {},
): Problem {
  return { code, file: at.file ?? null, place: at.place ?? null, message, remedy, parameters };
}

/** One line for a terminal or a log: `file, place: message. remedy`. */
export function formatProblem(value: Problem): string {
  const where = [value.file, value.place].filter((part) => part !== null).join(', ');
  return `${where === '' ? '' : `${where}: `}${value.message} ${value.remedy} [${value.code}]`;
}
