import type { GenerationFiles } from '../journal/generation-files.ts';
import type { FileReply, FileRequest } from './protocol.ts';

/** What a worker's global scope and a test's port have in common. */
export interface FilePort {
  onmessage: ((message: MessageEvent<FileRequest>) => void) | null;
  postMessage(reply: FileReply): void;
}

/** Answers the requests of a port one after the other, in the order they came. */
export function serveFiles(files: GenerationFiles, port: FilePort): void {
  let previous: Promise<void> = Promise.resolve();
  port.onmessage = ({ data }) => {
    previous = previous.then(async () => port.postMessage(await answer(files, data)));
  };
}

async function answer(files: GenerationFiles, request: FileRequest): Promise<FileReply> {
  try {
    return { id: request.id, status: 'ok', value: await carryOut(files, request) };
  } catch (error) {
    const { name, message } = error instanceof Error || error instanceof DOMException ? error : new Error(String(error));
    return { id: request.id, status: 'failed', name, message };
  }
}

async function carryOut(files: GenerationFiles, request: FileRequest): Promise<Uint8Array | readonly string[] | null> {
  switch (request.operation) {
    case 'append':
      await files.append(request.name, request.bytes);
      return null;
    case 'replace':
      await files.replace(request.name, request.bytes);
      return null;
    case 'remove':
      await files.remove(request.name);
      return null;
    case 'release':
      await files.release(request.name);
      return null;
    case 'read':
      return files.read(request.name);
    case 'list':
      return files.list();
  }
}
