import { describe, expect, test } from 'vitest';
import { must } from '../../core/base/assert.ts';
import type { Evaluated } from '../../core/evaluate/evaluate.ts';
import { evaluateInSteps } from '../../core/evaluate/evaluate.ts';
import { relieve } from '../../core/evaluate/relief/relief.ts';
import type { Relief } from '../../core/evaluate/relief/result.ts';
import { apply } from '../../core/site/commands/apply.ts';
import { applyDiff } from '../../core/site/diff.ts';
import type { Site } from '../../core/site/site.ts';
import { SiteBuilder } from '../helpers/small-site.ts';

function evaluated(site: Site): Evaluated {
  const steps = evaluateInSteps(site);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** Two halls with a server each, and a centre behind one link of 10 Mbps that has to carry 12. */
function halls(pricePerMbpsMonth: number | null): SiteBuilder {
  return new SiteBuilder()
    .type({ id: 'switch', compute: { computeUnits: 0, cores: 0, threads: 0, architecture: null, perThreadFactor: 0 } })
    .node('centre')
    .node('hub', { typeId: 'switch' })
    .node('hall-a')
    .node('hall-b')
    .link('uplink', 'hub', 'centre', { bandwidthUpMbps: 10, bandwidthDownMbps: 10, pricePerMbpsMonth })
    .link('a', 'hall-a', 'hub')
    .link('b', 'hall-b', 'hub')
    .group('cameras-a', 'hall-a', { requestsPerSecond: 75 })
    .group('cameras-b', 'hall-b', { requestsPerSecond: 75 })
    .workload('w')
    .service('see', 'w', { work: { computeMs: 2, variability: 0 } })
    .flow('see-a', 'w', 'cameras-a', 'see', { requestBytes: 10_000, responseBytes: 0 })
    .flow('see-b', 'w', 'cameras-b', 'see', { requestBytes: 10_000, responseBytes: 0 })
    .deploy('see', 'centre');
}

function onlyRelief(site: Site): Relief {
  const reliefs = relieve(evaluated(site));
  expect(reliefs).toHaveLength(1);
  return must(reliefs[0], 'relief');
}

describe('[C4] relief of what is saturated', () => {
  test('a link: its utilisation, the move that needs no purchase first, then the smallest bandwidth with its price', () => {
    const { resource, remedies } = onlyRelief(halls(5).build());
    expect(resource).toMatchObject({ subject: 'links/uplink', capacity: 10, unit: 'Mbps' });
    expect(resource.utilisation).toBeCloseTo(1.2, 9);
    expect(remedies.map(({ kind, costPerMonth }) => ({ kind, costPerMonth }))).toEqual([
      { kind: 'move', costPerMonth: 0 },
      { kind: 'bandwidth', costPerMonth: 5 * (15 - 10) },
    ]);
    expect(remedies[0]).toMatchObject({ nodeIds: ['hall-a', 'hall-b'], subjects: ['services/see'], utilisationAfter: 0 });
    expect(remedies[1]?.to).toBeCloseTo(15, 9);
  });

  test('an unknown price is null and comes last', () => {
    const { remedies } = onlyRelief(halls(null).build());
    expect(remedies.map((one) => one.costPerMonth)).toEqual([0, null]);
  });

  test('what is pinned stays, so that only bandwidth is left', () => {
    const site = halls(5)
      .run({ kind: 'placement.edit', id: 'see.centre', patch: { pinned: true } })
      .build();
    expect(onlyRelief(site).remedies.map((one) => one.kind)).toEqual(['bandwidth']);
  });

  test('every remedy, run as a batch, leaves the resource unsaturated and breaks no limit that held', () => {
    const site = halls(5).build();
    const before = new Set(evaluated(site).evaluation.findings.map((one) => one.id));
    for (const { commands } of onlyRelief(site).remedies) {
      const diff = apply(site, { kind: 'batch', label: 'remedy', commands: [...commands] });
      if (diff.status === 'failed') throw new Error(diff.error.message);
      const { findings } = evaluated(applyDiff(site, diff.value)).evaluation;
      expect(findings.filter((one) => one.severity === 'error' && !before.has(one.id))).toEqual([]);
      expect(findings.filter((one) => one.kind === 'link-saturated')).toEqual([]);
    }
  });

  test('a service: as many replicas as its node can hold, else a second place to share the requests with', () => {
    const site = (units: number): Site =>
      new SiteBuilder()
        .node('here')
        .node('there')
        .link('l', 'here', 'there')
        .group('g', 'here', { requestsPerSecond: 120 })
        .workload('w')
        .service('s', 'w', {
          work: { computeMs: 10 * units, variability: 1 },
          perReplica: { computeUnits: units, memoryGiB: 1, storageGB: 0, storageClass: null },
        })
        .flow('f', 'w', 'g', 's', { requestBytes: 0 })
        .deploy('s', 'here')
        .build();
    const small = onlyRelief(site(1));
    expect(small.resource).toMatchObject({ subject: 'placements/s.here', unit: 'requests/s' });
    expect(small.remedies[0]).toMatchObject({ kind: 'replicas', from: 1, to: 2, nodeIds: ['here'] });
    const large = onlyRelief(site(8));
    expect(large.remedies.map((one) => one.kind)).toEqual(['share']);
    expect(large.remedies[0]?.nodeIds).toEqual(['here', 'there']);
  });

  test('a site with nothing saturated needs nothing', () => {
    const idle = halls(5)
      .run({ kind: 'device-group.edit', id: 'cameras-b', patch: { requestsPerSecond: 1 } })
      .build();
    expect(relieve(evaluated(idle))).toEqual([]);
  });
});
