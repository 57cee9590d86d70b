import type { BrowserWindow, Dialog, FileFilter } from 'electron';
import { randomUUID } from 'node:crypto';
import { basename, extname } from 'node:path';
import { problem } from '../../../core/base/problem.ts';
import type { FileKind, OpenedFile, SavedFile } from '../../ipc/contract.ts';
import { maxFileBytes } from '../../ipc/limits.ts';
import { ShellFailure } from '../failure.ts';
import { atomicWrite, type FileSystem } from './atomic-write.ts';

export interface UserFiles {
  readonly open: (kind: FileKind) => Promise<OpenedFile | null>;
  readonly save: (suggestedName: string, bytes: Uint8Array, token: string | undefined) => Promise<SavedFile | null>;
  /** Asks where to save without writing yet; null when the user cancels. */
  readonly choose: (suggestedName: string) => Promise<ChosenFile | null>;
}

export interface ChosenFile {
  readonly write: (bytes: Uint8Array) => Promise<SavedFile>;
}

interface KnownFile {
  readonly path: string;
  /** What was opened for import is read only: a save must not turn a table of measurements into a site. */
  readonly isWritable: boolean;
}

/** Tokens kept; an older one is forgotten, and saving under it asks again where to. */
const maxTokens = 256;

// File types speak for themselves in every language, so the filters carry no words.
const filters: Readonly<Record<FileKind, FileFilter[]>> = {
  site: [
    { name: '*.edgewright.json, *.edgewright.json.gz', extensions: ['edgewright.json', 'json', 'edgewright.json.gz', 'gz'] },
  ],
  data: [{ name: '*.*', extensions: ['*'] }],
};

/** Files the user picked in a dialog of the system, and no others. */
export function createUserFiles(
  fs: FileSystem,
  dialog: Pick<Dialog, 'showOpenDialog' | 'showSaveDialog'>,
  window: () => BrowserWindow,
): UserFiles {
  const known = new Map<string, KnownFile>();
  const remember = (path: string, isWritable: boolean): SavedFile => {
    const token = randomUUID();
    known.set(token, { path, isWritable });
    const [oldest] = known.keys();
    if (known.size > maxTokens && oldest !== undefined) known.delete(oldest);
    return { token, name: basename(path) };
  };
  const choose = async (suggestedName: string): Promise<ChosenFile | null> => {
    const extension = extname(suggestedName);
    const answer = await dialog.showSaveDialog(window(), {
      defaultPath: suggestedName,
      filters: [{ name: `*${extension}`, extensions: [extension.slice(1)] }],
    });
    if (answer.canceled || answer.filePath === '') return null;
    const path = answer.filePath;
    return {
      write: async (bytes) => {
        await atomicWrite(fs, path, bytes);
        return remember(path, true);
      },
    };
  };
  return {
    choose,
    open: async (kind) => {
      const answer = await dialog.showOpenDialog(window(), { properties: ['openFile'], filters: filters[kind] });
      const [path] = answer.filePaths;
      if (answer.canceled || path === undefined) return null;
      const bytes = await readWithin(fs, path, maxFileBytes);
      return { ...remember(path, kind === 'site'), bytes };
    },
    save: async (suggestedName, bytes, token) => {
      const file = token === undefined ? undefined : known.get(token);
      if (token === undefined || file === undefined || !file.isWritable)
        return (await choose(suggestedName))?.write(bytes) ?? null;
      await atomicWrite(fs, file.path, bytes);
      return { token, name: basename(file.path) };
    },
  };
}

async function readWithin(fs: FileSystem, path: string, limitBytes: number): Promise<Uint8Array> {
  const { size } = await fs.stat(path);
  if (size > limitBytes) {
    const message = `The file has ${size} bytes; the limit is ${limitBytes}.`;
    throw new ShellFailure(
      problem(
        'file-too-large',
        message,
        'Choose a smaller file, or split it.',
        { file: basename(path) },
        { sizeBytes: size, limitBytes: limitBytes },
      ),
    );
  }
  return new Uint8Array(await fs.readFile(path));
}
