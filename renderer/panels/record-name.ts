import type { CollectionName, Site } from '../../core/site/site.ts';
import { getRecord } from '../../core/site/site.ts';
import type { RecordRef } from '../store/interaction-store.ts';

/** What a person calls a record; its id where it has no name of its own. */
export function recordName(site: Site, collection: CollectionName, id: string): string {
  if (collection === 'placements') {
    const placement = getRecord(site, 'placements', id);
    return placement === undefined ? id : (getRecord(site, 'services', placement.serviceId)?.name ?? id);
  }
  if (collection === 'observations') return getRecord(site, 'observations', id)?.title ?? id;
  return getRecord(site, collection, id)?.name ?? id;
}

/** The record a finding or an answer names as `collection/id`; null for one that is not in the site. */
export function parseSubject(site: Site, subject: string): RecordRef | null {
  const slash = subject.indexOf('/');
  const collection = subject.slice(0, slash) as CollectionName;
  const id = subject.slice(slash + 1);
  if (slash < 0 || !Object.hasOwn(site, collection)) return null;
  return getRecord(site, collection, id) === undefined ? null : { collection, id };
}

/** Name of a `collection/id`, or the text itself. */
export function subjectName(site: Site, subject: string): string {
  const ref = parseSubject(site, subject);
  return ref === null ? subject : recordName(site, ref.collection, ref.id);
}
