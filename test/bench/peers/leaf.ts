import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { must } from '../../../core/base/assert.ts';
import type { Evaluated } from '../../../core/evaluate/evaluate.ts';
import type { Simulation } from '../../../core/simulate/result.ts';
import { erlangB } from '../../../core/network/queue.ts';
import { simulate } from '../../../core/simulate/simulate.ts';
import type { Site } from '../../../core/site/site.ts';
import { evaluated } from './evaluated.ts';
import type { Light } from './leaf-city.ts';
import { LIGHTS, taxisByHour } from './leaf-city.ts';
import { plannedDay } from './leaf-plan.ts';
import type { LeafHour, LeafModel } from './leaf-site.ts';
import { AS_PUBLISHED, FOG_W, LOAD_MIPS, leafSite } from './leaf-site.ts';
import type { Row } from './row.ts';
import { relative } from './row.ts';

/** LEAF's energy of a bit by the start of a link's id, nanojoules up and down. Ethernet is free there. */
const BIT_NJ = {
  'wan-': { up: 6658, down: 20_572 },
  'wifi-': { up: 100, down: 100 },
  'ethernet-': { up: 0, down: 0 },
} as const;
const TAXI_BIT_NJ = 300;
/** LEAF places an application on a fog node as long as less than this is used. */
const THRESHOLD = 0.85;
/** Simulated time that stands for an hour. */
const HOUR_MS = 250;

/** Where fog nodes stand, one after the other: LEAF draws lights at random; these lie in the middle of the grid. */
export const FOG_LIGHTS: readonly Light[] = [5, 10, 6, 9, 4, 11].map((at) => must(LIGHTS[at], `light ${at}`));

export interface LeafCell {
  readonly name: string;
  readonly fog: number;
  /** Whether applications gather on few nodes and idle ones are switched off. */
  readonly gathers: boolean;
}

export const LEAF_CELLS: readonly LeafCell[] = [
  { name: 'Cloud only', fog: 0, gathers: false },
  ...[1, 2, 3, 4, 5, 6].map((fog) => ({ name: `Fog ${fog}`, fog, gathers: false })),
  { name: 'Fog 6s', fog: 6, gathers: true },
];

type Energy = Readonly<Record<string, number>>;

/** kWh of the day by cell: as published, and as a re-run of LEAF's present version gave, where there was one. */
export function publishedEnergy(folder: string): { readonly published: Energy; readonly rerun: Energy } {
  const { leaf } = JSON.parse(readFileSync(join(folder, 'peers.json'), 'utf8')) as {
    readonly leaf: { readonly published_kwh: Energy; readonly rerun_python_head_75cars: Energy };
  };
  return { published: leaf.published_kwh, rerun: leaf.rerun_python_head_75cars };
}

/** Who runs where in one hour: LEAF's orchestrator in the mean. @param threshold share of a fog node that is filled. */
export function hourOf({ fog, gathers }: LeafCell, taxis: number, threshold = THRESHOLD): LeafHour {
  const cameras = Array.from({ length: fog }, () => 0);
  const taxiApps = Array.from({ length: fog }, () => 0);
  const usedMips = (at: number): number => (cameras[at] ?? 0) * LOAD_MIPS.camera + (taxiApps[at] ?? 0) * LOAD_MIPS.taxi;
  const choose = (): number => {
    const order = gathers
      ? (a: number, b: number): number => usedMips(b) - usedMips(a)
      : (a: number, b: number): number => usedMips(a) - usedMips(b);
    return (
      [...cameras.keys()].filter((at) => usedMips(at) < threshold * LOAD_MIPS.fog).toSorted((a, b) => order(a, b) || a - b)[0] ??
      -1
    );
  };
  const roomFor = (mips: number): number =>
    cameras.reduce((total, _, at) => total + Math.max(0, Math.ceil((threshold * LOAD_MIPS.fog - usedMips(at)) / mips)), 0);
  const place = (apps: number, onNode: number[]): number => {
    let left = Math.round(apps);
    for (; left > 0; left -= 1) {
      const at = choose();
      if (at < 0) break;
      onNode[at] = (onNode[at] ?? 0) + 1;
    }
    return left;
  };
  const camerasInCloud = place(LIGHTS.length, cameras);
  // An application that finds no room goes to the cloud for its whole life, also when room comes free: the overflow of a loss system.
  const inFog = Math.round(taxis * (1 - (fog === 0 ? 1 : erlangB(roomFor(LOAD_MIPS.taxi), taxis))));
  const taxiAppsInCloud = Math.round(taxis) - inFog + place(inFog, taxiApps);
  const on = [...cameras.keys()].filter((at) => !gathers || usedMips(at) > 0);
  const light = (at: number): Light => must(FOG_LIGHTS[at], `place of fog node ${at}`);
  const pick = (counts: readonly number[]): number[] => on.map((at) => counts[at] ?? 0);
  return { taxis, fogAt: on.map(light), cameras: pick(cameras), taxiApps: pick(taxiApps), camerasInCloud, taxiAppsInCloud };
}

