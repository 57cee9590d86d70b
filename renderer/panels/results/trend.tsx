import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useTrendStore } from '../../store/trend-store.ts';
import { useFormat } from '../../ui/format.ts';
import { Sparkline } from '../../ui/sparkline.tsx';
import panel from '../panel.module.css';
import css from './results.module.css';

/** How flows that miss and limits that break went with the last edits. */
export function Trend(): ReactElement | null {
  const { t } = useTranslation();
  const format = useFormat();
  const points = useTrendStore((state) => state.points);
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined || points.length < 2) return null;
  return (
    <div className={css.trend}>
      {(['unmet', 'errors'] as const).map((name) => {
        const label = t(`results.trend.${name}`, {
          from: format.count(first[name]),
          to: format.count(last[name]),
          edits: format.count(points.length - 1),
        });
        return (
          <span key={name} className={css.trendItem} title={label}>
            <span className={panel.soft}>{t(`results.trendOf.${name}`)}</span>
            <Sparkline values={points.map((point) => point[name])} label={label} />
            <span>{format.count(last[name])}</span>
          </span>
        );
      })}
    </div>
  );
}
