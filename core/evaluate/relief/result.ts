import type { SimpleCommand } from '../../site/commands/schema.ts';

/** A queue that gets more work than it can do. */
export interface SaturatedResource {
  /** `links/id`, `placements/id`, `deviceGroups/id`, or `nodes/id` for shared access. */
  readonly subject: string;
  readonly name: string;
  /** Work that comes over what it can do; null where it can do nothing. */
  readonly utilisation: number | null;
  readonly demand: number;
  readonly capacity: number;
  readonly unit: string;
}

/** A change that has been applied and evaluated: the resource settles, and no limit is broken that held before. */
export interface Remedy {
  readonly kind: 'bandwidth' | 'replicas' | 'move' | 'share';
  /** What to run as one batch. */
  readonly commands: readonly SimpleCommand[];
  /** Records that change: the link, the placements, or the services that move. */
  readonly subjects: readonly string[];
  /** Mbps of the link, or replicas in all; null for a move. */
  readonly from: number | null;
  readonly to: number | null;
  /** Nodes where the services run afterwards. */
  readonly nodeIds: readonly string[];
  /** Added to the monthly bill, in the site's currency: 0 where nothing is bought, null where no price is known. */
  readonly costPerMonth: number | null;
  /** Of the same resource afterwards; null where it is gone. */
  readonly utilisationAfter: number | null;
  /** Resources that are saturated all the same. */
  readonly stillSaturated: readonly string[];
}

/** A remedy that nobody has tried yet. */
export type Idea = Omit<Remedy, 'utilisationAfter' | 'stillSaturated'>;

/** [C4] What is saturated, and what would help, the cheapest first. */
export interface Relief {
  readonly resource: SaturatedResource;
  readonly remedies: readonly Remedy[];
}
