/** [P2] How much each aim counts, and what it costs to move all that runs. */
export interface Aims {
  readonly weights: { readonly cost: number; readonly performance: number; readonly energy: number };
  readonly keep: number;
}

/** What it costs in the objective to start all that runs somewhere else: a tenth of what all else can be worth together. */
const MOVES = 0.1;
/** No gain of the other aims, which are at most one together, is worth moving everything. */
const STAYS = 1;

/** [P2] Aims by name. The first is that of the model. */
export const WEIGHT_PRESETS = {
  balanced: { weights: { cost: 0.4, performance: 0.4, energy: 0.2 }, keep: MOVES },
  'latency-first': { weights: { cost: 0.1, performance: 0.8, energy: 0.1 }, keep: MOVES },
  'cost-first': { weights: { cost: 0.8, performance: 0.1, energy: 0.1 }, keep: MOVES },
  green: { weights: { cost: 0.1, performance: 0.1, energy: 0.8 }, keep: MOVES },
  'keep-what-runs': { weights: { cost: 0.4, performance: 0.4, energy: 0.2 }, keep: STAYS },
} as const satisfies { readonly [name: string]: Aims };

export type WeightPreset = keyof typeof WEIGHT_PRESETS;

/** The preset that these aims are; null for aims of one's own. */
export function presetOf({ weights, keep }: Aims): WeightPreset | null {
  const found = Object.entries(WEIGHT_PRESETS).find(
    ([, preset]) =>
      preset.keep === keep &&
      preset.weights.cost === weights.cost &&
      preset.weights.performance === weights.performance &&
      preset.weights.energy === weights.energy,
  );
  return (found?.[0] as WeightPreset | undefined) ?? null;
}
