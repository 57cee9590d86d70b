import {
  amountColour,
  availabilityColour,
  classColour,
  findingColour,
  MOST_CLASSES,
  reachColour,
  slackColour,
  tierColour,
  toCss,
  unknownColour,
  utilisationColour,
  violatedColour,
} from './scales.ts';
import type { MarkShape, Reach, Rgb, Scheme } from './scales.ts';

/** What the colours of the scene can mean. */
type Overlay = 'utilisation' | 'slack' | 'availability' | 'energy' | 'data' | 'tier' | 'tenant' | 'coverage' | 'findings';

/** From the device inwards, as the site names them. */
const TIERS = ['device', 'on-site-edge', 'near-edge', 'regional', 'central'] as const;

/** What a scale ends at and which classes there are, where that is the site's own. */
export interface LegendRange {
  readonly most: number;
  readonly names: readonly string[];
}
export const NO_RANGE: LegendRange = { most: 0, names: [] };

/** What a legend has to show. `label` is a translation key; `name` is what the user wrote. */
export interface LegendClass {
  readonly label?: string;
  readonly name?: string;
  readonly css: string;
  readonly shape: MarkShape;
}

export type Legend =
  | {
      readonly kind: 'scale';
      readonly overlay: Overlay;
      /** In the order in which they are drawn; `at` in `unit`, `share` of the scale's length. */
      readonly stops: readonly { readonly at: number; readonly share: number; readonly css: string }[];
      readonly unit: 'share' | 'kWh';
      /** Colour of what has no figure, and of what is beyond its limit. */
      readonly unknownCss: string;
      readonly overCss: string | null;
    }
  | {
      readonly kind: 'classes';
      readonly overlay: Overlay;
      readonly classes: readonly LegendClass[];
      readonly unknownCss: string;
    };

const REACHES: readonly (readonly [Reach, MarkShape])[] = [
  ['covered', 'circle'],
  ['partly', 'half-circle'],
  ['beyond', 'triangle'],
  ['wired', 'square'],
  ['detached', 'ring'],
];

/** What the colours of an overlay mean: the very colours of `scales.ts`, at round figures. */
export function legendOf(overlay: Overlay, scheme: Scheme, { most, names }: LegendRange = NO_RANGE): Legend {
  const unknownCss = toCss(unknownColour(scheme));
  const scale = (at: readonly number[], colour: (value: number) => Rgb, over: Rgb | null, unit: 'share' | 'kWh'): Legend => ({
    kind: 'scale',
    overlay,
    stops: at.map((value, index) => ({ at: value, share: index / (at.length - 1), css: toCss(colour(value)) })),
    unit,
    unknownCss,
    overCss: over === null ? null : toCss(over),
  });
  const classes = (list: readonly LegendClass[]): Legend => ({ kind: 'classes', overlay, classes: list, unknownCss });
  switch (overlay) {
    case 'utilisation':
    case 'data':
      return scale([0, 0.25, 0.5, 0.75, 1], (value) => utilisationColour(value, scheme), violatedColour(scheme), 'share');
    case 'slack':
      return scale([-0.5, -0.25, 0, 0.25, 0.5], (value) => slackColour(value, scheme), null, 'share');
    case 'availability':
      return scale([0.99999, 0.9999, 0.999, 0.99, 0.9], (value) => availabilityColour(value, scheme), null, 'share');
    case 'energy':
      return scale(
        [0, 0.25, 0.5, 0.75, 1].map((share) => share * most),
        (value) => amountColour(value, most, scheme),
        null,
        'kWh',
      );
    case 'tier':
      return classes(TIERS.map((tier) => ({ label: `tier.${tier}`, css: toCss(tierColour(tier, scheme)), shape: 'square' })));
    case 'tenant': {
      const named = names
        .slice(0, MOST_CLASSES)
        .map((name, index): LegendClass => ({ name, css: toCss(classColour(index, scheme)), shape: 'square' }));
      const rest: LegendClass = {
        label: names.length > MOST_CLASSES ? 'legend.otherTenants' : 'legend.noTenant',
        css: unknownCss,
        shape: 'ring',
      };
      return classes([...named, rest]);
    }
    case 'coverage':
      return classes(
        REACHES.map(([reach, shape]) => ({ label: `legend.reach.${reach}`, css: toCss(reachColour(reach, scheme)), shape })),
      );
    case 'findings':
      return classes([
        { label: 'legend.clear', css: toCss(findingColour(null, scheme)), shape: 'circle' },
        { label: 'legend.warning', css: toCss(findingColour('warning', scheme)), shape: 'half-circle' },
        { label: 'legend.error', css: toCss(findingColour('error', scheme)), shape: 'triangle' },
      ]);
  }
}

/** `linear-gradient` of a scale, its first stop at the left. */
export function gradientCss(legend: Extract<Legend, { kind: 'scale' }>): string {
  const stops = legend.stops.map((stop) => `${stop.css} ${Math.round(stop.share * 100)}%`);
  return `linear-gradient(90deg, ${stops.join(', ')})`;
}

/** Least of 1, 2 or 5 times a power of ten that is no less: where a scale of amounts may end. */
export function roundEnd(most: number): number {
  if (!(most > 0)) return 0;
  const power = 10 ** Math.floor(Math.log10(most));
  return ([1, 2, 5].find((factor) => factor * power >= most * (1 - 1e-9)) ?? 10) * power;
}
