import { describe, expect, test } from 'vitest';
import { must } from '../../core/base/assert.ts';
import { evaluate } from '../../core/evaluate/evaluate.ts';
import type { Evaluation, Finding } from '../../core/evaluate/result.ts';
import { SiteBuilder } from '../helpers/small-site.ts';

const T4 = { kind: 'gpu', model: 'T4', count: 1, memoryGiB: 16, tops: 130, shareable: true };
const ACCELERATED = { kinds: ['gpu'], share: 0.25, memoryGiB: 4, itemMs: 4, referenceTops: 130, maxBatch: 1, batchSetupMs: 0 };

function findings(answer: Evaluation, kind: Finding['kind']): Finding[] {
  return answer.findings.filter((one) => one.kind === kind);
}

function used(answer: Evaluation, node: string, dimension: string): { used: number; available: number } {
  return must(
    must(
      answer.nodes.find((one) => one.id === node),
      node,
    ).amounts[dimension],
    dimension,
  );
}

describe('[C1] what a node has and what is asked of it', () => {
  test('capacity less platform overhead and reserve, in every dimension', () => {
    const site = new SiteBuilder()
      .node('n', { reservedShare: 0.1, platform: { runtime: 'k3s', overheadComputeUnits: 1, overheadMemoryGiB: 2 } })
      .workload('w')
      .service('s', 'w', { perReplica: { computeUnits: 2, memoryGiB: 3, storageGB: 10, storageClass: 'ssd' } })
      .deploy('s', 'n', 2)
      .build();
    const answer = evaluate(site);
    expect(used(answer, 'n', 'compute')).toMatchObject({ used: 4, available: 0.9 * 7 });
    expect(used(answer, 'n', 'memory')).toMatchObject({ used: 6, available: 0.9 * 30 });
    expect(used(answer, 'n', 'storage-ssd')).toMatchObject({ used: 20, available: 900 });
    expect(answer.findings).toEqual([]);
  });

  test('a virtual machine costs 5 % more compute than a container', () => {
    const form = (kind: string): number =>
      used(
        evaluate(new SiteBuilder().node('n').workload('w').service('s', 'w', { form: kind }).deploy('s', 'n', 4).build()),
        'n',
        'compute',
      ).used;
    expect(form('vm') / form('container')).toBeCloseTo(1.05, 12);
  });

  test('asking for more than there is is an error with limit, value and excess; nearly as much a warning', () => {
    const replicas = (count: number): Evaluation =>
      evaluate(new SiteBuilder().node('n').workload('w').service('s', 'w').deploy('s', 'n', count).build());
    expect(findings(replicas(9), 'node-over-capacity')).toMatchObject([
      { subject: 'nodes/n', limit: 8, value: 9, unit: 'vCPU', severity: 'error' },
    ]);
    expect(findings(replicas(8), 'node-over-capacity')).toEqual([]);
    expect(findings(replicas(7), 'near-limit')).toMatchObject([{ subject: 'nodes/n', severity: 'warning' }]);
    expect(findings(replicas(6), 'near-limit')).toEqual([]);
  });

  test('accelerators are shared by fraction where they can be, else whole', () => {
    const gpu = (shareable: boolean): Evaluation =>
      evaluate(
        new SiteBuilder()
          .type({ id: 'gpu', accelerators: [{ ...T4, shareable }] })
          .node('n', { typeId: 'gpu' })
          .workload('w')
          .service('s', 'w', { accelerator: ACCELERATED })
          .deploy('s', 'n', 4)
          .build(),
      );
    expect(used(gpu(true), 'n', 'accelerator-gpu').used).toBe(1);
    expect(gpu(true).findings.filter((one) => one.kind === 'node-over-capacity' || one.why.includes('accelerator-gpu'))).toEqual(
      [],
    );
    expect(used(gpu(false), 'n', 'accelerator-gpu').used).toBe(4);
    expect(findings(gpu(false), 'node-over-capacity')).toMatchObject([{ limit: 1, value: 4 }]);
  });

  test('a fraction of an accelerator is that much slower', () => {
    const share = (part: number): number =>
      must(
        evaluate(
          new SiteBuilder()
            .type({ id: 'gpu', accelerators: [T4] })
            .medium({ id: 'quiet', bandwidthUpMbps: 1e15, bandwidthDownMbps: 1e15 })
            .node('n', { typeId: 'gpu' })
            .group('g', 'n', { requestsPerSecond: 1e-6, attachment: { nodeId: 'n', mediumId: 'quiet', lengthM: 0 } })
            .workload('w')
            .service('s', 'w', { accelerator: { ...ACCELERATED, share: part } })
            .flow('f', 'w', 'g', 's')
            .deploy('s', 'n')
            .build(),
        ).flows[0]?.meanMs,
        'mean',
      );
    expect(share(1)).toBeCloseTo(4, 6);
    expect(share(0.25)).toBeCloseTo(16, 6);
  });
});

