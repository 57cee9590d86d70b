import type { GroupField } from './model.ts';
import { SYMBOL_KINDS } from './symbol-size.ts';
import type { SceneSymbol } from './symbols.ts';

/** Texels of four numbers that one entry takes. */
export const TEXELS = 5;
/** Entries of one row of the texture. */
export const ROW = 256;

/**
 * Everything that has a spot in the scene as one array of numbers, for shaders and for loops over all of it: first the symbols, then the
 * middles of the device groups. Per entry: physical x y z, level · plate x z, pitchM, pitchPx · offset x y z, roomM ·
 * sizeM, leastPx, heightShare, stretch · turnRad, scale, kind, 0 (see SceneSymbol). Padded to whole rows of a texture.
 */
export interface Entries {
  readonly values: Float32Array;
  readonly symbols: number;
  readonly count: number;
}

export function packEntries(symbols: readonly SceneSymbol[], groups: readonly GroupField[]): Entries {
  const count = symbols.length + groups.length;
  const values = new Float32Array(Math.max(1, Math.ceil(count / ROW)) * ROW * TEXELS * 4);
  let at = 0;
  for (const symbol of symbols) {
    const { physical, plate, offset } = symbol;
    values[at] = physical[0];
    values[at + 1] = physical[1];
    values[at + 2] = physical[2];
    values[at + 3] = symbol.level;
    values[at + 4] = plate[0];
    values[at + 5] = plate[1];
    values[at + 6] = symbol.pitchM;
    values[at + 7] = symbol.pitchPx;
    values[at + 8] = offset[0];
    values[at + 9] = offset[1];
    values[at + 10] = offset[2];
    values[at + 11] = symbol.roomM;
    values[at + 12] = symbol.sizeM;
    values[at + 13] = symbol.leastPx;
    values[at + 14] = symbol.heightShare;
    values[at + 15] = symbol.stretch;
    values[at + 16] = symbol.turnRad;
    values[at + 17] = symbol.scale;
    values[at + 18] = SYMBOL_KINDS.indexOf(symbol.kind);
    at += TEXELS * 4;
  }
  for (const { middle } of groups) {
    values[at] = middle[0];
    values[at + 1] = middle[1];
    values[at + 2] = middle[2];
    values[at + 6] = 1;
    values[at + 12] = 1e-6;
    values[at + 17] = 1;
    at += TEXELS * 4;
  }
  return { values, symbols: symbols.length, count };
}
