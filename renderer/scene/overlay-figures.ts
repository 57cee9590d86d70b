import type { AvailabilityAssessment } from '../../core/evaluate/availability/result.ts';
import type { DataAssessment } from '../../core/evaluate/data/result.ts';
import type { EnergyAssessment } from '../../core/evaluate/energy/result.ts';
import type { FlowResult } from '../../core/evaluate/result.ts';
import type { Site } from '../../core/site/site.ts';
import { getRecord, listRecords } from '../../core/site/site.ts';
import type { Overlay } from '../store/view-store.ts';
import { roundEnd } from '../ui/legends.ts';
import type { LegendRange } from '../ui/legends.ts';
import type { Reach } from '../ui/scales.ts';
import { coverageOf } from './coverage.ts';
import type { Cell } from './coverage.ts';

/** Results by id. */
export interface Lookup<Result> {
  get(id: string): Result | undefined;
  values(): Iterable<Result>;
}

/** Answers of the questions that overlays ask beside the evaluation; null while there is none. */
export interface OverlayAnswers {
  readonly availability: AvailabilityAssessment | null;
  readonly energy: EnergyAssessment | null;
  readonly data: DataAssessment | null;
}
export const NO_ANSWERS: OverlayAnswers = { availability: null, energy: null, data: null };

/** What an overlay shows of each record beside the evaluation itself, by `collection/id`, and what its legend has to know. */
export interface OverlayFigures extends LegendRange {
  readonly values: ReadonlyMap<string, number>;
  readonly reaches: ReadonlyMap<string, Reach>;
  readonly cells: readonly Cell[];
}
export const NO_FIGURES: OverlayFigures = { values: new Map(), reaches: new Map(), cells: [], most: 0, names: [] };

/** Figures of one overlay. Utilisation, tiers and findings need none: they are read from the evaluation. */
export function overlayFigures(site: Site, overlay: Overlay, flows: Lookup<FlowResult>, answers: OverlayAnswers): OverlayFigures {
  switch (overlay) {
    case 'slack':
      return { ...NO_FIGURES, values: leastSlacks(site, flows) };
    case 'availability':
      return { ...NO_FIGURES, values: availabilities(answers.availability) };
    case 'energy': {
      const values = new Map((answers.energy?.nodes ?? []).map(({ id, totalKWh }) => [`nodes/${id}`, totalKWh]));
      return { ...NO_FIGURES, values, most: roundEnd(Math.max(0, ...values.values())) };
    }
    case 'data':
      return { ...NO_FIGURES, values: filledShares(answers.data) };
    case 'tenant':
      return tenantsOf(site);
    case 'coverage': {
      const { cells, groups } = coverageOf(site);
      return { ...NO_FIGURES, cells, reaches: groups };
    }
    default:
      return NO_FIGURES;
  }
}

/** Least slack of the flows that each node answers and each device group asks. */
export function leastSlacks(site: Site, flows: Lookup<FlowResult>): ReadonlyMap<string, number> {
  const least = new Map<string, number>();
  const note = (key: string, slack: number): void => {
    least.set(key, Math.min(least.get(key) ?? Infinity, slack));
  };
  for (const flow of flows.values()) {
    const blocked = flow.status === 'saturated' || flow.status === 'no-route';
    const slack = flow.slack ?? (blocked ? -Infinity : null);
    if (slack === null) continue;
    if (flow.servedBy !== null) note(`nodes/${flow.servedBy}`, slack);
    const from = getRecord(site, 'flows', flow.id)?.from;
    if (from?.kind === 'device-group') note(`deviceGroups/${from.id}`, slack);
  }
  return least;
}

/** Of hardware and links their own, of device groups the least that one of its workloads offers them. */
function availabilities(answer: AvailabilityAssessment | null): ReadonlyMap<string, number> {
  const values = new Map<string, number>();
  if (answer === null) return values;
  for (const { id, kind, availability } of answer.components)
    if (kind === 'node' || kind === 'link') values.set(id, availability);
  for (const { subject, availability } of answer.workloads.flatMap(({ sources }) => sources)) {
    if (subject.startsWith('deviceGroups/')) values.set(subject, Math.min(values.get(subject) ?? 1, availability));
  }
  return values;
}

/** How full the fullest class of storage of each node gets. */
function filledShares(answer: DataAssessment | null): ReadonlyMap<string, number> {
  const values = new Map<string, number>();
  for (const { nodeId, filledShare } of answer?.storage ?? []) {
    if (filledShare !== null) values.set(`nodes/${nodeId}`, Math.max(values.get(`nodes/${nodeId}`) ?? 0, filledShare));
  }
  return values;
}

/** Whose each node is: as it says itself, else that of the workloads on it where all of them are one tenant's. Numbers into `names`. */
function tenantsOf(site: Site): OverlayFigures {
  const running = new Map<string, Set<string>>();
  for (const placement of listRecords(site, 'placements')) {
    const service = getRecord(site, 'services', placement.serviceId);
    const tenant = service === undefined ? null : (getRecord(site, 'workloads', service.workloadId)?.tenant ?? null);
    if (tenant === null) continue;
    const known = running.get(placement.nodeId);
    if (known === undefined) running.set(placement.nodeId, new Set([tenant]));
    else known.add(tenant);
  }
  const owners = new Map<string, string>();
  for (const node of listRecords(site, 'nodes')) {
    const guests = running.get(node.id);
    const owner = node.tenant ?? (guests?.size === 1 ? [...guests][0] : undefined);
    if (owner !== undefined) owners.set(`nodes/${node.id}`, owner);
  }
  const names = [...new Set(owners.values())].toSorted();
  const numbers = new Map(names.map((name, index) => [name, index]));
  return { ...NO_FIGURES, names, values: new Map([...owners].map(([key, owner]) => [key, numbers.get(owner) ?? 0])) };
}
