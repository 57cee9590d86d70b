import type { SceneView } from '../view.ts';
import type { Entries } from './entries.ts';
import { TEXELS } from './entries.ts';
import { growth } from './symbol-size.ts';

/** Symbols smaller than this on the screen are drawn as two boxes. */
export const FAR_PX = 13;
/** What stands so far outside of the picture may still reach into it, px. */
const MARGIN_PX = 120;

/** Symbols in view: by kind those near enough to show their model, and all the others. Filled anew for each camera, never reallocated. */
export interface DetailLists {
  /** Numbers of entries, by number of the kind. */
  readonly near: readonly Float32Array[];
  readonly nearCounts: Uint32Array;
  readonly far: Float32Array;
  farCount: number;
}

export function createDetailLists(entries: Entries, kinds: number): DetailLists {
  const counts = new Uint32Array(kinds);
  for (let index = 0; index < entries.symbols; index += 1) {
    const kind = entries.values[index * TEXELS * 4 + 18] ?? 0;
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return {
    near: [...counts].map((count) => new Float32Array(count)),
    nearCounts: new Uint32Array(kinds),
    far: new Float32Array(entries.symbols),
    farCount: 0,
  };
}

/** Sorts the symbols into the lists for where the camera is now. `feet`: three numbers a symbol. */
export function sortByDetail(lists: DetailLists, { values, symbols }: Entries, feet: Float32Array, view: SceneView): void {
  lists.nearCounts.fill(0);
  lists.farCount = 0;
  const m = view.clip;
  const [halfWidth, halfHeight] = [view.widthPx / 2, view.heightPx / 2];
  const { near } = view.camera;
  for (let index = 0; index < symbols; index += 1) {
    const x = feet[index * 3] ?? 0;
    const y = feet[index * 3 + 1] ?? 0;
    const z = feet[index * 3 + 2] ?? 0;
    const w = (m[3] ?? 0) * x + (m[7] ?? 0) * y + (m[11] ?? 0) * z + (m[15] ?? 0);
    const at = index * TEXELS * 4;
    const sizeM = values[at + 12] ?? 1;
    const reachM = sizeM * 2;
    if (w < near - reachM) continue;
    const metresPerPx = view.metresPerPx(Math.max(w, near));
    const sizePx = (sizeM * growth(metresPerPx, sizeM, values[at + 13] ?? 0, values[at + 11] ?? 0)) / metresPerPx;
    const marginPx = MARGIN_PX + sizePx * 2;
    const across = ((m[0] ?? 0) * x + (m[4] ?? 0) * y + (m[8] ?? 0) * z + (m[12] ?? 0)) * halfWidth;
    if (Math.abs(across) > Math.max(w, near) * (halfWidth + marginPx)) continue;
    const up = ((m[1] ?? 0) * x + (m[5] ?? 0) * y + (m[9] ?? 0) * z + (m[13] ?? 0)) * halfHeight;
    if (Math.abs(up) > Math.max(w, near) * (halfHeight + marginPx)) continue;
    if (sizePx < FAR_PX) {
      lists.far[lists.farCount] = index;
      lists.farCount += 1;
      continue;
    }
    const kind = values[at + 18] ?? 0;
    const list = lists.near[kind];
    const count = lists.nearCounts[kind] ?? 0;
    if (list === undefined) continue;
    list[count] = index;
    lists.nearCounts[kind] = count + 1;
  }
}
