import type { HardwareType } from '../../../core/site/schema/hardware-type.ts';

export type Silhouette = HardwareType['silhouette'];
/** Symbols of places that are too small to be drawn as areas. */
export type PlaceSymbol = 'pad' | 'rack-frame' | 'pole';
export type SymbolKind = Silhouette | PlaceSymbol;

/** How a symbol grows when seen from afar. */
export interface SymbolSize {
  /** Largest dimension of its model: what it measures at hand. */
  readonly sizeM: number;
  /** Largest dimension on the screen below which it does not shrink while there is room. */
  readonly leastPx: number;
  /** Height of its model over its largest dimension. */
  readonly heightShare: number;
}

/** Usual dimensions of such hardware; only the drawing uses them. */
export const SYMBOL_SIZES: Readonly<Record<SymbolKind, SymbolSize>> = {
  'rack-server': { sizeM: 0.75, leastPx: 26, heightShare: 0.21 },
  rack: { sizeM: 2, leastPx: 36, heightShare: 1 },
  'rugged-box': { sizeM: 0.4, leastPx: 24, heightShare: 0.58 },
  gateway: { sizeM: 0.3, leastPx: 22, heightShare: 0.9 },
  module: { sizeM: 0.15, leastPx: 20, heightShare: 0.6 },
  'pole-cabinet': { sizeM: 5, leastPx: 32, heightShare: 1 },
  mast: { sizeM: 18, leastPx: 38, heightShare: 0.98 },
  switch: { sizeM: 0.45, leastPx: 24, heightShare: 0.22 },
  container: { sizeM: 6, leastPx: 34, heightShare: 0.5 },
  hall: { sizeM: 30, leastPx: 44, heightShare: 0.36 },
  workstation: { sizeM: 0.6, leastPx: 24, heightShare: 0.75 },
  pad: { sizeM: 8, leastPx: 16, heightShare: 0.05 },
  'rack-frame': { sizeM: 2.1, leastPx: 48, heightShare: 1 },
  pole: { sizeM: 6, leastPx: 22, heightShare: 1 },
};

/** All kinds, in the order of their numbers in shaders. */
export const SYMBOL_KINDS = Object.keys(SYMBOL_SIZES) as readonly SymbolKind[];

/** Height of the model of a rack server, which is stretched to the rack units it fills. */
export const SERVER_MODEL_HEIGHT_M = 0.16;

/** Even without room around it a symbol stays at least this large on the screen, or one could not see it at all. */
export const FLOOR_PX = 8;

/**
 * How many times its true size a symbol is drawn: 1 at hand, more from afar, so that it stays `leastPx` on the screen, but not
 * beyond `roomM`, where it would cover its neighbours. The shader of the symbols computes the same.
 */
export function growth(metresPerPx: number, sizeM: number, leastPx: number, roomM: number): number {
  return Math.max(1, Math.min(leastPx * metresPerPx, roomM) / sizeM, (FLOOR_PX * metresPerPx) / sizeM);
}

/** No symbol is larger than this share of half the sheet's diagonal. */
const LARGEST_SHARE = 0.075;

/** A symbol's size on a sheet of this half diagonal, and how much smaller its model is drawn for it. */
export function sizedSymbol(kind: SymbolKind, radiusM: number): { readonly size: SymbolSize; readonly scale: number } {
  const size = SYMBOL_SIZES[kind];
  // A rack keeps its true height: what stands in it is placed by rack units.
  const scale = kind === 'rack-frame' ? 1 : Math.min(1, (radiusM * LARGEST_SHARE) / size.sizeM);
  return { size: { ...size, sizeM: size.sizeM * scale }, scale };
}
