import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { must } from '../../../core/base/assert.ts';
import type { Evaluated } from '../../../core/evaluate/evaluate.ts';
import { relieve } from '../../../core/evaluate/relief/relief.ts';
import type { Relief } from '../../../core/evaluate/relief/result.ts';
import type { ArrivalProcess } from '../../../core/simulate/options.ts';
import type { Simulation } from '../../../core/simulate/result.ts';
import { simulate } from '../../../core/simulate/simulate.ts';
import type { Site } from '../../../core/site/site.ts';
import { evaluated } from './evaluated.ts';
import { remedied } from './apply-commands.ts';
import type { Mode } from './ifogsim-site.ts';
import { FRAME_MS, gameSite, GATEWAYS, MIPS, surveillanceSite, T_MS } from './ifogsim-site.ts';
import type { Row } from './row.ts';
import { relative } from './row.ts';

/** One published run of iFogSim2. */
export interface Published {
  readonly app: 'VR' | 'DCNS';
  readonly eeg?: 10 | 5;
  readonly gw: number;
  readonly mode: Mode;
  readonly pub: { readonly delay?: number; readonly d1?: number; readonly d2?: number };
}

/** CloudSim's least time between events, ms, which each hand-over to a module costs. */
const LEAST_GAP_MS = 0.1;

/** The published runs, of the folder of public data. */
export function publishedRuns(folder: string): Published[] {
  return (JSON.parse(readFileSync(join(folder, 'peers.json'), 'utf8')) as { readonly ifogsim: Published[] }).ifogsim;
}

/** @param requests of a simulation; the intervals of its means shrink with their root. */
export function ifogsimRows(run: Published, requests: number): Row[] {
  return run.app === 'DCNS' ? surveillanceRows(run, requests) : [gameRow(run, requests)];
}

function nameOf({ app, eeg, gw, mode }: Published): string {
  const configuration = GATEWAYS.findIndex((gateways) => gateways === gw) + 1;
  return `${app}${eeg === undefined ? '' : eeg === 10 ? ' A' : ' B'} ${mode} C${configuration}`;
}

function surveillanceRows(run: Published, requests: number): Row[] {
  const { gw, mode } = run;
  const site = surveillanceSite(gw, mode);
  const ours = evaluated(site);
  const simulation = simulate(site, { requests });
  const reliefs = relieve(ours);
  const inStep = imitatedSurveillance(gw, mode);
  const rows = (
    [
      ['L1', 'motion-0', run.pub.d1, inStep.motionMs],
      ['L2', 'ptz-0', run.pub.d2, inStep.ptzMs],
    ] as const
  ).map(([loop, flow, published = null, imitated]): Row => {
    const evaluation = meanOf(ours.evaluation.flows, flow);
    const rho = highestRho(ours, loop === 'L1' ? ['links/proxy-uplink', 'placements/object-detector'] : ['links/proxy-downlink']);
    return {
      study: 'iFogSim2',
      cell: `${nameOf(run)} ${loop}`,
      unit: 'ms',
      published,
      evaluation,
      simulation: meanOf(simulation.flows, flow),
      imitated,
      difference: relative(imitated, published),
      rho,
      status: statusOf(ours, flow),
      reason: surveillanceReason(loop, mode, statusOf(ours, flow)),
      ...(loop === 'L1' ? fixOf(reliefs) : {}),
    };
  });
  return rows;
}

function surveillanceReason(loop: 'L1' | 'L2', mode: Mode, status: string): string {
  if (loop === 'L2') return 'CloudSim hands over after at least 0.1 ms.';
  if (status === 'saturated')
    return 'Overload, not latency: the figure grows with the time that was simulated. Imitated: the backlog at their T of 10,000 ms.';
  const inStep = 'All cameras send at the same moment there, and each of three hand-overs costs 0.1 ms';
  return mode === 'fog'
    ? `${inStep}; the four frames share the gateway's CPU, so that all end when the last does. Ours come independently, first come, first served.`
    : `${inStep}; ours come independently.`;
}

