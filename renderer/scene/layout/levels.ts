import type { Tier } from '../../../core/site/schema/common.ts';
import type { Ground } from './ground.ts';

/** Tiers that have a plate above the ground, lowest first. Devices and the on-site edge stand on the ground itself. */
export const PLATE_TIERS = ['near-edge', 'regional', 'central'] as const satisfies readonly Tier[];

/** Distance of two plates when fully lifted, as a share of half the diagonal of the sheet. */
const SPACING = 0.42;

/** 0 for the ground, 1 to 3 for the plates. */
export function levelOf(tier: Tier): number {
  return PLATE_TIERS.findIndex((one) => one === tier) + 1;
}

/** Height of a level above the ground in metres at this lift (0 to 1). */
export function levelHeightM(ground: Ground, level: number, lift: number): number {
  return level * lift * SPACING * ground.radiusM;
}

/** Tier of something dropped on a level. */
export function tierOfLevel(level: number): Tier {
  return PLATE_TIERS[level - 1] ?? 'on-site-edge';
}
