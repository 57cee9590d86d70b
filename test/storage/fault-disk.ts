import type { FlatFolder, OpenFile } from '../../renderer/storage/journal/generation-files.ts';

/** Thrown where the machine stops; from then on every operation throws it. */
export class Crash extends Error {}

export interface Faults {
  /** Number of the disk operation at which the machine stops; the operation is carried out in part. */
  crashAt?: number;
  /** Share of the bytes of a write under way that reach the medium at a crash, 0..1. */
  tornShare?: number;
  /** Flushes report success and do nothing. */
  lostFlush?: boolean;
  /** Bytes that the medium holds; further ones are refused. */
  capacityBytes?: number;
}

interface File {
  /** What reads give while the machine runs. */
  cached: Uint8Array;
  /** What is there after a crash. */
  durable: Uint8Array;
  open: boolean;
}

/** A folder in memory that forgets at a crash what was not flushed. */
export class FaultDisk implements FlatFolder {
  faults: Faults = {};
  /** Disk operations so far. */
  operations = 0;
  readonly files = new Map<string, File>();
  #crashed = false;

  /** The machine starts again: only what was flushed is there. */
  restart(faults: Faults = {}): void {
    this.#crashed = false;
    this.operations = 0;
    this.faults = faults;
    for (const file of this.files.values()) {
      file.cached = file.durable.slice();
      file.open = false;
    }
  }

  async list(): Promise<string[]> {
    this.#step();
    return [...this.files.keys()];
  }

  async read(name: string): Promise<Uint8Array | null> {
    this.#step();
    return this.files.get(name)?.cached.slice() ?? null;
  }

  async remove(name: string): Promise<void> {
    this.#step();
    this.files.delete(name);
  }

  async open(name: string): Promise<OpenFile> {
    this.#step();
    const file = this.files.get(name) ?? { cached: new Uint8Array(), durable: new Uint8Array(), open: false };
    if (file.open) throw new DOMException(`${name} is open`, 'NoModificationAllowedError');
    this.files.set(name, file);
    file.open = true;
    return {
      size: () => file.cached.length,
      write: (bytes, at) => this.#write(file, bytes, at),
      truncate: (size) => {
        this.#step();
        file.cached = file.cached.slice(0, size);
      },
      flush: () => {
        this.#step();
        if (this.faults.lostFlush !== true) file.durable = file.cached.slice();
      },
      close: () => {
        file.open = false;
      },
    };
  }

  #write(file: File, bytes: Uint8Array, at: number): number {
    const free = (this.faults.capacityBytes ?? Infinity) - this.usedBytes();
    const taken = Math.max(0, Math.min(bytes.length, free));
    const wouldCrash = this.operations + 1 === this.faults.crashAt;
    const kept = wouldCrash ? Math.floor(taken * (this.faults.tornShare ?? 0)) : taken;
    const next = new Uint8Array(Math.max(file.cached.length, at + kept));
    next.set(file.cached);
    next.set(bytes.subarray(0, kept), at);
    file.cached = next;
    // What the system writes by itself may reach the medium before the flush.
    if (wouldCrash) file.durable = next.slice();
    this.#step();
    return taken;
  }

  usedBytes(): number {
    return [...this.files.values()].reduce((sum, file) => sum + file.cached.length, 0);
  }

  #step(): void {
    this.operations += 1;
    if (this.operations === this.faults.crashAt) this.#crashed = true;
    if (this.#crashed) throw new Crash(`stopped at operation ${this.operations}`);
  }
}
