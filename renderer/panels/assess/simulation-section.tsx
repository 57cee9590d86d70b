import { Button, NumberInput, Select } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Question } from '../../../core/engine/question.ts';
import type { Simulation } from '../../../core/simulate/result.ts';
import { useResultsStore } from '../../store/results-store.ts';
import { useSiteStore } from '../../store/site-store.ts';
import { useFormat } from '../../ui/format.ts';
import { recordName, subjectName } from '../record-name.ts';
import { useAnswer } from '../use-answer.ts';
import css from './assess.module.css';
import type { AssessRow, Presented, Words } from './present.ts';
import { PresentedView } from './presented-view.tsx';
import { QuestionState } from './question-state.tsx';

const ARRIVALS = ['poisson', 'periodic', 'bursts'] as const;
type Arrivals = (typeof ARRIVALS)[number];
const BURST_MS = 10_000;
const REQUESTS = 100_000;
/** Difference of the formula from a simulated p99 from which it is pointed out. */
const NOTABLE = 0.15;

/** The same site by discrete events, beside the formulas. Runs when it is told to. */
export function SimulationSection(): ReactElement {
  const { t } = useTranslation();
  const [requests, setRequests] = useState(REQUESTS);
  const [arrivals, setArrivals] = useState<Arrivals>('poisson');
  const [asked, setAsked] = useState<Question | null>(null);
  return (
    <>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          setAsked({
            kind: 'simulate',
            options: { requests, arrivals: arrivals === 'bursts' ? { kind: arrivals, burstMs: BURST_MS } : { kind: arrivals } },
          });
        }}
      >
        <NumberInput
          label={t('assess.simulation.requests')}
          value={requests}
          onChange={(value) => setRequests(Math.max(1000, Number(value) || 0))}
          min={1000}
          max={10_000_000}
          step={50_000}
          thousandSeparator=","
        />
        <Select
          label={t('assess.simulation.arrivals')}
          value={arrivals}
          allowDeselect={false}
          onChange={(value) => setArrivals((value ?? 'poisson') as Arrivals)}
          data={ARRIVALS.map((value) => ({ value, label: t(`assess.simulation.${value}`) }))}
        />
        <Button type="submit">{t('assess.simulation.run')}</Button>
      </form>
      {asked === null ? null : <Run key={JSON.stringify(asked)} question={asked} />}
    </>
  );
}

function Run({ question }: { question: Question }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const site = useSiteStore((state) => state.site);
  const flows = useResultsStore((state) => state.flows);
  const entry = useAnswer(question);
  const run = entry?.answer?.kind === 'simulate' ? entry.answer.simulation : null;
  const presented = useMemo(
    () => (run === null || site === null ? null : presentRun(run, flows, { t, format, site })),
    [run, flows, t, format, site],
  );
  return (
    <>
      <QuestionState question={question} entry={entry} name={t('assess.question.simulation')} />
      {presented === null ? null : <PresentedView presented={presented} isOld={entry?.status !== 'answered'} />}
    </>
  );
}

/** Simulated p99 beside the formula's, the greatest difference first, and the fullest queues. */
function presentRun(
  run: Simulation,
  flows: ReturnType<typeof useResultsStore.getState>['flows'],
  { t, format, site }: Omit<Words, 'typeName'>,
): Presented {
  const compared = run.flows
    .flatMap((flow) => {
      const p99Ms = flows.get(flow.id)?.p99Ms ?? null;
      return flow.p99Ms === null || p99Ms === null ? [] : [{ flow, p99Ms, apart: p99Ms / flow.p99Ms - 1 }];
    })
    .toSorted((a, b) => Math.abs(b.apart) - Math.abs(a.apart));
  const median = compared.map(({ apart }) => Math.abs(apart)).toSorted((a, b) => a - b)[Math.floor(compared.length / 2)] ?? 0;
  const saturated = run.flows.filter((flow) => flow.status === 'saturated').length;
  return {
    headline:
      compared.length === 0
        ? t('assess.simulation.few')
        : t('assess.simulation.median', {
            share: format.percent(median),
            count: compared.length,
            number: format.count(compared.length),
          }),
    mark: compared.length === 0 ? null : median > NOTABLE ? 'near' : 'met',
    sections: [
      {
        key: 'flows',
        title: t('assess.simulation.flows'),
        rows: compared.map(({ flow, p99Ms, apart }): AssessRow => {
          const half = flow.meanIntervalMs === null ? null : (flow.meanIntervalMs.high - flow.meanIntervalMs.low) / 2;
          return {
            key: flow.id,
            name: recordName(site, 'flows', flow.id),
            mark: Math.abs(apart) > NOTABLE ? 'near' : 'met',
            value: format.number(flow.p99Ms ?? 0),
            unit: 'ms',
            why: [
              t('assess.simulation.formula', {
                value: format.number(p99Ms),
                share: `${apart < 0 ? '−' : '+'}${format.percent(Math.abs(apart))}`,
              }),
              t('assess.simulation.mean', {
                value: format.number(flow.meanMs ?? 0),
                half: half === null ? '–' : format.number(half, 2),
              }),
            ].join(' · '),
            subject: `flows/${flow.id}`,
          };
        }),
      },
      {
        key: 'queues',
        title: t('assess.simulation.queues'),
        rows: run.queues
          .toSorted((a, b) => b.utilisation - a.utilisation)
          .slice(0, 20)
          .map((queue) => ({
            key: `${queue.subject} ${queue.part}`,
            name: `${subjectName(site, queue.subject)} · ${t(`assess.simulation.part.${queue.part}`)}`,
            value: format.percent(queue.utilisation),
            share: queue.utilisation,
            why: queue.meanWaitMs === null ? '' : t('assess.simulation.waits', { value: format.number(queue.meanWaitMs) }),
            subject: queue.subject,
          })),
      },
      {
        key: 'run',
        title: t('assess.simulation.about'),
        rows: [
          { key: 'time', name: t('assess.simulation.time'), value: format.number(run.simulatedMs / 1000), unit: 's' },
          { key: 'events', name: t('assess.simulation.events'), value: format.count(run.events) },
          { key: 'saturated', name: t('mark.saturated'), value: format.count(saturated) },
          { key: 'hash', name: t('assess.simulation.hash'), value: run.hash },
        ],
      },
    ],
    assumptions: [],
  };
}
