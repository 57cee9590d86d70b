import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { MouseEvent, ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { unpackShapes } from '../../../core/site/scenery/unpack.ts';
import type { Site } from '../../../core/site/site.ts';
import { listRecords } from '../../../core/site/site.ts';
import { absolutePositionM } from '../../../core/site/geometry.ts';
import css from './import-preview.module.css';
import { drawSketch, sketchView } from './plan-sketch.ts';
import type { SketchView } from './plan-sketch.ts';

const WIDTH_PX = 400;
const HEIGHT_PX = 320;

export interface SketchSpot {
  readonly xM: number;
  readonly yM: number;
}

/** The plan from above; two clicks on it measure a length. */
export function ImportSketch({
  site,
  spots,
  onSpot,
}: {
  site: Site;
  spots: readonly SketchSpot[];
  onSpot: ((spot: SketchSpot) => void) | null;
}): ReactElement {
  const { t } = useTranslation();
  const canvas = useRef<HTMLCanvasElement>(null);
  const scheme = useComputedColorScheme('light');
  useEffect(() => {
    const context = canvas.current?.getContext('2d') ?? null;
    if (context === null) return undefined;
    let wanted = true;
    const view = sketchView(site, WIDTH_PX, HEIGHT_PX);
    const ratio = window.devicePixelRatio;
    const draw = (pictures: readonly PlacedPicture[]): void => {
      if (!wanted) return;
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.clearRect(0, 0, WIDTH_PX, HEIGHT_PX);
      for (const { bitmap, westPx, northPx, widthPx, depthPx } of pictures)
        context.drawImage(bitmap, westPx, northPx, widthPx, depthPx);
      const style = getComputedStyle(context.canvas);
      drawSketch(context, site, view, {
        line: style.getPropertyValue('--ew-text-soft'),
        fill: style.getPropertyValue('--ew-line'),
      });
      drawSpots(context, spots, view, style.getPropertyValue('--ew-accent'));
    };
    draw([]);
    void picturesOf(site, view).then(draw);
    return () => {
      wanted = false;
    };
  }, [site, spots, scheme]);

  function onClick(event: MouseEvent<HTMLCanvasElement>): void {
    const box = event.currentTarget.getBoundingClientRect();
    const view = sketchView(site, WIDTH_PX, HEIGHT_PX);
    const scale = WIDTH_PX / box.width;
    onSpot?.({
      xM: view.westM + ((event.clientX - box.left) * scale) / view.pxPerM,
      yM: view.northM - ((event.clientY - box.top) * scale) / view.pxPerM,
    });
  }

  const ratio = window.devicePixelRatio;
  return (
    <canvas
      ref={canvas}
      className={css.sketch}
      width={WIDTH_PX * ratio}
      height={HEIGHT_PX * ratio}
      role="img"
      aria-label={t('import.sketch')}
      data-measures={onSpot === null ? undefined : ''}
      onClick={onSpot === null ? undefined : onClick}
    />
  );
}

function drawSpots(context: CanvasRenderingContext2D, spots: readonly SketchSpot[], view: SketchView, colour: string): void {
  context.strokeStyle = colour;
  context.fillStyle = colour;
  context.lineWidth = 2;
  context.beginPath();
  for (const { xM, yM } of spots) context.lineTo((xM - view.westM) * view.pxPerM, (view.northM - yM) * view.pxPerM);
  context.stroke();
  for (const { xM, yM } of spots) {
    context.beginPath();
    context.arc((xM - view.westM) * view.pxPerM, (view.northM - yM) * view.pxPerM, 4, 0, 2 * Math.PI);
    context.fill();
  }
}

interface PlacedPicture {
  readonly bitmap: ImageBitmap;
  readonly westPx: number;
  readonly northPx: number;
  readonly widthPx: number;
  readonly depthPx: number;
}

/** Pictures of floor plans; one that cannot be unpacked is left out. */
async function picturesOf(site: Site, view: SketchView): Promise<readonly PlacedPicture[]> {
  const pictures: PlacedPicture[] = [];
  for (const record of listRecords(site, 'scenery')) {
    const shapes = record.shapes.form === 'image' ? unpackShapes(record.shapes) : null;
    if (shapes?.form !== 'image') continue;
    const [image] = shapes.items;
    const bytes = Uint8Array.from(atob(image.base64), (character) => character.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: image.mediaType })).catch(() => null);
    if (bitmap === null) continue;
    const { xM, yM } = absolutePositionM(site, record.placeId, record.positionM);
    pictures.push({
      bitmap,
      westPx: (xM - view.westM) * view.pxPerM,
      northPx: (view.northM - yM - image.depthM) * view.pxPerM,
      widthPx: image.widthM * view.pxPerM,
      depthPx: image.depthM * view.pxPerM,
    });
  }
  return pictures;
}
