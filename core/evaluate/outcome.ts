import type { Delay } from '../network/delay.ts';

/** Answer of a flow from one source, or what stops it: a record as `collection/id`. */
export type Outcome =
  | { readonly status: 'ok'; readonly delay: Delay; readonly servedBy: string | null }
  | { readonly status: 'saturated' | 'no-route' | 'unplaced'; readonly by: string };