/** All cameras in step, as iFogSim's sensors are, over its simulated time; and its gaps on top. */
export function imitatedSurveillance(gateways: number, mode: Mode): { readonly motionMs: number; readonly ptzMs: number } {
  const site = surveillanceSite(gateways, mode, true);
  const timesMs = Array.from({ length: T_MS / FRAME_MS }, (_, frame) => frame * FRAME_MS);
  const arrivals: ArrivalProcess = { kind: 'trace', timesMs };
  const { windows } = simulate(site, { durationMs: T_MS, windowMs: T_MS, warmUpShare: 0, arrivals });
  const means = must(windows[0], 'window').flows;
  const motion = means.filter(({ id }) => id.startsWith('motion-'));
  const answered = motion.reduce((total, flow) => total + flow.answered, 0);
  const totalMs = motion.reduce((total, flow) => total + flow.answered * (flow.meanMs ?? 0), 0);
  return {
    motionMs: totalMs / answered + 3 * LEAST_GAP_MS,
    ptzMs: must(means.find(({ id }) => id === 'ptz-0')?.meanMs, 'mean of ptz-0') + LEAST_GAP_MS,
  };
}

/** Loop 1 and 2 in the fog in closed form, ms: what the imitation has to give. */
export const CLOSED_FORM = {
  motionMs: LEAST_GAP_MS + 2000 / 10_000 + 2 + ((4 * 2000) / MIPS.gateway + LEAST_GAP_MS) + LEAST_GAP_MS,
  ptzMs: LEAST_GAP_MS + 100 / 10_000 + 2 + 1,
} as const;

function gameRow(run: Published, requests: number): Row {
  const { gw: gateways, mode, eeg: eegMs = 10 } = run;
  const site = gameSite({ gateways, mode, eegMs, broadcasts: true });
  const ours = evaluated(site);
  const published = run.pub.delay ?? null;
  const status = statusOf(ours, 'loop-0-0');
  const evaluation = loopOf(ours.evaluation.flows);
  const imitated = status === 'saturated' ? backlogMs(site, eegMs) : null;
  return {
    study: 'iFogSim2',
    cell: nameOf(run),
    unit: 'ms',
    published,
    evaluation,
    simulation: loopOf(simulate(site, { requests }).flows),
    imitated,
    difference: relative(imitated ?? evaluation, published),
    rho: highestRho(ours, ['links/proxy-downlink', 'placements/']),
    status,
    reason:
      status === 'saturated'
        ? 'Overload, not latency: each downward message goes to every child of a node, and the proxy has one downward queue. Imitated: the backlog at their T of 10,000 ms. Without the broadcast nothing is saturated.'
        : "Readings come in step there and tasks share the CPU; and the answer's 14 MI take 0.014 ms on the phone, less than CloudSim's 0.1 ms between events, so that their end waits for the phone's next event. Likely causes: not imitated.",
    ...fixOf(relieve(ours)),
  };
}

/** Mean of the readings that go all the way: one in ten ends at the client and is part of the mean of the flow. */
function loopOf(flows: readonly { readonly id: string; readonly meanMs: number | null }[]): number | null {
  const all = meanOf(flows, 'loop-0-0');
  const concentration = meanOf(flows, 'concentration-0-0');
  return all === null || concentration === null ? null : all + 0.1 * concentration;
}

/** What a run of their length says of the loops that ended in it. */
function backlogMs(site: Site, eegMs: number): number {
  const { windows } = simulate(site, { durationMs: T_MS, windowMs: T_MS, warmUpShare: 0, arrivals: { kind: 'periodic' } });
  const ended = must(windows[0], 'window').flows.filter(({ id }) => id.startsWith('concentration-'));
  const answered = ended.reduce((total, flow) => total + flow.answered, 0);
  const totalMs = ended.reduce((total, flow) => total + flow.answered * (flow.meanMs ?? 0), 0);
  const aroundMs = 6 + (eegMs === 10 ? 2000 : 3000) / MIPS.phone + 14 / MIPS.phone + 1;
  return aroundMs + totalMs / answered;
}

