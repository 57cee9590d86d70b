import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../core/base/canonical-json.ts';
import type { PlacementVariants } from '../../core/evaluate/variants/result.ts';
import { variantAssessment } from '../../core/evaluate/variants/variants.ts';
import { evaluatedSite } from '../helpers/evaluated-site.ts';
import { SiteBuilder } from '../helpers/small-site.ts';

const VARIANTS = [
  { name: 'large', precision: 'fp32', accuracy: 0.98, computeMs: 50, acceleratorItemMs: null, memoryGiB: 8, modelMB: 500 },
  { name: 'medium', precision: 'fp16', accuracy: 0.96, computeMs: 20, acceleratorItemMs: null, memoryGiB: 4, modelMB: 250 },
  { name: 'small', precision: 'int8', accuracy: 0.9, computeMs: 5, acceleratorItemMs: null, memoryGiB: 1, modelMB: 125 },
];

interface Case {
  readonly rate?: number;
  readonly objectiveP99Ms?: number | null;
  readonly accuracyTarget?: number | null;
  readonly memoryGiB?: number;
  readonly variant?: string | null;
}

/** One service with one thread and fixed times, behind a link without delay. */
function variantsOf({
  rate = 1,
  objectiveP99Ms = null,
  accuracyTarget = null,
  memoryGiB = 32,
  variant = null,
}: Case): PlacementVariants {
  const site = new SiteBuilder()
    .type({ id: 'box', memoryGiB })
    .node('n', { typeId: 'box' })
    .group('g', 'n', { requestsPerSecond: rate })
    .workload('w', { accuracyTarget })
    .service('s', 'w', { work: { computeMs: 30, variability: 0 }, variants: VARIANTS })
    .flow('f', 'w', 'g', 's', { objectiveP99Ms })
    .deploy('s', 'n')
    .run({ kind: 'placement.edit', id: 's.n', patch: { variant } })
    .build();
  const answer = variantAssessment(evaluatedSite(site));
  expect(() => canonicalJson(answer)).not.toThrow();
  const [only] = answer.placements;
  if (only === undefined || answer.placements.length !== 1) throw new Error('one placement');
  return only;
}

const fit = (answer: PlacementVariants, name: string | null) => answer.variants.find((one) => one.name === name);

describe('[R3] model variants', () => {
  test('[R3] with nothing in the way the most accurate one is best', () => {
    expect(variantsOf({}).best).toEqual({ name: 'large', reason: 'most-accurate' });
  });

  test('[R3] memory of the node, accuracy of the workload and latency rule variants out', () => {
    expect(fit(variantsOf({ memoryGiB: 6 }), 'large')?.refused).toBe('memory');
    expect(variantsOf({ memoryGiB: 6 }).best?.name).toBe('medium');
    expect(fit(variantsOf({ accuracyTarget: 0.95 }), 'small')?.refused).toBe('accuracy');
    const tight = variantsOf({ objectiveP99Ms: 25, rate: 0.1 });
    expect(fit(tight, 'large')?.refused).toBe('latency');
    expect(tight.best?.name).toBe('medium');
    expect(variantsOf({ objectiveP99Ms: 4, rate: 0.1 }).best).toBeNull();
  });

  test('[R3] a service that needs an accelerator runs no variant without one', () => {
    const site = new SiteBuilder()
      .node('n')
      .workload('w')
      .service('s', 'w', {
        variants: VARIANTS,
        accelerator: { kinds: ['npu'], share: 1, memoryGiB: 1, itemMs: 5, referenceTops: 10, maxBatch: 1, batchSetupMs: 0 },
      })
      .deploy('s', 'n')
      .build();
    const [only] = variantAssessment(evaluatedSite(site)).placements;
    expect(only?.variants.map((one) => one.refused)).toEqual(['accelerator', 'accelerator', 'accelerator', 'accelerator']);
    expect(only?.degradation).toEqual([]);
  });

  test('[R3] rates in closed form: one thread with fixed times saturates at their inverse', () => {
    const answer = variantsOf({});
    expect(fit(answer, 'large')?.saturatesAtPerSecond).toBeCloseTo(20, 3);
    expect(fit(answer, 'medium')?.saturatesAtPerSecond).toBeCloseTo(50, 3);
    expect(fit(answer, 'small')?.saturatesAtPerSecond).toBeCloseTo(200, 2);
    expect(fit(answer, null)?.saturatesAtPerSecond).toBeCloseTo(1000 / 30, 3);
  });

  test('[R3] under pressure one falls to the next variant at the rate where the one before gives way', () => {
    const { degradation } = variantsOf({});
    expect(degradation.map((one) => one.name)).toEqual(['large', 'medium', 'small']);
    expect(degradation.map((one) => Math.round(one.upToPerSecond))).toEqual([20, 50, 200]);
    const target = variantsOf({ accuracyTarget: 0.95 });
    expect(target.degradation.map((one) => one.name)).toEqual(['large', 'medium']);
    const busy = variantsOf({ rate: 30 });
    expect(fit(busy, 'large')).toMatchObject({ refused: 'saturated', p99Ms: null });
    expect(busy.best?.name).toBe('medium');
  });

  test('[R3] a budget is met up to the rate told, and missed beyond it', () => {
    const answer = variantsOf({ objectiveP99Ms: 100, rate: 5 });
    const limit = fit(answer, 'medium')?.withinBudgetPerSecond ?? NaN;
    const at = (rate: number): string | null | undefined =>
      fit(variantsOf({ objectiveP99Ms: 100, rate, variant: 'medium' }), 'medium')?.refused;
    expect(limit).toBeGreaterThan(5);
    expect(limit).toBeLessThan(50);
    expect(at(limit * 0.99)).toBeNull();
    expect(at(limit * 1.01)).not.toBeNull();
  });

  test('[R3] what runs now changes neither the choice nor the figures', () => {
    const [own, medium] = [
      variantsOf({ objectiveP99Ms: 200, rate: 3 }),
      variantsOf({ objectiveP99Ms: 200, rate: 3, variant: 'medium' }),
    ];
    expect(medium.current).toBe('medium');
    expect(medium.best).toEqual(own.best);
    for (const name of ['large', 'medium', 'small'])
      expect(fit(medium, name)?.p99Ms).toBeCloseTo(fit(own, name)?.p99Ms ?? NaN, 9);
  });

  test('[R3] services without variants are left out', () => {
    const site = new SiteBuilder().node('n').workload('w').service('s', 'w').deploy('s', 'n').build();
    expect(variantAssessment(evaluatedSite(site)).placements).toEqual([]);
  });
});
