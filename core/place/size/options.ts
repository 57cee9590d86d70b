import type { Tier } from '../../site/schema/common.ts';

/** What has to go on, every objective kept, while any one piece of compute hardware is down. */
export type Redundancy =
  | { readonly kind: 'none' }
  | { readonly kind: 'all' }
  | {
      readonly kind: 'some';
      readonly serviceIds: readonly string[];
      readonly workloadIds: readonly string[];
      readonly tiers: readonly Tier[];
    };

/** Pieces that lie on the shelf for each type that is bought. */
export interface Spares {
  /** At least so many of each type. */
  readonly each: number;
  /** And at least this share of what is installed of it, rounded up. */
  readonly share: number;
}

/** [P5] What a bill of materials may be made of, and how long to look for it. */
export interface SizeOptions {
  readonly seed: number;
  /** Bills tried; null where only the time counts. With it equal seeds give equal bytes. */
  readonly iterations: number | null;
  readonly milliseconds: number | null;
  /** Types that may be bought; null: all of the catalog that can be set up by themselves. */
  readonly typeIds: readonly string[] | null;
  /** Places that may hold new hardware, with all that lies in them; null: wherever hardware or racks are. */
  readonly placeIds: readonly string[] | null;
  /** Most that may be spent on hardware, in the site's currency. */
  readonly budget: number | null;
  /** Whether planned compute hardware may go or be replaced. What is installed always stays. */
  readonly existing: 'open' | 'keep';
  readonly redundancy: Redundancy;
  readonly spares: Spares;
  /** Share of each bought node that stays free, where the site's policies do not ask for more. */
  readonly headroom: number;
  /** Requests of all devices times this: 1.3 sizes for 30 % more than today. */
  readonly growth: number;
}

export const DEFAULT_SIZE_OPTIONS: SizeOptions = {
  seed: 1,
  iterations: 60,
  milliseconds: null,
  typeIds: null,
  placeIds: null,
  budget: null,
  existing: 'open',
  redundancy: { kind: 'none' },
  spares: { each: 0, share: 0 },
  headroom: 0,
  growth: 1,
};

/** Spares for so many pieces of a type. */
export function sparesFor({ each, share }: Spares, pieces: number): number {
  return pieces === 0 ? 0 : Math.max(each, Math.ceil(share * pieces - 1e-9));
}
