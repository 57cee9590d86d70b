import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Choice } from '../../../core/place/site/result.ts';
import type { NodeScore } from '../../../core/place/site/node-score.ts';
import type { Site } from '../../../core/site/site.ts';
import { useFormat } from '../../ui/format.ts';
import { PartsBar } from '../../ui/limit-bar.tsx';
import { recordName } from '../record-name.ts';
import list from './move-list.module.css';
import { limitsText } from './place-words.ts';

/** [P2] How the parts of a node's score count. */
const SCORE_PARTS = [
  { part: 'network', weight: 0.4, colour: 'propagation' },
  { part: 'compute', weight: 0.4, colour: 'processing' },
  { part: 'location', weight: 0.2, colour: 'access' },
] as const;

/** The node of a choice and those it was chosen before: score by parts, and what rules each other one out or makes it worse. */
export function ChoiceLines({ site, choice }: { site: Site; choice: Choice }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      <p className={list.scoreKey}>
        {SCORE_PARTS.map(({ part, weight, colour }) => (
          <span key={part}>
            <span className={list.swatch} style={{ background: `var(--ew-part-${colour})` }} />
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
    </>
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
    <div className={list.scoreLine} data-chosen={isChosen} data-out={remark !== null}>
      <span className={list.scoreName} title={name}>
        {name}
      </span>
      <span className={list.scoreBar} title={parts.map(({ label }) => label).join('\n')}>
        <span style={{ width: `${score.score * 100}%` }}>
          <PartsBar parts={parts} label={parts.map(({ label }) => label).join('; ')} />
        </span>
      </span>
      <span className={list.scoreValue}>{format.number(score.score, 2)}</span>
      {remark === null && more === null ? null : (
        <span className={list.scoreRemark}>
          {remark ??
            t(more !== null && more < 0 ? 'place.objectiveLess' : 'place.objectiveMore', {
              value: format.number(Math.abs(more ?? 0), 2),
            })}
        </span>
      )}
    </div>
  );
}
