import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Problem } from '../base/problem.ts';
import { problem } from '../base/problem.ts';
import type { Result } from '../base/result.ts';
import { failed } from '../base/result.ts';
import { safeJson } from '../base/safe-json.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { CatalogFile } from '../catalog/parse-catalog.ts';
import { parseCatalog } from '../catalog/parse-catalog.ts';

const FOLDER = fileURLToPath(new URL('../../assets/catalog/', import.meta.url));

/** The catalog that comes with the program, from the disk; the files of a folder in the order of their names. */
export function loadCatalog(folder: string = FOLDER): Result<Catalog, readonly Problem[]> {
  const problems: Problem[] = [];
  const read = (names: readonly string[]): CatalogFile[] =>
    names.map((name) => {
      const json = safeJson(readFileSync(`${folder}/${name}`, 'utf8'));
      if (json.status === 'failed') problems.push({ ...json.error, file: name });
      return { name, value: json.status === 'ok' ? json.value : [] };
    });
  const list = (part: string): string[] =>
    readdirSync(`${folder}/${part}`)
      .filter((name) => name.endsWith('.json'))
      .toSorted()
      .map((name) => `${part}/${name}`);
  try {
    const files = {
      hardwareTypes: read(list('hardware')),
      media: read(['media.json']),
      templates: read(list('templates')),
      ruleSets: read(list('rules')),
    };
    return problems.length > 0 ? failed(problems) : parseCatalog(files);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return failed([
      problem(
        'catalog.unreadable',
        `The catalog cannot be read: ${reason}.`,
        'Install the program again.',
        { file: folder },
        { reason },
      ),
    ]);
  }
}
