import type { Problem } from '../../core/base/problem.ts';
import type { Result } from '../../core/base/result.ts';
import { ok } from '../../core/base/result.ts';
import type { Command } from '../../core/site/commands/schema.ts';
import { nodePositionM } from '../../core/site/geometry.ts';
import type { Site } from '../../core/site/site.ts';
import { getRecord } from '../../core/site/site.ts';
import type { DropTarget } from '../store/interaction-store.ts';
import { gone, noChange } from './drop-problems.ts';
import { findSpot } from './drop-spot.ts';

/** A node to another place, spot or tier. */
export function dropNode(site: Site, nodeId: string, target: DropTarget): Result<Command, Problem> {
  const node = getRecord(site, 'nodes', nodeId);
  const type = node === undefined ? undefined : getRecord(site, 'hardwareTypes', node.typeId);
  if (node === undefined || type === undefined) return gone(`nodes/${nodeId}`);
  if (target.kind === 'node' && target.nodeId === nodeId) return noChange();
  if (target.kind === 'tier' && target.tier === node.tier) return noChange();
  const spot = findSpot(site, type, target, nodePositionM(site, node), nodeId);
  if (spot.status === 'failed') return spot;
  const { placeId, tier, positionM, rackUnit } = spot.value;
  const samePlace = placeId === node.placeId && tier === node.tier;
  // A drop that names no exact spot where the node already stands is no move.
  const namesSpot = target.kind === 'place' && (target.positionM !== null || target.rackUnit !== undefined);
  if (samePlace && (!namesSpot || (target.rackUnit !== undefined && rackUnit === node.rackUnit))) return noChange();
  return ok({ kind: 'node.move', id: node.id, placeId, tier, positionM, rackUnit });
}
