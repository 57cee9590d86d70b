import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { SimulationOptions } from '../../core/simulate/options.ts';
import type { Simulation } from '../../core/simulate/result.ts';
import { simulate, simulateInSteps } from '../../core/simulate/simulate.ts';
import { parseSiteFile } from '../../core/site/file.ts';
import type { Site } from '../../core/site/site.ts';
import { SiteBuilder } from '../helpers/small-site.ts';
import type { BenchOutcome } from './main.ts';

const FACTORY = new URL('../../assets/samples/car-factory-qc.edgewright.json', import.meta.url);
/** More than any run here has. */
const REQUESTS = 1e9;
/** Events after which a long run is as large as it will ever be. */
const GROWN_EVENTS = 1e6;

interface Row {
  readonly site: string;
  readonly run: number;
  readonly events: number;
  readonly seconds: number;
  readonly eventsPerSecond: number;
  /** Over the time that the processor gave to it: what a machine that does nothing else would show. */
  readonly eventsPerCpuSecond: number;
  readonly hash: string;
}

/**
 * Events a second on one thread: the median of `--runs` runs of `--events` events, each after a short one that lets the machine compile. `heapGrowth` is
 * what the memory of one run of 10^7 events of the factory gained from its millionth event to its last, over what it was then, garbage taken out.
 */
export async function bench(options: readonly string[]): Promise<BenchOutcome> {
  const { values } = parseArgs({
    args: [...options],
    options: {
      events: { type: 'string', default: '5000000' },
      runs: { type: 'string', default: '3' },
      long: { type: 'string', default: '10000000' },
    },
  });
  const events = Number(values.events);
  const sites = { mm1: singleQueue(), factory: factory() };
  const rows: Row[] = [];
  for (const [site, record] of Object.entries(sites)) {
    simulate(record, { requests: REQUESTS, eventsAtMost: events / 10 });
    for (let run = 0; run < Number(values.runs); run += 1) rows.push(timed(site, record, run, events));
  }
  const speed = (site: string, which: 'eventsPerSecond' | 'eventsPerCpuSecond'): number =>
    median(rows.filter((row) => row.site === site).map((row) => row[which]));
  return {
    figures: {
      mm1EventsPerSecond: speed('mm1', 'eventsPerSecond'),
      factoryEventsPerSecond: speed('factory', 'eventsPerSecond'),
      mm1EventsPerCpuSecond: speed('mm1', 'eventsPerCpuSecond'),
      factoryEventsPerCpuSecond: speed('factory', 'eventsPerCpuSecond'),
      heapGrowth: heapGrowth(sites.factory, Number(values.long)),
    },
    rows,
  };
}

function timed(site: string, record: Site, run: number, eventsAtMost: number): Row {
  const startMs = performance.now();
  const startCpu = process.cpuUsage();
  const { events, hash }: Simulation = simulate(record, { seed: run + 1, requests: REQUESTS, eventsAtMost });
  const seconds = (performance.now() - startMs) / 1000;
  const cpu = process.cpuUsage(startCpu);
  const cpuSeconds = (cpu.user + cpu.system) / 1e6;
  return { site, run, events, seconds, eventsPerSecond: events / seconds, eventsPerCpuSecond: events / cpuSeconds, hash };
}

function heapGrowth(site: Site, events: number): number {
  const collectGarbage = garbageCollector();
  const options: Partial<SimulationOptions> = { requests: REQUESTS, eventsAtMost: events };
  const steps = simulateInSteps(site, options);
  let grown: number | null = null;
  let last = 0;
  for (let step = steps.next(); step.done !== true; step = steps.next()) {
    if (grown === null && step.value.events >= GROWN_EVENTS) grown = usedBytes(collectGarbage);
    if (step.value.events >= events) last = usedBytes(collectGarbage);
  }
  if (grown === null || last === 0) throw new Error(`A run of ${events} events is too short to grow.`);
  return last / grown - 1;
}

function usedBytes(collectGarbage: () => void): number {
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}

function singleQueue(): Site {
  return new SiteBuilder()
    .medium({ id: 'instant', bandwidthUpMbps: 1e15, bandwidthDownMbps: 1e15 })
    .node('n')
    .group('g', 'n', { requestsPerSecond: 80, attachment: { nodeId: 'n', mediumId: 'instant', lengthM: 0 } })
    .workload('w')
    .service('s', 'w', { work: { computeMs: 10, variability: 1 } })
    .flow('f', 'w', 'g', 's')
    .deploy('s', 'n')
    .build();
}

function factory(): Site {
  const name = FACTORY.pathname.split('/').at(-1) ?? '';
  const read = parseSiteFile(readFileSync(FACTORY, 'utf8'), name);
  if (read.status === 'failed') throw new Error(read.error.map((each) => each.message).join(' '));
  return read.value.site;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}