function meanOf(flows: readonly { readonly id: string; readonly meanMs: number | null }[], id: string): number | null {
  return flows.find((flow) => flow.id === id)?.meanMs ?? null;
}

function statusOf({ evaluation }: Evaluated, flow: string): string {
  const status = evaluation.flows.find(({ id }) => id === flow)?.status ?? 'absent';
  return status === 'met' || status === 'missed' ? 'settles' : status;
}

/** Greatest utilisation of the links and placements whose names start so. */
function highestRho({ evaluation, model, demand, solver }: Evaluated, prefixes: readonly string[]): number {
  let most = 0;
  const counts = (subject: string): boolean => prefixes.some((prefix) => subject.startsWith(prefix));
  for (const link of evaluation.links)
    if (counts(`links/${link.id}`)) most = Math.max(most, link.utilisationUp, link.utilisationDown);
  for (const lives of model.placements.values())
    for (const live of lives) {
      if (!counts(`placements/${live.placement.id}`)) continue;
      const { speed, servers } = solver.station(live);
      most = Math.max(most, (demand.services.get(live.placement.id)?.computeWork ?? 0) / 1000 / speed / servers);
    }
  return most;
}

/** The cheapest fix of everything that is saturated, in the engine's words. */
function fixOf(reliefs: readonly Relief[]): { readonly detail?: object } {
  if (reliefs.length === 0) return {};
  const saturated = reliefs.map(({ resource, remedies }) => ({
    resource: resource.subject,
    rho: resource.utilisation,
    remedies: remedies.map(({ kind, subjects, nodeIds, from, to, costPerMonth, utilisationAfter }) => ({
      kind,
      subjects,
      nodeIds,
      from,
      to,
      costPerMonth,
      utilisationAfter,
    })),
  }));
  return { detail: { saturated } };
}

/** Whether a row names what is saturated, by how much, and a fix that was tried. */
export function namesFix(row: Row): boolean {
  const detail = row.detail as
    | { readonly saturated?: readonly { rho: number | null; remedies: readonly object[] }[] }
    | undefined;
  return (
    row.status === 'saturated' && (detail?.saturated ?? []).some(({ rho, remedies }) => (rho ?? 0) > 1 && remedies.length > 0)
  );
}

/** Five players a gateway, more than its CPU can do for, with honest reservations: what the engine would do about it. */
export function fivePlayersRow(): Row {
  const site = gameSite({ gateways: 1, mode: 'fog', eegMs: 5, players: 5, broadcasts: false, reserves: true });
  const before = evaluated(site);
  const [relief] = relieve(before);
  const options = (relief?.remedies ?? []).map((remedy) => {
    const after = remedied(site, remedy.commands);
    return { remedy, evaluation: loopOf(evaluated(after).evaluation.flows), after };
  });
  const best = must(options.toSorted((a, b) => (a.evaluation ?? Infinity) - (b.evaluation ?? Infinity))[0], 'remedy');
  const simulation: Simulation = simulate(best.after);
  return {
    study: 'iFogSim2',
    cell: 'VR B, 5 players a gateway',
    unit: 'ms',
    published: 226,
    evaluation: best.evaluation,
    simulation: loopOf(simulation.flows),
    imitated: null,
    difference: relative(best.evaluation, 226),
    rho: relief?.resource.utilisation ?? null,
    status: statusOf(before, 'loop-0-0'),
    reason:
      'Five players need 3,150 of 2,800 MIPS; iFogSim then puts the calculator into the cloud. A second one on the proxy and requests spread over both need no cloud.',
    detail: {
      saturated: relief?.resource.subject,
      kind: best.remedy.kind,
      nodeIds: best.remedy.nodeIds,
      subjects: best.remedy.subjects,
    },
  };
}
