import { Button, Switch } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { DEFAULT_FEATURES, FEATURES } from '../../../../core/place/arrivals/features.ts';
import type { LearnedPolicy } from '../../../../core/place/arrivals/learned-policy.ts';
import type { OnlineResult } from '../../../../core/place/arrivals/online-site.ts';
import { MOVE_NAMES } from '../../../../core/place/site/moves.ts';
import type { LearnedState } from '../../../store/learned-store.ts';
import { applyLearned, forgetLearned, startLearning, useLearnedStore } from '../../../store/learned-store.ts';
import { useFormat } from '../../../ui/format.ts';
import { useProblemText } from '../../../ui/problem-text.ts';
import section from '../section.module.css';
import css from './learned.module.css';

/** A policy learned from the history of the site: learned here, held beside the default, used by the searches. */
export function LearnedSection(): ReactElement {
  const { t } = useTranslation();
  const state = useLearnedStore();
  const { status, policy, compared } = state;
  const isRunning = status === 'learning' || status === 'comparing';
  return (
    <details className={section.section}>
      <summary className={section.summary}>
        <span>{t('learned.title')}</span>
        {state.isUsed ? <span className={css.used}>{t('learned.inUse')}</span> : null}
      </summary>
      <div className={css.body}>
        {status === 'idle' ? <p className={css.hint}>{t('learned.empty')}</p> : null}
        {isRunning ? <Learning state={state} /> : <Standing state={state} />}
        {policy === null ? null : (
          <>
            <Gain policy={policy} />
            {compared === null ? null : <Compared online={compared} />}
            <Weights policy={policy} />
            <Operators policy={policy} />
          </>
        )}
        {policy === null || isRunning ? null : (
          <Switch
            size="xs"
            label={t('learned.use')}
            description={t(policy.learnedFrom.operatorGain > 0 ? 'learned.useHint' : 'learned.noUse')}
            disabled={policy.learnedFrom.operatorGain === 0}
            checked={state.isUsed}
            onChange={(event) => applyLearned(event.currentTarget.checked)}
          />
        )}
        {isRunning ? null : (
          <div className={css.actions}>
            <Button size="compact-xs" variant="default" onClick={startLearning}>
              {t(policy === null ? 'learned.start' : 'learned.again')}
            </Button>
            {policy === null ? null : (
              <Button size="compact-xs" variant="default" onClick={forgetLearned}>
                {t('learned.forget')}
              </Button>
            )}
          </div>
        )}
      </div>
    </details>
  );
}

function Learning({ state: { status, share } }: { state: LearnedState }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className={css.running}>
      <span
        className={css.progress}
        role="progressbar"
        aria-label={t('learned.progress')}
        aria-valuenow={Math.floor(share * 100)}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <span style={{ width: `${share * 100}%` }} />
      </span>
      <span role="status">{t(`learned.${status}`, { share: format.percent(share) })}</span>
      <Button size="compact-xs" variant="default" onClick={forgetLearned}>
        {t('learned.stop')}
      </Button>
    </div>
  );
}

function Standing({ state: { status, problem } }: { state: LearnedState }): ReactElement | null {
  const { t } = useTranslation();
  const textOf = useProblemText();
  if (status === 'changed') return <p role="status">{t('learned.changed')}</p>;
  if (status !== 'failed' || problem === null) return null;
  return <p role="alert">{Object.values(textOf(problem)).join(' ')}</p>;
}

/** What it was learned from, and what it was worth there. */
function Gain({ policy }: { policy: LearnedPolicy }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const { traces, arrivalsEach, kinds, candidates } = policy.learnedFrom;
  return (
    <p className={css.hint}>
      {t('learned.from', {
        traces: format.count(traces),
        arrivals: format.count(arrivalsEach),
        kinds: format.count(kinds),
        candidates: format.count(candidates),
      })}
    </p>
  );
}

/** Schedulers beside each other on arrivals that nobody has seen. */
function Compared({ online }: { online: OnlineResult }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const first = online.rows[0]?.useful ?? 0;
  const signed = (share: number): string => `${share < 0 ? '−' : '+'}${format.percent(Math.abs(share))}`;
  return (
    <table className={css.table}>
      <caption>
        {t('learned.compared', { runs: format.count(online.runs), scarcest: t(`learned.scarcest.${online.scarcest}`) })}
      </caption>
      <thead>
        <tr>
          <th scope="col">{t('learned.policy')}</th>
          <th scope="col">{t('learned.allocated')}</th>
          <th scope="col">{t('learned.useful')}</th>
          <th scope="col">{t('learned.against')}</th>
        </tr>
      </thead>
      <tbody>
        {online.rows.map((row, index) => (
          <tr key={row.policy} data-own={row.policy === 'learned'}>
            <th scope="row">{t(`learned.policies.${row.policy}`)}</th>
            <td>{format.percent(row.allocated)}</td>
            <td>{format.percent(row.useful)}</td>
            <td>{index === 0 || first === 0 ? '' : signed(row.useful / first - 1)}</td>
          </tr>
        ))}
        <tr>
          <th scope="row">{t('learned.ceiling')}</th>
          <td />
          <td>{format.percent(online.ceiling)}</td>
          <td>{first === 0 ? '' : signed(online.ceiling / first - 1)}</td>
        </tr>
      </tbody>
    </table>
  );
}

function Weights({ policy: { online } }: { policy: LearnedPolicy }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <details className={css.more}>
      <summary>{t('learned.weights')}</summary>
      <table className={css.table} aria-label={t('learned.weights')}>
        <thead>
          <tr>
            <th scope="col">{t('learned.feature')}</th>
            <th scope="col">{t('learned.policies.default')}</th>
            <th scope="col">{t('learned.policies.learned')}</th>
          </tr>
        </thead>
        <tbody>
          {FEATURES.map((name) => (
            <tr key={name}>
              <th scope="row">{t(`learned.features.${name}`)}</th>
              <td>{format.number(DEFAULT_FEATURES[name], 2)}</td>
              <td>{format.number(online[name], 2)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

function Operators({ policy: { operators, learnedFrom } }: { policy: LearnedPolicy }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const gain = learnedFrom.operatorGain;
  const title = gain > 0 ? t('learned.operators', { gain: format.percent(gain) }) : t('learned.operatorsAlike');
  const order = MOVE_NAMES.toSorted((a, b) => operators[b] - operators[a]);
  return (
    <details className={css.more}>
      <summary>{title}</summary>
      <table className={css.table} aria-label={title}>
        <thead>
          <tr>
            <th scope="col">{t('learned.move')}</th>
            <th scope="col">{t('learned.earned')}</th>
          </tr>
        </thead>
        <tbody>
          {order.map((name) => (
            <tr key={name}>
              <th scope="row">{t(`learned.moves.${name}`)}</th>
              <td>{format.number(operators[name], 2)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
