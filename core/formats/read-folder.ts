import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { compareCodeUnits } from '../base/canonical-json.ts';
import type { Problem } from '../base/problem.ts';
import { problem } from '../base/problem.ts';
import type { Result } from '../base/result.ts';
import { failed, ok } from '../base/result.ts';
import { MAX_FOLDER_FILES } from './guard/limits.ts';
import type { TextFormat } from './guard/limits.ts';
import type { ImportFile } from './import-result.ts';
import { diskProblem, readTextFile } from './read-file.ts';

/** All files of a folder with an ending (`.csv`), with all guards of their format; subfolders are left alone. `name` is for messages. */
export async function readFolder(
  path: string,
  name: string,
  ending: string,
  format: TextFormat,
): Promise<Result<readonly ImportFile[], readonly Problem[]>> {
  let entries;
  try {
    entries = await readdir(path, { withFileTypes: true });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    const isFile = problem('file.not-a-folder', 'This is a file.', 'Name the folder that holds it.', { file: name });
    return failed([code === 'ENOTDIR' ? isFile : diskProblem(error, name)]);
  }
  const names = entries
    .filter((entry) => !entry.isDirectory() && entry.name.toLowerCase().endsWith(ending))
    .map((entry) => entry.name)
    .toSorted(compareCodeUnits);
  if (names.length === 0) {
    const message = `There is no *${ending} file in the folder.`;
    return failed([problem('file.empty-folder', message, 'Name the folder that holds the files.', { file: name }, { ending })]);
  }
  if (names.length > MAX_FOLDER_FILES) {
    const message = `There are ${names.length} *${ending} files; at most ${MAX_FOLDER_FILES} are read.`;
    return failed([
      problem(
        'file.too-many',
        message,
        'Name a folder with the files of one site.',
        { file: name },
        { count: names.length, ending, limit: MAX_FOLDER_FILES },
      ),
    ]);
  }
  const files: ImportFile[] = [];
  const problems: Problem[] = [];
  for (const each of names) {
    const shown = join(name, each);
    const text = await readTextFile(join(path, each), shown, format);
    if (text.status === 'ok') files.push({ name: shown, text: text.value });
    else problems.push(text.error);
  }
  return problems.length === 0 ? ok(files) : failed(problems);
}
