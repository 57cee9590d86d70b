import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Problem } from '../base/problem.ts';
import type { Result } from '../base/result.ts';
import { failed, ok } from '../base/result.ts';
import { diskProblem } from '../formats/read-file.ts';

/**
 * Writes a file whole or not at all: a temporary file beside it, flushed, then renamed over it. `name` is for messages; text for a name that
 * ends in `.gz` is compressed.
 */
export async function writeTextFile(path: string, name: string, text: string | Uint8Array): Promise<Result<null, Problem>> {
  const content = typeof text === 'string' && name.endsWith('.gz') ? gzipSync(text) : text;
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}.part`);
  try {
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    return ok(null);
  } catch (error) {
    await rm(temporary, { force: true });
    const found = diskProblem(error, name);
    return failed(
      found.code === 'file.missing'
        ? { ...found, code: 'file.no-folder', message: 'Its folder does not exist.', remedy: 'Create it first.' }
        : found,
    );
  }
}
