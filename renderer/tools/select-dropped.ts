import type { Command } from '../../core/site/commands/schema.ts';
import { select } from '../store/interaction-store.ts';
import type { RecordRef } from '../store/interaction-store.ts';

/** Selects what was carried, once it is there. */
export function selectDropped(command: Command): void {
  const made = recordOf(command);
  if (made !== null) select(made);
}

/** What one wants to see after the drop. */
function recordOf(command: Command): RecordRef | null {
  for (const step of command.kind === 'batch' ? command.commands : [command]) {
    if (step.kind === 'node.add') return { collection: 'nodes', id: step.record.id };
    if (step.kind === 'node.move') return { collection: 'nodes', id: step.id };
    if (step.kind === 'placement.add') return { collection: 'placements', id: step.record.id };
    if (step.kind === 'placement.move') return { collection: 'placements', id: step.id };
    if (step.kind === 'workload.add') return { collection: 'workloads', id: step.record.id };
    if (step.kind === 'link.add') return { collection: 'links', id: step.record.id };
  }
  return null;
}
