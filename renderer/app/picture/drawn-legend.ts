import type { MarkShape } from '../../ui/scales.ts';

/** What a legend says, in the words of the screen. */
export type DrawnLegend =
  | {
      readonly kind: 'scale';
      readonly title: string;
      readonly stops: readonly { readonly share: number; readonly css: string }[];
      readonly first: string;
      readonly last: string;
    }
  | {
      readonly kind: 'classes';
      readonly title: string;
      readonly classes: readonly { readonly label: string; readonly css: string; readonly shape: MarkShape }[];
    };
