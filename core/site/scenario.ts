import { problem } from '../base/problem.ts';
import type { Problem } from '../base/problem.ts';
import type { Result } from '../base/result.ts';
import { failed, ok } from '../base/result.ts';
import { apply } from './commands/apply.ts';
import { parseCommand } from './commands/parse.ts';
import { applyDiff } from './diff.ts';
import type { Site } from './site.ts';
import { getRecord } from './site.ts';

/** The site as a scenario makes it: its commands one after the other on the base. The first that is refused is told. */
export function siteOfScenario(base: Site, id: string): Result<Site, Problem> {
  const scenario = getRecord(base, 'scenarios', id);
  if (scenario === undefined) {
    return failed(
      problem(
        'scenario.missing',
        `There is no scenario ${id} in this site.`,
        'Use the id of one that is there.',
        { place: `scenarios/${id}` },
        { id },
      ),
    );
  }
  let site = base;
  for (const data of scenario.commands) {
    const command = parseCommand(data);
    if (command.status === 'failed') return command;
    const diff = apply(site, command.value);
    if (diff.status === 'failed') return diff;
    site = applyDiff(site, diff.value);
  }
  return ok(site);
}
