import type { Tier } from '../../../core/site/schema/common.ts';
import type { CollectionName } from '../../../core/site/site.ts';
import type { SymbolKind } from './symbol-size.ts';

/** One thing that is drawn as a symbol. Scene coordinates in metres. */
export interface SceneSymbol {
  readonly collection: CollectionName;
  readonly id: string;
  readonly kind: SymbolKind;
  readonly tier: Tier;
  readonly level: number;
  /** Foot where the thing physically is, and where its plate shows it: the lift goes from one to the other. */
  readonly physical: readonly [number, number, number];
  readonly plate: readonly [number, number];
  /** From the foot to this symbol in metres of the arrangement it belongs to; grows with it. */
  readonly offset: readonly [number, number, number];
  /** Size the arrangement grows by: pitch of a cluster, height of a rack. */
  readonly pitchM: number;
  readonly pitchPx: number;
  /** Size at hand: of the model, scaled. */
  readonly sizeM: number;
  /** 1, or less where the model would dwarf the sheet: a cloud's hall over a shop floor. */
  readonly scale: number;
  readonly leastPx: number;
  readonly heightShare: number;
  /** Distance to the next arrangement: nothing grows beyond it. */
  readonly roomM: number;
  /** How much higher than its model it is drawn: rack units over those of the model. */
  readonly stretch: number;
  /** Anticlockwise seen from above. */
  readonly turnRad: number;
}

/** Feet of all symbols at one lift, three numbers each. */
export function feetAt(symbols: readonly SceneSymbol[], lift: number, levelHeightM: (level: number) => number): Float32Array {
  const feet = new Float32Array(symbols.length * 3);
  for (const [index, symbol] of symbols.entries()) {
    const share = symbol.level === 0 ? 0 : lift;
    feet[index * 3] = symbol.physical[0] + (symbol.plate[0] - symbol.physical[0]) * share;
    feet[index * 3 + 1] = symbol.physical[1] * (1 - share) + levelHeightM(symbol.level);
    feet[index * 3 + 2] = symbol.physical[2] + (symbol.plate[1] - symbol.physical[2]) * share;
  }
  return feet;
}
