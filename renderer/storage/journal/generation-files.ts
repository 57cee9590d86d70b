import { crc32 } from '../../../core/base/crc32.ts';

/** The few file operations that the storage needs, over a flat folder. All writes of an open file are synchronous. */
export interface FlatFolder {
  list(): Promise<readonly string[]>;
  /** Null when there is no such file. */
  read(name: string): Promise<Uint8Array | null>;
  /** Opens for writing, alone; creates the file when it is not there. */
  open(name: string): Promise<OpenFile>;
  remove(name: string): Promise<void>;
}

export interface OpenFile {
  size(): number;
  /** Returns how many bytes were taken. */
  write(bytes: Uint8Array, at: number): number;
  truncate(size: number): void;
  flush(): void;
  close(): void;
}

/**
 * Named files that are appended to with a flush and replaced all or nothing.
 *
 * A file `name` is kept as `name.<generation>` beside `name.pointer`, which has two slots that are written in turn:
 * a replacement writes the next generation, reads it back, then one slot of the pointer, and only then removes the
 * old generation. A slot that a crash tore fails its check sum, and the other one still names a whole file.
 */
export interface GenerationFiles {
  append(name: string, bytes: Uint8Array): Promise<void>;
  read(name: string): Promise<Uint8Array | null>;
  replace(name: string, bytes: Uint8Array): Promise<void>;
  /** Names in code-unit order. */
  list(): Promise<readonly string[]>;
  remove(name: string): Promise<void>;
  release(name: string): Promise<void>;
}

interface HeldFile {
  readonly file: OpenFile;
  size: number;
}

const SLOT_BYTES = 32;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

export function generationFiles(folder: FlatFolder): GenerationFiles {
  const held = new Map<string, HeldFile>();

  function release(name: string): void {
    held.get(name)?.file.close();
    held.delete(name);
  }

  async function hold(name: string): Promise<HeldFile> {
    const known = held.get(name);
    if (known !== undefined) return known;
    let generation = await currentGeneration(folder, name);
    if (generation === null) {
      generation = 1;
      await writePointer(folder, name, generation);
    }
    const file = await folder.open(generationName(name, generation));
    const opened = { file, size: file.size() };
    held.set(name, opened);
    return opened;
  }

  return {
    async append(name, bytes) {
      const target = await hold(name);
      try {
        writeFully(target.file, bytes, target.size);
        target.file.flush();
        target.size += bytes.length;
      } catch (error) {
        cutBack(target);
        release(name);
        throw error;
      }
    },
    async read(name) {
      const generation = await currentGeneration(folder, name);
      return generation === null ? null : folder.read(generationName(name, generation));
    },
    async replace(name, bytes) {
      const generations = await existingGenerations(folder, name);
      const next = Math.max(0, ...generations, ...(await readPointer(folder, name))) + 1;
      await writeWhole(folder, generationName(name, next), bytes);
      await writePointer(folder, name, next);
      release(name);
      for (const generation of generations) await folder.remove(generationName(name, generation));
    },
    async list() {
      const names = (await folder.list()).map((file) => file.slice(0, file.lastIndexOf('.')));
      return [...new Set(names)].toSorted();
    },
    async remove(name) {
      release(name);
      for (const generation of await existingGenerations(folder, name)) await folder.remove(generationName(name, generation));
      await folder.remove(pointerName(name));
    },
    release: async (name) => release(name),
  };
}

/** The newest generation that a valid slot names and that is there; else the newest that is there; else null. */
async function currentGeneration(folder: FlatFolder, name: string): Promise<number | null> {
  const existing = await existingGenerations(folder, name);
  const pointed = await readPointer(folder, name);
  return pointed.find((generation) => existing.includes(generation)) ?? existing[0] ?? null;
}

/** Newest first. */
async function existingGenerations(folder: FlatFolder, name: string): Promise<number[]> {
  const prefix = `${name}.`;
  const endings = (await folder.list()).filter((file) => file.startsWith(prefix)).map((file) => file.slice(prefix.length));
  return endings
    .filter((ending) => /^\d+$/.test(ending))
    .map(Number)
    .toSorted((a, b) => b - a);
}

/** Generations of the valid slots, newest first. */
async function readPointer(folder: FlatFolder, name: string): Promise<number[]> {
  const bytes = await folder.read(pointerName(name));
  if (bytes === null) return [];
  const slots = [bytes.subarray(0, SLOT_BYTES), bytes.subarray(SLOT_BYTES, 2 * SLOT_BYTES)];
  return slots.flatMap((slot) => readSlot(decoder.decode(slot)) ?? []).toSorted((a, b) => b - a);
}

function readSlot(text: string): number | null {
  const generation = Number(text.slice(9));
  return Number.isSafeInteger(generation) && generation > 0 && text === formatSlot(generation) ? generation : null;
}

function formatSlot(generation: number): string {
  const digits = String(generation).padStart(SLOT_BYTES - 10, '0');
  return `${crc32(encoder.encode(digits)).toString(16).padStart(8, '0')} ${digits}\n`;
}

async function writePointer(folder: FlatFolder, name: string, generation: number): Promise<void> {
  const file = await folder.open(pointerName(name));
  try {
    writeFully(file, encoder.encode(formatSlot(generation)), (generation % 2) * SLOT_BYTES);
    file.flush();
  } finally {
    file.close();
  }
}

async function writeWhole(folder: FlatFolder, fileName: string, bytes: Uint8Array): Promise<void> {
  const file = await folder.open(fileName);
  try {
    writeFully(file, bytes, 0);
    file.flush();
  } finally {
    file.close();
  }
  const written = await folder.read(fileName);
  if (written === null || written.length !== bytes.length || crc32(written) !== crc32(bytes)) {
    throw new Error(`${fileName} did not read back as it was written`);
  }
}

function writeFully(file: OpenFile, bytes: Uint8Array, at: number): void {
  const taken = file.write(bytes, at);
  if (taken !== bytes.length) throw new DOMException(`${taken} of ${bytes.length} bytes written`, 'QuotaExceededError');
}

function cutBack(target: HeldFile): void {
  try {
    target.file.truncate(target.size);
    target.file.flush();
  } catch {
    // The medium refuses this as well. Whoever appends next reads the file first and finds the torn line.
  }
}

function generationName(name: string, generation: number): string {
  return `${name}.${generation}`;
}

function pointerName(name: string): string {
  return `${name}.pointer`;
}
