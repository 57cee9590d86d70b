/** From the device inwards, as the site names them. */
const TIERS = ['device', 'on-site-edge', 'near-edge', 'regional', 'central'] as const;
type Tier = (typeof TIERS)[number];

export type Scheme = 'light' | 'dark';

/** Red, green, blue from 0 to 1, as a display shows them (sRGB). */
export type Rgb = readonly [number, number, number];

/** Shape that says the same as the colour, for eyes that cannot tell the colours apart. */
export type MarkShape = 'circle' | 'half-circle' | 'triangle' | 'square' | 'ring' | 'cross';

/**
 * Sampled from viridis (Smith and van der Walt, matplotlib 1.5, CC0) at steps of one sixth. The light theme runs it from pale to deep,
 * the dark theme from deep to bright, so that the fuller always stands out more from the ground.
 */
const VIRIDIS = ['#440154', '#443983', '#31688e', '#21918c', '#35b779', '#90d743', '#fde725'] as const;
const SEQUENTIAL: Readonly<Record<Scheme, readonly Rgb[]>> = {
  light: ['#c6dfa6', '#7cc68a', '#35a583', '#21808c', '#31608e', '#433982', '#440154'].map(parseCss),
  dark: VIRIDIS.map((css, index) => mixRgb(parseCss(css), parseCss('#7d86b8'), index < 3 ? 0.45 - index * 0.15 : 0)),
};

/** Plenty of slack is blue, none is grey, missed is orange. */
const DIVERGING: Readonly<Record<Scheme, readonly Rgb[]>> = {
  light: ['#b8480a', '#dd8a4c', '#a9adb1', '#6aa3cf', '#1b62a5'].map(parseCss),
  dark: ['#ff8a3d', '#d98f5e', '#82888e', '#6fa9d6', '#58b4ff'].map(parseCss),
};

/** One hue a tier, of like lightness, from the device (warm) to the centre (cool). */
const TIER_HUES: Readonly<Record<Scheme, Readonly<Record<Tier, Rgb>>>> = {
  light: tierHues('#8a8f94', '#b07a1e', '#4f8f3a', '#1f7f97', '#6a5bb5'),
  dark: tierHues('#8f969d', '#e0ad55', '#8cc874', '#5cc3d4', '#aa9cf0'),
};

const VIOLATED: Readonly<Record<Scheme, Rgb>> = { light: parseCss('#c92a2a'), dark: parseCss('#ff6b6b') };
const NEAR: Readonly<Record<Scheme, Rgb>> = { light: parseCss('#c77d0a'), dark: parseCss('#e6b450') };
const CLEAR: Readonly<Record<Scheme, Rgb>> = { light: parseCss('#3f9c7d'), dark: parseCss('#4cc79b') };
/**
 * Classes without an order: the eight colours of Okabe and Ito (Color Universal Design, 2008) that stay apart for colour-blind eyes, black
 * left out, darkened for the light theme and lightened for the dark one until each has a contrast of 3 to the ground.
 */
const CLASSES: Readonly<Record<Scheme, readonly Rgb[]>> = {
  light: ['#0072b2', '#b87f00', '#007d5b', '#b0588a', '#c04f00', '#2f8fc4', '#857a00'].map(parseCss),
  dark: ['#4aa3df', '#e69f00', '#1fbf92', '#d98cb8', '#f07b3f', '#7cc8f2', '#e6dc52'].map(parseCss),
};
const UNKNOWN: Readonly<Record<Scheme, Rgb>> = { light: parseCss('#b9bdc0'), dark: parseCss('#5a6167') };

/** Slack at which the colour is full: half of the objective left, or missed by half of it. */
const FULL_SLACK = 0.5;

/** Share of a limit from which a thing counts as near it. */
export const NEAR_LIMIT = 0.8;

/** Colour of a utilisation: 0 to 1 along the scale, above 1 the colour of a violated limit. */
export function utilisationColour(utilisation: number | null, scheme: Scheme): Rgb {
  if (utilisation === null || Number.isNaN(utilisation)) return UNKNOWN[scheme];
  if (utilisation > 1) return VIOLATED[scheme];
  return along(SEQUENTIAL[scheme], utilisation);
}

