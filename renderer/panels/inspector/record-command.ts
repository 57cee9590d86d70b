import type { Command } from '../../../core/site/commands/schema.ts';
import { editCommand as editRecord } from '../../../core/site/edit/edit-fields.ts';
import type { AnyRecord } from '../../../core/site/site.ts';
import type { RecordRef } from '../../store/interaction-store.ts';

/** The command that gives one field of a record another value. `apply` checks it like any other. */
export function editCommand(ref: RecordRef, record: AnyRecord, field: string, value: unknown): Command {
  return editRecord(ref.collection, record, { [field]: value });
}
