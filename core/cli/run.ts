import { parseArgs } from 'node:util';
import type { Command, ExitCode, Terminal } from './command.ts';
import { EXIT } from './command.ts';
import { COMMANDS } from './commands.ts';
import { helpOf, helpOfAll } from './help.ts';

/** Runs one command line, e.g. `['evaluate', 'site.edgewright.json', '--json']`. */
export async function run(words: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const command = COMMANDS.filter(({ name }) => name.split(' ').every((word, index) => words[index] === word)).toSorted(
    (a, b) => b.name.length - a.name.length,
  )[0];
  if (command === undefined) return runWithout(words, terminal);
  const rest = words.slice(command.name.split(' ').length);
  if (rest.includes('--help') || rest.includes('-h')) {
    terminal.out(helpOf(command));
    return EXIT.done;
  }
  const given = readArguments(command, rest);
  if (typeof given === 'string') {
    terminal.note(`${given}\n${helpOf(command)}`);
    return EXIT.usage;
  }
  return command.run(given, terminal);
}

function runWithout(words: readonly string[], terminal: Terminal): ExitCode {
  const first = words[0];
  if (first === undefined || first === '--help' || first === '-h' || first === 'help') {
    terminal.out(helpOfAll(COMMANDS));
    return first === undefined ? EXIT.usage : EXIT.done;
  }
  const family = COMMANDS.filter(({ name }) => name.startsWith(`${first} `));
  if (family.length > 0 && (words[1] === undefined || words[1] === '--help')) {
    terminal.out(helpOfAll(family));
    return words[1] === undefined ? EXIT.usage : EXIT.done;
  }
  terminal.note(
    `There is no command “${words.slice(0, family.length > 0 ? 2 : 1).join(' ')}”.\n${helpOfAll(family.length > 0 ? family : COMMANDS)}`,
  );
  return EXIT.usage;
}

/** What was given, or the sentence that says what is wrong with it. */
function readArguments(command: Command, words: readonly string[]): Parameters<Command['run']>[0] | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      options: Object.fromEntries(Object.entries(command.options).map(([name, { type }]) => [name, { type }])),
      allowPositionals: true,
      strict: true,
    });
    const [least, most] = typeof command.takes === 'number' ? [command.takes, command.takes] : command.takes;
    if (positionals.length < least || positionals.length > most)
      return `“${command.name}” takes ${least === most ? least : `${least} to ${most}`} argument${most === 1 ? '' : 's'}, not ${positionals.length}.`;
    return { positionals, options: values };
  } catch (error) {
    if (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) return error.message;
    throw error;
  }
}
