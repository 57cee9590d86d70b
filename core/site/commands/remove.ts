import { problem } from '../../base/problem.ts';
import type { Draft } from '../draft.ts';
import { clearReference, referencesOf, REFERRERS } from '../references.ts';
import type { AnyRecord, CollectionName } from '../site.ts';
import { refuseLocked } from './rules.ts';
import type { Refusal } from './rules.ts';

interface Hold {
  readonly collection: CollectionName;
  readonly record: AnyRecord;
  readonly onRemove: 'cascade' | 'refuse' | 'clear';
}

/**
 * Removes a record and what cannot be without it, and clears what merely named it.
 * Refuses, without writing, where a remaining record needs it or one that would go along is locked. Costs what there is to remove.
 */
export function removeRecord(draft: Draft, collection: CollectionName, id: string): Refusal | null {
  const doomed = new Map<string, { collection: CollectionName; id: string }>();
  let front = [{ collection, id }];
  doomed.set(`${collection}/${id}`, { collection, id });
  const holds: (Hold & { readonly target: string })[] = [];
  while (front.length > 0) {
    const wave: { collection: CollectionName; id: string }[] = [];
    for (const hold of holdsOn(draft, front)) {
      const key = `${hold.collection}/${hold.record.id}`;
      if (hold.onRemove !== 'cascade') holds.push(hold);
      else if (!doomed.has(key)) {
        const locked = refuseLocked(hold.record, null);
        if (locked !== null) return locked;
        doomed.set(key, { collection: hold.collection, id: hold.record.id });
        wave.push({ collection: hold.collection, id: hold.record.id });
      }
    }
    front = wave;
  }
  for (const hold of holds) {
    if (hold.onRemove !== 'refuse' || doomed.has(`${hold.collection}/${hold.record.id}`)) continue;
    return problem(
      'site.in-use',
      `${hold.target} is used by ${hold.collection}/${hold.record.id}.`,
      'Remove or change what uses it first.',
      { place: hold.target },
      { target: hold.target, user: `${hold.collection}/${hold.record.id}` },
    );
  }
  for (const hold of holds) {
    if (hold.onRemove !== 'clear' || doomed.has(`${hold.collection}/${hold.record.id}`)) continue;
    const current = draft.get(hold.collection, hold.record.id);
    const targetId = hold.target.slice(hold.target.indexOf('/') + 1);
    if (current !== undefined) draft.set(hold.collection, clearReference(hold.collection, current, targetId) as never);
  }
  for (const entry of doomed.values()) draft.delete(entry.collection, entry.id);
  return null;
}

function holdsOn(
  draft: Draft,
  targets: readonly { collection: CollectionName; id: string }[],
): (Hold & { readonly target: string })[] {
  const found: (Hold & { readonly target: string })[] = [];
  for (const target of targets) {
    for (const collection of REFERRERS[target.collection]) {
      for (const record of draft.referrers(collection, target)) {
        for (const reference of referencesOf(collection, record)) {
          if (reference.collection !== target.collection || reference.id !== target.id) continue;
          found.push({ collection, record, onRemove: reference.onRemove, target: `${target.collection}/${target.id}` });
        }
      }
    }
  }
  return found;
}