export function daySites(
  cell: LeafCell,
  model: LeafModel = AS_PUBLISHED,
  threshold = THRESHOLD,
): { readonly hour: LeafHour; readonly site: Site }[] {
  return taxisByHour().map((taxis) => {
    const hour = hourOf(cell, taxis, threshold);
    return { hour, site: leafSite(hour, model) };
  });
}

/** Power of the nodes as evaluated, and of the bits that links and taxis send. */
function powerW({ evaluation, demand }: Evaluated, taxis: number): number {
  let totalW = evaluation.totals.powerW + taxiW(taxis);
  for (const link of evaluation.links) totalW += bitsW(link.id, link.upMbps, link.downMbps);
  if (demand.legs.size === 0) throw new Error('nothing to evaluate');
  return totalW;
}

function taxiW(taxis: number): number {
  return taxis * 100e3 * TAXI_BIT_NJ * 1e-9;
}

function bitsW(linkId: string, upMbps: number, downMbps: number): number {
  const found = Object.entries(BIT_NJ).find(([start]) => linkId.startsWith(start));
  const { up, down } = must(found, `energy of a bit on ${linkId}`)[1];
  return (upMbps * up + downMbps * down) * 1e6 * 1e-9;
}

/** kWh of the day by evaluation, an hour after the other. */
export function evaluatedKWh(day: readonly { readonly hour: Pick<LeafHour, 'taxis'>; readonly site: Site }[]): number {
  return day.reduce((total, { hour, site }) => total + powerW(evaluated(site), hour.taxis), 0) / 1000;
}

/** kWh of the day by simulation: one run over 24 turns of the time line; work done and bits sent as they were counted. */
function simulatedKWh(day: ReturnType<typeof daySites>, model: LeafModel): { readonly kWh: number; readonly run: Simulation } {
  const [first, ...later] = day.map(({ site }) => site);
  const turns = later.map((site, at) => ({ atMs: (at + 1) * HOUR_MS, site }));
  const run = simulate(must(first, 'first hour'), { durationMs: day.length * HOUR_MS, warmUpShare: 0, turns });
  const idleW = day.reduce((total, { hour }) => total + FOG_W.idle * hour.fogAt.length + taxiW(hour.taxis), 0) / day.length;
  const largest = Math.max(...day.map(({ hour }) => hour.fogAt.length));
  const workMs = (subject: string): number =>
    subject.includes('cctv') ? LOAD_MIPS.camera / model.cameraHz : LOAD_MIPS.taxi / model.taxiHz;
  let totalW = idleW;
  for (const queue of run.queues) {
    if (queue.subject.startsWith('placements/')) {
      const mips = queue.subject.includes('archive') ? 0 : (queue.arrivals * workMs(queue.subject)) / (run.simulatedMs / 1000);
      totalW += queue.subject.endsWith('.cloud') ? mips * 700e-6 : (mips / LOAD_MIPS.fog) * (FOG_W.max - FOG_W.idle);
    } else if (queue.subject.startsWith('links/')) {
      const id = queue.subject.slice('links/'.length);
      const mbps =
        queue.utilisation *
        bandwidthMbps(
          must(
            day.find(({ hour }) => hour.fogAt.length === largest),
            'fullest hour',
          ).site,
          id,
        );
      totalW += bitsW(id, queue.part === 'up' ? mbps : 0, queue.part === 'down' ? mbps : 0);
    }
  }
  return { kWh: (totalW * day.length) / 1000, run };
}