/** Colour of a latency slack: (objective − p99) / objective. */
export function slackColour(slack: number | null, scheme: Scheme): Rgb {
  if (slack === null || Number.isNaN(slack)) return UNKNOWN[scheme];
  return along(DIVERGING[scheme], 0.5 + slack / (2 * FULL_SLACK));
}

export function tierColour(tier: Tier, scheme: Scheme): Rgb {
  return TIER_HUES[scheme][tier];
}

/** Availabilities between which the scale runs, by the number of their nines: the fewer, the more it stands out. */
const LEAST_NINES = 1;
const MOST_NINES = 5;

/** Colour of an availability, 0..1, by its nines: 90 % and less is the full colour, 99.999 % and more the quietest. */
export function availabilityColour(availability: number | null, scheme: Scheme): Rgb {
  if (availability === null || Number.isNaN(availability)) return UNKNOWN[scheme];
  const nines = availability >= 1 ? MOST_NINES : -Math.log10(1 - availability);
  return along(SEQUENTIAL[scheme], (MOST_NINES - nines) / (MOST_NINES - LEAST_NINES));
}

/** Colour of an amount on a scale that ends at `most`. */
export function amountColour(amount: number | null, most: number, scheme: Scheme): Rgb {
  if (amount === null || Number.isNaN(amount) || !(most > 0)) return UNKNOWN[scheme];
  return along(SEQUENTIAL[scheme], amount / most);
}

/** How many classes have a colour of their own; the rest share that of what has no figure. */
export const MOST_CLASSES = CLASSES.light.length;

export function classColour(index: number, scheme: Scheme): Rgb {
  return CLASSES[scheme][index] ?? UNKNOWN[scheme];
}

/** How well the radio of a node reaches a device group. */
export type Reach = 'covered' | 'partly' | 'beyond' | 'wired' | 'detached';

export function reachColour(reach: Reach, scheme: Scheme): Rgb {
  switch (reach) {
    case 'covered':
      return CLEAR[scheme];
    case 'partly':
      return NEAR[scheme];
    case 'beyond':
      return VIOLATED[scheme];
    case 'wired':
      return mixRgb(CLASSES[scheme][0] ?? UNKNOWN[scheme], UNKNOWN[scheme], 0.55);
    case 'detached':
      return UNKNOWN[scheme];
  }
}

/** Worst thing that was found on a record; null: it was examined and nothing was. */
export function findingColour(severity: 'error' | 'warning' | null, scheme: Scheme): Rgb {
  if (severity === null) return CLEAR[scheme];
  return severity === 'error' ? VIOLATED[scheme] : NEAR[scheme];
}

/** Colour of what has no figure. */
export function unknownColour(scheme: Scheme): Rgb {
  return UNKNOWN[scheme];
}

/** The one red: a violated limit. */
export function violatedColour(scheme: Scheme): Rgb {
  return VIOLATED[scheme];
}

export function toCss([red, green, blue]: Rgb): string {
  const byte = (value: number): string =>
    Math.round(Math.min(1, Math.max(0, value)) * 255)
      .toString(16)
      .padStart(2, '0');
  return `#${byte(red)}${byte(green)}${byte(blue)}`;
}

/** Reads `#rrggbb`. */
export function parseCss(css: string): Rgb {
  const value = Number.parseInt(css.slice(1), 16);
  return [((value >> 16) & 255) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255];
}

/** `share` 0 gives `from`, 1 gives `to`. */
export function mixRgb(from: Rgb, to: Rgb, share: number): Rgb {
  const part = (index: 0 | 1 | 2): number => from[index] + (to[index] - from[index]) * share;
  return [part(0), part(1), part(2)];
}

function along(colours: readonly Rgb[], share: number): Rgb {
  const position = Math.min(1, Math.max(0, share)) * (colours.length - 1);
  const index = Math.min(colours.length - 2, Math.floor(position));
  const from = colours[index];
  const to = colours[index + 1];
  if (from === undefined || to === undefined) throw new Error(`a scale of ${colours.length} colours has no step ${index}`);
  return mixRgb(from, to, position - index);
}

function tierHues(...css: readonly string[]): Record<Tier, Rgb> {
  return Object.fromEntries(TIERS.map((tier, index) => [tier, parseCss(css[index] ?? '#000000')])) as Record<Tier, Rgb>;
}
