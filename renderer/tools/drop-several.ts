import type { Problem } from '../../core/base/problem.ts';
import type { Result } from '../../core/base/result.ts';
import { ok } from '../../core/base/result.ts';
import { apply } from '../../core/site/commands/apply.ts';
import type { Command, SimpleCommand } from '../../core/site/commands/schema.ts';
import { applyDiff } from '../../core/site/diff.ts';
import { movables, putCommand } from '../../core/site/edit/movable.ts';
import { nodePositionM } from '../../core/site/geometry.ts';
import type { Site } from '../../core/site/site.ts';
import { getRecord } from '../../core/site/site.ts';
import type { DragSubject, DropTarget, RecordRef } from '../store/interaction-store.ts';
import { NO_CHANGE } from './drop-problems.ts';

type Drop = (site: Site, subject: DragSubject, target: DropTarget) => Result<Command, Problem>;

/**
 * The command of a drop when what is carried is one of several that are selected: all go, as one step. To a spot they keep the distances between
 * them; to a rack, a column or a node each finds its own room after those before it. Alone it is the drop itself.
 */
export function dropSeveral(
  site: Site,
  subject: DragSubject,
  target: DropTarget,
  selection: readonly RecordRef[],
  drop: Drop,
): Result<Command, Problem> {
  const first = drop(site, subject, target);
  const carried = refOf(subject);
  if (first.status === 'failed' || carried === null || selection.length < 2 || !selection.some((ref) => isSame(ref, carried)))
    return first;
  const others = selection.filter((ref) => !isSame(ref, carried));
  const commands = stepsOf(first.value);
  if (subject.kind === 'node' && target.kind === 'place' && target.positionM !== null) {
    commands.push(...shifted(site, subject.nodeId, first.value, others));
  } else {
    let reached = after(site, first.value);
    for (const ref of others) {
      const also = ref.collection === carried.collection ? subjectOf(ref) : null;
      if (also === null || reached.status === 'failed') continue;
      const next = drop(reached.value, also, target);
      if (next.status === 'failed') {
        if (next.error.code === NO_CHANGE) continue;
        return next;
      }
      commands.push(...stepsOf(next.value));
      reached = after(reached.value, next.value);
    }
    if (reached.status === 'failed') return reached;
  }
  return ok({ kind: 'batch', label: 'edit.step.moveSeveral', commands });
}

/** The others by as much as the one that is carried, into its place and tier where it changes them. */
function shifted(site: Site, nodeId: string, command: Command, others: readonly RecordRef[]): SimpleCommand[] {
  const node = getRecord(site, 'nodes', nodeId);
  const moved = after(site, command);
  const there = moved.status === 'ok' ? getRecord(moved.value, 'nodes', nodeId) : undefined;
  if (node === undefined || there === undefined || moved.status === 'failed') return [];
  const [from, to] = [nodePositionM(site, node), nodePositionM(moved.value, there)];
  return movables(site, others).flatMap(({ name, positionM }): SimpleCommand[] => {
    const toM = { xM: positionM.xM + to.xM - from.xM, yM: positionM.yM + to.yM - from.yM, zM: positionM.zM };
    const put = putCommand(site, name, toM);
    if (put === null) return [];
    if (put.kind !== 'node.move' || (there.placeId === node.placeId && there.tier === node.tier)) return [put];
    const own = getRecord(site, 'nodes', put.id);
    if (own === undefined || own.placeId !== node.placeId) return [put];
    // Into the frame of the place that the carried one came to.
    const inPlace = putCommand({ ...site, nodes: { ...site.nodes, [own.id]: { ...own, placeId: there.placeId } } }, name, toM);
    return inPlace?.kind === 'node.move' ? [{ ...inPlace, tier: there.tier }] : [put];
  });
}

function after(site: Site, command: Command): Result<Site, Problem> {
  const result = apply(site, command);
  return result.status === 'ok' ? ok(applyDiff(site, result.value)) : result;
}

function stepsOf(command: Command): SimpleCommand[] {
  return command.kind === 'batch' ? [...command.commands] : [command];
}

function isSame(a: RecordRef, b: RecordRef): boolean {
  return a.collection === b.collection && a.id === b.id;
}

function refOf(subject: DragSubject): RecordRef | null {
  switch (subject.kind) {
    case 'node':
      return { collection: 'nodes', id: subject.nodeId };
    case 'placement':
      return { collection: 'placements', id: subject.placementId };
    case 'service':
      return { collection: 'services', id: subject.serviceId };
    default:
      return null;
  }
}

function subjectOf({ collection, id }: RecordRef): DragSubject | null {
  switch (collection) {
    case 'nodes':
      return { kind: 'node', nodeId: id };
    case 'placements':
      return { kind: 'placement', placementId: id };
    case 'services':
      return { kind: 'service', serviceId: id };
    default:
      return null;
  }
}