function bandwidthMbps(site: Site, linkId: string): number {
  const link = must(site.links[linkId], `links/${linkId}`);
  return link.bandwidthUpMbps ?? must(site.media[link.mediumId], `media/${link.mediumId}`).bandwidthUpMbps;
}

export interface LeafRow extends Row {
  /** Of a re-run of LEAF's present version; null where there was none. */
  readonly rerun: number | null;
  readonly differenceToRerun: number | null;
  /** Evaluation and simulation of the day. */
  readonly seconds: number;
}

export function leafRow(cell: LeafCell, published: number | null, rerun: number | null): LeafRow {
  const startMs = performance.now();
  const day = daySites(cell);
  const evaluation = evaluatedKWh(day);
  const evaluatedMs = performance.now();
  const { kWh, run } = simulatedKWh(day, AS_PUBLISHED);
  return {
    study: 'LEAF',
    cell: cell.name,
    unit: 'kWh',
    published,
    evaluation,
    simulation: kWh,
    imitated: null,
    difference: relative(evaluation, published),
    rho: null,
    status: 'settles',
    reason:
      'Its taxis come by the minute and its fog nodes stand at random lights; ours are those of each hour, by rounded tables, with fog nodes in the middle.',
    rerun,
    differenceToRerun: relative(evaluation, rerun),
    seconds: (performance.now() - startMs) / 1000,
    detail: { evaluationSeconds: (evaluatedMs - startMs) / 1000, events: run.events, hash: run.hash },
  };
}

/** The catalog's Wi-Fi 6 instead of LEAF's routing weight, and messages of 500 and 50 bytes: LEAF knows bit rates only. */
export const BETTER: LeafModel = {
  cameraHz: 2500,
  taxiHz: 250,
  fill: 0.985,
  wifi: { baseLatencyMs: 1, jitter: { distribution: 'gamma', meanMs: 1.8, standardDeviationMs: 2.4 } },
};

/** Greatest p95 of any camera's or taxi's messages: of the evaluation, and of a simulation of the slowest hour. */
export interface PlanRow extends Row {
  readonly detail: { readonly p95Ms: number; readonly simulatedP95Ms: number };
}

/** LEAF's last bar against a plan of ours on the same six fog nodes: less energy, and an answer in time for every camera and taxi. */
export function planRow(published: number | null, model: LeafModel = BETTER): PlanRow {
  const day = plannedDay(FOG_LIGHTS, model);
  const evaluation = evaluatedKWh(day);
  const waiting = (id: string): boolean => id.startsWith('watch-') || id.startsWith('drive-');
  // A flow with a tiny share has too few messages for a percentile of its own.
  const worstP95 = (flows: readonly { readonly id: string; readonly status: string; readonly p95Ms: number | null }[]): number =>
    Math.max(...flows.filter(({ id, status }) => waiting(id) && status !== 'few').map(({ p95Ms }) => p95Ms ?? Infinity));
  const p95Ms = day.map(({ site }) => worstP95(evaluated(site).evaluation.flows));
  const slowest = must(day[p95Ms.indexOf(Math.max(...p95Ms))], 'slowest hour');
  return {
    study: 'LEAF',
    cell: 'a better plan',
    unit: 'kWh',
    published,
    evaluation,
    simulation: null,
    imitated: null,
    difference: relative(evaluation, published),
    rho: model.fill,
    status: 'settles',
    reason:
      'Each hour as few fog nodes as it needs, filled to 98.5 % and not 85 %; cameras and taxis on the nearest node with room, taxis by a light from where that is near.',
    detail: { p95Ms: Math.max(...p95Ms), simulatedP95Ms: worstP95(simulate(slowest.site, { requests: 400_000 }).flows) },
  };
}

/** Share of the pairs of bars that stand in the same order as published. */
export function orderKept(rows: readonly Row[]): number {
  const pairs = rows.flatMap((a, at) => rows.slice(at + 1).map((b) => [a, b] as const));
  const kept = pairs.filter(
    ([a, b]) => ((a.published ?? 0) - (b.published ?? 0)) * ((a.evaluation ?? 0) - (b.evaluation ?? 0)) > 0,
  );
  return kept.length / pairs.length;
}
