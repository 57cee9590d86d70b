import { resolve } from 'node:path';
import type { Problem } from '../base/problem.ts';

/** 0: done. 1: refused, nothing was written. 2: the command line itself is wrong. 3: `--check` found what must not be. */
export const EXIT = { done: 0, refused: 1, usage: 2, found: 3 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The terminal as a command sees it. */
export interface Terminal {
  /** Folder that relative paths start from: where the user stands. */
  readonly folder: string;
  /** The answer, and nothing else. */
  out(text: string): void;
  /** Problems and remarks. */
  note(text: string): void;
}

export interface Arguments {
  readonly positionals: readonly string[];
  /** Values of `--name value`, `true` for a switch. */
  readonly options: { readonly [name: string]: string | boolean | undefined };
}

/** A command of the terminal. */
export interface Command {
  /** Words that choose it, e.g. `import eua`. */
  readonly name: string;
  /** What follows the name, e.g. `<folder> --out <file>`. */
  readonly usage: string;
  readonly summary: string;
  readonly options: { readonly [name: string]: { readonly type: 'string' | 'boolean'; readonly help: string } };
  /** How many positionals it takes; two numbers where it may be fewer or more. */
  readonly takes: number | readonly [atLeast: number, atMost: number];
  run(given: Arguments, terminal: Terminal): Promise<ExitCode>;
}

export function pathFrom(terminal: Terminal, path: string): string {
  return resolve(terminal.folder, path);
}

/** `file, place: message remedy [code]`, one line a problem. */
export function printProblems(terminal: Terminal, problems: readonly Problem[]): void {
  for (const each of problems) terminal.note(`${formatLine(each)}\n`);
}

function formatLine({ file, place, message, remedy, code }: Problem): string {
  const where = [file, place].filter((part) => part !== null).join(', ');
  return oneLine(`${where === '' ? '' : `${where}: `}${message} ${remedy} [${code}]`);
}

/** Text from a file may hold what moves a cursor or colours a terminal. */
function oneLine(text: string): string {
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f]+/g, ' '); // oxlint-disable-line no-control-regex -- exactly these are taken out
}
