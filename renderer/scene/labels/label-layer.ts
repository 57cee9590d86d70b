import type { SceneState } from '../picking.ts';
import type { LabelCandidate, LabelKind } from './candidates.ts';
import { declutter } from './declutter.ts';
import type { LabelBox } from './declutter.ts';

/** More labels than this is noise; more candidates than that take too long a frame. */
const MOST_LABELS = 40;
const MOST_TRIED = 700;

/** Most labels of a kind, so that the picture keeps room for the model. */
const BUDGETS: Readonly<Partial<Record<LabelKind, number>>> = { node: 20, group: 8, place: 6, area: 10 };

const FONT = "'Inter Variable', system-ui, sans-serif";

/** Size, weight and inner space of each kind, px. */
const STYLES: Readonly<Record<LabelKind, { readonly sizePx: number; readonly weight: number; readonly spacePx: number }>> = {
  plate: { sizePx: 11, weight: 600, spacePx: 4 },
  area: { sizePx: 11, weight: 450, spacePx: 2 },
  place: { sizePx: 11, weight: 450, spacePx: 2 },
  node: { sizePx: 11.5, weight: 560, spacePx: 2 },
  group: { sizePx: 11, weight: 450, spacePx: 2 },
  hop: { sizePx: 11, weight: 650, spacePx: 10 },
};

export interface PlacedLabel extends LabelBox {
  readonly kind: LabelKind;
  readonly text: string;
}

/** The labels of a scene as elements over it: they stay one size, use the system's fonts for every script, and never cover each other. */
export interface LabelLayer {
  /** Shows the labels for the camera of this moment. */
  draw(candidates: readonly LabelCandidate[], state: SceneState): void;
  /** What shows, for a picture of the scene. */
  readonly shown: readonly PlacedLabel[];
  clear(): void;
}

export function createLabelLayer(host: HTMLElement): LabelLayer {
  const elements = new Map<string, HTMLElement>();
  const widths = new Map<string, number>();
  const ruler = document.createElement('canvas').getContext('2d');
  let shown: readonly PlacedLabel[] = [];

  function widthOf(kind: LabelKind, text: string): number {
    const key = `${kind} ${text}`;
    let width = widths.get(key);
    if (width === undefined) {
      const { sizePx, weight, spacePx } = STYLES[kind];
      if (ruler !== null) ruler.font = labelFont(kind);
      width = (ruler?.measureText(text).width ?? text.length * sizePx * 0.6 * (weight / 500)) + spacePx;
      widths.set(key, width);
    }
    return width;
  }

  function* boxes(candidates: readonly LabelCandidate[], state: SceneState): Generator<PlacedLabel> {
    let tried = 0;
    for (const candidate of candidates) {
      if (tried >= MOST_TRIED) return;
      const spot = candidate.spot(state);
      if (spot === null || spot.xPx < 0 || spot.yPx < 0 || spot.xPx > state.view.widthPx || spot.yPx > state.view.heightPx)
        continue;
      tried += 1;
      yield {
        key: candidate.key,
        kind: candidate.kind,
        text: candidate.text,
        xPx: spot.xPx,
        yPx: spot.yPx,
        widthPx: widthOf(candidate.kind, candidate.text),
        heightPx: STYLES[candidate.kind].sizePx + 5,
      };
    }
  }

  return {
    get shown() {
      return shown;
    },
    draw(candidates, state) {
      const byKey = new Map<string, PlacedLabel>();
      const all = function* (): Generator<PlacedLabel> {
        for (const box of boxes(candidates, state)) {
          byKey.set(box.key, box);
          yield box;
        }
      };
      shown = declutter(
        all(),
        state.view.widthPx,
        state.view.heightPx,
        MOST_LABELS,
        (box) => byKey.get(box.key)?.kind ?? '',
        BUDGETS,
      ).flatMap((box) => {
        const label = byKey.get(box.key);
        return label === undefined ? [] : [label];
      });
      const keep = new Set(shown.map((label) => label.key));
      for (const [key, element] of elements) {
        if (keep.has(key)) continue;
        element.remove();
        elements.delete(key);
      }
      for (const label of shown) {
        let element = elements.get(label.key);
        if (element === undefined) {
          element = document.createElement('span');
          elements.set(label.key, element);
          host.append(element);
        }
        if (element.dataset['kind'] !== label.kind) element.dataset['kind'] = label.kind;
        if (element.textContent !== label.text) element.textContent = label.text;
        const [left, top] = [Math.round(label.xPx - label.widthPx / 2), Math.round(label.yPx - label.heightPx)];
        element.style.transform = `translate(${left}px, ${top}px)`;
      }
    },
    clear() {
      for (const element of elements.values()) element.remove();
      elements.clear();
      shown = [];
    },
  };
}

/** The font of a label, as a canvas names it. */
export function labelFont(kind: LabelKind): string {
  const { sizePx, weight } = STYLES[kind];
  return `${weight} ${sizePx}px ${FONT}`;
}
