import * as nodeFiles from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { FileSystem } from '../../electron/main/files/atomic-write.ts';

export interface FailingFiles {
  readonly fs: FileSystem;
  /** Every step taken, such as `open`, `handle.sync`. */
  readonly steps: string[];
}

/**
 * The real file system that stops at step `failAt` (from 0): like a process that is killed there, nothing after it
 * reaches the disk either, the code's own cleaning up included. Without `failAt` it only counts.
 * With `halfWrites`, the write that is stopped has already put half of its bytes there.
 */
export function failingFiles(failAt = Number.POSITIVE_INFINITY, halfWrites = false): FailingFiles {
  const steps: string[] = [];
  const step = async <Value>(name: string, work: () => Promise<Value>): Promise<Value> => {
    steps.push(name);
    if (steps.length > failAt) throw Object.assign(new Error(`killed at ${name}`), { code: 'EIO' });
    return work();
  };
  const wrapHandle = (handle: FileHandle): FileHandle =>
    new Proxy(handle, {
      get: (target, key) => {
        const member: unknown = Reflect.get(target, key);
        if (typeof member !== 'function') return member;
        return (...args: unknown[]) => {
          // A killed process closes its files by being gone: leaving them open here would only leak them.
          if (key === 'close') return target.close();
          const call = (): Promise<unknown> => Reflect.apply(member, target, args) as Promise<unknown>;
          if (key === 'writeFile' && halfWrites && steps.length === failAt && typeof args[0] === 'string') {
            const half = args[0].slice(0, Math.ceil(args[0].length / 2));
            return target.writeFile(half).then(() => step('handle.writeFile', call));
          }
          return step(`handle.${String(key)}`, call);
        };
      },
    });
  const fs = Object.fromEntries(
    (['rename', 'rm', 'mkdir', 'readFile', 'readdir', 'stat'] as const).map((name) => [
      name,
      (...args: unknown[]) => step(name, () => Reflect.apply(nodeFiles[name], nodeFiles, args) as Promise<unknown>),
    ]),
  );
  const open: FileSystem['open'] = (...args) => step('open', async () => wrapHandle(await nodeFiles.open(...args)));
  return { fs: { ...fs, open } as unknown as FileSystem, steps };
}
