import { SegmentedControl } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { ObjectiveParts } from '../../../../core/place/site/value.ts';
import { useFormat } from '../../../ui/format.ts';
import { AXES, scaleOf } from './front-axes.ts';
import type { Axis } from './front-axes.ts';
import { useAxisText } from './front-text.ts';
import css from './explore.module.css';

const HEIGHT_PX = 150;
const MARGIN = { left: 48, right: 10, top: 10, bottom: 30 } as const;
const RADIUS_PX = 5;

/** Plans of a front: cost to the right, one other aim upwards; down and left is better. A ring is the site as it is. */
export function FrontChart({
  plans,
  start,
  chosen,
  onChoose,
  costUnit,
  axes = AXES,
  costText,
}: {
  plans: readonly ObjectiveParts[];
  start: ObjectiveParts | null;
  /** Null while the front is searched and nothing can be chosen. */
  chosen: number | null;
  onChoose: (index: number) => void;
  costUnit: string;
  axes?: readonly Axis[];
  /** What the cost is, where it is not that of placements a month. */
  costText?: string;
}): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const axisText = useAxisText();
  const [axis, setAxis] = useState<Axis>('objectiveUsed');
  const { ref, width } = useElementSize<HTMLDivElement>();
  const shown = start === null ? plans : [...plans, start];
  const right = Math.max(MARGIN.left + 1, width - MARGIN.right);
  const bottom = HEIGHT_PX - MARGIN.bottom;
  const x = scaleOf(
    shown.map((parts) => parts.costPerMonth),
    MARGIN.left,
    right,
  );
  const y = scaleOf(
    shown.map((parts) => parts[axis]),
    bottom,
    MARGIN.top,
  );
  return (
    <figure className={css.figure}>
      <SegmentedControl
        fullWidth
        size="xs"
        aria-label={t('explore.axis')}
        value={axis}
        onChange={(value) => setAxis(value as Axis)}
        data={axes.map((value) => ({ value, label: t(`explore.axes.${value}`) }))}
      />
      <div ref={ref} className={css.plot}>
        <svg
          width={width}
          height={HEIGHT_PX}
          role="img"
          aria-label={t('explore.chart', {
            count: plans.length,
            number: format.count(plans.length),
            axis: t(`explore.axes.${axis}`),
          })}
        >
          {[y.least, ...(y.most > y.least ? [y.most] : [])].map((tick) => (
            <g key={tick}>
              <line className={css.grid} x1={MARGIN.left} x2={right} y1={y.at(tick)} y2={y.at(tick)} />
              <text className={css.tick} x={MARGIN.left - 6} y={y.at(tick) + 4} textAnchor="end">
                {axisText(axis, tick)}
              </text>
            </g>
          ))}
          <line className={css.axis} x1={MARGIN.left} x2={right} y1={bottom} y2={bottom} />
          <text className={css.tick} x={MARGIN.left} y={bottom + 13}>
            {axisText('costPerMonth', x.least)}
          </text>
          <text className={css.tick} x={right} y={bottom + 13} textAnchor="end">
            {axisText('costPerMonth', x.most)}
          </text>
          <text className={css.tick} x={(MARGIN.left + right) / 2} y={HEIGHT_PX - 4} textAnchor="middle">
            {costText ?? t('explore.costAxis', { unit: costUnit })}
          </text>
          {start === null ? null : (
            <circle className={css.start} cx={x.at(start.costPerMonth)} cy={y.at(start[axis])} r={RADIUS_PX + 2}>
              <title>{t('explore.now')}</title>
            </circle>
          )}
          {plans.map((parts, index) => (
            <g key={`${parts.costPerMonth} ${parts.objectiveUsed} ${parts.powerW} ${parts.moved}`}>
              <circle
                className={css.plan}
                data-chosen={index === chosen}
                data-open={chosen !== null}
                cx={x.at(parts.costPerMonth)}
                cy={y.at(parts[axis])}
                r={index === chosen ? RADIUS_PX + 2 : RADIUS_PX}
                onClick={() => onChoose(index)}
              >
                <title>{t('explore.plan', { number: format.count(index + 1) })}</title>
              </circle>
              {index === chosen ? (
                <text
                  className={css.planName}
                  x={x.at(parts.costPerMonth)}
                  y={y.at(parts[axis]) - RADIUS_PX - 4}
                  textAnchor="middle"
                >
                  {format.count(index + 1)}
                </text>
              ) : null}
            </g>
          ))}
        </svg>
      </div>
    </figure>
  );
}
