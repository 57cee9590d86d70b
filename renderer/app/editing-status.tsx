import { useEffect, useMemo } from 'react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { shortestRoute, straightM } from '../../core/network/distance.ts';
import type { Site } from '../../core/site/site.ts';
import { tell, useEditStore } from '../store/edit-store.ts';
import { useInteractionStore } from '../store/interaction-store.ts';
import { useSiteStore } from '../store/site-store.ts';
import { useFormat } from '../ui/format.ts';
import css from './status-line.module.css';

/** So long a message stays. */
const TOLD_MS = 8_000;

/** What editing has to say: what is measured, what a copy lost, how much is selected. */
export function Editing(): ReactElement | null {
  const site = useSiteStore((state) => state.site);
  const measuring = useEditStore((state) => state.measuring);
  const told = useEditStore((state) => state.told);
  return (
    <span className={css.editing} aria-live="polite">
      {site !== null && measuring ? <Measured site={site} /> : told === null ? <Selected /> : <Told />}
    </span>
  );
}

function Measured({ site }: { site: Site }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const [a, b] = useEditStore((state) => state.points);
  const route = useMemo(
    () =>
      a?.ref?.collection === 'nodes' && b?.ref?.collection === 'nodes' ? shortestRoute(site, a.ref.id, b.ref.id) : undefined,
    [site, a, b],
  );
  if (a === undefined) return <>{t('edit.measure.first')}</>;
  if (b === undefined) return <>{t('edit.measure.second')}</>;
  const straight = t('edit.measure.straight', { length: format.number(straightM(a.positionM, b.positionM), 4) });
  if (route === undefined) return <>{straight}</>;
  const way =
    route === null
      ? t('edit.measure.noRoute')
      : t('edit.measure.route', { length: format.number(route.lengthM, 4), count: route.linkIds.length });
  return <>{`${straight} · ${way}`}</>;
}

function Told(): ReactElement | null {
  const { t } = useTranslation();
  const told = useEditStore((state) => state.told);
  useEffect(() => {
    const timer = setTimeout(() => tell(null), TOLD_MS);
    return () => clearTimeout(timer);
  }, [told]);
  return told === null ? null : <>{t(told.key, { ...told.values })}</>;
}

function Selected(): ReactElement | null {
  const { t } = useTranslation();
  const format = useFormat();
  const count = useInteractionStore((state) => state.selection.length);
  return count < 2 ? null : <>{t('edit.selected', { count, number: format.count(count) })}</>;
}
