import { IconChevronRight } from '@tabler/icons-react';
import { useId, useState } from 'react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Choice, PlaceChange } from '../../../core/place/site/result.ts';
import type { Site } from '../../../core/site/site.ts';
import { regardMove, usePlacingStore } from '../../store/placing-store.ts';
import { useFormat } from '../../ui/format.ts';
import { recordName } from '../record-name.ts';
import css from './place.module.css';
import list from './move-list.module.css';
import { wayText } from './place-words.ts';
import { ChoiceLines } from './choice-lines.tsx';

/** Rows before the rest is asked for. */
const ROWS = 30;
/** What would move, and for each why it goes there. */
export function MoveList({
  site,
  changes,
  choices,
}: {
  site: Site;
  changes: readonly PlaceChange[];
  choices: readonly Choice[];
}): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const [all, setAll] = useState(false);
  const shown = all ? changes : changes.slice(0, ROWS);
  const title = t('place.moves', { count: changes.length, number: format.count(changes.length) });
  return (
    <section aria-label={title} onPointerLeave={() => regardMove(null)}>
      <h3 className={css.heading}>{title}</h3>
      {changes.length === 0 ? <p className={css.hint}>{t('place.noMoves')}</p> : null}
      <ul className={css.rows}>
        {shown.map((change) => (
          <Move
            key={`${change.kind} ${change.placementId} ${change.to ?? ''}`}
            site={site}
            change={change}
            choice={choices.find((one) => one.serviceId === change.serviceId && one.nodeId === change.to) ?? null}
          />
        ))}
      </ul>
      {shown.length === changes.length ? null : (
        <button type="button" className={list.more} onClick={() => setAll(true)}>
          {t('assess.more', { count: changes.length - shown.length, number: format.count(changes.length - shown.length) })}
        </button>
      )}
    </section>
  );
}

function Move({ site, change, choice }: { site: Site; change: PlaceChange; choice: Choice | null }): ReactElement {
  const { t } = useTranslation();
  const id = useId();
  const [open, setOpen] = useState(false);
  const regarded = usePlacingStore((state) => state.regarded === change.placementId);
  const way = wayText(t, site, change);
  const regard = (): void => regardMove(change.placementId);
  return (
    <li className={list.move} data-regarded={regarded} onPointerEnter={regard}>
      <button
        type="button"
        className={list.moveHead}
        aria-expanded={choice === null ? undefined : open}
        aria-controls={choice === null ? undefined : id}
        onFocus={regard}
        onClick={() => setOpen(!open)}
      >
        <span className={list.caret} data-open={open} data-none={choice === null}>
          <IconChevronRight size={12} aria-hidden />
        </span>
        <span className={list.moveText}>
          <span className={list.service}>{recordName(site, 'services', change.serviceId)}</span>
          <span className={list.way}>{way}</span>
        </span>
      </button>
      {choice === null || !open ? null : (
        <div id={id} className={list.why}>
          <ChoiceLines site={site} choice={choice} />
        </div>
      )}
    </li>
  );
}
