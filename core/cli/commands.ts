import type { Command } from './command.ts';
import { csvCommand } from './commands/csv.ts';
import { evaluateCommand } from './commands/evaluate.ts';
import { importCommands } from './commands/import.ts';
import { reportCommand } from './commands/report.ts';
import { samplesCommand } from './commands/samples.ts';
import { schemaCommand } from './commands/schema.ts';

/** Every command of the terminal, in the order of the help. Add one here and it is there. */
export const COMMANDS: readonly Command[] = [
  ...importCommands,
  evaluateCommand,
  reportCommand,
  csvCommand,
  schemaCommand,
  samplesCommand,
];
