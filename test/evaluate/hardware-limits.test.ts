import { describe, expect, test } from 'vitest';
import { createRandom } from '../../core/base/random.ts';
import { evaluate, EvaluationState } from '../../core/evaluate/evaluate.ts';
import { sharesFit } from '../../core/evaluate/hardware-findings.ts';
import type { Finding } from '../../core/evaluate/result.ts';
import { apply } from '../../core/site/commands/apply.ts';
import type { Command } from '../../core/site/commands/schema.ts';
import { SiteBuilder } from '../helpers/small-site.ts';

const GPU = { kind: 'gpu', model: 'Test GPU', count: 2, memoryGiB: 16, tops: 100, shareable: true };

function found(site: SiteBuilder, code: string): Finding[] {
  return evaluate(site.build()).findings.filter(({ text }) => text.code === code);
}

/** A service that takes this share of a GPU, with replicas on one node of two. */
function shared(share: number, replicas: number, memoryGiB = 4, shareable = true): SiteBuilder {
  return new SiteBuilder()
    .type({ id: 'gpu-box', accelerators: [{ ...GPU, shareable }] })
    .node('n', { typeId: 'gpu-box' })
    .workload('w')
    .service('s', 'w', {
      accelerator: { kinds: ['gpu'], share, memoryGiB, itemMs: 1, referenceTops: 100, maxBatch: 1, batchSetupMs: 0 },
    })
    .deploy('s', 'n', replicas);
}

describe('what sizes do not tell', () => {
  test('[C1] a share cannot stand on two accelerators: three times 0.6 add up to less than two GPUs and do not fit', () => {
    expect(found(shared(0.6, 2), 'accelerators-in-pieces')).toEqual([]);
    const [finding] = found(shared(0.6, 3), 'accelerators-in-pieces');
    expect(finding).toMatchObject({ kind: 'node-over-capacity', subject: 'nodes/n', limit: 2, severity: 'error' });
    expect(found(shared(0.5, 4), 'accelerators-in-pieces')).toEqual([]);
    // Memory of one accelerator divides it, too: 9 of 16 GiB go once, though a tenth of its time is asked.
    expect(found(shared(0.1, 3, 9), 'accelerators-in-pieces')).toHaveLength(1);
    // More than there is at all is told by the amounts.
    expect(found(shared(0.6, 4), 'accelerators-in-pieces')).toEqual([]);
    expect(found(shared(0.6, 2, 4, false), 'accelerators-in-pieces')).toEqual([]);
  });

  test('[C1] shares fit exactly when some way to hand them out does', () => {
    const random = createRandom(5, 'shares');
    for (let round = 0; round < 200; round += 1) {
      const parts = Array.from({ length: 1 + Math.floor(random() * 7) }, () => ({
        share: (1 + Math.floor(random() * 9)) / 10,
        memoryGiB: 1 + Math.floor(random() * 8),
      }));
      let possible = false;
      for (let way = 0; way < 2 ** parts.length && !possible; way += 1) {
        const on = (device: number) => parts.filter((_, index) => ((way >> index) & 1) === device);
        possible = [0, 1].every(
          (device) =>
            on(device).reduce((sum, { share }) => sum + share, 0) <= 1 + 1e-9 &&
            on(device).reduce((sum, { memoryGiB }) => sum + memoryGiB, 0) <= 16,
        );
      }
      expect(sharesFit(parts, 2, 16)).toBe(possible);
    }
  });

  test('[C1] data are written as fast as all storage can that states its speed; an unstated speed does not bind', () => {
    const site = (throughputMBps: number | null, iops: number | null): SiteBuilder =>
      new SiteBuilder()
        .type({ id: 'disk', storage: [{ class: 'hdd', capacityGB: 1000, iops, throughputMBps }] })
        .node('n', { typeId: 'disk' })
        .group('g', 'n', { requestsPerSecond: 50 })
        .workload('w')
        .service('s', 'w', {
          data: {
            privacy: 'raw',
            residencyZones: [],
            ingestBytesPerRequest: 4e6,
            keptShare: 0.5,
            retentionH: { hotH: 0, warmH: 0, coldH: 0 },
          },
        })
        .flow('f', 'w', 'g', 's')
        .deploy('s', 'n');
    const of = (builder: SiteBuilder): (string | number | null)[][] =>
      evaluate(builder.build())
        .findings.filter(({ text }) => String(text.parameters['dimension']).startsWith('storage'))
        .map(({ severity, text, value, limit }) => [severity, String(text.parameters['dimension']), value, limit]);
    expect(of(site(150, 100))).toEqual([['error', 'storageThroughput', 200, 150]]);
    expect(of(site(400, 55))).toEqual([['warning', 'storageOperations', 50, 55]]);
    expect(of(site(null, null))).toEqual([]);
  });

  test('[C1] rack units that add up are no use when no gap is high enough', () => {
    const rack = (spot: number): SiteBuilder =>
      new SiteBuilder()
        .type({ id: 'high', rackUnits: 4 })
        .place('r', { kind: 'rack', limits: { powerW: null, coolingW: null, rackUnits: 8, floorLoadKg: null } })
        .node('fixed', { placeId: 'r', rackUnit: spot })
        .node('loose', { placeId: 'r', typeId: 'high' });
    expect(found(rack(1), 'rack-gap')).toEqual([]);
    expect(found(rack(5), 'rack-gap')).toEqual([]);
    const crowded = rack(4).node('other', { placeId: 'r', rackUnit: 6 });
    expect(found(crowded, 'rack-gap')).toMatchObject([{ kind: 'place-over-limit', subject: 'places/r', limit: 3, value: 4 }]);
  });

  test('[C1] they follow edits like everything else', () => {
    const site = shared(0.6, 3)
      .type({ id: 'high', rackUnits: 4 })
      .place('r', { kind: 'rack', limits: { powerW: null, coolingW: null, rackUnits: 8, floorLoadKg: null } })
      .node('fixed', { placeId: 'r', rackUnit: 4 })
      .node('other', { placeId: 'r', rackUnit: 6 })
      .node('loose', { placeId: 'r', typeId: 'high' })
      .build();
    const state = new EvaluationState(site);
    for (const command of [
      { kind: 'node.edit', id: 'other', patch: { rackUnit: 8 } },
      { kind: 'node.edit', id: 'fixed', patch: { rackUnit: 1 } },
      { kind: 'placement.edit', id: 's.n', patch: { replicas: 2 } },
      { kind: 'placement.edit', id: 's.n', patch: { replicas: 3 } },
    ] as unknown as Command[]) {
      const diff = apply(state.evaluated.model.site, command);
      if (diff.status === 'failed') throw new Error(diff.error.message);
      const { evaluation, model } = state.update(diff.value);
      expect(evaluation.findings).toEqual(evaluate(model.site).findings);
    }
    expect(state.evaluated.evaluation.findings.map(({ text }) => text.code)).toContain('accelerators-in-pieces');
    expect(state.evaluated.evaluation.findings.map(({ text }) => text.code)).not.toContain('rack-gap');
  });
});
