import type { RolloutAssessment } from '../../../core/evaluate/rollout/result.ts';
import { recordName } from '../record-name.ts';
import type { Presented, Words } from './present.ts';
import { secondsText } from './present.ts';

/** [R1] Time to bring a new version to every node that runs the service placed on most of them. */
export function presentRollout(rollout: RolloutAssessment, words: Words): Presented {
  const { t, format, site } = words;
  if (rollout.status !== 'ok')
    return { headline: t(`assess.rollout.${rollout.status}`), mark: null, sections: [], assumptions: [] };
  const [fastest] = rollout.comparison;
  const service = rollout.serviceIds.map((id) => recordName(site, 'services', id)).join(', ');
  const slowest = Math.max(...rollout.comparison.map((one) => one.totalS));
  return {
    headline: t('assess.rollout.total', {
      service,
      count: rollout.nodes,
      number: format.count(rollout.nodes),
      time: secondsText(words, fastest?.totalS ?? 0),
      method: fastest === undefined ? '' : t(`assess.rollout.method.${fastest.method}`),
    }),
    mark: rollout.unreachable.length > 0 ? 'no-route' : null,
    sections: [
      {
        key: 'methods',
        title: t('assess.rollout.methods'),
        rows: rollout.comparison.map((one) => ({
          key: `${one.method} ${one.payload}`,
          name: `${t(`assess.rollout.method.${one.method}`)} · ${t(`assess.rollout.payload.${one.payload}`)}`,
          value: secondsText(words, one.totalS),
          portion: slowest > 0 ? one.totalS / slowest : 0,
          why: [
            one.preparationS > 0 ? t('assess.rollout.before', { time: secondsText(words, one.preparationS) }) : null,
            t('assess.rollout.carried', { value: format.number(one.carriedGB) }),
            t('assess.rollout.back', { time: secondsText(words, one.rollbackKeptS) }),
          ]
            .filter((part) => part !== null)
            .join(' · '),
        })),
      },
      {
        key: 'waves',
        title: t('assess.rollout.waves'),
        rows: rollout.plan.waves.map((wave) => ({
          key: String(wave.index),
          name: wave.kind === 'canary' ? t('assess.rollout.canary') : t('assess.rollout.wave', { number: wave.index }),
          value: secondsText(words, wave.endS),
          portion: rollout.plan.totalS > 0 ? wave.endS / rollout.plan.totalS : 0,
          why: t('assess.rollout.nodes', { count: wave.nodes, number: format.count(wave.nodes) }),
        })),
      },
      {
        key: 'links',
        title: t('assess.rollout.links'),
        rows: rollout.plan.perLink
          .toSorted((a, b) => b.busyS - a.busyS)
          .map((link) => ({
            key: link.linkId,
            name: recordName(site, 'links', link.linkId),
            value: secondsText(words, link.busyS),
            why: t('assess.rollout.carried', { value: format.number(link.carriedGB) }),
            subject: `links/${link.linkId}`,
          })),
      },
      {
        key: 'unreachable',
        title: t('assess.rollout.unreachable'),
        rows: rollout.unreachable.map((id) => ({
          key: id,
          name: recordName(site, 'nodes', id),
          mark: 'no-route' as const,
          value: '',
          subject: `nodes/${id}`,
        })),
      },
    ].filter((section) => section.rows.length > 0),
    assumptions: rollout.assumptions,
  };
}
