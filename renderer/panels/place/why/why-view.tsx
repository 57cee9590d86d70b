import { ActionIcon, Button } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useMemo } from 'react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Why } from '../../../../core/place/site/why.ts';
import type { Site } from '../../../../core/site/site.ts';
import { select } from '../../../store/interaction-store.ts';
import { usePlacingStore } from '../../../store/placing-store.ts';
import { useSiteStore } from '../../../store/site-store.ts';
import { closeWhy } from '../../../store/why-store.ts';
import { Empty } from '../../../ui/empty.tsx';
import { useFormat } from '../../../ui/format.ts';
import { useProblemText } from '../../../ui/problem-text.ts';
import panel from '../../panel.module.css';
import { recordName } from '../../record-name.ts';
import { askAgain, useAnswer } from '../../use-answer.ts';
import { ChoiceLines } from '../choice-lines.tsx';
import { Refusal } from '../refused-list.tsx';
import css from './why.module.css';

/** Why a service is where it is and not elsewhere, or what keeps it out and what would let it in. Of a plan that is looked at, before it is applied. */
export function WhyView({ site, serviceId }: { site: Site; serviceId: string }): ReactElement {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const revision = useSiteStore((state) => state.revision);
  const weights = usePlacingStore((state) => state.wishes.weights);
  const command = usePlacingStore((state) =>
    state.status === 'answered' && state.revision === revision ? (state.result?.command ?? null) : null,
  );
  const question = useMemo(
    () => ({ kind: 'why', options: { serviceId, weights, command } }) as const,
    [serviceId, weights, command],
  );
  const entry = useAnswer(question);
  const why = entry?.answer?.kind === 'why' ? entry.answer.why : undefined;
  return (
    <section
      className={panel.panel}
      aria-label={t('why.title', { name: recordName(site, 'services', serviceId) })}
      aria-busy={why === undefined}
      onKeyDown={(event) => event.key === 'Escape' && closeWhy()}
    >
      <div className={css.head}>
        <ActionIcon variant="subtle" aria-label={t('explain.back')} title={t('explain.back')} autoFocus onClick={closeWhy}>
          <IconArrowLeft size={16} />
        </ActionIcon>
        <button type="button" className={css.title} onClick={() => select({ collection: 'services', id: serviceId })}>
          {t('why.title', { name: recordName(site, 'services', serviceId) })}
        </button>
      </div>
      {command === null ? null : <p className={css.remark}>{t('why.ofPlan')}</p>}
      {why === null ? <Empty title={t('explain.gone')} hint={t('explain.goneHint')} /> : null}
      {why === undefined && entry?.status === 'failed' && entry.problem !== null ? (
        <Empty
          title={t('explain.failed')}
          hint={textOf(entry.problem).message}
          action={<Button onClick={() => askAgain(question)}>{t('assess.again')}</Button>}
        />
      ) : null}
      {why === undefined && entry?.status !== 'failed' ? <Empty title={t('why.computing')} /> : null}
      {why === undefined || why === null ? null : <Reasons site={site} why={why} isPlan={command !== null} />}
    </section>
  );
}

function Reasons({ site, why, isPlan }: { site: Site; why: Why; isPlan: boolean }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const readOnly = useSiteStore((state) => state.readOnly !== null);
  const { choices, placements, required, running, refused, pinnedOn } = why;
  return (
    <div className={css.scroll} tabIndex={0} role="group" aria-live="polite" aria-label={t('why.reasons')}>
      <p className={css.remark}>
        {t('why.runs', {
          count: placements,
          number: format.count(placements),
          running: format.count(running),
          required: format.count(required),
        })}
      </p>
      {refused === null ? null : (
        <div className={css.part}>
          <h3 className={css.heading}>{t(refused.problem === 'unplaced' ? 'why.unplaced' : 'why.late')}</h3>
          <Refusal site={site} one={refused} disabled={readOnly || isPlan} />
        </div>
      )}
      {choices.map((choice) => (
        <div key={choice.nodeId} className={css.part}>
          <h3 className={css.heading}>
            {t('why.on', { name: recordName(site, 'nodes', choice.nodeId) })}
            {pinnedOn.includes(choice.nodeId) ? <span className={css.pinned}>{t('why.pinned')}</span> : null}
          </h3>
          <ChoiceLines site={site} choice={choice} />
        </div>
      ))}
      {placements > choices.length ? (
        <p className={css.remark}>
          {t('why.more', { count: placements - choices.length, number: format.count(placements - choices.length) })}
        </p>
      ) : null}
    </div>
  );
}
