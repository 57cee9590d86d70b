import { TIERS } from '../../core/site/schema/common.ts';
import type { Tier } from '../../core/site/schema/common.ts';
import type { DragSubject, DropTarget } from '../store/interaction-store.ts';

export interface Pointer {
  /** Client pixels. */
  readonly xPx: number;
  readonly yPx: number;
}

/** One area of the screen that takes drops. `undefined`: the pointer is not over this area; `null`: it is, but nothing there takes it. */
export type TargetResolver = (subject: DragSubject, pointer: Pointer) => DropTarget | null | undefined;

/** Asks one area after the other; the first that the pointer is over decides. */
export function resolveTarget(resolvers: readonly TargetResolver[], subject: DragSubject, pointer: Pointer): DropTarget | null {
  for (const resolve of resolvers) {
    const target = resolve(subject, pointer);
    if (target !== undefined) return target;
  }
  return null;
}

/** As much of an element as the resolvers need. */
export interface DropElement {
  readonly dataset: Readonly<Record<string, string | undefined>>;
  closest(selector: string): DropElement | null;
}

const TAKES_DROPS = '[data-drop-node],[data-drop-place],[data-drop-tier]';

/**
 * Drops on panels, by what the element under the pointer or one around it says of itself: `data-drop-node`, `data-drop-place` (with its
 * tier in `data-drop-tier`), or `data-drop-tier` alone for a column of the tier board.
 * A slot of a rack adds its unit in `data-drop-unit`.
 */
export function domResolver(elementAt: (pointer: Pointer) => DropElement | null): TargetResolver {
  return (subject, pointer) => {
    const element = elementAt(pointer)?.closest(TAKES_DROPS) ?? null;
    if (element === null) return undefined;
    const { dropNode, dropPlace, dropTier, dropUnit } = element.dataset;
    const tier = TIERS.find((one) => one === dropTier) ?? null;
    const wantsNode = subject.kind !== 'hardware' && subject.kind !== 'node';
    if (dropNode !== undefined && (wantsNode || tier === null)) return { kind: 'node', nodeId: dropNode };
    if (dropPlace !== undefined && tier !== null) {
      const place = { kind: 'place', placeId: dropPlace, tier, positionM: null } as const;
      return dropUnit === undefined ? place : { ...place, rackUnit: Number(dropUnit) };
    }
    if (tier !== null) return { kind: 'tier', tier };
    const column = columnAround(element);
    return column === null ? null : { kind: 'tier', tier: column };
  };
}

function columnAround(element: DropElement): Tier | null {
  const column = element.closest('[data-drop-tier]');
  return TIERS.find((one) => one === column?.dataset['dropTier']) ?? null;
}

/** Whether two targets are the same, so that nothing is computed twice. */
export function sameTarget(a: DropTarget | null, b: DropTarget | null): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
