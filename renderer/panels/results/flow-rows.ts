import type { FlowResult, FlowStatus } from '../../../core/evaluate/result.ts';
import type { Site } from '../../../core/site/site.ts';
import { subjectName } from '../record-name.ts';
import { getRecord } from '../../../core/site/site.ts';

export const FLOW_STATUSES: readonly FlowStatus[] = ['missed', 'saturated', 'no-route', 'unplaced', 'met'];
export type FlowOrder = 'slack' | 'p99' | 'name';

export interface FlowRow {
  readonly result: FlowResult;
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

export interface FlowFilter {
  readonly query: string;
  /** Null: any. */
  readonly status: FlowStatus | null;
  readonly order: FlowOrder;
}

/** Flows that match, the ones to look at first on top. */
export function flowRows(site: Site, flows: readonly FlowResult[], filter: FlowFilter): FlowRow[] {
  const wanted = filter.query.trim().toLowerCase();
  const rows: FlowRow[] = [];
  for (const result of flows) {
    if (filter.status !== null && result.status !== filter.status) continue;
    const row = {
      result,
      name: getRecord(site, 'flows', result.id)?.name ?? result.id,
      from: endName(site, result.from),
      to: endName(site, result.to),
    };
    if (wanted === '' || `${row.name} ${row.from} ${row.to} ${result.id}`.toLowerCase().includes(wanted)) rows.push(row);
  }
  return rows.toSorted((a, b) => compare(a, b, filter.order) || (a.result.id < b.result.id ? -1 : 1));
}

function compare(a: FlowRow, b: FlowRow, order: FlowOrder): number {
  if (order === 'name') return a.name.localeCompare(b.name);
  if (order === 'p99') return (b.result.p99Ms ?? -1) - (a.result.p99Ms ?? -1);
  return urgency(a.result) - urgency(b.result);
}

/** Least slack first; what has no figures before what has, for it is worse than late; no objective comes last. */
function urgency(result: FlowResult): number {
  if (result.status !== 'met' && result.status !== 'missed') return -Infinity;
  return result.slack ?? Infinity;
}

/** Ends of a flow's answer: ids of device groups and services, bare or as `collection/id`. */
function endName(site: Site, end: string): string {
  if (end.includes('/')) return subjectName(site, end);
  return getRecord(site, 'deviceGroups', end)?.name ?? getRecord(site, 'services', end)?.name ?? end;
}
