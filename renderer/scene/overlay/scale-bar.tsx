import { useEffect, useRef } from 'react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Vector3 } from 'three';
import { useFormat } from '../../ui/format.ts';
import type { SceneView } from '../view.ts';
import css from '../twin.module.css';
import { roundLength } from './round-length.ts';

const LONGEST_PX = 120;

/** How long a metre is in the middle of the picture, and where north is. */
export function ScaleBar({ view }: { view: SceneView }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const bar = useRef<HTMLDivElement>(null);
  const text = useRef<HTMLSpanElement>(null);
  const needle = useRef<SVGSVGElement>(null);
  useEffect(() => {
    const right = new Vector3();
    // A frame that changes nothing must not touch the page.
    const shown = { widthPx: -1, turn: Number.NaN };
    return view.onFrame(() => {
      const middle = view.onPlane(view.widthPx / 2, view.heightPx * 0.6, 0);
      const metresPerPx = view.metresPerPx(middle?.depth ?? view.camera.position.length());
      const lengthM = roundLength(LONGEST_PX * metresPerPx);
      const widthPx = Math.round(lengthM / metresPerPx);
      if (bar.current !== null && widthPx !== shown.widthPx) bar.current.style.width = `${widthPx}px`;
      shown.widthPx = widthPx;
      const words =
        lengthM >= 1000
          ? `${format.number(lengthM / 1000)}\u2009km`
          : lengthM >= 1
            ? `${format.number(lengthM)}\u2009m`
            : `${format.number(lengthM * 100)}\u2009cm`;
      if (text.current !== null && text.current.textContent !== words) text.current.textContent = words;
      right.setFromMatrixColumn(view.camera.matrixWorld, 0);
      const turn = Math.round((Math.atan2(right.z, right.x) * 180) / Math.PI);
      if (turn === shown.turn) return;
      shown.turn = turn;
      if (needle.current !== null) needle.current.style.transform = `rotate(${turn}deg)`;
    });
  }, [view, format]);
  return (
    <div className={css.scale} aria-hidden="true">
      <svg ref={needle} width="20" height="20" viewBox="0 0 20 20">
        <path d="M10 2 6.5 17 10 14.4 13.5 17z" fill="currentColor" />
        <title>{t('scene.north')}</title>
      </svg>
      <div>
        <span ref={text} />
        <div ref={bar} className={css.bar} />
      </div>
    </div>
  );
}
