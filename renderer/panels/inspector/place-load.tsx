import { useMemo } from 'react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useSiteStore } from '../../store/site-store.ts';
import { useFormat } from '../../ui/format.ts';
import { TermHelp } from '../help/term-help.tsx';
import { placeTotals } from './place-totals.ts';
import css from './inspector.module.css';

/** What all hardware in a place draws and gives off as heat, and weighs; whether or not anything limits it. */
export function PlaceLoad({ placeId }: { placeId: string }): ReactElement | null {
  const { t } = useTranslation();
  const format = useFormat();
  const site = useSiteStore((state) => state.site);
  const totals = useMemo(() => (site === null ? null : placeTotals(site, placeId)), [site, placeId]);
  if (totals === null || totals.nodes === 0) return null;
  return (
    <div className={css.figures}>
      <span>
        <TermHelp term="power">{t('dimension.power')}</TermHelp> · <TermHelp term="cooling">{t('dimension.cooling')}</TermHelp>{' '}
        <strong>{t('racks.watts', { value: format.number(totals.powerW) })}</strong>
      </span>
      <span>{t('inspector.placeHolds', { nodes: format.count(totals.nodes), weight: format.number(totals.weightKg) })}</span>
    </div>
  );
}
