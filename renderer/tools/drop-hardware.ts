import { freeId, slug } from '../../core/base/ids.ts';
import type { Problem } from '../../core/base/problem.ts';
import type { Result } from '../../core/base/result.ts';
import { ok } from '../../core/base/result.ts';
import { hardwareCommands } from '../../core/catalog/add-entries.ts';
import type { Command } from '../../core/site/commands/schema.ts';
import { newNode } from '../../core/site/defaults.ts';
import type { Tier } from '../../core/site/schema/common.ts';
import { nodeId } from '../../core/site/schema/common.ts';
import type { HardwareType } from '../../core/site/schema/hardware-type.ts';
import type { Node } from '../../core/site/schema/node.ts';
import type { Site } from '../../core/site/site.ts';
import { getRecord, listRecords } from '../../core/site/site.ts';
import type { DropTarget } from '../store/interaction-store.ts';
import type { CatalogLookups } from './catalog-lookups.ts';
import { chooseMedium, chooseUplink, linkCommands } from './choose-link.ts';
import { gone } from './drop-problems.ts';
import { findSpot } from './drop-spot.ts';

/** New hardware, its type when the site does not know it yet, and a link, without which it would be of no use. */
export function dropHardware(site: Site, catalog: CatalogLookups, typeId: string, target: DropTarget): Result<Command, Problem> {
  const type = getRecord(site, 'hardwareTypes', typeId) ?? catalog.hardwareType(typeId);
  if (type === undefined) return gone(`hardwareTypes/${typeId}`);
  const spot = findSpot(site, type, target, null, null);
  if (spot.status === 'failed') return spot;
  const node = newNode({
    id: nodeId.parse(freeId(slug(type.name), (taken) => getRecord(site, 'nodes', taken) !== undefined)),
    name: freeName(site, type.name),
    typeId: type.id,
    ...spot.value,
    platform: { runtime: usualRuntime(type, spot.value.tier), overheadComputeUnits: null, overheadMemoryGiB: null },
  });
  const commands = hardwareCommands(site, type, node);
  const uplink = chooseUplink(site, node);
  const uplinkType = uplink === null ? undefined : getRecord(site, 'hardwareTypes', uplink.typeId);
  const medium = uplink === null ? null : chooseMedium(site, catalog.media(), { node, type }, { node: uplink, type: uplinkType });
  if (uplink === null || medium === null) return ok({ kind: 'batch', label: 'drag.label.hardware', commands });
  return ok({
    kind: 'batch',
    label: 'drag.label.hardwareLinked',
    commands: [...commands, ...linkCommands(site, node, uplink, medium)],
  });
}

/** What usually runs on it: a light Kubernetes at the edge, a full one in a data centre, nothing on pure network gear. */
function usualRuntime(type: HardwareType, tier: Tier): Node['platform']['runtime'] {
  if (type.compute.computeUnits === 0 || !type.offers.forms.includes('container')) return 'none';
  return tier === 'regional' || tier === 'central' ? 'kubernetes' : 'k3s';
}

function freeName(site: Site, base: string): string {
  const taken = new Set(listRecords(site, 'nodes').map((node) => node.name));
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? base : `${base.slice(0, 190)} ${number}`;
    if (!taken.has(candidate)) return candidate;
  }
}
