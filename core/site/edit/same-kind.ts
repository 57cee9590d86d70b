import type { AnyRecord, CollectionName, Site } from '../site.ts';
import { getRecord, listRecords } from '../site.ts';
import type { RecordName } from './fragment.ts';

/** All records that are of the kind of one of these: nodes by their type of hardware, links by their medium, places and others by kind. */
export function sameKind(site: Site, chosen: readonly RecordName[]): RecordName[] {
  const kinds = new Map<CollectionName, Set<string>>();
  for (const { collection, id } of chosen) {
    const record = getRecord(site, collection, id) as AnyRecord | undefined;
    if (record === undefined) continue;
    kinds.set(collection, (kinds.get(collection) ?? new Set()).add(kindOf(record)));
  }
  return [...kinds].flatMap(([collection, wanted]) =>
    listRecords(site, collection)
      .filter((record) => wanted.has(kindOf(record as AnyRecord)))
      .map(({ id }) => ({ collection, id })),
  );
}

function kindOf(record: AnyRecord): string {
  if ('typeId' in record) return record.typeId;
  if ('mediumId' in record) return record.mediumId;
  if ('serviceId' in record) return record.serviceId;
  return 'kind' in record ? record.kind : '';
}
