import { describe, expect, test } from 'vitest';
import { generationFiles, type GenerationFiles } from '../../renderer/storage/journal/generation-files.ts';
import { fileClient, type FileWorker } from '../../renderer/storage/opfs/client.ts';
import type { FileReply, FileRequest } from '../../renderer/storage/opfs/protocol.ts';
import { serveFiles, type FilePort } from '../../renderer/storage/opfs/serve-files.ts';
import { FaultDisk } from './fault-disk.ts';

type Listener = (event: MessageEvent<FileReply> | ErrorEvent) => void;

/** A worker over a wire that clones, which can die. */
class CloningWorker implements FileWorker {
  isTerminated = false;
  readonly #listeners = new Map<string, Listener>();
  readonly #port: FilePort;

  constructor(files: GenerationFiles) {
    this.#port = {
      onmessage: null,
      postMessage: (reply) => this.#tell('message', { data: structuredClone(reply) } as MessageEvent),
    };
    serveFiles(files, this.#port);
  }

  addEventListener(kind: 'message' | 'error', listener: never): void {
    this.#listeners.set(kind, listener as Listener);
  }

  postMessage(request: FileRequest): void {
    const data = structuredClone(request);
    queueMicrotask(() => this.#port.onmessage?.({ data } as MessageEvent<FileRequest>));
  }

  terminate(): void {
    this.isTerminated = true;
  }

  die(): void {
    this.#tell('error', { message: 'out of memory' } as ErrorEvent);
  }

  #tell(kind: string, event: MessageEvent<FileReply> | ErrorEvent): void {
    if (!this.isTerminated) this.#listeners.get(kind)?.(event);
  }
}

const text = (value: string) => new TextEncoder().encode(value);

describe('files behind a worker', () => {
  test('are those on the other side', async () => {
    const files = fileClient(() => new CloningWorker(generationFiles(new FaultDisk())));
    expect(await files.read('a')).toBeNull();
    await Promise.all([files.append('a', text('one ')), files.append('a', text('two')), files.replace('b', text('three'))]);
    expect(new TextDecoder().decode((await files.read('a')) ?? undefined)).toBe('one two');
    expect(await files.list()).toEqual(['a', 'b']);
    await files.remove('a');
    await files.release('b');
    expect(await files.list()).toEqual(['b']);
  });

  test('refuse with the name of the error, so that a full disk is known as one', async () => {
    const disk = new FaultDisk();
    disk.faults = { capacityBytes: 100 };
    const files = fileClient(() => new CloningWorker(generationFiles(disk)));
    await expect(files.append('a', new Uint8Array(200))).rejects.toMatchObject({ name: 'QuotaExceededError' });
    await files.append('a', text('fits'));
    expect(new TextDecoder().decode((await files.read('a')) ?? undefined)).toBe('fits');
  });

  test('come back with another worker when the first one dies', async () => {
    const disk = new FaultDisk();
    const workers: CloningWorker[] = [];
    const files = fileClient(() => {
      // A worker that is gone holds no file open.
      for (const file of disk.files.values()) file.open = false;
      const worker = new CloningWorker(generationFiles(disk));
      workers.push(worker);
      return worker;
    });
    await files.append('a', text('one '));
    const lost = files.read('a');
    workers[0]?.die();
    await expect(lost).rejects.toThrow('out of memory');
    expect(workers[0]?.isTerminated).toBe(true);
    await files.append('a', text('two'));
    expect(workers).toHaveLength(2);
    expect(new TextDecoder().decode((await files.read('a')) ?? undefined)).toBe('one two');
  });
});
