import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { LinkResult } from '../../../core/evaluate/result.ts';
import { useFormat } from '../../ui/format.ts';
import { LimitBar } from '../../ui/limit-bar.tsx';
import { Quantity } from '../../ui/quantity.tsx';
import { Explainable } from '../explain/explainable.tsx';
import panel from '../panel.module.css';
import css from './results.module.css';

/** Load and delay of both directions of a link. */
export function LinkLoad({ link }: { link: LinkResult }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const directions = [
    { name: 'up', share: link.utilisationUp, used: link.upMbps, available: link.capacityUpMbps, delay: link.delayUpMs },
    { name: 'down', share: link.utilisationDown, used: link.downMbps, available: link.capacityDownMbps, delay: link.delayDownMs },
  ] as const;
  return (
    <span className={css.dimensions}>
      {directions.map(({ name, share, used, available, delay }) => (
        <span key={name} className={css.direction}>
          <span className={panel.name}>{t(`results.${name}`)}</span>
          <LimitBar
            share={share}
            label={t('results.amount', {
              name: t(`results.${name}`),
              used: format.number(used),
              available: format.number(available),
              unit: 'Mbps',
            })}
          />
          <span className={css.share}>
            <Explainable subject={{ kind: 'link', id: link.id, figure: name }} name={t(`results.${name}`)}>
              {format.percent(share)}
            </Explainable>
          </span>
          <span className={css.share}>
            <Quantity value={delay} unit="ms" />
          </span>
        </span>
      ))}
    </span>
  );
}
