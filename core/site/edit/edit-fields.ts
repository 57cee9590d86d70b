import { sameValue } from '../../base/same-value.ts';
import { FAMILY_OF } from '../commands/families.ts';
import type { BatchCommand, SimpleCommand } from '../commands/schema.ts';
import type { AnyRecord, CollectionName, Site } from '../site.ts';
import { getRecord } from '../site.ts';
import type { RecordName } from './fragment.ts';

/** Way to a value inside a record, from its field on. */
export type FieldPath = readonly [string, ...string[]];

/** Gives one field of several records the same value, as one step. Records that have no such field, or that value already, are left alone. */
export function editFieldCommand(site: Site, chosen: readonly RecordName[], path: FieldPath, value: unknown): BatchCommand {
  const commands = chosen.flatMap(({ collection, id }): SimpleCommand[] => {
    const record = getRecord(site, collection, id) as AnyRecord | undefined;
    const [field, ...rest] = path;
    if (record === undefined || !(field in record)) return [];
    const before = (record as unknown as Record<string, unknown>)[field];
    const after = withValue(before, rest, value);
    if (sameValue(before, after)) return [];
    return [editCommand(collection, record, { [field]: after })];
  });
  return { kind: 'batch', label: 'edit.step.fields', commands };
}

/** Locks or unlocks what can be locked. */
export function lockCommand(site: Site, chosen: readonly RecordName[], locked: boolean): BatchCommand {
  return { ...editFieldCommand(site, chosen, ['locked'], locked), label: locked ? 'edit.step.lock' : 'edit.step.unlock' };
}

/** Whether there is something to lock, or to unlock. */
export function canLock(site: Site, chosen: readonly RecordName[], locked: boolean): boolean {
  return chosen.some(({ collection, id }) => {
    const record = getRecord(site, collection, id) as AnyRecord | undefined;
    return record !== undefined && 'locked' in record && record.locked !== locked;
  });
}

/** The one command that changes some fields of a record; policies are replaced whole. */
export function editCommand(collection: CollectionName, record: AnyRecord, patch: object): SimpleCommand {
  const family = FAMILY_OF[collection];
  if (family === 'policy') return { kind: 'policy.replace', record: { ...record, ...patch } } as SimpleCommand;
  return { kind: `${family}.edit`, id: record.id, patch } as SimpleCommand;
}

function withValue(current: unknown, path: readonly string[], value: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  const inside = (typeof current === 'object' && current !== null ? current : {}) as Record<string, unknown>;
  return { ...inside, [step]: withValue(inside[step], rest, value) };
}
