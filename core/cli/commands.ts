import type { Command } from './command.ts';
import { assessCommand } from './commands/assess.ts';
import { compareCommand } from './commands/compare.ts';
import { csvCommand } from './commands/csv.ts';
import { evaluateCommand } from './commands/evaluate.ts';
import { explainCommand } from './commands/explain.ts';
import { importCommands } from './commands/import.ts';
import { onlineCommands } from './commands/online.ts';
import { placeCommands } from './commands/place.ts';
import { reportCommand } from './commands/report.ts';
import { rulesCommand } from './commands/rules.ts';
import { samplesCommand } from './commands/samples.ts';
import { schemaCommand } from './commands/schema.ts';
import { simulateCommand } from './commands/simulate.ts';
import { whyCommand } from './commands/why.ts';
import { sizeCommand } from './commands/size.ts';

/** Every command of the terminal, in the order of the help. Add one here and it is there. */
export const COMMANDS: readonly Command[] = [
  ...importCommands,
  evaluateCommand,
  explainCommand,
  simulateCommand,
  assessCommand,
  ...placeCommands,
  ...onlineCommands,
  whyCommand,
  sizeCommand,
  rulesCommand,
  compareCommand,
  reportCommand,
  csvCommand,
  schemaCommand,
  samplesCommand,
];
