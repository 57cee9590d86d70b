import type { Command } from './command.ts';
import { printTable } from './print-table.ts';

const PROGRAM = 'npm run -s edgewright --';

/** All commands in one line each. */
export function helpOfAll(commands: readonly Command[]): string {
  const rows = printTable(
    ['command', 'what it does'],
    commands.map(({ name, summary }) => [name, summary]),
    Infinity,
  );
  return [
    `Usage: ${PROGRAM} <command> [--help]`,
    '',
    ...rows.slice(1),
    '',
    'Exit codes: 0 done, 1 refused (nothing was written), 2 wrong command line, 3 a check found an error.',
    '',
  ].join('\n');
}

/** One command with its options. */
export function helpOf({ name, usage, summary, options }: Command): string {
  const rows = Object.entries(options).map(([option, { type, help }]) => [
    `--${option}${type === 'string' ? ' <value>' : ''}`,
    help,
  ]);
  return [
    `Usage: ${PROGRAM} ${name} ${usage}`,
    summary,
    ...printTable(['option', ''], rows, Infinity)
      .slice(1)
      .map((line) => `  ${line}`),
    '',
  ].join('\n');
}
