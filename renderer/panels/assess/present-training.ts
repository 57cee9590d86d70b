import type { TrainingAssessment } from '../../../core/evaluate/training/result.ts';
import { recordName, subjectName } from '../record-name.ts';
import type { AssessSection, Presented, Words } from './present.ts';
import { secondsText } from './present.ts';

/** [R2] Time to train every workload that trains, and what most of it is spent on. */
export function presentTraining(trainings: readonly TrainingAssessment[], words: Words): Presented {
  const { t, format, site } = words;
  const told = trainings.filter((one) => one.status === 'ok');
  const longest = told.toSorted((a, b) => b.totalS - a.totalS)[0];
  return {
    headline:
      longest === undefined
        ? t('assess.training.none')
        : t('assess.training.longest', {
            name: recordName(site, 'workloads', longest.workloadId),
            time: secondsText(words, longest.totalS),
          }),
    mark: trainings.some((one) => one.status !== 'ok' && one.status !== 'not-training') ? 'no-route' : null,
    sections: trainings.flatMap((one): AssessSection[] => {
      const key = one.workloadId;
      const title = recordName(site, 'workloads', key);
      if (one.status !== 'ok') {
        if (one.status === 'not-training') return [];
        return [{ key, title, rows: [{ key: 'why', name: t(`assess.training.${one.status}`), mark: 'no-route', value: '' }] }];
      }
      const subject = `workloads/${key}`;
      const bottleneck = {
        key: 'bottleneck',
        name: subjectName(site, one.bottleneck.subject),
        value: format.percent(one.bottleneck.share),
        portion: one.bottleneck.share,
        why: t(`assess.training.spent.${one.bottleneck.kind}`),
        subject: one.bottleneck.subject,
      };
      const row = (name: string, seconds: number, why?: string): AssessSection['rows'][number] => ({
        key: name,
        name: t(`assess.training.${name}`),
        value: secondsText(words, seconds),
        subject,
        ...(why === undefined ? {} : { why }),
        ...(name === 'total' ? { explain: { kind: 'training', id: key } as const } : {}),
      });
      const rows =
        one.kind === 'federated'
          ? [
              row('total', one.totalS, t('assess.training.rounds', { number: format.count(one.rounds) })),
              row('round', one.roundS, t('assess.training.median', { time: secondsText(words, one.medianRoundS) })),
              row('down', one.downS),
              row('compute', one.computeS),
              row('up', one.upS),
            ]
          : [
              row('total', one.totalS, t('assess.training.epochs', { number: format.count(one.epochs) })),
              row('epoch', one.epochS, t('assess.training.efficiency', { share: format.percent(one.scalingEfficiency) })),
              row('step', one.stepComputeS),
              row(
                'exchange',
                one.stepExchangeS,
                t('assess.training.exchanged', { value: format.number(one.exchangedGBPerEpoch) }),
              ),
            ];
      return [{ key, title, rows: [...rows, bottleneck] }];
    }),
    assumptions: trainings.flatMap((one) => one.assumptions),
  };
}
