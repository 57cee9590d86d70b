import type { TFunction } from 'i18next';
import type { CollectionName, Site } from '../../core/site/site.ts';
import { listRecords } from '../../core/site/site.ts';
import { recordName } from '../panels/record-name.ts';
import type { RecordRef } from '../store/interaction-store.ts';
import type { Action, ActionState } from './actions/action.ts';
import { ACTIONS } from './actions/actions.ts';

export type PaletteEntry =
  | { readonly kind: 'action'; readonly key: string; readonly name: string; readonly action: Action }
  | { readonly kind: 'record'; readonly key: string; readonly name: string; readonly ref: RecordRef };

/** What one looks for by name; placements go by their service and node. */
const SEARCHED: readonly CollectionName[] = [
  'nodes',
  'places',
  'workloads',
  'services',
  'deviceGroups',
  'flows',
  'links',
  'policies',
];
const SHOWN_ENTRIES = 60;

/** Actions and records whose names hold every word, names that begin with it first. Without words: the actions alone, or the first records where only they are looked for. */
export function paletteEntries(
  t: TFunction,
  state: ActionState,
  site: Site | null,
  query: string,
  what: 'all' | 'records' = 'all',
): PaletteEntry[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const possible = what === 'records' ? [] : ACTIONS.filter((action) => action.id !== 'palette' && action.enabled(state));
  const actions = possible.map((action): PaletteEntry => ({
    kind: 'action',
    key: `action/${action.id}`,
    name: t(`action.${action.id}`),
    action,
  }));
  if (words.length === 0) return what === 'all' || site === null ? actions : recordEntries(site).slice(0, SHOWN_ENTRIES);
  const entries = [...actions, ...(site === null ? [] : recordEntries(site))];
  const first = words[0] ?? '';
  return entries
    .filter((entry) => words.every((word) => entry.name.toLowerCase().includes(word) || entry.key.includes(word)))
    .toSorted((a, b) => Number(b.name.toLowerCase().startsWith(first)) - Number(a.name.toLowerCase().startsWith(first)))
    .slice(0, SHOWN_ENTRIES);
}

function recordEntries(site: Site): PaletteEntry[] {
  return SEARCHED.flatMap((collection) =>
    listRecords(site, collection).map((record): PaletteEntry => ({
      kind: 'record',
      key: `${collection}/${record.id}`,
      name: recordName(site, collection, record.id),
      ref: { collection, id: record.id },
    })),
  );
}
