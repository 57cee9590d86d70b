import type { SimpleCommand } from '../site/commands/schema.ts';
import type { HardwareType } from '../site/schema/hardware-type.ts';
import type { Medium } from '../site/schema/medium.ts';
import type { RecordOf, Site } from '../site/site.ts';
import { getRecord } from '../site/site.ts';

/** Adds a node, and before it its type of hardware when the site does not know it yet. The site's own copy of a type stays. */
export function hardwareCommands(site: Site, type: HardwareType, node: RecordOf<'nodes'>): SimpleCommand[] {
  const known = getRecord(site, 'hardwareTypes', type.id) !== undefined;
  return [...(known ? [] : [{ kind: 'hardware-type.add', record: type } as const]), { kind: 'node.add', record: node }];
}

/** Adds a medium when the site does not know it yet; else nothing. */
export function mediumCommands(site: Site, medium: Medium): SimpleCommand[] {
  return getRecord(site, 'media', medium.id) === undefined ? [{ kind: 'medium.add', record: medium }] : [];
}
