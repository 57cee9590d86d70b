import { useElementSize } from '@mantine/hooks';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { SearchPoint } from '../../store/search-run.ts';
import { useFormat } from '../../ui/format.ts';
import chart from './search-progress.module.css';
import { chartScale, stepPath, valueTicks } from './step-path.ts';

const HEIGHT_PX = 96;
const MARGIN = { left: 44, right: 6, top: 6, bottom: 18 } as const;
/** Widest figure of the ticks' type, and their distance from the frame, px. */
const TICK_PX = { figure: 7, gap: 6 } as const;

/** The best so far and the bound below it over time; the area between them is what nobody can promise. */
export function StepChart({
  points,
  seconds,
  label,
}: {
  points: readonly SearchPoint[];
  seconds: number;
  label: string;
}): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const { ref, width } = useElementSize<HTMLDivElement>();
  const ticks = valueTicks(points);
  const left = Math.max(MARGIN.left, ...ticks.map((tick) => format.number(tick).length * TICK_PX.figure + TICK_PX.gap));
  const frame = {
    left,
    top: MARGIN.top,
    right: Math.max(left + 1, width - MARGIN.right),
    bottom: HEIGHT_PX - MARGIN.bottom,
  };
  const scale = chartScale(points, seconds, frame);
  const best = stepPath(points, (point) => point.objective, scale, frame.right);
  const bound = stepPath(points, (point) => point.bound, scale, frame.right);
  const rises = points.some((point, index) => index > 0 && point.objective > (points[index - 1]?.objective ?? Infinity));
  return (
    <figure className={chart.figure}>
      <div ref={ref} className={chart.plot}>
        <svg width={width} height={HEIGHT_PX} role="img" aria-label={label}>
          {ticks.map((tick) => (
            <g key={tick}>
              <line className={chart.gridLine} x1={frame.left} x2={frame.right} y1={scale.y(tick)} y2={scale.y(tick)} />
              <text className={chart.tick} x={frame.left - TICK_PX.gap} y={scale.y(tick) + 4} textAnchor="end">
                {format.number(tick)}
              </text>
            </g>
          ))}
          {points.length === 0 ? null : (
            <>
              <path
                className={chart.gapArea}
                d={`${best} L${frame.right} ${scale.y(points.at(-1)?.bound ?? 0)} ${reversed(bound)} Z`}
              />
              <path className={chart.boundLine} d={bound} />
              <path className={chart.bestLine} d={best} />
            </>
          )}
          <text className={chart.tick} x={frame.left} y={HEIGHT_PX - 4}>
            {t('place.chart.at', { seconds: format.number(0) })}
          </text>
          <text className={chart.tick} x={frame.right} y={HEIGHT_PX - 4} textAnchor="end">
            {t('place.chart.at', { seconds: format.number(scale.seconds, 2) })}
          </text>
        </svg>
      </div>
      <figcaption className={chart.legend}>
        <span className={chart.key} data-line="best">
          {t('place.chart.best')}
        </span>
        <span className={chart.key} data-line="bound">
          {t('place.chart.bound')}
        </span>
        {rises ? <span className={chart.rises}>{t('place.chart.rises')}</span> : null}
      </figcaption>
    </figure>
  );
}

/** The same line from its end to its beginning. */
function reversed(path: string): string {
  return path
    .slice(1)
    .split(' L')
    .toReversed()
    .map((spot) => `L${spot}`)
    .join(' ');
}
