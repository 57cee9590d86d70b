import { describe, expect, test } from 'vitest';
import { sharedRoom } from '../../core/network/shared-room.ts';
import type { SimulationOptions } from '../../core/simulate/options.ts';
import { simulate } from '../../core/simulate/simulate.ts';
import type { Site } from '../../core/site/site.ts';
import { INSTANT, network, run } from './small-network.ts';

/** Two kinds of requests at one placement of so many replicas with two threads each. */
function twoKinds(variability: number, replicas: number, perSecond: number): Site {
  return network()
    .group('g', 'a', { requestsPerSecond: perSecond, attachment: { ...INSTANT, nodeId: 'a' } })
    .service('s', 'w', {
      work: { computeMs: 10, variability },
      perReplica: { computeUnits: 2, memoryGiB: 1, storageGB: 0, storageClass: null },
    })
    .flow('small', 'w', 'g', 's', { requestBytes: 0, responseBytes: 0 })
    .flow('large', 'w', 'g', 's', { requestBytes: 0, responseBytes: 0, callsPerRequest: 0.5, computeMs: 30 })
    .deploy('s', 'a', replicas)
    .build();
}

const OPTIONS: Partial<SimulationOptions> = {
  requests: 150_000,
  sharing: { s: { books: 0.1, booksByFlow: { large: 0.3 }, pick: 'roomiest' } },
};

describe('[X6] all requests at once, as long as there is room', () => {
  test('refusals and delays are those of the product form, whatever the work is spread like', () => {
    for (const [variability, replicas, perSecond] of [
      [0, 1, 90],
      [1, 1, 60],
      [4, 1, 75],
    ] as const) {
      const offered = [(perSecond / 1000) * 10, (perSecond / 2000) * 30];
      const classes = [
        { offered: offered[0] ?? 0, books: 1 },
        { offered: offered[1] ?? 0, books: 3 },
      ];
      const told = sharedRoom(2 * replicas, 10 * replicas, classes);
      const { flows } = simulate(twoKinds(variability, replicas, perSecond), OPTIONS);
      for (const [index, id] of ['small', 'large'].entries()) {
        const flow = flows.find((one) => one.id === id);
        const share = (flow?.failed ?? 0) / ((flow?.failed ?? 0) + (flow?.answered ?? 0));
        const refused = told.refused[index] ?? NaN;
        expect(Math.abs(share - refused), `${id} refused, variability ${variability}`).toBeLessThan(0.012);
        const workMs = id === 'small' ? 10 : 30;
        const meanMs = (workMs * (told.underWay[index] ?? NaN)) / ((offered[index] ?? NaN) * (1 - refused));
        expect(Math.abs((flow?.meanMs ?? NaN) / meanMs - 1), `${id} mean, variability ${variability}`).toBeLessThan(0.04);
      }
    }
  });

  test('without a limit one server is M/G/1 with processor sharing: work / (1 − ρ)', () => {
    const site = network()
      .group('g', 'a', { requestsPerSecond: 70, attachment: { ...INSTANT, nodeId: 'a' } })
      .service('s', 'w', { work: { computeMs: 10, variability: 0 } })
      .flow('f', 'w', 'g', 's', { requestBytes: 0, responseBytes: 0 })
      .deploy('s', 'a')
      .build();
    const flow = run(site, 'f', {
      requests: 300_000,
      sharing: { s: { books: 0, booksByFlow: {}, pick: 'roomiest' } },
    });
    expect(flow.failed).toBe(0);
    expect(Math.abs((flow.meanMs ?? NaN) / (10 / 0.3) - 1)).toBeLessThan(0.04);
  });
});

describe('[X7] devices that move on', () => {
  test('a request is lost when its device leaves before the answer: 1 − e^(−time / stay)', () => {
    const site = network()
      .group('g', 'a', { requestsPerSecond: 1, attachment: { ...INSTANT, nodeId: 'a' } })
      .service('s', 'w', {
        work: { computeMs: 50, variability: 0 },
        perReplica: { computeUnits: 8, memoryGiB: 1, storageGB: 0, storageClass: null },
      })
      .flow('f', 'w', 'g', 's', { requestBytes: 0, responseBytes: 0 })
      .deploy('s', 'a')
      .build();
    const flow = run(site, 'f', { requests: 40_000, staysMs: { g: 500 } });
    expect(Math.abs(flow.failed / (flow.failed + flow.answered) - (1 - Math.exp(-0.1)))).toBeLessThan(0.006);
    expect(run(site, 'f', { requests: 4_000 }).failed).toBe(0);
  });
});
