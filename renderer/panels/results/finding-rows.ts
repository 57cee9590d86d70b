import type { Finding, FindingKind } from '../../../core/evaluate/result.ts';
import { TIERS } from '../../../core/site/schema/common.ts';
import type { Tier } from '../../../core/site/schema/common.ts';
import type { Site } from '../../../core/site/site.ts';
import { getRecord } from '../../../core/site/site.ts';
import { parseSubject, subjectName } from '../record-name.ts';

export type FindingGroup = 'none' | 'kind' | 'tier';
export type FindingOrder = 'severity' | 'excess' | 'name';

export interface FindingFilter {
  readonly query: string;
  readonly shown: 'all' | 'error' | 'warning';
  readonly group: FindingGroup;
  readonly order: FindingOrder;
}

export type FindingListRow =
  | { readonly kind: 'group'; readonly key: string; readonly of: FindingKind | Tier | null; readonly count: number }
  | { readonly kind: 'finding'; readonly key: string; readonly finding: Finding };

/** Findings that match, in order, under the heads of their groups. `textOf` is what one reads of a finding, for the search. */
export function findingRows(
  site: Site,
  findings: readonly Finding[],
  { query, shown, group, order }: FindingFilter,
  textOf: (finding: Finding) => string,
): FindingListRow[] {
  const wanted = query.trim().toLowerCase();
  const rows = findings
    .filter((finding) => shown === 'all' || finding.severity === shown)
    .filter(
      (finding) => wanted === '' || `${textOf(finding)} ${subjectName(site, finding.subject)}`.toLowerCase().includes(wanted),
    )
    .toSorted((a, b) => compare(site, a, b, order));
  if (group === 'none') return rows.map(rowOf);
  const groups = new Map<FindingKind | Tier | null, Finding[]>();
  for (const finding of rows) {
    const key = group === 'kind' ? finding.kind : tierOf(site, finding);
    const list = groups.get(key);
    if (list === undefined) groups.set(key, [finding]);
    else list.push(finding);
  }
  const ordered = group === 'kind' ? [...groups] : [...groups].toSorted(([a], [b]) => rank(a) - rank(b));
  return ordered.flatMap(([of, list]): FindingListRow[] => [
    { kind: 'group', key: `group ${of ?? ''}`, of, count: list.length },
    ...list.map(rowOf),
  ]);
}

function rowOf(finding: Finding): FindingListRow {
  return { kind: 'finding', key: finding.id, finding };
}

function compare(site: Site, a: Finding, b: Finding, order: FindingOrder): number {
  const severity = Number(a.severity === 'warning') - Number(b.severity === 'warning');
  if (order === 'severity') return severity;
  if (order === 'name') return subjectName(site, a.subject).localeCompare(subjectName(site, b.subject));
  return excess(b) - excess(a) || severity;
}

/** How far beyond its limit, as a share of it; what has no figure is beyond measure. */
function excess({ value, limit }: Finding): number {
  return value === null || limit === null || limit <= 0 ? Infinity : value / limit;
}

/** Tier of the node that the subject is, runs on or is served by. */
function tierOf(site: Site, finding: Finding): Tier | null {
  const ref = parseSubject(site, finding.subject);
  if (ref === null) return null;
  if (ref.collection === 'nodes') return getRecord(site, 'nodes', ref.id)?.tier ?? null;
  if (ref.collection === 'places') return getRecord(site, 'places', ref.id)?.tier ?? null;
  if (ref.collection === 'placements')
    return getRecord(site, 'nodes', getRecord(site, 'placements', ref.id)?.nodeId ?? '')?.tier ?? null;
  if (ref.collection === 'links')
    return getRecord(site, 'nodes', getRecord(site, 'links', ref.id)?.fromNodeId ?? '')?.tier ?? null;
  return null;
}

function rank(key: FindingKind | Tier | null): number {
  const at = TIERS.findIndex((tier) => tier === key);
  return at < 0 ? TIERS.length : at;
}
