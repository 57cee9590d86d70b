import type { Problem } from '../../core/base/problem.ts';
import { problem } from '../../core/base/problem.ts';
import type { Result } from '../../core/base/result.ts';
import { failed, ok } from '../../core/base/result.ts';
import type { Command } from '../../core/site/commands/schema.ts';
import type { Site } from '../../core/site/site.ts';
import { getRecord, listRecords } from '../../core/site/site.ts';
import type { DropTarget } from '../store/interaction-store.ts';
import type { CatalogLookups } from './catalog-lookups.ts';
import { chooseMedium, linkCommands } from './choose-link.ts';
import type { Medium } from '../../core/site/schema/medium.ts';
import { freePorts } from '../../core/site/ports.ts';
import { gone, noChange } from './drop-problems.ts';

/** A link from one node to another over the medium that fits best. */
export function dropLinkEnd(
  site: Site,
  catalog: CatalogLookups,
  fromNodeId: string,
  target: DropTarget,
): Result<Command, Problem> {
  const from = getRecord(site, 'nodes', fromNodeId);
  if (from === undefined) return gone(`nodes/${fromNodeId}`);
  if (target.kind !== 'node') {
    return failed(problem('drop.link-needs-node', 'A link ends at a node.', 'Drop it on a piece of hardware.'));
  }
  const to = getRecord(site, 'nodes', target.nodeId);
  if (to === undefined) return gone(`nodes/${target.nodeId}`);
  if (to.id === from.id) return noChange();
  const twin = listRecords(site, 'links').find(
    (link) =>
      (link.fromNodeId === from.id && link.toNodeId === to.id) || (link.fromNodeId === to.id && link.toNodeId === from.id),
  );
  if (twin !== undefined) {
    return failed(
      problem(
        'drop.already-linked',
        `${from.name} and ${to.name} are linked by ${twin.name}.`,
        'Raise the bandwidth of that link instead.',
        {
          place: `links/${twin.id}`,
        },
        { from: from.name, to: to.name, link: twin.name },
      ),
    );
  }
  const ends = [
    { node: from, type: getRecord(site, 'hardwareTypes', from.typeId) },
    { node: to, type: getRecord(site, 'hardwareTypes', to.typeId) },
  ] as const;
  // Ports that are free decide first; a plan may have more links than ports, which the racks and the tip at the cursor tell.
  const medium =
    chooseMedium(site, catalog.media(), ...ends, (one) => ends.every(({ node }) => hasPort(site, node.id, one))) ??
    chooseMedium(site, catalog.media(), ...ends);
  if (medium === null) {
    return failed(problem('drop.no-medium', 'No medium reaches that far.', 'Add a medium with a longer range first.'));
  }
  const commands = linkCommands(site, from, to, medium);
  const [only] = commands;
  return ok(commands.length === 1 && only !== undefined ? only : { kind: 'batch', label: 'drag.label.link', commands });
}

/** Where a type names no port for a medium nothing is known of it, and it does not bind. */
function hasPort(site: Site, nodeId: string, medium: Medium): boolean {
  return freePorts(site, nodeId, medium.kind)?.free !== 0;
}