describe('[C1] limits of places', () => {
  test('rack units, power and weight add up through nested places', () => {
    const site = new SiteBuilder()
      .place('room', { limits: { powerW: 500, coolingW: null, rackUnits: null, floorLoadKg: 20 } })
      .place('rack', {
        kind: 'rack',
        parentId: 'room',
        limits: { powerW: null, coolingW: null, rackUnits: 1, floorLoadKg: null },
      })
      .node('a', { placeId: 'rack' })
      .node('b', { placeId: 'rack' })
      .build();
    expect(findings(evaluate(site), 'place-over-limit').map((one) => [one.subject, one.value, one.limit, one.unit])).toEqual([
      ['places/rack', 2, 1, 'U'],
      ['places/room', 30, 20, 'kg'],
      ['places/room', 600, 500, 'W'],
    ]);
  });
});

describe('[P1] rules that a placement keeps whatever its load', () => {
  const misfit = (service: object, node: object = {}, type: object = {}): string[] =>
    evaluate(
      new SiteBuilder()
        .type({ id: 'other', ...type })
        .place('p', { residencyZone: 'eu' })
        .node('n', { typeId: 'other', placeId: 'p', ...node })
        .workload('w')
        .service('s', 'w', service)
        .deploy('s', 'n', 2)
        .build(),
    )
      .findings.filter((one) => one.severity === 'error')
      .map((one) => one.kind);

  test.each([
    ['architecture-mismatch', { architectures: ['arm64'] }, {}, {}],
    ['accelerator-missing', { accelerator: ACCELERATED }, {}, {}],
    ['form-unsupported', { form: 'vm' }, {}, { offers: { forms: ['container'], storage: [], network: [] } }],
    ['tier-not-allowed', { allowedTiers: ['central'] }, {}, {}],
    [
      'residency-violated',
      {
        data: {
          privacy: 'raw',
          residencyZones: ['cn'],
          ingestBytesPerRequest: 0,
          keptShare: 1,
          retentionH: { hotH: 0, warmH: 0, coldH: 0 },
        },
      },
      {},
      {},
    ],
    ['replicas-below-minimum', { replicas: { min: 3, max: 5, targetUtilisation: null } }, {}, {}],
    ['spread-violated', { antiAffinity: 'node' }, {}, {}],
  ])('%s', (kind, service, node, type) => {
    expect(misfit(service, node, type)).toContain(kind);
  });

  test('none of them without cause', () => {
    expect(misfit({ architectures: ['x86-64'], allowedTiers: ['on-site-edge'] })).toEqual([]);
  });
});

describe('[S4] CPU ceiling', () => {
  test('a service that allows 60 % objects to a node at 75 %', () => {
    const site = new SiteBuilder()
      .node('n')
      .group('g', 'n', { requestsPerSecond: 600 })
      .workload('w')
      .service('scada', 'w', {
        cpuCeiling: 0.6,
        perReplica: { computeUnits: 8, memoryGiB: 1, storageGB: 0, storageClass: null },
        work: { computeMs: 10, variability: 1 },
      })
      .flow('f', 'w', 'g', 'scada')
      .deploy('scada', 'n')
      .build();
    expect(findings(evaluate(site), 'cpu-ceiling')).toMatchObject([{ limit: 0.6, value: 0.75, subject: 'placements/scada.n' }]);
  });
});

describe('[E1] power', () => {
  test('idle + (max − idle) × CPU utilisation', () => {
    const site = new SiteBuilder()
      .node('n')
      .group('g', 'n', { requestsPerSecond: 400 })
      .workload('w')
      .service('s', 'w', {
        perReplica: { computeUnits: 8, memoryGiB: 1, storageGB: 0, storageClass: null },
        work: { computeMs: 10, variability: 1 },
      })
      .flow('f', 'w', 'g', 's')
      .deploy('s', 'n')
      .build();
    expect(evaluate(site).totals.powerW).toBeCloseTo(100 + 200 * 0.5, 9);
  });
});

describe('[L6] model variants', () => {
  test('a variant that needs half the CPU time halves time, load and busy threads', () => {
    const half = {
      name: 'int8',
      precision: 'int8',
      accuracy: 0.9,
      computeMs: 5,
      acceleratorItemMs: null,
      memoryGiB: 1,
      modelMB: 1,
    };
    const builder = new SiteBuilder()
      .medium({ id: 'quiet', bandwidthUpMbps: 1e15, bandwidthDownMbps: 1e15 })
      .node('n')
      .group('g', 'n', { requestsPerSecond: 40, attachment: { nodeId: 'n', mediumId: 'quiet', lengthM: 0 } })
      .workload('w')
      .service('s', 'w', { work: { computeMs: 10, variability: 1 }, variants: [half] })
      .flow('f', 'w', 'g', 's')
      .deploy('s', 'n');
    const whole = evaluate(builder.build());
    const quantised = evaluate(builder.run({ kind: 'placement.edit', id: 's.n', patch: { variant: 'int8' } }).build());
    expect(used(whole, 'n', 'cpuTime').used).toBeCloseTo(0.4, 9);
    expect(used(quantised, 'n', 'cpuTime').used).toBeCloseTo(0.2, 9);
    expect(must(quantised.flows[0]?.meanMs, 'mean')).toBeCloseTo(5 / (1 - 0.2), 6);
  });
});
