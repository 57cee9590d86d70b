import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { compareCodeUnits } from '../../core/base/canonical-json.ts';

/** SHA-256 over names and contents of `inputs` (files and folders under `root`), without what a build puts there. */
export async function fingerprint(root: string, inputs: readonly string[]): Promise<string> {
  const files: string[] = [];
  for (const input of inputs) files.push(...(await listFiles(root, input)));
  const hash = createHash('sha256');
  for (const file of files.toSorted(compareCodeUnits)) {
    const content = await readFile(join(root, file));
    hash.update(`${file.split(sep).join('/')}\0${content.byteLength}\0`).update(content);
  }
  return hash.digest('hex');
}

async function listFiles(root: string, input: string): Promise<string[]> {
  const status = await stat(join(root, input)).catch(() => null);
  if (status === null) return [];
  if (status.isFile()) return [input];
  const files: string[] = [];
  for (const entry of await readdir(join(root, input), { withFileTypes: true })) {
    if (entry.name === 'dist' || entry.name === 'node_modules') continue;
    const path = join(input, entry.name);
    if (entry.isDirectory()) files.push(...(await listFiles(root, path)));
    else if (entry.isFile()) files.push(path);
  }
  return files;
}
