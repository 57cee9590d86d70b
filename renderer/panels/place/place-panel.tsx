import { Button, Switch } from '@mantine/core';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlaceResult } from '../../../core/place/site/result.ts';
import { dispatch, undo } from '../../store/document.ts';
import { discardPlacing, placingApplied, startPlacing, stopPlacing, usePlacingStore } from '../../store/placing-store.ts';
import type { PlacingState } from '../../store/placing-store.ts';
import { useWhyStore } from '../../store/why-store.ts';
import { useSiteStore } from '../../store/site-store.ts';
import { useFormat } from '../../ui/format.ts';
import { useProblemText } from '../../ui/problem-text.ts';
import { StatusMark } from '../../ui/status-mark.tsx';
import panel from '../panel.module.css';
import { Announcer } from './announcer.tsx';
import { BeforeAfter } from './before-after.tsx';
import { FrontChart } from './explore/front-chart.tsx';
import { FrontView } from './explore/front-view.tsx';
import { LearnedSection } from './learned/learned-section.tsx';
import { MoveList } from './move-list.tsx';
import { PlaceForm, PlaceSummary } from './place-form.tsx';
import { RefusedList } from './refused-list.tsx';
import { StepList } from './replace/step-list.tsx';
import type { RulePorts } from './rules/rules-section.tsx';
import { RulesSection } from './rules/rules-section.tsx';
import { SearchProgress } from './search-progress.tsx';
import { StepChart } from './step-chart.tsx';
import { useStanding } from './standing.ts';
import { WhyView } from './why/why-view.tsx';
import css from './place.module.css';

/** Searches for a better placement, shows what it would change, and carries it out as one step. */
export function PlacePanel({ rules }: { rules: RulePorts }): ReactElement {
  const placing = usePlacingStore();
  const site = useSiteStore((state) => state.site);
  const revision = useSiteStore((state) => state.revision);
  const serviceId = useWhyStore((state) => state.serviceId);
  const { status, result, pareto, front } = placing;
  /** The answer beside which the form was opened. */
  const [formFor, setFormFor] = useState<PlaceResult | null>(null);
  if (serviceId !== null && site !== null) return <WhyView key={serviceId} site={site} serviceId={serviceId} />;
  const isStale = (status === 'answered' || status === 'applied') && placing.revision !== revision;
  return (
    <div className={panel.panel}>
      <div className={css.scroll}>
        {status === 'running' || status === 'stopping' ? (
          <SearchProgress
            seconds={placing.seconds}
            total={placing.wishes.seconds}
            isStopping={status === 'stopping'}
            onStop={stopPlacing}
          />
        ) : result === null || result === formFor ? (
          <PlaceForm />
        ) : (
          <PlaceSummary onOptions={() => setFormFor(result)} />
        )}
        {site === null || (result !== null && result !== formFor) ? null : (
          <>
            <RulesSection site={site} {...rules} />
            <LearnedSection />
          </>
        )}
        <Standing placing={placing} isStale={isStale} />
        {placing.points.length === 0 || placing.wishes.mode === 'explore' ? null : <Chart placing={placing} />}
        {pareto !== null ? (
          <FrontView pareto={pareto} chosen={placing.chosen} />
        ) : front.length === 0 ? null : (
          <FrontChart
            plans={front}
            start={null}
            chosen={null}
            onChoose={() => undefined}
            costUnit={site?.header.currency ?? ''}
          />
        )}
        {result === null || site === null ? null : (
          <div className={css.result} data-old={isStale || status === 'applied'}>
            <BeforeAfter result={result} />
            {result.refused.length === 0 ? null : (
              <RefusedList site={site} refused={result.refused} disabled={isStale || status !== 'answered'} />
            )}
            <StepList site={site} steps={result.steps} />
            <MoveList site={site} changes={result.changes} choices={result.choices} />
          </div>
        )}
      </div>
      {result === null ? null : <Foot placing={placing} isStale={isStale} />}
    </div>
  );
}

/** How it stands in a sentence, and to those who listen now and then. */
function Standing({ placing, isStale }: { placing: PlacingState; isStale: boolean }): ReactElement {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const { status, problem } = placing;
  const standing = useStanding(placing);
  const again = (
    <Button size="compact-xs" variant="default" onClick={startPlacing}>
      {t('place.again')}
    </Button>
  );
  return (
    <>
      <div className={css.standing}>
        {status === 'idle' ? <p className={css.hint}>{t('place.empty')}</p> : null}
        {standing === null ? null : (
          <p className={css.headline}>
            {standing.mark === null ? null : <StatusMark status={standing.mark} />}
            <span>{standing.text}</span>
          </p>
        )}
        {isStale ? (
          <p className={css.notice}>
            <span>{t('place.stale')}</span>
          </p>
        ) : status === 'changed' ? (
          <p className={css.notice}>
            <span>{t('place.changed')}</span>
            {again}
          </p>
        ) : status === 'failed' ? (
          <p className={css.notice}>
            <span>{problem === null ? '' : Object.values(textOf(problem)).join(' ')}</span>
            {again}
          </p>
        ) : null}
      </div>
      <Announcer placing={placing} isStale={isStale} />
    </>
  );
}

function Chart({ placing }: { placing: PlacingState }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const last = placing.points.at(-1);
  return (
    <StepChart
      points={placing.points}
      seconds={placing.seconds}
      label={t('place.chart.label', {
        seconds: format.number(placing.seconds, 2),
        best: format.number(last?.objective ?? 0),
        bound: format.number(last?.bound ?? 0),
      })}
    />
  );
}

/** Take it or leave it. */
function Foot({ placing, isStale }: { placing: PlacingState; isStale: boolean }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const readOnly = useSiteStore((state) => state.readOnly !== null);
  const { result, status, showsMoves, wishes } = placing;
  const count = result?.changes.length ?? 0;
  function apply(): void {
    if (result === null) return;
    const label = t(`place.step.${wishes.mode}`, { count, number: format.count(count) });
    if (dispatch({ ...result.command, label }).status === 'ok') placingApplied(useSiteStore.getState().revision);
  }
  return (
    <div className={css.foot}>
      {status === 'applied' && !isStale ? (
        <>
          <span className={css.applied}>{t('place.applied')}</span>
          <Button variant="default" onClick={undo}>
            {t('action.undo')}
          </Button>
        </>
      ) : (
        <>
          <Button disabled={readOnly || isStale || count === 0} onClick={apply}>
            {t('place.apply', { count, number: format.count(count) })}
          </Button>
          <Button variant="default" onClick={discardPlacing}>
            {t('place.discard')}
          </Button>
          <Switch
            className={css.shows ?? ''}
            size="xs"
            label={t('place.shows')}
            checked={showsMoves}
            onChange={(event) => usePlacingStore.setState({ showsMoves: event.currentTarget.checked })}
          />
        </>
      )}
    </div>
  );
}
