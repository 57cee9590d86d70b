import { FAMILY_OF } from '../commands/families.ts';
import type { Command, SimpleCommand } from '../commands/schema.ts';
import type { AnyRecord, Site } from '../site.ts';
import { getRecord } from '../site.ts';
import type { Part, RecordName } from './fragment.ts';
import { inOrder } from './fragment.ts';

/** Removes records as one step; null for none. What refers to another goes before it, so that none is gone when its turn comes. */
export function removeCommand(site: Site, chosen: readonly RecordName[]): Command | null {
  const parts = chosen.flatMap(({ collection, id }): Part[] => {
    const record = getRecord(site, collection, id) as AnyRecord | undefined;
    return record === undefined ? [] : [{ collection, record } as Part];
  });
  const commands = inOrder(parts)
    .toReversed()
    .map(({ collection, record }) => ({ kind: `${FAMILY_OF[collection]}.remove`, id: record.id }) as SimpleCommand);
  const [only] = commands;
  return commands.length <= 1 ? (only ?? null) : { kind: 'batch', label: 'history.removeSeveral', commands };
}
