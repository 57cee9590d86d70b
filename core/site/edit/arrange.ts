import { turnOf } from '../../base/elementary.ts';
import type { Problem } from '../../base/problem.ts';
import { problem } from '../../base/problem.ts';
import type { Result } from '../../base/result.ts';
import { failed, ok } from '../../base/result.ts';
import type { BatchCommand, SimpleCommand } from '../commands/schema.ts';
import type { PositionM } from '../schema/common.ts';
import type { Site } from '../site.ts';
import type { RecordName } from './fragment.ts';
import { movables, putCommand, turnCommand } from './movable.ts';
import type { Movable } from './movable.ts';

/** Line on which several come to stand: x runs left to right, y from the bottom of the plan to its top. */
export type Edge = 'left' | 'centre' | 'right' | 'bottom' | 'middle' | 'top';
export type Axis = 'x' | 'y';

type Arranged = Result<BatchCommand, Problem>;

/** All on one line: the outermost of them, or the middle between those. Needs two. */
export function alignCommand(site: Site, chosen: readonly RecordName[], edge: Edge): Arranged {
  const items = movables(site, chosen);
  if (items.length < 2) return tooFew(2);
  const axis = edge === 'left' || edge === 'centre' || edge === 'right' ? 'xM' : 'yM';
  const [least, most] = spanOf(items, axis);
  const line = edge === 'left' || edge === 'bottom' ? least : edge === 'right' || edge === 'top' ? most : (least + most) / 2;
  return moved(site, items, (item) => ({ ...item.positionM, [axis]: line }), 'edit.step.align');
}

/** Equal distances between the outermost two, which stay. Needs three. */
export function distributeCommand(site: Site, chosen: readonly RecordName[], along: Axis): Arranged {
  const items = movables(site, chosen);
  if (items.length < 3) return tooFew(3);
  const axis = along === 'x' ? 'xM' : 'yM';
  const [least, most] = spanOf(items, axis);
  const sorted = items.toSorted((a, b) => a.positionM[axis] - b.positionM[axis] || (a.name.id < b.name.id ? -1 : 1));
  const rank = new Map(sorted.map((item, index) => [item, index]));
  const stepM = (most - least) / (items.length - 1);
  return moved(
    site,
    items,
    (item) => ({ ...item.positionM, [axis]: least + stepM * (rank.get(item) ?? 0) }),
    'edit.step.distribute',
  );
}

/** By so much, in the site frame. Needs one. */
export function nudgeCommand(site: Site, chosen: readonly RecordName[], byM: Pick<PositionM, 'xM' | 'yM'>): Arranged {
  const items = movables(site, chosen);
  if (items.length < 1) return tooFew(1);
  const shift = ({ positionM: { xM, yM, zM } }: Movable): PositionM => ({ xM: xM + byM.xM, yM: yM + byM.yM, zM });
  return moved(site, items, shift, 'edit.step.nudge');
}

/** Each to the nearest crossing of a grid of this width, in the site frame. Needs one. */
export function snapCommand(site: Site, chosen: readonly RecordName[], gridM: number): Arranged {
  const items = movables(site, chosen);
  if (items.length < 1) return tooFew(1);
  return moved(site, items, ({ positionM }) => ({ ...positionM, ...onGrid(positionM, gridM) }), 'edit.step.snap');
}

/** Onto the floor of the place each stands in: its own height becomes nil. Needs one. */
export function floorCommand(site: Site, chosen: readonly RecordName[]): Arranged {
  const items = movables(site, chosen);
  if (items.length < 1) return tooFew(1);
  const commands = items.flatMap(({ name, positionM }) => {
    const command = putCommand(site, name, positionM);
    return command === null ? [] : [grounded(command)];
  });
  return ok({ kind: 'batch', label: 'edit.step.floor', commands });
}

/** Anticlockwise by so many degrees, one about itself, several about their common middle. Needs one. */
export function rotateCommand(site: Site, chosen: readonly RecordName[], byDeg: number): Arranged {
  const items = movables(site, chosen);
  if (items.length < 1) return tooFew(1);
  const middle = { xM: mid(spanOf(items, 'xM')), yM: mid(spanOf(items, 'yM')) };
  const { cosine, sine } = turnOf(byDeg);
  const commands = items.flatMap(({ name, positionM, rotationDeg }): SimpleCommand[] => {
    const [dx, dy] = [positionM.xM - middle.xM, positionM.yM - middle.yM];
    const toM = { xM: middle.xM + dx * cosine - dy * sine, yM: middle.yM + dx * sine + dy * cosine, zM: positionM.zM };
    const put = items.length === 1 ? null : putCommand(site, name, toM);
    const turn = rotationDeg === null ? null : turnCommand(name, rotationDeg + byDeg);
    return [...(put === null ? [] : [put]), ...(turn === null ? [] : [turn])];
  });
  return commands.length === 0 ? tooFew(1) : ok({ kind: 'batch', label: 'edit.step.rotate', commands });
}

/** Nearest crossing of a grid that begins at the origin of the site. */
export function onGrid<Point extends Pick<PositionM, 'xM' | 'yM'>>({ xM, yM }: Point, gridM: number): { xM: number; yM: number } {
  // Rounded to a micrometre: a tenth of a metre is no sum of powers of two.
  const nearest = (value: number): number => Math.round(Math.round(value / gridM) * gridM * 1e6) / 1e6 + 0;
  return { xM: nearest(xM), yM: nearest(yM) };
}

function moved(site: Site, items: readonly Movable[], to: (item: Movable) => PositionM, label: string): Arranged {
  const commands = items.flatMap((item) => putCommand(site, item.name, to(item)) ?? []);
  return ok({ kind: 'batch', label, commands });
}

function grounded(command: SimpleCommand): SimpleCommand {
  if ('positionM' in command) return { ...command, positionM: { ...command.positionM, zM: 0 } };
  if (
    'patch' in command &&
    'positionM' in command.patch &&
    command.patch.positionM !== undefined &&
    command.patch.positionM !== null
  )
    return { ...command, patch: { ...command.patch, positionM: { ...command.patch.positionM, zM: 0 } } } as SimpleCommand;
  return command;
}

function spanOf(items: readonly Movable[], axis: 'xM' | 'yM'): readonly [number, number] {
  let [least, most] = [Infinity, -Infinity];
  for (const { positionM } of items) {
    least = Math.min(least, positionM[axis]);
    most = Math.max(most, positionM[axis]);
  }
  return [least, most];
}

function mid([least, most]: readonly [number, number]): number {
  return (least + most) / 2;
}

function tooFew(count: number): Arranged {
  return failed(
    problem(
      'edit.too-few',
      `Too few of what is selected stand freely: it takes ${count} or more, be they nodes outside of racks, device groups or places.`,
      'Select more of them, or move the rack instead of what is in it.',
      {},
      { count },
    ),
  );
}
