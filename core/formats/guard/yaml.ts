import { load, YAMLException } from 'js-yaml';
import type { Problem } from '../../base/problem.ts';
import { problem } from '../../base/problem.ts';
import type { Result } from '../../base/result.ts';
import { failed, ok } from '../../base/result.ts';
import { isSafeJson } from '../../base/safe-json.ts';

/** Lists and objects inside each other: reliability.md, "Import". */
const MAX_DEPTH = 64;

/**
 * Value of a YAML text from outside: numbers, words, lists and objects, as JSON has them. Refused with line and column: syntax errors,
 * names that reach a prototype, depth, and anchors with their references, with which a short text stands for a huge one.
 */
export function readYaml(text: string, fileName: string): Result<unknown, Problem> {
  try {
    const value: unknown = load(text, { maxDepth: MAX_DEPTH, maxAliases: 0 });
    if (isSafeJson(value, MAX_DEPTH)) return ok(value);
    const remedy = 'Check where the file comes from.';
    return failed(
      problem('yaml.unsafe', `A name is reserved, or values are nested more than ${MAX_DEPTH} deep.`, remedy, {
        file: fileName,
        place: 'line 1',
      }),
    );
  } catch (error) {
    // The library may throw other errors on a damaged text as well, which its own page says.
    const known = error instanceof YAMLException ? error : null;
    const place = `line ${(known?.mark?.line ?? 0) + 1}, column ${(known?.mark?.column ?? 0) + 1}`;
    const reason = known === null || known.reason === '' ? 'This is not YAML' : known.reason;
    return failed(
      problem(
        'yaml.syntax',
        `${reason}.`,
        'Correct the text, or take another copy of the file.',
        { file: fileName, place },
        { reason },
      ),
    );
  }
}
