import { useComputedColorScheme } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Question } from '../../core/engine/question.ts';
import type { Site } from '../../core/site/site.ts';
import { useAnswer } from '../panels/use-answer.ts';
import { useOverlayFigures, useOverlayQuestion } from '../scene/use-overlay-figures.ts';
import { useSiteStore } from '../store/site-store.ts';
import { useViewStore } from '../store/view-store.ts';
import { useFormat } from '../ui/format.ts';
import { gradientCss, legendOf } from '../ui/legends.ts';
import type { LegendClass } from '../ui/legends.ts';
import type { MarkShape } from '../ui/scales.ts';
import css from './overlay-legend.module.css';

/** What the colours of the twin mean now; asks what the overlay has to know while it is chosen. */
export function OverlayLegend(): ReactElement | null {
  const site = useSiteStore((state) => state.site);
  const question = useOverlayQuestion();
  if (site === null) return null;
  return (
    <>
      <LegendOf site={site} />
      {question === null ? null : <Asking question={question} />}
    </>
  );
}

/** Asks for as long as it is on the screen, and says so while there is no answer. */
function Asking({ question }: { question: Question }): ReactElement | null {
  const { t } = useTranslation();
  const entry = useAnswer(question);
  if (entry?.status === 'answered') return null;
  const failed = entry?.status === 'failed' || entry?.status === 'stopped';
  return (
    <span className={css.end} role="status">
      {t(failed ? 'legend.noFigures' : 'legend.asking')}
    </span>
  );
}

function LegendOf({ site }: { site: Site }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const overlay = useViewStore((state) => state.overlay);
  const scheme = useComputedColorScheme('light');
  const legend = legendOf(overlay, scheme, useOverlayFigures(site));
  const title = t('legend.title', { overlay: t(`overlay.${overlay}`) });
  if (legend.kind === 'scale') {
    const words = (at: number | undefined): string =>
      at === undefined ? '' : legend.unit === 'kWh' ? t('legend.perYear', { value: format.number(at) }) : format.percent(at);
    return (
      <span className={css.card} role="img" aria-label={title}>
        <span className={css.row}>
          <span className={css.end}>{words(legend.stops[0]?.at)}</span>
          <span className={css.scale} style={{ background: gradientCss(legend) }} />
          <span className={css.end}>{words(legend.stops.at(-1)?.at)}</span>
        </span>
        {legend.overCss === null ? null : <Swatch css={legend.overCss} shape="square" label={t('legend.over')} />}
      </span>
    );
  }
  const nameOf = ({ name, label = '' }: LegendClass): string => name ?? t(label.replace('tier.', 'tierShort.'));
  return (
    <span className={css.card} role="img" aria-label={title}>
      {legend.classes.map((one) => (
        <Swatch key={one.name ?? one.label} css={one.css} shape={one.shape} label={nameOf(one)} />
      ))}
    </span>
  );
}

export const SHAPES: Readonly<Record<MarkShape, string>> = {
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
