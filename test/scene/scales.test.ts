import { describe, expect, it } from 'vitest';
import { gradientCss, legendOf, roundEnd } from '../../renderer/ui/legends.ts';
import {
  amountColour,
  availabilityColour,
  classColour,
  findingColour,
  MOST_CLASSES,
  mixRgb,
  parseCss,
  slackColour,
  tierColour,
  toCss,
  unknownColour,
  utilisationColour,
  violatedColour,
} from '../../renderer/ui/scales.ts';
import type { Rgb, Scheme } from '../../renderer/ui/scales.ts';
import { TIERS } from '../../core/site/schema/common.ts';

const SCHEMES: readonly Scheme[] = ['light', 'dark'];

/** Relative luminance as WCAG 2.2 defines it. */
function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((value) =>
    value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4,
  ) as unknown as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

describe.each(SCHEMES)('scales in the %s theme', (scheme) => {
  it('utilisation changes its lightness in one direction only', () => {
    const steps = Array.from({ length: 41 }, (_, index) => luminance(utilisationColour(index / 40, scheme)));
    const falls = scheme === 'light';
    for (let index = 1; index < steps.length; index += 1) {
      const change = (steps[index] ?? 0) - (steps[index - 1] ?? 0);
      expect(falls ? change : -change).toBeLessThan(1e-9);
    }
  });

  it('keeps red for what is over its limit', () => {
    expect(utilisationColour(1.0001, scheme)).toEqual(violatedColour(scheme));
    expect(utilisationColour(1, scheme)).not.toEqual(violatedColour(scheme));
    expect(findingColour('error', scheme)).toEqual(violatedColour(scheme));
  });

  it('shows what has no figure as unknown, never as the end of a scale', () => {
    expect(utilisationColour(null, scheme)).toEqual(unknownColour(scheme));
    expect(utilisationColour(Number.NaN, scheme)).toEqual(unknownColour(scheme));
    expect(slackColour(null, scheme)).toEqual(unknownColour(scheme));
    expect(utilisationColour(0, scheme)).not.toEqual(unknownColour(scheme));
  });

  it('slack is orange below zero, blue above, and stops at its ends', () => {
    const [missedRed, , missedBlue] = slackColour(-0.5, scheme);
    const [spareRed, , spareBlue] = slackColour(0.5, scheme);
    expect(missedRed).toBeGreaterThan(missedBlue);
    expect(spareBlue).toBeGreaterThan(spareRed);
    expect(slackColour(-40, scheme)).toEqual(slackColour(-0.5, scheme));
    expect(slackColour(1, scheme)).toEqual(slackColour(0.5, scheme));
  });

  it('tells the tiers apart', () => {
    expect(new Set(TIERS.map((tier) => toCss(tierColour(tier, scheme)))).size).toBe(TIERS.length);
  });

  it('the legend shows the colours of the scene, and classes by shape too', () => {
    const utilisation = legendOf('utilisation', scheme);
    if (utilisation.kind !== 'scale') throw new Error('utilisation is a scale');
    for (const stop of utilisation.stops) expect(stop.css).toBe(toCss(utilisationColour(stop.at, scheme)));
    expect(gradientCss(utilisation)).toMatch(/^linear-gradient\(90deg, #[0-9a-f]{6} 0%.*100%\)$/);
    const findings = legendOf('findings', scheme);
    if (findings.kind !== 'classes') throw new Error('findings are classes');
    expect(new Set(findings.classes.map((one) => one.shape)).size).toBe(findings.classes.length);
  });
});

describe.each(SCHEMES)('the other scales in the %s theme', (scheme) => {
  it('go by nines, the fewer the further from the ground', () => {
    expect(availabilityColour(1, scheme)).toEqual(availabilityColour(0.999999, scheme));
    expect(availabilityColour(0.5, scheme)).toEqual(availabilityColour(0.9, scheme));
    expect(availabilityColour(0.9, scheme)).toEqual(utilisationColour(1, scheme));
    expect(availabilityColour(null, scheme)).toEqual(unknownColour(scheme));
  });

  it('amounts end where the legend does', () => {
    const energy = legendOf('energy', scheme, { most: 2000, names: [] });
    if (energy.kind !== 'scale') throw new Error('energy is a scale');
    expect(energy.stops.map(({ at }) => at)).toEqual([0, 500, 1000, 1500, 2000]);
    for (const stop of energy.stops) expect(stop.css).toBe(toCss(amountColour(stop.at, 2000, scheme)));
    expect(amountColour(1, 0, scheme)).toEqual(unknownColour(scheme));
  });

  it('classes differ from each other, and what has none of its own from all of them', () => {
    const names = Array.from({ length: MOST_CLASSES + 2 }, (_, index) => `tenant ${index}`);
    const legend = legendOf('tenant', scheme, { most: 0, names });
    if (legend.kind !== 'classes') throw new Error('tenants are classes');
    expect(legend.classes).toHaveLength(MOST_CLASSES + 1);
    expect(new Set(legend.classes.map(({ css }) => css)).size).toBe(MOST_CLASSES + 1);
    expect(classColour(MOST_CLASSES, scheme)).toEqual(unknownColour(scheme));
    const coverage = legendOf('coverage', scheme);
    if (coverage.kind !== 'classes') throw new Error('coverage is classes');
    expect(new Set(coverage.classes.map(({ shape }) => shape)).size).toBe(coverage.classes.length);
  });
});

describe('colours', () => {
  it.each([
    [0, 0],
    [0.7, 1],
    [1, 1],
    [11, 20],
    [20, 20],
    [4900, 5000],
    [6000, 10000],
  ])('a scale for up to %d ends at %d', (most, end) => expect(roundEnd(most)).toBeCloseTo(end, 12));

  it('go to CSS and back', () => {
    for (const css of ['#000000', '#ffffff', '#1b62a5']) expect(toCss(parseCss(css))).toBe(css);
    expect(toCss(mixRgb(parseCss('#000000'), parseCss('#ffffff'), 0.5))).toBe('#808080');
  });
});
