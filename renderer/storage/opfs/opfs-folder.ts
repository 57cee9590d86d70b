import type { FlatFolder } from '../journal/generation-files.ts';

const FOLDER = 'edgewright';
/** A worker of a page that has just gone may hold its file for a moment: wait up to 2.5 s for it. */
const OPEN_ATTEMPTS = 50;
const OPEN_PAUSE_MS = 50;

/** A folder of the origin private file system. Only works in a dedicated worker. */
export function opfsFolder(): FlatFolder {
  const folder = navigator.storage.getDirectory().then((root) => root.getDirectoryHandle(FOLDER, { create: true }));
  return {
    async list() {
      const names: string[] = [];
      for await (const name of (await folder).keys()) names.push(name);
      return names;
    },
    async read(name) {
      try {
        const file = await (await (await folder).getFileHandle(name)).getFile();
        return new Uint8Array(await file.arrayBuffer());
      } catch (error) {
        if (isNamed(error, 'NotFoundError')) return null;
        throw error;
      }
    },
    async open(name) {
      const handle = await (await folder).getFileHandle(name, { create: true });
      const access = await openAlone(handle);
      return {
        size: () => access.getSize(),
        write: (bytes, at) => access.write(new Uint8Array(bytes), { at }),
        truncate: (size) => access.truncate(size),
        flush: () => access.flush(),
        close: () => access.close(),
      };
    },
    async remove(name) {
      try {
        await (await folder).removeEntry(name);
      } catch (error) {
        if (!isNamed(error, 'NotFoundError')) throw error;
      }
    },
  };
}

async function openAlone(handle: FileSystemFileHandle): Promise<FileSystemSyncAccessHandle> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await handle.createSyncAccessHandle();
    } catch (error) {
      if (attempt === OPEN_ATTEMPTS || !isNamed(error, 'NoModificationAllowedError')) throw error;
      await new Promise((resolve) => setTimeout(resolve, OPEN_PAUSE_MS));
    }
  }
}

function isNamed(error: unknown, name: string): boolean {
  return error instanceof DOMException && error.name === name;
}
