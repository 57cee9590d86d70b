import type { TFunction } from 'i18next';
import type { CollectionName, Site } from '../../core/site/site.ts';
import { listRecords } from '../../core/site/site.ts';
import { recordName } from '../panels/record-name.ts';
import { listTargets } from '../panels/carry-targets.ts';
import { templateWords } from '../panels/catalog/template-words.ts';
import type { CatalogState } from '../store/catalog-store.ts';
import type { DragSubject, RecordRef } from '../store/interaction-store.ts';
import type { Action, ActionState } from './actions/action.ts';
import { ACTIONS } from './actions/actions.ts';

export type PaletteEntry =
  | { readonly kind: 'action'; readonly key: string; readonly name: string; readonly action: Action }
  | { readonly kind: 'record'; readonly key: string; readonly name: string; readonly ref: RecordRef }
  /** Something of the catalog that is brought into the site; it asks where to. */
  | { readonly kind: 'subject'; readonly key: string; readonly name: string; readonly subject: DragSubject }
  | { readonly kind: 'target'; readonly key: string; readonly name: string; readonly value: string };

/** What of the catalog the palette offers. */
export type CatalogNames = Pick<CatalogState, 'hardwareTypes' | 'templates'>;

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

interface Asked {
  readonly t: TFunction;
  readonly language: string;
  readonly query: string;
}

/**
 * Actions, records and entries of the catalog whose names hold every word, names that begin with it first. Without words: the
 * actions alone, or the first records where only they are looked for.
 */
export function paletteEntries(
  { t, language, query }: Asked,
  state: ActionState,
  site: Site | null,
  catalog: CatalogNames,
  what: 'all' | 'records' = 'all',
): PaletteEntry[] {
  const possible = what === 'records' ? [] : ACTIONS.filter((action) => action.id !== 'palette' && action.enabled(state));
  const actions = possible.map((action): PaletteEntry => ({
    kind: 'action',
    key: `action/${action.id}`,
    name: t(`action.${action.id}`),
    action,
  }));
  if (query.trim() === '') return what === 'all' || site === null ? actions : recordEntries(site).slice(0, SHOWN_ENTRIES);
  const records = site === null ? [] : recordEntries(site);
  const entries = site === null || what === 'records' ? [] : catalogEntries(catalog, language);
  return matching([...actions, ...records, ...entries], query);
}

/** Where something can be carried to. */
export function targetEntries({ t, query }: Asked, site: Site, carried: DragSubject): PaletteEntry[] {
  const targets = listTargets(site, carried, (tier) => t(`tier.${tier}`));
  return matching(
    targets.map(({ value, label }) => ({ kind: 'target', key: value, name: label, value })),
    query,
  );
}

function matching(entries: readonly PaletteEntry[], query: string): PaletteEntry[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const first = words[0] ?? '';
  return entries
    .filter((entry) => words.every((word) => entry.name.toLowerCase().includes(word) || entry.key.includes(word)))
    .toSorted((a, b) => Number(b.name.toLowerCase().startsWith(first)) - Number(a.name.toLowerCase().startsWith(first)))
    .slice(0, SHOWN_ENTRIES);
}

function catalogEntries({ hardwareTypes, templates }: CatalogNames, language: string): PaletteEntry[] {
  return [
    ...[...hardwareTypes.values()].map((type): PaletteEntry => ({
      kind: 'subject',
      key: `catalog/hardware/${type.id}`,
      name: type.name,
      subject: { kind: 'hardware', typeId: type.id },
    })),
    ...[...templates.values()].map((template): PaletteEntry => ({
      kind: 'subject',
      key: `catalog/template/${template.id}`,
      name: templateWords(template, language).name,
      subject: { kind: 'template', templateId: template.id },
    })),
  ];
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
