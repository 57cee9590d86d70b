import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe } from 'vitest';
import { projectRoot } from '../../electron/launch/root.mjs';

/** Folder of public data that is not part of the project; `EDGEWRIGHT_SHARED_DATA` names another than `../shared/data`. */
export const SHARED_DATA = resolve(projectRoot, process.env['EDGEWRIGHT_SHARED_DATA'] ?? '../shared/data');

/** Tests over a folder of the shared data; skipped with a line that says so where it is absent. */
export function describeSharedData(folder: string, title: string, tests: (path: string) => void): void {
  const path = join(SHARED_DATA, folder);
  if (existsSync(path)) {
    describe(title, () => tests(path));
    return;
  }
  console.warn(`skipped: ${title} (there is no ${path}; set EDGEWRIGHT_SHARED_DATA)`);
  describe.skip(`${title} (no shared data)`, () => tests(path));
}

/** Text files of a folder with an ending, in the order of their names; empty where the folder is absent. */
export function sharedTexts(path: string, ending: string): { readonly name: string; readonly text: string }[] {
  if (!existsSync(path)) return [];
  const names = readdirSync(path).filter((name) => name.endsWith(ending));
  return names.toSorted().map((name) => ({ name, text: readFileSync(join(path, name), 'utf8') }));
}
