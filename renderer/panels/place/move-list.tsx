import { IconChevronRight } from '@tabler/icons-react';
import { useId, useState } from 'react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Choice, PlaceChange } from '../../../core/place/site/result.ts';
import type { NodeScore } from '../../../core/place/site/node-score.ts';
import type { Site } from '../../../core/site/site.ts';
import { regardMove, usePlacingStore } from '../../store/placing-store.ts';
import { useFormat } from '../../ui/format.ts';
import { PartsBar } from '../../ui/limit-bar.tsx';
import { recordName } from '../record-name.ts';
import css from './place.module.css';
import { limitsText, wayText } from './place-words.ts';

/** Rows before the rest is asked for. */
const ROWS = 30;
/** [P2] How the parts of a node's score count. */
const SCORE_PARTS = [
  { part: 'network', weight: 0.4, colour: 'propagation' },
  { part: 'compute', weight: 0.4, colour: 'processing' },
  { part: 'location', weight: 0.2, colour: 'access' },
] as const;

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
        <button type="button" className={css.more} onClick={() => setAll(true)}>
          {t('assess.more', { count: changes.length - shown.length, number: format.count(changes.length - shown.length) })}
        </button>
      )}
    </section>
  );
}

function Move({ site, change, choice }: { site: Site; change: PlaceChange; choice: Choice | null }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const id = useId();
  const [open, setOpen] = useState(false);
  const regarded = usePlacingStore((state) => state.regarded === change.placementId);
  const way = wayText(t, site, change);
  const regard = (): void => regardMove(change.placementId);
  return (
    <li className={css.move} data-regarded={regarded} onPointerEnter={regard}>
      <button
        type="button"
        className={css.moveHead}
        aria-expanded={choice === null ? undefined : open}
        aria-controls={choice === null ? undefined : id}
        onFocus={regard}
        onClick={() => setOpen(!open)}
      >
        <span className={css.caret} data-open={open} data-none={choice === null}>
          <IconChevronRight size={12} aria-hidden />
        </span>
        <span className={css.moveText}>
          <span className={css.service}>{recordName(site, 'services', change.serviceId)}</span>
          <span className={css.way}>{way}</span>
        </span>
      </button>
      {choice === null || !open ? null : (
        <div id={id} className={css.why}>
          <p className={css.scoreKey}>
            {SCORE_PARTS.map(({ part, weight, colour }) => (
              <span key={part}>
                <span className={css.swatch} style={{ background: `var(--ew-part-${colour})` }} />
                {t('place.scoreShare', { part: t(`place.score.${part}`), weight: format.percent(weight) })}
              </span>
            ))}
          </p>
          <ScoreLine site={site} score={choice.score} isChosen />
          {choice.alternatives.map((other) => (
            <ScoreLine
              key={other.nodeId}
              site={site}
              score={other}
              remark={
                other.limits.length > 0
                  ? t('place.ruledOut', {
                      limits: limitsText(
                        t,
                        site,
                        other.limits.map(({ kind }) => kind),
                      ),
                    })
                  : null
              }
              more={other.objectiveMore}
            />
          ))}
        </div>
      )}
    </li>
  );
}

function ScoreLine({
  site,
  score,
  isChosen = false,
  remark = null,
  more = null,
}: {
  site: Site;
  score: NodeScore;
  isChosen?: boolean;
  remark?: string | null;
  more?: number | null;
}): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const name = recordName(site, 'nodes', score.nodeId);
  const parts = SCORE_PARTS.map(({ part, weight, colour }) => ({
    name: colour,
    label: t('place.scorePart', {
      part: t(`place.score.${part}`),
      value: format.number(score[part]),
      weight: format.percent(weight),
    }),
    value: weight * score[part],
  }));
  return (
    <div className={css.scoreLine} data-chosen={isChosen} data-out={remark !== null}>
      <span className={css.scoreName} title={name}>
        {name}
      </span>
      <span className={css.scoreBar} title={parts.map(({ label }) => label).join('\n')}>
        <span style={{ width: `${score.score * 100}%` }}>
          <PartsBar parts={parts} label={parts.map(({ label }) => label).join('; ')} />
        </span>
      </span>
      <span className={css.scoreValue}>{format.number(score.score, 2)}</span>
      {remark === null && more === null ? null : (
        <span className={css.scoreRemark}>
          {remark ??
            t(more !== null && more < 0 ? 'place.objectiveLess' : 'place.objectiveMore', {
              value: format.number(Math.abs(more ?? 0), 2),
            })}
        </span>
      )}
    </div>
  );
}
