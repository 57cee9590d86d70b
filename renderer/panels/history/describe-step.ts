import type { TFunction } from 'i18next';
import type { HistoryEntry } from '../../../core/site/history.ts';

/** A step in words: what was done, and to what. */
export function describeStep(t: TFunction, entry: HistoryEntry): string {
  const { command, diff } = entry;
  if (command.kind === 'batch') return t(command.label, { defaultValue: command.label });
  const change = 'record' in command || 'id' in command ? diff.changes.find((one) => one.id === idOf(command)) : undefined;
  const record = change?.after ?? change?.before ?? null;
  const name = record === null ? '' : 'name' in record ? record.name : 'title' in record ? record.title : record.id;
  return t(`command.${command.kind.replace('.', '-')}`, { name });
}

function idOf(command: { readonly id: string } | { readonly record: { readonly id: string } }): string {
  return 'record' in command ? command.record.id : command.id;
}
