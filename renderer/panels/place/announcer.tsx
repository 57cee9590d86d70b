import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { usePlacingStore } from '../../store/placing-store.ts';
import type { PlacingState } from '../../store/placing-store.ts';
import { useFormat } from '../../ui/format.ts';
import css from './place.module.css';
import { standingOf } from './standing.ts';

/** Calm enough that one sentence ends before the next begins. */
const ANNOUNCE_MS = 4000;

/** Says how the search stands to those who listen: now and then while it goes on, at once when it has ended. */
export function Announcer({ placing, isStale }: { placing: PlacingState; isStale: boolean }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const isSearching = placing.status === 'running' || placing.status === 'stopping';
  const text = isStale
    ? t('place.stale')
    : placing.status === 'applied'
      ? t('place.applied')
      : (standingOf(t, format, placing)?.text ?? '');
  return (
    <div className={css.unseen} aria-live="polite">
      {isSearching ? <NowAndThen /> : text}
    </div>
  );
}

function NowAndThen(): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const [said, setSaid] = useState('');
  useEffect(() => {
    const timer = setInterval(() => setSaid(standingOf(t, format, usePlacingStore.getState())?.text ?? ''), ANNOUNCE_MS);
    return () => clearInterval(timer);
  }, [t, format]);
  return <>{said}</>;
}
