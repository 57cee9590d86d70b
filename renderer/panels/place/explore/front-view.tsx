import type { ReactElement } from 'react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { CRITERIA } from '../../../../core/place/site/front.ts';
import type { ParetoResult } from '../../../../core/place/site/pareto.ts';
import { choosePlan } from '../../../store/placing-store.ts';
import { useFormat } from '../../../ui/format.ts';
import { FrontChart } from './front-chart.tsx';
import { useAxisText } from './front-text.ts';
import css from './explore.module.css';

/** A handful of plans of which none is better in everything: as a chart, and as rows to choose from by mouse or arrow keys. */
export function FrontView({ pareto, chosen }: { pareto: ParetoResult; chosen: number }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const axisText = useAxisText();
  const name = useId();
  const { points, start } = pareto;
  const plans = points.map(({ parts }) => parts);
  const unit = points[0]?.scale.costUnit ?? '';
  const best = CRITERIA.map((one) => Math.min(...plans.map((parts) => parts[one])));
  return (
    <section aria-label={t('explore.title', { count: points.length, number: format.count(points.length) })}>
      <h3 className={css.heading}>{t('explore.title', { count: points.length, number: format.count(points.length) })}</h3>
      <p className={css.hint}>{t(start === null ? 'explore.servesBetter' : 'explore.servesAsWell')}</p>
      <FrontChart plans={plans} start={start} chosen={chosen} onChoose={choosePlan} costUnit={unit} />
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">{t('explore.planHead')}</th>
            {CRITERIA.map((one) => (
              <th key={one} scope="col">
                {t(`explore.criteria.${one}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {plans.map((parts, index) => (
            <tr
              key={points[index]?.command.commands.length ?? index}
              data-chosen={index === chosen}
              onClick={() => choosePlan(index)}
            >
              <th scope="row">
                <label>
                  <input type="radio" name={name} checked={index === chosen} onChange={() => choosePlan(index)} />
                  {format.count(index + 1)}
                </label>
              </th>
              {CRITERIA.map((one, column) => (
                <td key={one} data-best={parts[one] === best[column]}>
                  {axisText(one, parts[one])}
                  {parts[one] === best[column] ? <span className={css.unseen}>{t('explore.best')}</span> : null}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
