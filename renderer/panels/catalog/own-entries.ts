import { freeId, slug } from '../../../core/base/ids.ts';
import type { Problem } from '../../../core/base/problem.ts';
import { checkOwnCatalog } from '../../../core/catalog/own-catalog.ts';
import { hardwareTypeId, mediumId } from '../../../core/site/schema/common.ts';
import type { HardwareType } from '../../../core/site/schema/hardware-type.ts';
import type { Medium } from '../../../core/site/schema/medium.ts';
import { useCatalogStore } from '../../store/catalog-store.ts';
import { keepEntry } from '../../store/own-catalog-store.ts';
import type { EntryKind } from '../../store/own-catalog-store.ts';

type Entry = Readonly<Record<string, unknown>> & { readonly id: string };

const NOTHING = { hardwareTypes: [], media: [], templates: [] };

/** Keeps an entry when it holds by itself; else says why not, and nothing changes. */
export function keepChecked(kind: EntryKind, entry: object): Problem | null {
  const checked = checkOwnCatalog({ ...NOTHING, [kind]: [entry] }, '');
  if (checked.status === 'failed') return checked.error[0] ?? null;
  const [kept] = checked.value[kind];
  if (kept !== undefined) keepEntry(kind, kept as never);
  return null;
}

/** An entry with one field changed. Compute units follow threads and their speed; who states the units states the speed. */
export function withField(entry: Entry, field: string, value: unknown): Entry {
  if (field === 'sources.title' || field === 'sources.url') {
    const [first, ...rest] = entry['sources'] as HardwareType['sources'];
    return { ...entry, sources: [{ ...first, [field.slice('sources.'.length)]: value }, ...rest] };
  }
  if (field !== 'compute') return { ...entry, [field]: value };
  const before = entry['compute'] as HardwareType['compute'];
  const next = value as HardwareType['compute'];
  if (next.computeUnits !== before.computeUnits && next.threads > 0)
    return { ...entry, compute: { ...next, perThreadFactor: next.computeUnits / next.threads } };
  return { ...entry, compute: { ...next, computeUnits: Math.round(next.threads * next.perThreadFactor * 100) / 100 } };
}

/** A copy of a type under a free id, with oneself as its source. Kept at once. */
export function copyHardware(type: HardwareType, name: string, source: string): string {
  const id = freeOwnId(name);
  keepEntry('hardwareTypes', { ...type, id: hardwareTypeId.parse(id), name, sources: [ownSource(source)] });
  return id;
}

export function copyMedium(medium: Medium, name: string, source: string): string {
  const id = freeOwnId(name);
  keepEntry('media', { ...medium, id: mediumId.parse(id), name, sources: [ownSource(source)] });
  return id;
}

export function freeOwnId(name: string): string {
  const { hardwareTypes, media, templates } = useCatalogStore.getState();
  return freeId(slug(`own-${name}`, 'own'), (id) => hardwareTypes.has(id) || media.has(id) || templates.has(id));
}

function ownSource(title: string): HardwareType['sources'][number] {
  return { fields: [], title, url: null, date: null, note: '' };
}
