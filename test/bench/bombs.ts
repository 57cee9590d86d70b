import { spawnSync } from 'node:child_process';
import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BOMBS } from './bombs/bombs.ts';
import type { BenchOutcome } from './main.ts';

/** Goal S2: every bomb is refused in less than this. */
const LIMIT_MS = 500;
const LIMIT_MIB = 64;

/** What the child says of one bomb. */
export interface BombReport {
  readonly code: string | null;
  readonly ms: number;
  readonly addedMiB: number;
}

/**
 * Goal S2: gives each bomb as a file to the reader it is meant for, in a process of its own. Figures: bombs, those that were
 * read instead of refused, slowest refusal, most memory added over the idle process, and how many broke a limit.
 */
export async function bench(): Promise<BenchOutcome> {
  const folder = mkdtempSync(join(tmpdir(), 'edgewright-bombs-'));
  const rows: (BombReport & { readonly bomb: string })[] = [];
  try {
    for (const { name, reader, bytes } of BOMBS) {
      const path = join(folder, 'bomb');
      const content = bytes();
      writeFileSync(path, typeof content === 'number' ? '' : content);
      if (typeof content === 'number') {
        const file = openSync(path, 'r+');
        ftruncateSync(file, content);
        closeSync(file);
      }
      const child = spawnSync(process.execPath, [fileURLToPath(new URL('./bombs/defuse.ts', import.meta.url)), reader, path], {
        encoding: 'utf8',
        timeout: 30_000,
      });
      const report =
        child.status === 0 ? (JSON.parse(child.stdout) as BombReport) : { code: null, ms: 30_000, addedMiB: Infinity };
      rows.push({ bomb: `${reader}: ${name}`, ...report });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const figures = {
    bombs: rows.length,
    notRefused: rows.filter(({ code }) => code === null).length,
    slowestMs: Math.max(...rows.map(({ ms }) => ms)),
    mostAddedMiB: Math.max(...rows.map(({ addedMiB }) => addedMiB)),
    overTime: rows.filter(({ ms }) => ms >= LIMIT_MS).length,
    overMemory: rows.filter(({ addedMiB }) => addedMiB >= LIMIT_MIB).length,
  };
  return { figures, rows };
}
