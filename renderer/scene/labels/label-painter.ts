import { toLinear } from '../geometry/mesh-data.ts';
import type { Palette } from '../palette.ts';
import type { SceneState } from '../picking.ts';
import { inPicture } from '../spatial/reach.ts';
import type { SpotBuffer } from '../view.ts';
import type { LabelCandidate, LabelKind } from './candidates.ts';
import { Declutter } from './declutter.ts';
import { GLYPH_PX } from './glyph-atlas.ts';
import type { GlyphAtlas, TextRun } from './glyph-atlas.ts';
import type { RankedLabels } from './ranked-labels.ts';
import type { TextBatch } from './text-batch.ts';

/** What may be named, the most important first. */
export interface LabelSources {
  /** Shown wherever there is room. */
  readonly first: readonly LabelCandidate[];
  readonly areas: readonly LabelCandidate[];
  readonly ranked: readonly RankedLabels[];
}

/** Most names of areas, so that the picture keeps room for the model. */
const MOST_AREAS = 10;

/** Size, weight and inner space of each kind, px. */
const STYLES: Readonly<Record<LabelKind, { readonly sizePx: number; readonly weight: number; readonly spacePx: number }>> = {
  plate: { sizePx: 11, weight: 600, spacePx: 4 },
  area: { sizePx: 11, weight: 480, spacePx: 2 },
  place: { sizePx: 11, weight: 480, spacePx: 2 },
  node: { sizePx: 11.5, weight: 600, spacePx: 2 },
  group: { sizePx: 11, weight: 480, spacePx: 2 },
  hop: { sizePx: 11, weight: 600, spacePx: 12 },
};

/** Bar of the parts of a delay under a hop: width, height, distance from the name, px. */
const BAR = { widthPx: 46, heightPx: 4, gapPx: 2 };

/** A label where it stands: the middle of its lower edge, px. */
export interface PlacedLabel {
  readonly key: string;
  readonly text: string;
  readonly xPx: number;
  readonly yPx: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** Puts labels on the screen: constant in size, never over each other, each frame for the camera of that frame. */
export interface LabelPainter {
  /** True where glyphs are still to come: another frame is needed. */
  paint(sources: LabelSources, state: SceneState): boolean;
  setPalette(palette: Palette): void;
  /** What shows, for tests. */
  shown(): readonly PlacedLabel[];
}

type Ink = readonly [number, number, number];
const BLACK: Ink = [0, 0, 0];

export function createLabelPainter(atlas: GlyphAtlas, batch: TextBatch): LabelPainter {
  const declutter = new Declutter();
  const spot: SpotBuffer = { xPx: 0, yPx: 0, depth: 0 };
  const placed: { label: LabelCandidate; xPx: number; yPx: number; widthPx: number; heightPx: number }[] = [];
  const taken = new Set<string>();
  let inks: { soft: Ink; strong: Ink; accent: Ink; onAccent: Ink; halo: Ink; parts: readonly [string, Ink][] } = {
    soft: BLACK,
    strong: BLACK,
    accent: BLACK,
    onAccent: BLACK,
    halo: BLACK,
    parts: [],
  };
  let current: SceneState | null = null;

  /** Whether it stands now. */
  function offer(label: LabelCandidate): boolean {
    if (current === null || taken.has(label.key) || !label.place(current, spot)) return false;
    const { view } = current;
    if (spot.xPx < 0 || spot.yPx < 0 || spot.xPx > view.widthPx || spot.yPx > view.heightPx) return false;
    const style = STYLES[label.kind];
    const run = atlas.run(label.text, style.weight);
    if (run === null) return false;
    const hasBar = label.parts !== undefined;
    const widthPx = Math.max((run.width * style.sizePx) / GLYPH_PX, hasBar ? BAR.widthPx : 0) + style.spacePx;
    const heightPx = style.sizePx + 5 + (hasBar ? BAR.heightPx + BAR.gapPx * 2 : 0);
    const [xPx, yPx] = [Math.round(spot.xPx), Math.round(spot.yPx)];
    if (!declutter.offer(xPx, yPx, widthPx, heightPx)) return false;
    taken.add(label.key);
    placed.push({ label, xPx, yPx, widthPx, heightPx });
    draw(label, run, xPx, yPx, widthPx, heightPx);
    return true;
  }

  function draw(label: LabelCandidate, run: TextRun, xPx: number, yPx: number, widthPx: number, heightPx: number): void {
    const { sizePx } = STYLES[label.kind];
    const isHop = label.kind === 'hop';
    if (isHop) batch.box(xPx - widthPx / 2, yPx - heightPx, widthPx, heightPx, 5, inks.accent);
    const ink = isHop ? inks.onAccent : label.kind === 'plate' ? inks.accent : label.kind === 'node' ? inks.strong : inks.soft;
    batch.text(run, xPx, yPx - heightPx + (sizePx + 5) / 2, sizePx, ink, isHop ? null : inks.halo);
    const { parts } = label;
    if (parts === undefined) return;
    const [width, top] = [widthPx - 10, yPx - BAR.heightPx - BAR.gapPx - 1];
    const total = Object.values(parts).reduce((sum, part) => sum + part, 0);
    let left = xPx - width / 2;
    batch.box(left - 1, top - 1, width + 2, BAR.heightPx + 2, 1, inks.onAccent);
    for (const [name, colour] of inks.parts) {
      const share = total > 0 ? (parts[name as keyof typeof parts] * width) / total : 0;
      if (share > 0) batch.box(left, top, share, BAR.heightPx, 0, colour);
      left += share;
    }
  }

  return {
    paint({ first, areas, ranked }, state) {
      const unfinished = atlas.nextFrame();
      current = state;
      taken.clear();
      placed.length = 0;
      declutter.clear(state.view.widthPx, state.view.heightPx);
      batch.begin();
      for (const label of first) offer(label);
      let named = 0;
      for (const label of areas) {
        if (named >= MOST_AREAS) break;
        if (offer(label)) named += 1;
      }
      if (ranked.length > 0) {
        const visible = inPicture(state.view);
        for (const { tree, labelOf, budget, tries } of ranked) {
          let [shown, tried] = [0, 0];
          tree.searchRanked(visible, (item) => {
            const label = labelOf(item);
            if (label !== null && offer(label)) shown += 1;
            tried += 1;
            return shown < budget && tried < tries && !declutter.isFull;
          });
        }
      }
      batch.end();
      return unfinished;
    },
    setPalette(palette) {
      inks = {
        soft: toLinear(palette.textSoft),
        strong: toLinear(palette.text),
        accent: toLinear(palette.labelAccent),
        onAccent: toLinear(palette.textOnAccent),
        halo: toLinear(palette.halo),
        parts: Object.entries(palette.parts).map(([name, colour]) => [name, toLinear(colour)]),
      };
    },
    shown: () =>
      placed.map(({ label, xPx, yPx, widthPx, heightPx }) => ({ key: label.key, text: label.text, xPx, yPx, widthPx, heightPx })),
  };
}
