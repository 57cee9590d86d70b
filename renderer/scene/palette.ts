import type { LatencyBreakdown } from '../../core/evaluate/result.ts';
import { parseCss } from '../ui/scales.ts';
import type { Rgb, Scheme } from '../ui/scales.ts';

/** What is given, in the tones of a model of clay or paper. Data colours are in `ui/scales.ts`. */
export interface Palette {
  readonly sky: Rgb;
  readonly ground: Rgb;
  readonly grid: Rgb;
  readonly slab: Rgb;
  readonly zone: Rgb;
  readonly street: Rgb;
  readonly clay: Rgb;
  readonly pad: Rgb;
  readonly line: Rgb;
  readonly edge: Rgb;
  readonly plate: Rgb;
  readonly plateLine: Rgb;
  readonly detail: Rgb;
  readonly device: Rgb;
  readonly strand: Rgb;
  readonly accent: Rgb;
  readonly refused: Rgb;
  /** Of labels: what is important, what is not, on a ground of the accent; and the halo that keeps them readable over the scene. */
  readonly text: Rgb;
  readonly textSoft: Rgb;
  readonly labelAccent: Rgb;
  readonly textOnAccent: Rgb;
  readonly halo: Rgb;
  /** Parts of a delay, as in the panels. */
  readonly parts: Readonly<Record<keyof LatencyBreakdown, Rgb>>;
  /** Strength of the lights. */
  readonly sun: number;
  readonly daylight: number;
  readonly plateOpacity: number;
  /** Of the contact shade. */
  readonly shade: number;
}

export const PALETTES: Readonly<Record<Scheme, Palette>> = {
  light: {
    sky: parseCss('#e3e5e6'),
    ground: parseCss('#e9e9e7'),
    grid: parseCss('#d9dad9'),
    slab: parseCss('#fbfaf8'),
    zone: parseCss('#f0efeb'),
    street: parseCss('#d2d3d1'),
    clay: parseCss('#efece6'),
    pad: parseCss('#d9d8d3'),
    line: parseCss('#b4b8ba'),
    edge: parseCss('#b4b5b2'),
    plate: parseCss('#ffffff'),
    plateLine: parseCss('#9fb3ba'),
    detail: parseCss('#3d4348'),
    device: parseCss('#8f989e'),
    strand: parseCss('#a4abb0'),
    accent: parseCss('#0b7c92'),
    refused: parseCss('#b83a0b'),
    text: parseCss('#1e2124'),
    textSoft: parseCss('#565d64'),
    labelAccent: parseCss('#0b6c7f'),
    textOnAccent: parseCss('#ffffff'),
    halo: parseCss('#eceeef'),
    parts: partColours('#3b6fb6', '#2a9d8f', '#6a994e', '#c77d0a', '#9c6ade', '#b5446e'),
    sun: 1.55,
    daylight: 2.1,
    plateOpacity: 0.13,
    shade: 0.4,
  },
  dark: {
    sky: parseCss('#121416'),
    ground: parseCss('#1d2124'),
    grid: parseCss('#24292d'),
    slab: parseCss('#23272b'),
    zone: parseCss('#2a2f34'),
    street: parseCss('#0e1012'),
    clay: parseCss('#4c545c'),
    pad: parseCss('#41474d'),
    line: parseCss('#5f6971'),
    edge: parseCss('#737e88'),
    plate: parseCss('#8fb6c4'),
    plateLine: parseCss('#54707a'),
    detail: parseCss('#0f1214'),
    device: parseCss('#6f7980'),
    strand: parseCss('#59636b'),
    accent: parseCss('#5cc3d4'),
    refused: parseCss('#ff9062'),
    text: parseCss('#e3e5e7'),
    textSoft: parseCss('#a5acb3'),
    labelAccent: parseCss('#5cc3d4'),
    textOnAccent: parseCss('#1e2124'),
    halo: parseCss('#121416'),
    parts: partColours('#7aa7e8', '#4fc3b4', '#9ccc7a', '#e8a93a', '#bf9bf0', '#e57fa5'),
    sun: 1.4,
    daylight: 2.1,
    plateOpacity: 0.07,
    shade: 0.75,
  },
};

function partColours(...css: readonly [string, string, string, string, string, string]): Palette['parts'] {
  const [access, propagation, transmission, queueing, transport, processing] = css.map(parseCss) as [
    Rgb,
    Rgb,
    Rgb,
    Rgb,
    Rgb,
    Rgb,
  ];
  return { access, propagation, transmission, queueing, transport, processing };
}
