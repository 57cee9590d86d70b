import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const SHARED_DATA = fileURLToPath(new URL('../../../../shared/data', import.meta.url));

export interface InstanceOptions {
  /** Folder with the instances. */
  readonly folder: string;
  /** Whether the instance was asked for; all are when none is named. */
  isWanted(name: string): boolean;
}

/** `--data FOLDER` and `--only INSTANCE` of the benches over published instances; other options are given as `extra`, with defaults. */
export function instanceOptions<Extra extends string>(
  options: readonly string[],
  family: string,
  extra: Readonly<Record<Extra, string>>,
): InstanceOptions & { readonly extra: Readonly<Record<Extra, string>> } {
  const names = Object.keys(extra) as Extra[];
  const { values } = parseArgs({
    args: [...options],
    options: {
      data: { type: 'string' },
      only: { type: 'string' },
      ...Object.fromEntries(names.map((name) => [name, { type: 'string' as const }])),
    },
  });
  const given: Readonly<Record<string, string | boolean | undefined>> = values;
  const folder = familyFolder(values.data === undefined ? SHARED_DATA : resolve(values.data), family);
  if (!existsSync(folder)) throw new Error(`There is no ${folder}: name the folder of the instances with --data FOLDER.`);
  return {
    folder,
    isWanted: (name) => values.only === undefined || name === values.only,
    extra: Object.fromEntries(names.map((name) => [name, String(given[name] ?? extra[name])])) as Record<Extra, string>,
  };
}

/** The folder itself, or the family's folder in it. */
function familyFolder(folder: string, family: string): string {
  const inside = join(folder, family);
  return existsSync(inside) ? inside : folder;
}
