import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../core/base/canonical-json.ts';
import type { TrainingAssessment } from '../../core/evaluate/training/result.ts';
import { trainingAssessment, trainingAssessments } from '../../core/evaluate/training/training.ts';
import { evaluatedSite } from '../helpers/evaluated-site.ts';
import { SiteBuilder } from '../helpers/small-site.ts';

const GPU = { kind: 'gpu', model: 'Test GPU', count: 2, memoryGiB: 16, tops: 100, shareable: false };
const NEED = { kinds: ['gpu'], share: 1, memoryGiB: 4, itemMs: 1, referenceTops: 100, maxBatch: 1, batchSetupMs: 0 };

/** Nodes around a switch, each with one worker. */
function cluster(kind: string, nodes: number, mbps: number, tops: readonly number[] = [], training: object = {}): SiteBuilder {
  const builder = new SiteBuilder()
    .type({ id: 'switch', storage: [] })
    .node('switch', { typeId: 'switch' })
    .workload('w', {
      kind,
      training: {
        samples: 6400,
        epochs: 2,
        rounds: 10,
        modelMB: 100,
        acceleratorMsPerSample: 5,
        workers: Math.max(1, nodes),
        acceleratorsPerWorker: 1,
        ...training,
      },
    })
    .service('worker', 'w', { accelerator: NEED, replicas: { min: 1, max: 100, targetUtilisation: null } })
    .service('collector', 'w')
    .flow('update', 'w', 'worker', 'collector', { periodMs: 1e9 });
  for (let at = 0; at < nodes; at += 1)
    builder
      .type({ id: `gpu-${at}`, accelerators: [{ ...GPU, tops: tops[at] ?? 100 }] })
      .node(`n${at}`, { typeId: `gpu-${at}` })
      .link(`l${at}`, 'switch', `n${at}`, { bandwidthUpMbps: mbps, bandwidthDownMbps: mbps })
      .deploy('worker', `n${at}`);
  return builder.deploy('collector', 'switch');
}

function train(builder: SiteBuilder): Extract<TrainingAssessment, { readonly status: 'ok' }> {
  const answer = trainingAssessment(evaluatedSite(builder.build()), 'w', 'nothing');
  if (answer.status !== 'ok') throw new Error(answer.reason);
  expect(() => canonicalJson(answer)).not.toThrow();
  return answer;
}

describe('[R2] data-parallel training', () => {
  test('[R2] hand-computed: four workers on a ring, 2 (n − 1)/n of the model at the slowest link', () => {
    const answer = train(cluster('training', 4, 1000));
    if (answer.kind !== 'data-parallel') throw new Error(answer.kind);
    expect(answer.stepsPerEpoch).toBe(6400 / (32 * 4));
    expect(answer.stepComputeS).toBeCloseTo(0.16, 12);
    // Each link carries one neighbour's data in each direction; 6 turns with 12 µs a packet and hop.
    expect(answer.stepExchangeS).toBeCloseTo((1.5 * 800) / 1000 + 6 * 2 * 0.000012, 9);
    expect(answer.totalS).toBeCloseTo(2 * 50 * (answer.stepComputeS + answer.stepExchangeS), 9);
    expect(answer.bottleneck.kind).toBe('exchange');
    expect(answer.scalingEfficiency).toBeCloseTo(0.16 / (0.16 + answer.stepExchangeS), 9);
    expect(answer.exchangedGBPerEpoch).toBeCloseTo((50 * 6 * 100) / 1000, 9);
  });

  test('[R2] one node exchanges nothing; the slowest accelerator sets the pace', () => {
    const alone = train(cluster('training', 1, 1000));
    expect(alone).toMatchObject({ stepExchangeS: 0, scalingEfficiency: 1, bottleneck: { kind: 'compute', share: 1 } });
    const uneven = train(cluster('training', 2, 100_000, [100, 25]));
    expect(uneven).toMatchObject({ stepComputeS: 0.64, bottleneck: { kind: 'compute', subject: 'nodes/n1' } });
  });

  test('[R2] a wider network never trains slower', () => {
    for (const [narrow, wide] of [
      [10, 20],
      [100, 10_000],
    ] as const)
      expect(train(cluster('training', 3, wide)).totalS).toBeLessThan(train(cluster('training', 3, narrow)).totalS);
  });

  test('[R2] two rings through one link share it', () => {
    // Chain a – b – c: the ring a → b → c → a crosses each link once in each direction.
    const chain = (): SiteBuilder =>
      new SiteBuilder()
        .type({ id: 'gpu', accelerators: [GPU] })
        .node('a', { typeId: 'gpu' })
        .node('b', { typeId: 'gpu' })
        .node('c', { typeId: 'gpu' })
        .link('ab', 'a', 'b', { bandwidthUpMbps: 100, bandwidthDownMbps: 100 })
        .link('bc', 'b', 'c', { bandwidthUpMbps: 50, bandwidthDownMbps: 50 })
        .workload('w', {
          kind: 'training',
          training: {
            samples: 96,
            epochs: 1,
            rounds: 1,
            modelMB: 30,
            acceleratorMsPerSample: 0,
            workers: 3,
            acceleratorsPerWorker: 1,
          },
        })
        .service('worker', 'w', { accelerator: NEED })
        .deploy('worker', 'a')
        .deploy('worker', 'b')
        .deploy('worker', 'c');
    const answer = train(chain());
    expect(answer.kind === 'data-parallel' ? answer.stepExchangeS : NaN).toBeCloseTo(((4 / 3) * 240) / 50, 2);
    expect(answer.bottleneck).toMatchObject({ kind: 'exchange', subject: 'links/bc' });
  });
});

