import type { TimingAssessment } from '../../../core/evaluate/timing/result.ts';
import { recordName } from '../record-name.ts';
import { findingText } from '../results/finding-text.ts';
import type { Presented, Words } from './present.ts';

/** [L7, L8] Control loops against cycle and jitter, and what time-outs make of answers. */
export function presentTiming({ loops, timeouts, findings, assumptions }: TimingAssessment, words: Words): Presented {
  const { t, format, site } = words;
  const missed = loops.filter((one) => one.status !== 'kept').length;
  const ms = (value: number | null): string => (value === null ? '–' : format.number(value));
  return {
    headline:
      loops.length === 0
        ? t('assess.timing.none')
        : missed > 0
          ? t('assess.timing.missed', { count: missed, number: format.count(missed) })
          : t('assess.timing.kept', { count: loops.length, number: format.count(loops.length) }),
    mark: loops.length === 0 ? null : missed > 0 ? 'missed' : 'met',
    sections: [
      {
        key: 'findings',
        title: t('results.findings'),
        rows: findings.map((one) => {
          const { title, why } = findingText(t, one);
          return { key: one.id, name: title, mark: 'missed' as const, value: '', why, subject: one.subject };
        }),
      },
      {
        key: 'loops',
        title: t('assess.timing.loops'),
        rows: loops.map((one) => ({
          key: one.flowId,
          name: recordName(site, 'flows', one.flowId),
          mark: one.status === 'kept' ? ('met' as const) : ('missed' as const),
          value: ms(one.p99Ms),
          unit: 'ms',
          share: one.p99Ms === null || one.cycleTimeMs === null ? null : one.p99Ms / one.cycleTimeMs,
          why: t('assess.timing.loop', {
            cycle: ms(one.cycleTimeMs),
            jitter: ms(one.jitterMs),
            allowed: ms(one.jitterObjectiveMs),
          }),
          subject: `flows/${one.flowId}`,
        })),
      },
      {
        key: 'timeouts',
        title: t('assess.timing.timeouts'),
        rows: timeouts.map((one) => ({
          key: one.flowId,
          name: recordName(site, 'flows', one.flowId),
          value: format.percent(one.failedShare),
          why: t('assess.timing.timeout', {
            timeout: format.number(one.timeoutMs),
            given: format.percent(one.givenUpShare),
            attempts: format.number(one.attemptsMean),
            mean: ms(one.answeredMeanMs),
            p99: ms(one.answeredP99Ms),
          }),
          subject: `flows/${one.flowId}`,
        })),
      },
    ],
    assumptions,
  };
}
