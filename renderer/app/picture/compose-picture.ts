import type { PictureLabel } from '../../scene/registry.ts';
import { SHAPES } from '../overlay-legend.tsx';
import type { DrawnLegend } from './drawn-legend.ts';

/** What stands around and over a picture of the twin. Sizes in px of the picture; `unit` is one px of the screen in it. */
export interface PictureSheet {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly unit: number;
  readonly title: string | null;
  readonly legend: DrawnLegend | null;
  readonly scaleBar: { readonly lengthPx: number; readonly label: string } | null;
  /** Names as text; none where they are in the picture already. */
  readonly labels: readonly PictureLabel[];
  readonly textCss: string;
  readonly paperCss: string;
}

const FONT = "'Inter Variable', Inter, 'Noto Sans CJK SC', 'Noto Sans SC', 'Microsoft YaHei', sans-serif";
/** Distances in px of the screen. */
const EDGE = 16;
const LINE = 20;
const SIZE = 12;
const SCALE_WIDTH = 160;

/** Names, legend and scale bar as SVG; over the picture itself where its `data:` address is given. */
export function composePicture(sheet: PictureSheet, imageUrl: string | null): string {
  const { widthPx, heightPx } = sheet;
  const image = imageUrl === null ? '' : `<image href="${imageUrl}" width="${widthPx}" height="${heightPx}"/>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${widthPx}" height="${heightPx}" viewBox="0 0 ${widthPx} ${heightPx}" font-family="${escaped(FONT)}">`,
    image,
    ...sheet.labels.map((label) => labelSvg(sheet, label)),
    `<g transform="scale(${sheet.unit})">`,
    titleSvg(sheet),
    legendSvg(sheet),
    scaleBarSvg(sheet),
    '</g></svg>',
  ].join('\n');
}

function labelSvg({ textCss, paperCss, unit }: PictureSheet, { text, xPx, yPx, heightPx }: PictureLabel): string {
  const size = 11.5 * unit;
  return `<text x="${round(xPx)}" y="${round(yPx - heightPx / 2 + size * 0.36)}" font-size="${round(size)}" font-weight="600" text-anchor="middle" fill="${textCss}" stroke="${paperCss}" stroke-width="${round(3 * unit)}" stroke-linejoin="round" paint-order="stroke">${escaped(text)}</text>`;
}

function titleSvg({ title, textCss }: PictureSheet): string {
  return title === null
    ? ''
    : `<text x="${EDGE}" y="${EDGE + 14}" font-size="16" font-weight="650" fill="${textCss}">${escaped(title)}</text>`;
}

function legendSvg({ legend, widthPx, heightPx, unit, textCss, paperCss }: PictureSheet): string {
  if (legend === null) return '';
  const lines = legend.kind === 'scale' ? 2 : legend.classes.length;
  const longest = legend.kind === 'scale' ? 0 : Math.max(0, ...legend.classes.map(({ label }) => label.length));
  // Wide enough for the widest letters; the paper behind it is only quiet.
  const width = Math.max(SCALE_WIDTH, longest * SIZE * 0.62 + 24, legend.title.length * SIZE * 0.62) + 24;
  const height = (lines + 1) * LINE + 16;
  const left = round(widthPx / unit - EDGE - width);
  const top = round(heightPx / unit - EDGE - height);
  const text = (x: number, y: number, words: string, extra = ''): string =>
    `<text x="${x}" y="${y}" font-size="${SIZE}" fill="${textCss}" ${extra}>${escaped(words)}</text>`;
  const body =
    legend.kind === 'scale'
      ? [
          `<defs><linearGradient id="scale">${legend.stops.map(({ share, css }) => `<stop offset="${share}" stop-color="${css}"/>`).join('')}</linearGradient></defs>`,
          `<rect x="12" y="${LINE + 12}" width="${width - 24}" height="10" rx="2" fill="url(#scale)"/>`,
          text(12, LINE * 2 + 18, legend.first),
          text(width - 12, LINE * 2 + 18, legend.last, 'text-anchor="end"'),
        ]
      : legend.classes.flatMap(({ label, css, shape }, index) => [
          `<path transform="translate(12 ${LINE * (index + 1) + 8})" d="${SHAPES[shape]}" fill="${css}"/>`,
          text(32, LINE * (index + 1) + 18, label),
        ]);
  return [
    `<g transform="translate(${left} ${top})">`,
    `<rect width="${width}" height="${height}" rx="4" fill="${paperCss}" fill-opacity="0.85"/>`,
    text(12, 20, legend.title, 'font-weight="650"'),
    ...body,
    '</g>',
  ].join('');
}

function scaleBarSvg({ scaleBar, heightPx, unit, textCss }: PictureSheet): string {
  if (scaleBar === null) return '';
  const y = round(heightPx / unit - EDGE);
  const length = round(scaleBar.lengthPx / unit);
  return [
    `<path d="M${EDGE} ${y - 5}v5h${length}v-5" fill="none" stroke="${textCss}" stroke-width="1.2"/>`,
    `<text x="${EDGE}" y="${y - 9}" font-size="${SIZE}" fill="${textCss}">${escaped(scaleBar.label)}</text>`,
  ].join('');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
