import type { GenerationFiles } from '../journal/generation-files.ts';
import type { FileOperation, FileReply, FileRequest } from './protocol.ts';

/** What a `Worker` and a test's port have in common. */
export interface FileWorker {
  postMessage(request: FileRequest): void;
  addEventListener(kind: 'message', listener: (message: MessageEvent<FileReply>) => void): void;
  addEventListener(kind: 'error', listener: (error: ErrorEvent) => void): void;
  terminate(): void;
}

type Value = Uint8Array | readonly string[] | null;

/**
 * The files of a worker, called as if they were here. A worker that dies, of memory for one, fails the calls under way;
 * the next call starts another.
 */
export function fileClient(createWorker: () => FileWorker): GenerationFiles {
  const waiting = new Map<number, { resolve: (value: Value) => void; reject: (error: Error) => void }>();
  let running: FileWorker | null = null;
  let lastId = 0;

  function start(): FileWorker {
    const worker = createWorker();
    worker.addEventListener('message', ({ data }) => {
      const caller = waiting.get(data.id);
      waiting.delete(data.id);
      if (data.status === 'ok') caller?.resolve(data.value);
      else caller?.reject(new DOMException(data.message, data.name));
    });
    worker.addEventListener('error', ({ message }) => {
      if (running !== worker) return;
      running = null;
      worker.terminate();
      for (const { reject } of waiting.values()) reject(new Error(`The storage worker stopped: ${message}`));
      waiting.clear();
    });
    return worker;
  }

  async function call(operation: FileOperation, name: string, bytes: Uint8Array = new Uint8Array()): Promise<Value> {
    running ??= start();
    const worker = running;
    lastId += 1;
    const id = lastId;
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      worker.postMessage({ id, operation, name, bytes: new Uint8Array(bytes) });
    });
  }

  async function carryOut(operation: FileOperation, name: string, bytes?: Uint8Array): Promise<void> {
    await call(operation, name, bytes);
  }

  return {
    append: (name, bytes) => carryOut('append', name, bytes),
    replace: (name, bytes) => carryOut('replace', name, bytes),
    remove: (name) => carryOut('remove', name),
    release: (name) => carryOut('release', name),
    async read(name) {
      const value = await call('read', name);
      return value instanceof Uint8Array ? value : null;
    },
    async list() {
      const value = await call('list', '');
      return Array.isArray(value) ? value : [];
    },
  };
}
