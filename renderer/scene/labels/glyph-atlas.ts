import TinySDF from '@mapbox/tiny-sdf';
import { DataTexture, LinearFilter, RedFormat, UnsignedByteType } from 'three';

/** Size that glyphs are rasterised at, px; on the screen they are about half of it. */
export const GLYPH_PX = 24;
/** Room around each glyph for the field of distances, and how far the field reaches, px of the atlas. */
const BUFFER_PX = 5;
export const RADIUS_PX = 8;
/** Share of the field's range that lies inside of the glyph. */
export const CUTOFF = 0.25;
const ATLAS_PX = 1024;

const FONT_FAMILY =
  "'Inter Variable', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', system-ui, sans-serif";

/** Rasterising a glyph takes a part of a millisecond; more than this a frame would be felt. */
const MOST_NEW = 24;

/** One glyph in the atlas; px of the atlas. `top`: of the glyph's box above the baseline, without the room around it. */
interface Glyph {
  readonly u: number;
  readonly v: number;
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly top: number;
  readonly advance: number;
}

/** A text as its glyphs; `width` in px of the atlas. */
export interface TextRun {
  readonly glyphs: readonly Glyph[];
  readonly width: number;
}

/** Distance fields of the glyphs that were asked for, of any script the system has a font for, in one texture. */
export interface GlyphAtlas {
  readonly texture: DataTexture;
  /** Null: the glyphs are not all there yet; ask again with the next frame. */
  run(text: string, weight: number): TextRun | null;
  /** Once a frame: new glyphs may be made again. True where some had to be put off. */
  nextFrame(): boolean;
  dispose(): void;
}

export function createGlyphAtlas(): GlyphAtlas {
  const values = new Uint8Array(ATLAS_PX * ATLAS_PX);
  const texture = new DataTexture(values, ATLAS_PX, ATLAS_PX, RedFormat, UnsignedByteType);
  texture.magFilter = LinearFilter;
  texture.minFilter = LinearFilter;
  const makers = new Map<number, TinySDF>();
  const glyphs = new Map<string, Glyph>();
  const runs = new Map<number, Map<string, TextRun>>();
  let [x, y, rowHeight] = [0, 0, 0];
  let made = 0;
  let putOff = false;

  function makerOf(weight: number): TinySDF {
    const known = makers.get(weight);
    if (known !== undefined) return known;
    const maker = new TinySDF({
      fontSize: GLYPH_PX,
      fontFamily: FONT_FAMILY,
      fontWeight: String(weight),
      buffer: BUFFER_PX,
      radius: RADIUS_PX,
      cutoff: CUTOFF,
    });
    makers.set(weight, maker);
    return maker;
  }

  /** Everything anew: what is still shown comes back with its next frame. */
  function empty(): void {
    values.fill(0);
    glyphs.clear();
    runs.clear();
    [x, y, rowHeight] = [0, 0, 0];
  }

  function glyphOf(character: string, weight: number): Glyph | null {
    const key = `${weight} ${character}`;
    const known = glyphs.get(key);
    if (known !== undefined) return known;
    if (made >= MOST_NEW) {
      putOff = true;
      return null;
    }
    made += 1;
    const { data, width, height, glyphLeft, glyphTop, glyphAdvance } = makerOf(weight).draw(character);
    if (x + width > ATLAS_PX) [x, y, rowHeight] = [0, y + rowHeight + 1, 0];
    if (y + height > ATLAS_PX) {
      empty();
      putOff = true;
      return null;
    }
    for (let row = 0; row < height; row += 1) values.set(data.subarray(row * width, (row + 1) * width), (y + row) * ATLAS_PX + x);
    const glyph = { u: x, v: y, width, height, left: glyphLeft - BUFFER_PX, top: glyphTop + BUFFER_PX, advance: glyphAdvance };
    x += width + 1;
    rowHeight = Math.max(rowHeight, height);
    glyphs.set(key, glyph);
    texture.needsUpdate = true;
    return glyph;
  }

  return {
    texture,
    run(text, weight) {
      let ofWeight = runs.get(weight);
      const known = ofWeight?.get(text);
      if (known !== undefined) return known;
      const found: Glyph[] = [];
      let width = 0;
      for (const character of text) {
        const glyph = glyphOf(character, weight);
        if (glyph === null) return null;
        found.push(glyph);
        width += glyph.advance;
      }
      const run = { glyphs: found, width };
      ofWeight = runs.get(weight) ?? new Map<string, TextRun>();
      runs.set(weight, ofWeight);
      ofWeight.set(text, run);
      return run;
    },
    nextFrame() {
      const before = putOff;
      made = 0;
      putOff = false;
      return before;
    },
    dispose: () => texture.dispose(),
  };
}
