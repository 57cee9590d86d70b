import { Button, Switch } from '@mantine/core';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { SizePlan, SizeResult } from '../../../core/place/size/result.ts';
import { dispatch, undo } from '../../store/document.ts';
import {
  chooseSizePlan,
  discardSizing,
  planShown,
  sizingApplied,
  startSizing,
  stopSizing,
  useSizingStore,
} from '../../store/sizing-store.ts';
import type { SizingState } from '../../store/sizing-store.ts';
import { useSiteStore } from '../../store/site-store.ts';
import { useFormat } from '../../ui/format.ts';
import { useProblemText } from '../../ui/problem-text.ts';
import { StatusMark } from '../../ui/status-mark.tsx';
import panel from '../panel.module.css';
import { FrontChart } from '../place/explore/front-chart.tsx';
import { SearchProgress } from '../place/search-progress.tsx';
import { StepChart } from '../place/step-chart.tsx';
import place from '../place/place.module.css';
import { BomTable, SizeTotals } from './bom-table.tsx';
import { SizeForm, SizeSummary } from './size-form.tsx';
import { BeyondList, CheaperList, ConflictList } from './size-lists.tsx';
import css from './size.module.css';
import { sizeStanding } from './size-words.ts';

/** Searches for the cheapest hardware on which everything holds, shows what it would change, and carries it out as one step. */
export function SizePanel(): ReactElement {
  const sizing = useSizingStore();
  const site = useSiteStore((state) => state.site);
  const revision = useSiteStore((state) => state.revision);
  const { status, result } = sizing;
  /** The answer beside which the form was opened. */
  const [formFor, setFormFor] = useState<SizeResult | null>(null);
  const isStale = (status === 'answered' || status === 'applied') && sizing.revision !== revision;
  const plan = planShown(sizing);
  return (
    <div className={panel.panel}>
      <div className={place.scroll}>
        {status === 'running' || status === 'stopping' ? (
          <SearchProgress
            seconds={sizing.seconds}
            total={sizing.wishes.seconds}
            isStopping={status === 'stopping'}
            onStop={stopSizing}
          />
        ) : result === null || result === formFor ? (
          <SizeForm />
        ) : (
          <SizeSummary onOptions={() => setFormFor(result)} />
        )}
        <Standing sizing={sizing} isStale={isStale} />
        {sizing.points.length === 0 ? null : <Chart sizing={sizing} />}
        {result === null || site === null ? null : (
          <div className={place.result} data-old={isStale || status === 'applied'}>
            <ConflictList site={site} result={result} />
            {result.front.length < 2 ? null : <Front result={result} chosen={sizing.chosen} />}
            {plan === null ? null : (
              <>
                <BomTable site={site} plan={plan} currency={result.currency} />
                <SizeTotals plan={plan} currency={result.currency} />
              </>
            )}
            {sizing.chosen > 0 ? null : <CheaperList site={site} result={result} />}
            <BeyondList site={site} result={result} />
          </div>
        )}
      </div>
      {plan === null ? null : <Foot sizing={sizing} plan={plan} isStale={isStale} />}
    </div>
  );
}

/** How it stands in a sentence. */
function Standing({ sizing, isStale }: { sizing: SizingState; isStale: boolean }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const textOf = useProblemText();
  const { status, problem } = sizing;
  const standing = sizeStanding(t, format, sizing);
  const notice = isStale
    ? t('place.stale')
    : status === 'changed'
      ? t('place.changed')
      : status === 'failed' && problem !== null
        ? Object.values(textOf(problem)).join(' ')
        : null;
  const isSearching = status === 'running' || status === 'stopping';
  return (
    <div className={place.standing}>
      {status === 'idle' ? <p className={place.hint}>{t('size.empty')}</p> : null}
      {standing === null ? null : (
        <p className={place.headline}>
          {standing.mark === null ? null : <StatusMark status={standing.mark} />}
          <span>{standing.text}</span>
        </p>
      )}
      {notice === null ? null : (
        <p className={place.notice}>
          <span>{notice}</span>
          {isStale ? null : (
            <Button size="compact-xs" variant="default" onClick={startSizing}>
              {t('place.again')}
            </Button>
          )}
        </p>
      )}
      <div className={place.unseen} aria-live="polite">
        {isSearching ? '' : (notice ?? (status === 'applied' ? t('size.applied') : (standing?.text ?? '')))}
      </div>
    </div>
  );
}

function Chart({ sizing: { points, seconds } }: { sizing: SizingState }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const last = points.at(-1);
  return (
    <StepChart
      points={points}
      seconds={seconds}
      label={t('size.chart', {
        seconds: format.number(seconds, 2),
        best: format.number(last?.objective ?? 0),
        bound: format.number(last?.bound ?? 0),
      })}
    />
  );
}

/** Plans to choose from: price to the right, latency or power upwards. */
function Front({ result, chosen }: { result: SizeResult; chosen: number }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const count = result.front.length;
  const title = t('size.front', { count, number: format.count(count) });
  return (
    <section aria-label={title}>
      <h3 className={place.heading}>{title}</h3>
      <FrontChart
        plans={result.front.map(({ figures }) => ({
          costPerMonth: figures.price,
          objectiveUsed: figures.latency,
          powerW: figures.powerW,
          moved: 0,
        }))}
        start={null}
        chosen={chosen}
        onChoose={chooseSizePlan}
        costUnit={result.currency}
        axes={['objectiveUsed', 'powerW']}
        costText={t('size.priceAxis', { currency: result.currency })}
      />
      <PlanChoice result={result} chosen={chosen} />
    </section>
  );
}

/** The same choice by keyboard. */
function PlanChoice({ result, chosen }: { result: SizeResult; chosen: number }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className={css.plans} role="radiogroup" aria-label={t('size.choose')}>
      {result.front.map(({ figures }, index) => (
        <Button
          key={`${figures.price} ${figures.latency}`}
          size="compact-xs"
          variant={index === chosen ? 'filled' : 'default'}
          role="radio"
          aria-checked={index === chosen}
          onClick={() => chooseSizePlan(index)}
        >
          {format.number(figures.price)}
        </Button>
      ))}
    </div>
  );
}

/** Take it or leave it. */
function Foot({ sizing, plan, isStale }: { sizing: SizingState; plan: SizePlan; isStale: boolean }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const readOnly = useSiteStore((state) => state.readOnly !== null);
  const { status, shows } = sizing;
  const count = plan.bom.reduce((sum, line) => sum + line.count - line.kept, 0);
  function apply(): void {
    const label = t('size.step', { count, number: format.count(count) });
    if (dispatch({ ...plan.command, label }).status === 'ok') sizingApplied(useSiteStore.getState().revision);
  }
  return (
    <div className={place.foot}>
      {status === 'applied' && !isStale ? (
        <>
          <span className={place.applied}>{t('size.applied')}</span>
          <Button variant="default" onClick={undo}>
            {t('action.undo')}
          </Button>
        </>
      ) : (
        <>
          <Button disabled={readOnly || isStale || plan.command.commands.length === 0} onClick={apply}>
            {t('size.apply')}
          </Button>
          <Button variant="default" onClick={discardSizing}>
            {t('place.discard')}
          </Button>
          <Switch
            className={place.shows ?? ''}
            size="xs"
            label={t('place.shows')}
            checked={shows}
            onChange={(event) => useSizingStore.setState({ shows: event.currentTarget.checked })}
          />
        </>
      )}
    </div>
  );
}
