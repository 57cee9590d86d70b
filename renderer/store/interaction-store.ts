import { create } from 'zustand';
import type { Problem } from '../../core/base/problem.ts';
import type { Preview } from '../../core/engine/protocol.ts';
import type { Tier } from '../../core/site/schema/common.ts';
import type { CollectionName } from '../../core/site/site.ts';

/** Something one can select or hover. */
export interface RecordRef {
  readonly collection: CollectionName;
  readonly id: string;
}

/** What is being dragged. */
export type DragSubject =
  | { readonly kind: 'hardware'; readonly typeId: string }
  | { readonly kind: 'template'; readonly templateId: string }
  | { readonly kind: 'node'; readonly nodeId: string }
  | { readonly kind: 'placement'; readonly placementId: string }
  | { readonly kind: 'service'; readonly serviceId: string }
  | { readonly kind: 'link-end'; readonly fromNodeId: string };

/** Where it is over. Position in metres in the site frame; null over the tier board. */
export type DropTarget =
  | {
      readonly kind: 'place';
      readonly placeId: string | null;
      readonly tier: Tier;
      readonly positionM: { readonly xM: number; readonly yM: number } | null;
      /** Of a rack: its unit under the pointer, 1 at the bottom. Without it any that is free will do. */
      readonly rackUnit?: number;
    }
  | { readonly kind: 'node'; readonly nodeId: string }
  | { readonly kind: 'tier'; readonly tier: Tier };

/** One interaction at a time. */
export type Interaction =
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'dragging';
      readonly subject: DragSubject;
      /** Null: over nothing that takes it. */
      readonly target: DropTarget | null;
      /** Client pixels, for the figures at the cursor. */
      readonly pointer: { readonly xPx: number; readonly yPx: number };
      /** Coordinates entered meanwhile, as typed; null while the hand alone says where. */
      readonly typed: TypedSpot | null;
    }
  | {
      /** A frame is drawn around what is to be selected, in pixels of the scene's element. */
      readonly kind: 'boxing';
      readonly from: { readonly x: number; readonly y: number };
      readonly to: { readonly x: number; readonly y: number };
    };

/** Coordinates in metres of the site frame while they are typed. */
export interface TypedSpot {
  readonly x: string;
  readonly y: string;
  /** Where the next digit goes. */
  readonly field: 'x' | 'y';
}

export interface InteractionState {
  readonly interaction: Interaction;
  readonly selection: readonly RecordRef[];
  readonly hover: RecordRef | null;
  /** Consequence of dropping here; null when not dragging or not yet answered. */
  readonly preview: Preview | null;
  /** Why dropping here would be refused. */
  readonly refusal: Problem | null;
}

export const useInteractionStore = create<InteractionState>(() => ({
  interaction: { kind: 'idle' },
  selection: [],
  hover: null,
  preview: null,
  refusal: null,
}));

export function isSelected(state: InteractionState, ref: RecordRef): boolean {
  return state.selection.some((one) => one.collection === ref.collection && one.id === ref.id);
}

/** Selects one record, or adds and removes it when `toggle`. */
export function select(ref: RecordRef | null, toggle = false): void {
  useInteractionStore.setState((state) => {
    if (ref === null) return { selection: [] };
    if (!toggle) return { selection: [ref] };
    return {
      selection: isSelected(state, ref)
        ? state.selection.filter((one) => one.collection !== ref.collection || one.id !== ref.id)
        : [...state.selection, ref],
    };
  });
}

/** Selects several at once, or adds them to what is selected. Nothing is selected twice. */
export function selectMany(refs: readonly RecordRef[], add = false): void {
  useInteractionStore.setState((state) => {
    const byKey = new Map<string, RecordRef>();
    for (const ref of [...(add ? state.selection : []), ...refs]) byKey.set(`${ref.collection}/${ref.id}`, ref);
    return { selection: [...byKey.values()] };
  });
}

export function hover(ref: RecordRef | null): void {
  const current = useInteractionStore.getState().hover;
  if (current?.id === ref?.id && current?.collection === ref?.collection) return;
  useInteractionStore.setState({ hover: ref });
}
