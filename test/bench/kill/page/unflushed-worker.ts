import { generationFiles, type FlatFolder, type OpenFile } from '../../../../renderer/storage/journal/generation-files.ts';
import { opfsFolder } from '../../../../renderer/storage/opfs/opfs-folder.ts';
import { serveFiles, type FilePort } from '../../../../renderer/storage/opfs/serve-files.ts';

/**
 * The broken build: what is appended waits in memory while it counts as flushed. Leaving out the call of `flush`
 * alone would not do: `kill -9` spares what the operating system has been given, only a power cut does not.
 */
const HELD_BACK_MS = 150;

function holdBack(folder: FlatFolder): FlatFolder {
  return { ...folder, open: async (name) => holdBackFile(await folder.open(name)) };
}

function holdBackFile(file: OpenFile): OpenFile {
  let pending: { bytes: Uint8Array; at: number }[] = [];
  let open = true;
  function writeOut(): void {
    for (const { bytes, at } of pending) file.write(bytes, at);
    pending = [];
  }
  return {
    size: () => file.size(),
    write(bytes, at) {
      if (pending.length === 0) setTimeout(() => open && writeOut(), HELD_BACK_MS);
      pending.push({ bytes, at });
      return bytes.length;
    },
    truncate: (size) => file.truncate(size),
    flush: () => undefined,
    close() {
      writeOut();
      open = false;
      file.close();
    },
  };
}

serveFiles(generationFiles(holdBack(opfsFolder())), globalThis as unknown as FilePort);