describe('[R2] federated learning', () => {
  test('[R2] hand-computed round: model down and up over shared links, local epochs between', () => {
    const answer = train(cluster('federated-learning', 4, 100, [100, 100, 100, 50]));
    if (answer.kind !== 'federated') throw new Error(answer.kind);
    expect(answer.aggregatorNodeId).toBe('switch');
    expect(answer.downS).toBeCloseTo(8, 9);
    expect(answer.upS).toBeCloseTo(8, 9);
    // 1,600 samples, 2 epochs, 5 ms each; half as fast on the slowest.
    expect(answer.computeS).toBeCloseTo(32, 9);
    expect(answer.roundS).toBeCloseTo(48, 9);
    expect(answer.medianRoundS).toBeCloseTo(32, 9);
    expect(answer.totalS).toBeCloseTo(480, 9);
    expect(answer.exchangedGBPerRound).toBeCloseTo(0.8, 9);
    expect(answer.bottleneck).toMatchObject({ kind: 'compute', subject: 'nodes/n3' });
  });

  test('[R2] clients behind one line share it, and the line is named', () => {
    const builder = cluster('federated-learning', 3, 1000, [], { acceleratorMsPerSample: 0 })
      .node('centre', { tier: 'central' })
      .link('line', 'centre', 'switch', { bandwidthUpMbps: 30, bandwidthDownMbps: 60 })
      .run({ kind: 'placement.move', id: 'collector.switch', nodeId: 'centre' });
    const answer = train(builder);
    if (answer.kind !== 'federated') throw new Error(answer.kind);
    expect(answer.downS).toBeCloseTo((3 * 800) / 30, 6);
    expect(answer.upS).toBeCloseTo((3 * 800) / 60, 6);
    expect(answer.bottleneck).toMatchObject({ kind: 'exchange', subject: 'links/line', share: 1 });
  });
});

describe('[R2] what cannot be trained says why', () => {
  test('[R2] no training, nothing placed, no accelerator, no way', () => {
    const status = (builder: SiteBuilder): string => trainingAssessment(evaluatedSite(builder.build()), 'w').status;
    expect(status(new SiteBuilder().workload('w'))).toBe('not-training');
    const base = cluster('training', 1, 100);
    expect(status(cluster('training', 0, 100))).toBe('unplaced');
    expect(status(base.node('cpu').link('x', 'cpu', 'switch').deploy('worker', 'cpu'))).toBe('no-accelerator');
    expect(status(cluster('training', 2, 100).run({ kind: 'link.remove', id: 'l1' }))).toBe('no-route');
    expect(trainingAssessments(evaluatedSite(new SiteBuilder().workload('v').build()))).toEqual([]);
  });
});
