import type { Tier } from '../../core/site/schema/common.ts';
import type { Bookmark } from '../../core/site/schema/header.ts';
import type { DragSubject, RecordRef } from '../store/interaction-store.ts';

/** What lies under a pixel, nearest first within its kind. */
export type SceneHit =
  /** A symbol: a node, a device group, a small place. */
  | { readonly kind: 'record'; readonly ref: RecordRef; readonly tier: Tier; readonly depth: number }
  /** The ground or a plate. */
  | {
      readonly kind: 'surface';
      readonly tier: Tier;
      /** Smallest place that contains the spot; null outside of all. */
      readonly placeId: string | null;
      /** Site frame. */
      readonly positionM: { readonly xM: number; readonly yM: number };
      readonly depth: number;
    };

export interface PictureRequest {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly scheme: 'light' | 'dark';
  /** False: without names; `labels` of the picture says where they stand. */
  readonly withLabels?: boolean;
  /** From there instead of from where the camera is. */
  readonly from?: Bookmark;
}

/** A name in a picture: the middle of its lower edge and its height, px of the picture. */
export interface PictureLabel {
  readonly text: string;
  readonly xPx: number;
  readonly yPx: number;
  readonly heightPx: number;
}

export interface Picture {
  readonly png: Blob;
  /** Names that the picture shows or leaves out. */
  readonly labels: readonly PictureLabel[];
  /** Length of one of its pixels in the middle, m. */
  readonly metresPerPx: number;
  /** Pixels of the picture for one of the screen: names and strands are so much larger. */
  readonly scale: number;
}

/** The mounted scene, as gestures, reports and tests see it. Pixels are client pixels. */
export interface SceneDoor {
  readonly element: HTMLElement;
  hits(xPx: number, yPx: number): readonly SceneHit[];
  /** Middle of a record on the screen; null when it is not in view. */
  screenPosition(ref: RecordRef): { readonly xPx: number; readonly yPx: number } | null;
  /** What the camera sees, as PNG. Null when the graphics context is lost. */
  capture(request: PictureRequest): Promise<Picture | null>;
  /** The view of now, to be kept; null while there is no camera. */
  bookmark(name: string): Bookmark | null;
  /** Goes back to a view that was kept. */
  goTo(bookmark: Bookmark): void;
}

/** How a drag begins in the scene; the gestures put themselves in here, so that the scene need not know them. */
export type CarryStarter = (subject: DragSubject, event: PointerEvent) => void;

let starter: CarryStarter | null = null;

export function setCarryStarter(start: CarryStarter | null): void {
  starter = start;
}

/** Whether the drag was taken. */
export function startCarry(subject: DragSubject, event: PointerEvent): boolean {
  starter?.(subject, event);
  return starter !== null;
}

let mounted: SceneDoor | null = null;

/** Called by the twin alone; returns how to take it back. */
export function mountScene(door: SceneDoor): () => void {
  mounted = door;
  return () => {
    if (mounted === door) mounted = null;
  };
}

/** Null while no twin is on the screen. */
export function sceneDoor(): SceneDoor | null {
  return mounted;
}
