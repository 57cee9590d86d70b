import { problem } from '../../base/problem.ts';
import type { Result } from '../../base/result.ts';
import { failed, ok } from '../../base/result.ts';
import { issueParameters } from '../schema/issue-parameters.ts';
import type { Refusal } from './rules.ts';
import { commandSchema } from './schema.ts';
import type { Command } from './schema.ts';

/** A command from data that is not trusted: a journal, a scenario, a file, another window. */
export function parseCommand(value: unknown): Result<Command, Refusal> {
  const parsed = commandSchema.safeParse(value);
  if (parsed.success) return ok(parsed.data as Command);
  const first = parsed.error.issues[0];
  return failed(
    problem(
      'command.invalid',
      `This is not a command: ${first?.message ?? 'unknown form'}.`,
      'Open it with the version of Edgewright that wrote it.',
      {
        place: first === undefined ? 'command' : ['command', ...first.path.map(String)].join('.'),
      },
      first === undefined ? {} : issueParameters(first),
    ),
  );
}
