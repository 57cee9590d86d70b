import { FAMILY_OF } from '../../../core/site/commands/families.ts';
import type { Command } from '../../../core/site/commands/schema.ts';
import type { AnyRecord } from '../../../core/site/site.ts';
import type { RecordRef } from '../../store/interaction-store.ts';

/** The command that gives one field of a record another value. `apply` checks it like any other. */
export function editCommand(ref: RecordRef, record: AnyRecord, field: string, value: unknown): Command {
  const family = FAMILY_OF[ref.collection];
  if (family === 'policy') return { kind: 'policy.replace', record: { ...record, [field]: value } } as Command;
  return { kind: `${family}.edit`, id: ref.id, patch: { [field]: value } } as Command;
}

export function removeCommand(refs: readonly RecordRef[]): Command | null {
  const commands = refs.map((ref) => ({ kind: `${FAMILY_OF[ref.collection]}.remove`, id: ref.id }) as Command);
  if (commands.length <= 1) return commands[0] ?? null;
  return { kind: 'batch', label: 'history.removeSeveral', commands } as Command;
}
