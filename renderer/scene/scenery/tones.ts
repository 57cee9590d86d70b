import type { Scenery } from '../../../core/site/schema/scenery.ts';
import type { Rgb } from '../../ui/scales.ts';
import type { Palette } from '../palette.ts';

/** Tones of what is given: clay and paper with a breath of what it stands for, as colour belongs to figures. */
export function toneOf(kind: Scenery['kind'], palette: Palette): Rgb {
  switch (kind) {
    case 'building':
    case 'wall':
    case 'model':
      return palette.clay;
    case 'road':
      return palette.street;
    case 'path':
      return mix(palette.street, palette.ground, 0.5);
    case 'rail':
    case 'plan':
      return palette.line;
    case 'water':
      return mix(palette.ground, palette.plateLine, 0.3);
    case 'green':
      return mix(palette.ground, GREEN, 0.16);
    case 'land':
      return mix(palette.ground, palette.slab, 0.45);
    case 'bridge':
    case 'furniture':
      return palette.pad;
    case 'door':
      return mix(palette.pad, palette.detail, 0.3);
    case 'lane':
      return mix(palette.plateLine, palette.slab, 0.35);
    case 'coverage':
      return mix(palette.plateLine, palette.ground, 0.3);
  }
}

/** Sage, before it is nearly washed out. */
const GREEN: Rgb = [0.45, 0.6, 0.4];

function mix(a: Rgb, b: Rgb, share: number): Rgb {
  return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share];
}
