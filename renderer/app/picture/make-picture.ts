import { roundLength } from '../../scene/overlay/round-length.ts';
import { PALETTES } from '../../scene/palette.ts';
import { sceneDoor } from '../../scene/registry.ts';
import { toCss } from '../../ui/scales.ts';
import { asDataUrl } from '../files/reports.ts';
import { composePicture } from './compose-picture.ts';
import type { DrawnLegend } from './drawn-legend.ts';

export interface PictureWishes {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly format: 'png' | 'svg';
  readonly scheme: 'light' | 'dark';
  /** Name of the site; null: none. */
  readonly title: string | null;
  readonly legend: DrawnLegend | null;
  /** Words of a length; null: no scale bar. */
  readonly lengthWords: ((lengthM: number) => string) | null;
}

/** Longest scale bar, of the width of the picture. */
const BAR_SHARE = 0.12;

/** A picture of the twin as it is seen, with what belongs around it; null when there is no twin to draw. */
export async function makePicture(wishes: PictureWishes): Promise<Blob | null> {
  const { widthPx, heightPx, format, scheme, lengthWords } = wishes;
  const isSvg = format === 'svg';
  const picture = (await sceneDoor()?.capture({ widthPx, heightPx, scheme, withLabels: !isSvg })) ?? null;
  if (picture === null) return null;
  const lengthM = roundLength(widthPx * BAR_SHARE * picture.metresPerPx);
  const palette = PALETTES[scheme];
  const sheet = {
    widthPx,
    heightPx,
    unit: picture.scale,
    title: wishes.title,
    legend: wishes.legend,
    scaleBar: lengthWords === null ? null : { lengthPx: lengthM / picture.metresPerPx, label: lengthWords(lengthM) },
    labels: isSvg ? picture.labels : [],
    textCss: toCss(palette.text),
    paperCss: toCss(palette.halo),
  };
  if (isSvg) return new Blob([composePicture(sheet, await asDataUrl(picture.png))], { type: 'image/svg+xml' });
  return flatten(picture.png, composePicture(sheet, null), widthPx, heightPx);
}

/** The picture with what stands over it, as one PNG. */
async function flatten(png: Blob, overSvg: string, widthPx: number, heightPx: number): Promise<Blob | null> {
  const canvas = document.createElement('canvas');
  canvas.width = widthPx;
  canvas.height = heightPx;
  const ink = canvas.getContext('2d');
  if (ink === null) return null;
  for (const layer of [png, new Blob([overSvg], { type: 'image/svg+xml' })]) {
    const url = URL.createObjectURL(layer);
    const image = new Image();
    image.src = url;
    await image.decode();
    ink.drawImage(image, 0, 0, widthPx, heightPx);
    URL.revokeObjectURL(url);
  }
  return new Promise((resolve) => {
    canvas.toBlob(resolve, 'image/png');
  });
}
