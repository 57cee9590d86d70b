import { readTextFile } from '../../../core/formats/read-file.ts';
import type { BombReport } from '../bombs.ts';
import type { ReaderName } from './readers.ts';
import { READERS } from './readers.ts';

// One bomb, in a process of its own, so that its memory is its own: `defuse.ts READER PATH`.
const [name, path = ''] = process.argv.slice(2);
const reader = READERS[name as ReaderName];
const idleKiB = process.resourceUsage().maxRSS;
const started = performance.now();
const text = await readTextFile(path, 'bomb', reader.format);
const result = text.status === 'failed' ? { status: 'failed' as const, error: [text.error] } : reader.read(text.value);
const report: BombReport = {
  code: result.status === 'failed' ? (result.error[0]?.code ?? 'no reason') : null,
  ms: performance.now() - started,
  addedMiB: (process.resourceUsage().maxRSS - idleKiB) / 1024,
};
console.log(JSON.stringify(report));
