import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { Problem } from '../base/problem.ts';
import { problem } from '../base/problem.ts';
import type { Result } from '../base/result.ts';
import { failed, ok } from '../base/result.ts';
import type { ByteSource } from './guard/byte-source.ts';
import type { TextFormat } from './guard/limits.ts';
import { readText } from './guard/read-text.ts';

/** Text of a file on disk, with all guards of its format. `name` is the path as the user gave it. */
export async function readTextFile(path: string, name: string, format: TextFormat): Promise<Result<string, Problem>> {
  const read = await withFile(path, name, (source) => readText(source, format));
  return read.status === 'failed' ? read : read.value;
}

/** A file on disk as a source that is read in parts; `take` has it open. */
export async function withFile<Value>(
  path: string,
  name: string,
  take: (source: ByteSource) => Promise<Value>,
): Promise<Result<Value, Problem>> {
  try {
    const file = await open(path, 'r');
    try {
      const facts = await file.stat();
      if (!facts.isFile()) return failed(notAFile(name, facts.isDirectory()));
      return ok(await take(sourceOf(file, facts.size, name)));
    } finally {
      await file.close();
    }
  } catch (error) {
    return failed(diskProblem(error, name));
  }
}

function sourceOf(file: FileHandle, size: number, name: string): ByteSource {
  return {
    name,
    size,
    async slice(start, end) {
      const bytes = new Uint8Array(end - start);
      let filled = 0;
      while (filled < bytes.length) {
        const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, start + filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return bytes.subarray(0, filled);
    },
  };
}

/** An error of the file system as a problem; any other error is a bug and is thrown on. */
export function diskProblem(error: unknown, name: string): Problem {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
  if (code === null) throw error;
  if (code === 'ENOENT') return problem('file.missing', 'There is no such file.', 'Check the path.', { file: name });
  if (code === 'EACCES' || code === 'EPERM')
    return problem('file.denied', 'The file may not be read.', 'Check its permissions.', { file: name });
  if (code === 'EISDIR') return notAFile(name, true);
  return problem(
    'file.unreadable',
    `The disk answers ${code}.`,
    'Check the path and the disk.',
    { file: name },
    { reason: code },
  );
}

function notAFile(name: string, isFolder: boolean): Problem {
  return problem(
    'file.not-a-file',
    isFolder ? 'This is a folder.' : 'This is not a file.',
    'Name a file.',
    { file: name },
    isFolder ? { which: 'folder' } : {},
  );
}
