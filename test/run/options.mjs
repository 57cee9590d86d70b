import { parseArgs } from 'node:util';

export const stageNames = /** @type {const} */ (['format', 'types', 'lint', 'unit', 'build', 'e2e']);

export const usage = `npm test [-- options]

Runs every check of the project: ${stageNames.join(', ')}. The last line counts them all.

  --only STAGE    run this stage alone; may be given several times
  --grep TEXT     of unit and e2e, run the tests whose name matches
  --help          show this text
`;

/**
 * @typedef {typeof stageNames[number]} StageName
 * @param {readonly string[]} args
 * @returns {{ status: 'help' } | { status: 'refused', reason: string } | { status: 'ok', only: StageName[], grep: string | null }}
 */
export function readTestOptions(args) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { only: { type: 'string', multiple: true }, grep: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    });
    if (values.help === true) return { status: 'help' };
    const only = values.only ?? [];
    const known = stageNames.filter((name) => only.includes(name));
    const unknown = only.find((name) => !known.some((stage) => stage === name));
    if (unknown !== undefined) return { status: 'refused', reason: `--only ${unknown}: no such stage` };
    return { status: 'ok', only: known, grep: values.grep ?? null };
  } catch (error) {
    return { status: 'refused', reason: error instanceof Error ? error.message : String(error) };
  }
}
