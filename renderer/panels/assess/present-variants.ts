import type { PlacementVariants, VariantAssessment } from '../../../core/evaluate/variants/result.ts';
import { recordName } from '../record-name.ts';
import type { AssessSection, Presented, Words } from './present.ts';

/** [R3] Which variant of a model fits where, and which stands in as the load rises. */
export function presentVariants({ placements, assumptions }: VariantAssessment, words: Words): Presented {
  const { t, format } = words;
  const unfit = placements.filter((one) => one.best === null).length;
  const better = placements.filter((one) => one.best !== null && one.best.name !== one.current).length;
  return {
    headline:
      placements.length === 0
        ? t('assess.variants.none')
        : unfit > 0
          ? t('assess.variants.unfit', { count: unfit, number: format.count(unfit) })
          : better > 0
            ? t('assess.variants.better', { count: better, number: format.count(better) })
            : t('assess.variants.best'),
    mark: placements.length === 0 ? null : unfit > 0 ? 'missed' : better > 0 ? 'near' : 'met',
    sections: placements.map((one) => placementSection(one, words)),
    assumptions,
  };
}

function placementSection(one: PlacementVariants, { t, format, site }: Words): AssessSection {
  return {
    key: one.placementId,
    title: `${recordName(site, 'services', one.serviceId)} · ${recordName(site, 'nodes', one.nodeId)}`,
    rows: one.variants.map((variant) => {
      const isBest = one.best !== null && one.best.name === variant.name;
      const parts = [
        variant.name === one.current ? t('assess.variants.current') : null,
        isBest ? t('assess.variants.chosen') : null,
        variant.refused === null ? null : t(`assess.variants.refused.${variant.refused}`),
        variant.accuracy === null ? null : t('assess.variants.accuracy', { share: format.percent(variant.accuracy) }),
        variant.withinBudgetPerSecond === null
          ? null
          : t('assess.variants.upTo', { value: format.number(variant.withinBudgetPerSecond) }),
      ];
      return {
        key: variant.name ?? '',
        name: variant.name ?? t('assess.variants.own'),
        mark: variant.refused === null ? ('met' as const) : ('missed' as const),
        value: variant.p99Ms === null ? '–' : format.number(variant.p99Ms),
        unit: variant.p99Ms === null ? '' : 'ms',
        share: variant.p99Ms === null || one.budgetMs === null || one.budgetMs <= 0 ? null : variant.p99Ms / one.budgetMs,
        why: parts.filter((part) => part !== null).join(' · '),
        subject: `placements/${one.placementId}`,
      };
    }),
  };
}
