import { useComputedColorScheme } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useViewStore } from '../store/view-store.ts';
import { useFormat } from '../ui/format.ts';
import { gradientCss, legendOf } from '../ui/scales.ts';
import type { MarkShape } from '../ui/scales.ts';
import css from './overlay-legend.module.css';

/** What the colours of the twin mean now. */
export function OverlayLegend(): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const overlay = useViewStore((state) => state.overlay);
  const scheme = useComputedColorScheme('light');
  const legend = legendOf(overlay, scheme);
  if (legend.kind === 'scale') {
    const first = legend.stops[0]?.at ?? 0;
    const last = legend.stops.at(-1)?.at ?? 1;
    return (
      <span className={css.legend} role="img" aria-label={t('legend.title', { overlay: t(`overlay.${overlay}`) })}>
        <span className={css.end}>{format.percent(first)}</span>
        <span className={css.scale} style={{ background: gradientCss(legend) }} />
        <span className={css.end}>{format.percent(last)}</span>
        {legend.overCss === null ? null : <Swatch css={legend.overCss} shape="square" label={t('legend.over')} />}
      </span>
    );
  }
  return (
    <span className={css.legend} role="img" aria-label={t('legend.title', { overlay: t(`overlay.${overlay}`) })}>
      {legend.classes.map((one) => (
        <Swatch
          key={one.label}
          css={one.css}
          shape={one.shape}
          label={overlay === 'tier' ? t(one.label.replace('tier.', 'tierShort.')) : t(one.label)}
        />
      ))}
    </span>
  );
}

const SHAPES: Readonly<Record<MarkShape, string>> = {
  circle: 'M6 1.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9z',
  'half-circle': 'M6 1.5a4.5 4.5 0 0 0 0 9z',
  triangle: 'M6 1 11.5 11H.5z',
  square: 'M1.5 1.5h9v9h-9z',
  ring: 'M6 1.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zm0 2a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5z',
  cross: 'M2 1 6 5l4-4 1 1-4 4 4 4-1 1-4-4-4 4-1-1 4-4-4-4z',
};

function Swatch({ css: colour, shape, label }: { css: string; shape: MarkShape; label: string }): ReactElement {
  return (
    <span className={css.swatch} title={label}>
      <svg width={10} height={10} viewBox="0 0 12 12" aria-hidden="true">
        <path d={SHAPES[shape]} fill={colour} />
        {shape === 'half-circle' ? <circle cx="6" cy="6" r="4" fill="none" stroke={colour} strokeWidth="1.2" /> : null}
      </svg>
      <span className={css.label}>{label}</span>
    </span>
  );
}
