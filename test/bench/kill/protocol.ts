import type { EditedState } from './edits.ts';

/** Builds of the page: the real one, and two that a harness worth its name must catch. */
export type Variant = 'real' | 'unflushed' | 'forgetful';

export interface Acknowledged {
  readonly sequence: number;
  readonly revision: number;
  readonly digest: number;
}

/** What the page tells the benchmark, which runs outside of the browser. */
export type PageReport =
  | {
      readonly kind: 'opened';
      /** What a user would see: the start page of a fresh installation, or their site. */
      readonly firstRun: boolean;
      readonly recovered: boolean;
      /** Null on a first run. */
      readonly state: EditedState | null;
      readonly problems: readonly string[];
    }
  | { readonly kind: 'acknowledged'; readonly edits: readonly Acknowledged[] }
  | { readonly kind: 'error'; readonly message: string };
