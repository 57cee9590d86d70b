import { existsSync, readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { execFileSync } from 'node:child_process';
import { simulate } from '../../../core/simulate/simulate.ts';
import type { Site } from '../../../core/site/site.ts';
import { gameSite, surveillanceSite, T_MS } from './ifogsim-site.ts';

/** What one run costs in a process of its own, which has done nothing before. */
export interface RunCost {
  readonly cell: string;
  readonly simulatedMs: number;
  readonly events: number;
  /** From the site to the result: wall clock, and what the processor gave to it on a machine that does other things too. */
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** To make the site from the study's parameters. */
  readonly buildSeconds: number;
  /** Most memory of the whole process with Node and the site, and by how much the run raised it. */
  readonly peakMiB: number;
  readonly addedMiB: number;
  readonly hash: string;
}

const SITES: { readonly [cell: string]: () => Site } = {
  'DCNS fog C5': () => surveillanceSite(16, 'fog'),
  'DCNS cloud C5': () => surveillanceSite(16, 'cloud'),
  'VR A fog C5': () => gameSite({ gateways: 16, mode: 'fog', eegMs: 10, broadcasts: true }),
  'VR A cloud C5': () => gameSite({ gateways: 16, mode: 'cloud', eegMs: 10, broadcasts: true }),
  'VR B fog C5': () => gameSite({ gateways: 16, mode: 'fog', eegMs: 5, broadcasts: true }),
  'VR B cloud C5': () => gameSite({ gateways: 16, mode: 'cloud', eegMs: 5, broadcasts: true }),
  '10,000 cameras': () => surveillanceSite(2500, 'fog'),
};
export const C5_CELLS = Object.keys(SITES).filter((cell) => cell.endsWith('C5'));
export const MANY_CAMERAS = '10,000 cameras';

/** Runs a cell once in a new process. */
export function runOnce(cell: string, durationMs = T_MS): RunCost {
  const self = fileURLToPath(import.meta.url);
  return JSON.parse(execFileSync(process.execPath, [self, cell, String(durationMs)], { encoding: 'utf8' })) as RunCost;
}

function measured(cell: string, durationMs: number): RunCost {
  const begunMs = performance.now();
  const site = SITES[cell]?.();
  if (site === undefined) throw new Error(`There is no cell ${cell}.`);
  const before = peakMiB();
  const cpu = process.cpuUsage();
  const startMs = performance.now();
  const { events, hash } = simulate(site, { durationMs });
  const seconds = (performance.now() - startMs) / 1000;
  const spent = process.cpuUsage(cpu);
  const peak = peakMiB();
  return {
    cell,
    simulatedMs: durationMs,
    events,
    seconds,
    cpuSeconds: (spent.user + spent.system) / 1e6,
    buildSeconds: (startMs - begunMs) / 1000,
    peakMiB: peak,
    addedMiB: peak - before,
    hash,
  };
}

/** Most memory that this process has had. A child's `maxRSS` on Linux starts with that of its parent, the high-water mark of its own memory does not. */
function peakMiB(): number {
  const status = '/proc/self/status';
  const mark = existsSync(status) ? /VmHWM:\s+(\d+) kB/.exec(readFileSync(status, 'utf8'))?.[1] : undefined;
  return (mark === undefined ? process.resourceUsage().maxRSS : Number(mark)) / 1024;
}

const [, script, cell, durationMs] = process.argv;
if (script === fileURLToPath(import.meta.url) && cell !== undefined)
  console.log(JSON.stringify(measured(cell, Number(durationMs ?? T_MS))));
