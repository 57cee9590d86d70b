import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { SizePlan } from '../../../core/place/size/result.ts';
import type { Site } from '../../../core/site/site.ts';
import { select } from '../../store/interaction-store.ts';
import { useFormat } from '../../ui/format.ts';
import { recordName } from '../record-name.ts';
import place from '../place/place.module.css';
import css from './size.module.css';
import { ninesText } from './size-words.ts';

/** What to buy, type by type and place by place, with its sum. */
export function BomTable({ site, plan, currency }: { site: Site; plan: SizePlan; currency: string }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const { bom, spares, figures } = plan;
  const total = [...bom, ...spares].reduce((sum, line) => sum + line.unitPrice * line.count, 0);
  const pools = figures.price - total;
  const title = t('size.bom.title', { count: figures.nodes, number: format.count(figures.nodes) });
  return (
    <section aria-label={title}>
      <h3 className={place.heading}>{title}</h3>
      {bom.length === 0 ? <p className={place.hint}>{t('size.bom.nothing')}</p> : null}
      {bom.length === 0 && pools === 0 ? null : (
        <table className={css.bom}>
          <thead>
            <tr>
              <th scope="col">{t('size.bom.count')}</th>
              <th scope="col">{t('size.bom.type')}</th>
              <th scope="col">{t('size.bom.power')}</th>
              <th scope="col">{t('size.bom.sum', { currency })}</th>
            </tr>
          </thead>
          <tbody>
            {bom.map((line) => (
              <tr key={`${line.placeId} ${line.typeId}`}>
                <td>{format.count(line.count)}</td>
                <th scope="row">
                  <span className={css.type} title={line.name}>
                    {line.name}
                  </span>
                  <span className={css.where}>
                    {line.placeId === null ? null : (
                      <button
                        type="button"
                        className={css.place}
                        onClick={() => select({ collection: 'places', id: line.placeId ?? '' })}
                      >
                        {recordName(site, 'places', line.placeId)}
                      </button>
                    )}
                    {line.rackUnits > 0 ? <span>{t('size.bom.units', { units: format.number(line.rackUnits) })}</span> : null}
                    {line.kept > 0 ? (
                      <span>{t('size.bom.kept', { count: line.kept, number: format.count(line.kept) })}</span>
                    ) : null}
                  </span>
                </th>
                <td>
                  {format.number(line.maxW)} <span className={place.unit}>W</span>
                </td>
                <td title={t('size.bom.each', { price: format.count(line.unitPrice), currency })}>
                  {format.count(Math.round(line.unitPrice * line.count))}
                </td>
              </tr>
            ))}
            {spares.map((line) => (
              <tr key={`spare ${line.typeId}`}>
                <td>{format.count(line.count)}</td>
                <th scope="row">
                  <span className={css.type}>{line.name}</span>
                  <span className={css.where}>{t('size.bom.spare')}</span>
                </th>
                <td />
                <td>{format.count(Math.round(line.unitPrice * line.count))}</td>
              </tr>
            ))}
            {pools > 0.5 ? (
              <tr>
                <td />
                <th scope="row">{t('size.bom.pools')}</th>
                <td />
                <td>{format.count(Math.round(pools))}</td>
              </tr>
            ) : null}
          </tbody>
          <tfoot>
            <tr>
              <td />
              <th scope="row">{t('size.bom.total')}</th>
              <td>
                {format.number(bom.reduce((sum, line) => sum + line.maxW, 0))} <span className={place.unit}>W</span>
              </td>
              <td>{format.count(Math.round(figures.price))}</td>
            </tr>
          </tfoot>
        </table>
      )}
      {plan.removed.length === 0 ? null : (
        <p className={css.note}>
          {t('size.removed', {
            count: plan.removed.length,
            number: format.count(plan.removed.length),
            names: plan.removed.map((id) => recordName(site, 'nodes', id)).join(t('place.join')),
          })}
        </p>
      )}
    </section>
  );
}

/** Figures of the whole site with the plan. */
export function SizeTotals({ plan, currency }: { plan: SizePlan; currency: string }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const { figures, failovers } = plan;
  const atLeast = figures.costIsComplete ? '' : '≥ ';
  const rows: readonly (readonly [string, string, string])[] = [
    ['capex', `${atLeast}${format.number(figures.capex)}`, currency],
    ['opex', `${atLeast}${format.number(figures.opexFirstYear)}`, currency],
    ['tco', `${atLeast}${format.number(figures.tco)}`, currency],
    ['energy', format.number(figures.energyKWhPerYear), 'kWh'],
    ['flows', `${format.count(figures.flowsMet)} / ${format.count(figures.flows)}`, ''],
    ...(figures.worstRatio === null ? [] : [['worst', format.percent(figures.worstRatio), ''] as const]),
    ...(figures.availability === null ? [] : [['availability', ninesText(format, figures.availability), ''] as const]),
    ...(failovers.length === 0 ? [] : [['failovers', format.count(failovers.length), ''] as const]),
  ];
  return (
    <section aria-label={t('size.totals')}>
      <h3 className={place.heading}>{t('size.totals')}</h3>
      <table className={place.figures}>
        <tbody>
          {rows.map(([key, value, unit]) => (
            <tr key={key}>
              <th scope="row">{t(`size.total.${key}`)}</th>
              <td>
                {value}
                {unit === '' ? null : <span className={place.unit}>{` ${unit}`}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
