import type { LinkResult, NodeResult } from '../../../core/evaluate/result.ts';
import { getRecord } from '../../../core/site/site.ts';
import type { Site } from '../../../core/site/site.ts';
import type { ResultsState } from '../../store/results-store.ts';
import type { Percentiles } from '../../ui/percentile-fan.tsx';

/** Bars that fit a tooltip. */
const MOST_BARS = 4;

/** A share of a limit with the key of its name. */
export interface TipBar {
  readonly key: string;
  readonly share: number;
}

/** The fullest dimensions of a node, the fullest first. */
export function nodeBars(result: NodeResult | undefined): TipBar[] {
  return Object.entries(result?.utilisation ?? {})
    .map(([dimension, share]) => ({ key: `dimension.${dimension}`, share }))
    .toSorted((a, b) => b.share - a.share)
    .slice(0, MOST_BARS);
}

/** Both directions of a link. */
export function linkBars(result: LinkResult | undefined): TipBar[] {
  if (result === undefined) return [];
  return [
    { key: 'scene.tip.up', share: result.utilisationUp },
    { key: 'scene.tip.down', share: result.utilisationDown },
  ];
}

/** The flow of a device group with the least slack, of those without an objective the slowest; null where none has figures. */
export function worstFlowOf(
  site: Site,
  { flows }: Pick<ResultsState, 'flows'>,
  groupId: string,
): (Percentiles & { readonly name: string }) | null {
  let worst: (Percentiles & { readonly name: string }) | null = null;
  let least = Infinity;
  for (const flow of flows.values()) {
    if (flow.p50Ms === null || flow.p95Ms === null || flow.p99Ms === null) continue;
    const record = getRecord(site, 'flows', flow.id);
    if (record?.from.kind !== 'device-group' || record.from.id !== groupId) continue;
    // Without an objective it comes after all that have one.
    const rank = flow.slack ?? 1e6 - flow.p99Ms;
    if (rank >= least) continue;
    least = rank;
    worst = { name: record.name, p50Ms: flow.p50Ms, p95Ms: flow.p95Ms, p99Ms: flow.p99Ms, objectiveMs: flow.objectiveP99Ms };
  }
  return worst;
}
