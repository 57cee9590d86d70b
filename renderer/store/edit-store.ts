import { create } from 'zustand';
import type { PositionM, Tier } from '../../core/site/schema/common.ts';
import type { RecordRef } from './interaction-store.ts';

/** A small form that belongs to an edit; one at a time. */
export type EditDialog = 'array' | 'rotate' | 'shortcuts';

/** A spot in the site frame that is drawn on the plate of a tier; null: on the ground. */
export interface DrawnSpot {
  readonly positionM: PositionM;
  readonly tier: Tier | null;
}

/** An end of what is measured: a record, or a bare spot of the floor. */
export interface MeasurePoint extends DrawnSpot {
  readonly ref: RecordRef | null;
}

/** Something to say in the status line that is no refusal: a key of the texts, and what fills it. */
export interface Told {
  readonly key: string;
  readonly values: Readonly<Record<string, number | string>>;
}

/** Editing that is under way and not yet in the document. */
export interface EditState {
  readonly dialog: EditDialog | null;
  /** Where copies would stand, while their form is open. */
  readonly ghosts: readonly DrawnSpot[];
  readonly told: Told | null;
  readonly measuring: boolean;
  /** At most two. */
  readonly points: readonly MeasurePoint[];
}

export const useEditStore = create<EditState>(() => ({ dialog: null, ghosts: [], told: null, measuring: false, points: [] }));

export function openDialog(dialog: EditDialog): void {
  useEditStore.setState({ dialog, ghosts: [] });
}

export function closeDialog(): void {
  useEditStore.setState({ dialog: null, ghosts: [] });
}

export function tell(told: Told | null): void {
  useEditStore.setState({ told });
}

/** One more end; the third begins anew. */
export function measureFrom(point: MeasurePoint): void {
  useEditStore.setState(({ points }) => ({ points: points.length >= 2 ? [point] : [...points, point] }));
}
