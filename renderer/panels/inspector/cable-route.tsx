import { useMemo } from 'react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { linkLengthM, straightLengthM } from '../../../core/network/graph.ts';
import { getRecord } from '../../../core/site/site.ts';
import { select } from '../../store/interaction-store.ts';
import { useSiteStore } from '../../store/site-store.ts';
import { useFormat } from '../../ui/format.ts';
import { TermHelp } from '../help/term-help.tsx';
import panel from '../panel.module.css';
import { placesOnWay } from './places-on-way.ts';
import css from './inspector.module.css';

/** The way of a link: how long it is, what that rests on, and the places it leaves, crosses and enters. */
export function CableRoute({ linkId }: { linkId: string }): ReactElement | null {
  const { t } = useTranslation();
  const format = useFormat();
  const site = useSiteStore((state) => state.site);
  const link = site === null ? undefined : getRecord(site, 'links', linkId);
  const places = useMemo(() => (site === null || link === undefined ? [] : placesOnWay(site, link)), [site, link]);
  if (site === null || link === undefined) return null;
  const medium = getRecord(site, 'media', link.mediumId);
  const [from, to] = [getRecord(site, 'nodes', link.fromNodeId), getRecord(site, 'nodes', link.toNodeId)];
  if (from === undefined || to === undefined || medium === undefined) return null;
  const straightM = straightLengthM(site, from, to);
  const lengthM = linkLengthM(site, link);
  const factor = link.routeFactor ?? medium.routeFactor;
  const length = lengthText(lengthM, format.number);
  return (
    <div className={css.figures}>
      <span>
        <TermHelp term="route">{t('inspector.route')}</TermHelp> <strong>{length}</strong>
      </span>
      <span className={panel.soft}>
        {link.lengthM === null
          ? t('inspector.routeEstimated', { straight: lengthText(straightM, format.number), factor: format.number(factor) })
          : t('inspector.routeStated', { straight: lengthText(straightM, format.number) })}
      </span>
      {places.length === 0 ? null : (
        <ol className={css.way} aria-label={t('inspector.routeThrough')}>
          {places.map((place) => (
            <li key={place.id}>
              <button type="button" className={css.subject} onClick={() => select({ collection: 'places', id: place.id })}>
                {place.name}
              </button>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}

function lengthText(lengthM: number, number: (value: number) => string): string {
  return lengthM >= 1000 ? `${number(lengthM / 1000)} km` : `${number(lengthM)} m`;
}
