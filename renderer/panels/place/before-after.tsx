import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlaceResult, PlanFigures } from '../../../core/place/site/result.ts';
import { useFormat } from '../../ui/format.ts';
import type { Formatter } from '../../ui/format.ts';
import css from './place.module.css';

interface Line {
  readonly key: string;
  readonly unit: string;
  readonly isBetterHigher: boolean;
  /** Null: no such figure. */
  readonly of: (figures: PlanFigures) => number | null;
  readonly text: (value: number, format: Formatter) => string;
}

const whole = (value: number, format: Formatter): string => format.count(value);
const figure = (value: number, format: Formatter): string => format.number(value);

function linesOf(costUnit: string): readonly Line[] {
  return [
    { key: 'errors', unit: '', isBetterHigher: false, of: ({ errors }) => errors, text: whole },
    { key: 'flowsMet', unit: '', isBetterHigher: true, of: ({ flowsMet }) => flowsMet, text: whole },
    {
      key: 'worstSlack',
      unit: '',
      isBetterHigher: true,
      of: ({ worstSlack }) => worstSlack,
      text: (value, format) => format.percent(value),
    },
    { key: 'meanP99', unit: 'ms', isBetterHigher: false, of: ({ meanP99Ms }) => meanP99Ms, text: figure },
    { key: 'cost', unit: costUnit, isBetterHigher: false, of: ({ value }) => value.parts.costPerMonth, text: figure },
    { key: 'power', unit: 'W', isBetterHigher: false, of: ({ powerW }) => powerW, text: figure },
  ];
}

/** The site as it is beside what the moves would make of it. */
export function BeforeAfter({ result }: { result: PlaceResult }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <table className={css.figures}>
      <thead>
        <tr>
          <th scope="col">
            <span className={css.unseen}>{t('place.figure.title')}</span>
          </th>
          <th scope="col">{t('place.before')}</th>
          <th scope="col">{t('place.after')}</th>
        </tr>
      </thead>
      <tbody>
        {linesOf(result.scale.costUnit).map(({ key, unit, isBetterHigher, of, text }) => {
          const [before, after] = [of(result.before), of(result.after)];
          const change = before === null || after === null ? 0 : (after - before) * (isBetterHigher ? 1 : -1);
          const shown = [before, after].map((value) => (value === null ? '–' : text(value, format)));
          const turn = shown[0] === shown[1] ? 'same' : change > 0 ? 'better' : 'worse';
          return (
            <tr key={key}>
              <th scope="row">
                {t(`place.figure.${key}`)}
                {unit === '' ? null : <span className={css.unit}>{` ${unit}`}</span>}
              </th>
              <td>{shown[0]}</td>
              <td data-turn={turn}>
                {shown[1]}
                <span className={css.turn} role="img" aria-label={t(`place.turn.${turn}`)}>
                  {turn === 'same' ? '=' : (after ?? 0) > (before ?? 0) ? '↑' : '↓'}
                </span>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
