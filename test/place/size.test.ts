import loadHighs from 'highs';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../core/base/canonical-json.ts';
import { evaluate } from '../../core/evaluate/evaluate.ts';
import { highsMilp } from '../../core/place/highs.ts';
import { checkSize } from '../../core/place/size/check.ts';
import type { SizeOptions } from '../../core/place/size/options.ts';
import type { Offered } from '../../core/place/size/problem.ts';
import type { SizeProgress, SizeResult } from '../../core/place/size/result.ts';
import { sizeInSteps } from '../../core/place/size/size.ts';
import { apply } from '../../core/site/commands/apply.ts';
import { applyDiff } from '../../core/site/diff.ts';
import type { HardwareType } from '../../core/site/schema/hardware-type.ts';
import type { Site } from '../../core/site/site.ts';
import { SiteBuilder, testMedium, testServer } from '../helpers/small-site.ts';

const milp = highsMilp(await loadHighs());

/** A server of so many threads at reference speed for a price. */
function server(id: string, threads: number, price: number, fields: object = {}): HardwareType {
  return testServer({
    id,
    name: id,
    compute: { computeUnits: threads, cores: threads, threads, architecture: 'x86-64', perThreadFactor: 1 },
    memoryGiB: threads * 4,
    power: { idleW: 10 * threads, maxW: 25 * threads },
    price: { amount: price, currency: 'USD', date: '2026', basis: 'estimate' },
    ...fields,
  });
}

const SMALL = server('small', 2, 1000);
const MIDDLE = server('middle', 6, 2600);
const LARGE = server('large', 16, 6000);
const MEDIA = [testMedium({ id: 'copper-10g', name: '10G', bandwidthUpMbps: 10_000, bandwidthDownMbps: 10_000 })];

function offered(...hardwareTypes: HardwareType[]): Offered {
  return { hardwareTypes, media: MEDIA };
}

/** A rack with a switch in a room, cameras behind it, and one service that analyses what they send; requests are spread over its replicas. */
function hall(requestsPerSecond: number, service: object = {}, place: object = {}): SiteBuilder {
  return new SiteBuilder()
    .type({
      id: 'hub',
      category: 'switch',
      silhouette: 'switch',
      compute: { computeUnits: 0, cores: 0, threads: 0, architecture: null, perThreadFactor: 0 },
      memoryGiB: 0,
      storage: [],
      forwardingMbps: 100_000,
      power: { idleW: 50, maxW: 50 },
    })
    .place('room', { kind: 'room', tier: 'on-site-edge' })
    .place('rack', {
      kind: 'rack',
      parentId: 'room',
      limits: { powerW: null, coolingW: 9000, rackUnits: 20, floorLoadKg: null },
      ...place,
    })
    .node('switch', { typeId: 'hub', placeId: 'rack' })
    .workload('w')
    .service('s', 'w', {
      perReplica: { computeUnits: 1, memoryGiB: 1, storageGB: 0, storageClass: null },
      work: { computeMs: 10, variability: 1 },
      replicas: { min: 1, max: 40, targetUtilisation: null },
      ...service,
    })
    .group('cameras', 'switch', { requestsPerSecond, bytesUp: 1000, bytesDown: 100 })
    .flow('f', 'w', 'cameras', 's', { objectiveP99Ms: 100 })
    .run({
      kind: 'policy.add',
      record: { id: 'lb', name: 'lb', enabled: true, kind: 'steering', workloadIds: [], rule: 'spread' },
    });
}

function size(site: Site, from: Offered, options: Partial<SizeOptions> = {}): SizeResult {
  // The site of a builder has a type of its own.
  const typeIds = from.hardwareTypes.map(({ id }) => id);
  const steps = sizeInSteps(site, { iterations: 24, typeIds, ...options }, from, milp);
  for (;;) {
    const step = steps.next(0);
    if (step.done === true) return step.value;
  }
}

function priceOf({ plan }: SizeResult): number {
  return plan?.figures.price ?? Infinity;
}

function after(site: Site, { plan }: SizeResult): Site {
  const diff = plan === null ? null : apply(site, plan.command);
  if (diff === null || diff.status === 'failed') throw new Error(JSON.stringify(diff));
  return applyDiff(site, diff.value);
}

/** The cheapest of all bills of at most `most[i]` of each type, each with every way to share replicas out, by evaluation alone. */
function bruteForce(base: () => SiteBuilder, types: readonly HardwareType[], most: readonly number[]): number {
  let best = Infinity;
  const counts = types.map(() => 0);
  const tryBills = (at: number): void => {
    if (at < types.length) {
      for (let count = 0; count <= (most[at] ?? 0); count += 1) {
        counts[at] = count;
        tryBills(at + 1);
      }
      return;
    }
    const nodes = types.flatMap((type, index) => Array.from({ length: counts[index] ?? 0 }, () => type));
    const price = nodes.reduce((sum, type) => sum + (type.price?.amount ?? 0), 0);
    if (price >= best || nodes.length === 0) return;
    const builder = base();
    for (const type of types) builder.run({ kind: 'hardware-type.add', record: type });
    builder.run({ kind: 'medium.add', record: MEDIA[0] });
    for (const [index, type] of nodes.entries())
      builder
        .node(`n${index}`, {
          typeId: type.id,
          placeId: 'rack',
          platform: { runtime: 'k3s', overheadComputeUnits: null, overheadMemoryGiB: null },
        })
        .link(`l${index}`, `n${index}`, 'switch', { mediumId: 'copper-10g' });
    if (holdsSomehow(builder.build(), nodes)) best = price;
  };
  tryBills(0);
  return best;
}

function holdsSomehow(site: Site, nodes: readonly HardwareType[]): boolean {
  const replicas = nodes.map(() => 0);
  const tryReplicas = (at: number): boolean => {
    if (at === nodes.length) {
      const placements = Object.fromEntries(
        replicas.flatMap((count, index) =>
          count === 0
            ? []
            : [
                [
                  `p${index}`,
                  { id: `p${index}`, serviceId: 's', nodeId: `n${index}`, replicas: count, pinned: false, variant: null },
                ],
              ],
        ),
      );
      const { findings, totals } = evaluate({ ...site, placements } as unknown as Site);
      return totals.flowsMet === 1 && findings.every(({ severity }) => severity !== 'error');
    }
    const most = nodes[at]?.compute.threads ?? 0;
    for (let count = 0; count <= most; count += 1) {
      replicas[at] = count;
      if (tryReplicas(at + 1)) return true;
    }
    return false;
  };
  return tryReplicas(0);
}

describe('sizing', () => {
  test.each([60, 170, 330, 520, 900])(
    '[P5] %d requests a second: the price of the best of all bills, found by trying all',
    (rate) => {
      const base = (): SiteBuilder => hall(rate);
      const result = size(base().build(), offered(SMALL, MIDDLE, LARGE));
      expect(result.checker).toEqual([]);
      expect(priceOf(result)).toBe(bruteForce(base, [SMALL, MIDDLE, LARGE], [6, 2, 1]));
      expect(result.bound).toBeLessThanOrEqual(priceOf(result) * (1 + 1e-9));
    },
  );

  test('[P5] prices of the catalog times k are the price times k; a dearer catalog is never cheaper, a wider one never dearer', () => {
    const site = hall(450).build();
    const types = [SMALL, MIDDLE, LARGE];
    const plain = size(site, offered(...types));
    for (const factor of [0.25, 3, 40]) {
      const scaled = types.map((type) => ({
        ...type,
        price: type.price && { ...type.price, amount: type.price.amount * factor },
      }));
      expect(priceOf(size(site, offered(...scaled)))).toBeCloseTo(priceOf(plain) * factor, 6);
    }
    for (const [index, type] of types.entries()) {
      const dearer = types.map((one) =>
        one === type ? { ...one, price: one.price && { ...one.price, amount: one.price.amount * 1.7 } } : one,
      );
      expect(priceOf(size(site, offered(...dearer)))).toBeGreaterThanOrEqual(priceOf(plain));
      const fewer = types.filter((_, at) => at !== index);
      expect(priceOf(size(site, offered(...fewer)))).toBeGreaterThanOrEqual(priceOf(plain));
    }
  }, 60_000);

  test('[P5] with N+1 every node may fail: each failure is provided for, and a checker that knows nothing of the search agrees', () => {
    const site = hall(450).build();
    const plain = size(site, offered(SMALL, MIDDLE, LARGE));
    const safe = size(site, offered(SMALL, MIDDLE, LARGE), { redundancy: { kind: 'all' } });
    expect(safe.checker).toEqual([]);
    expect(priceOf(safe)).toBeGreaterThan(priceOf(plain));
    expect(safe.plan?.failovers.map(({ nodeId }) => nodeId).toSorted()).toEqual(
      [...new Set(safe.plan?.placements.map(({ nodeId }) => nodeId))].toSorted(),
    );
    expect(safe.cheaper.length).toBeGreaterThan(0);
    for (const { price, loses } of safe.cheaper) {
      expect(price).toBeLessThan(priceOf(safe));
      expect(loses.length).toBeGreaterThan(0);
    }
  });

  test('[P5] the checker finds each fault that a plan can have', () => {
    const site = hall(450).build();
    const from = offered(SMALL, MIDDLE, LARGE);
    const result = size(site, from, { redundancy: { kind: 'all' } });
    const { plan } = result;
    if (plan === null) throw new Error('no plan');
    const faults: Record<string, readonly [Parameters<typeof checkSize>[2], NonNullable<typeof plan>, Offered?]> = {
      price: [result, { ...plan, figures: { ...plan.figures, price: plan.figures.price - 1 } }],
      bound: [{ ...result, bound: plan.figures.price + 1 }, plan],
      budget: [{ ...result, options: { ...result.options, budget: plan.figures.price - 1 } }, plan],
      failover: [result, { ...plan, failovers: plan.failovers.slice(1) }],
      types: [{ ...result, options: { ...result.options, typeIds: ['other'] } }, plan],
      places: [{ ...result, options: { ...result.options, placeIds: ['other'] } }, plan],
      spares: [{ ...result, options: { ...result.options, spares: { each: 1, share: 0 } } }, plan],
      headroom: [{ ...result, options: { ...result.options, headroom: 0.3 } }, plan],
      growth: [{ ...result, options: { ...result.options, growth: 4 } }, plan],
      services: [
        result,
        { ...plan, command: { ...plan.command, commands: plan.command.commands.filter(({ kind }) => kind !== 'placement.add') } },
      ],
      links: [
        result,
        { ...plan, command: { ...plan.command, commands: plan.command.commands.filter(({ kind }) => kind !== 'link.add') } },
      ],
      catalog: [result, plan, offered()],
    };
    expect(checkSize(site, from, result, plan)).toEqual([]);
    for (const [name, [answer, told, other]] of Object.entries(faults))
      expect([name, checkSize(site, other ?? from, answer, told).length > 0]).toEqual([name, true]);
  });

  test('[P3, P5] what cannot be kept is told with the smallest change, which is one under which there is a plan', () => {
    const site = hall(450).build();
    const from = offered(SMALL, MIDDLE, LARGE);
    const price = priceOf(size(site, from));
    const poor = size(site, from, { budget: price - 500 });
    expect(poor.status).toBe('infeasible');
    expect(poor.conflict?.limits).toEqual([{ limit: 'budget', subject: null }]);
    expect(size(site, from, { budget: 900 }).conflict).toMatchObject({
      limits: [{ limit: 'budget', subject: null }],
      isProven: true,
    });
    const needed = poor.conflict?.remedies.find(({ limit }) => limit === 'budget')?.needed ?? 0;
    expect(needed).toBeGreaterThanOrEqual(price);
    expect(size(site, from, { budget: needed }).checker).toEqual([]);
    const dim = hall(450, {}, { limits: { powerW: 150, coolingW: 9000, rackUnits: 20, floorLoadKg: null } }).build();
    const weak = size(dim, from);
    expect(weak.conflict?.limits).toEqual([{ limit: 'power', subject: null }]);
    const power = weak.conflict?.remedies.find(({ limit }) => limit === 'power');
    expect([power?.subject, power?.given, (power?.needed ?? 0) > 150]).toEqual(['places/rack', 150, true]);
    const arm = size(hall(60, { architectures: ['arm64'] }).build(), from);
    expect(arm.conflict?.limits).toEqual([{ limit: 'no-host', subject: 'services/s' }]);
  });

  test('[P5] an objective that its access alone misses is told with the best there can be, and all else is kept', () => {
    const site = hall(60)
      .medium({ id: 'slow', baseLatencyMs: 80 })
      .run({
        kind: 'device-group.edit',
        id: 'cameras',
        patch: { attachment: { nodeId: 'switch', mediumId: 'slow', lengthM: 0 } },
      })
      .build();
    const result = size(site, offered(SMALL, MIDDLE, LARGE));
    expect(result.outOfReach.map(({ flowId }) => flowId)).toEqual(['f']);
    expect(result.outOfReach[0]?.bestP99Ms ?? 0).toBeGreaterThanOrEqual(160);
    expect(result.plan?.bom).toHaveLength(1);
    expect(result.checker).toEqual([]);
  });

  test('[P5] what all hardware that was tried answers late is let go with its best, and all the rest is kept', () => {
    // One replica for devices on both sides of a slow link: each side is in reach of some hardware, but not both.
    const builder = hall(20, { replicas: { min: 1, max: 1, targetUtilisation: null } })
      .medium({ id: 'far', baseLatencyMs: 70 })
      .place('yard', { kind: 'room', tier: 'on-site-edge' })
      .node('far-switch', { typeId: 'hub', placeId: 'yard' })
      .link('over', 'switch', 'far-switch', { mediumId: 'far' })
      .group('far-cameras', 'far-switch', { requestsPerSecond: 1, bytesUp: 1000, bytesDown: 100 })
      .flow('far-f', 'w', 'far-cameras', 's', { objectiveP99Ms: 100 });
    for (let index = 0; index < 20; index += 1)
      builder
        .group(`near-${index}`, 'switch', { requestsPerSecond: 1, bytesUp: 1000, bytesDown: 100 })
        .flow(`near-f-${index}`, 'w', `near-${index}`, 's', { objectiveP99Ms: 100 });
    const result = size(builder.build(), offered(SMALL, MIDDLE, LARGE));
    expect(result.outOfReach).toMatchObject([{ flowId: 'far-f', objectiveP99Ms: 100, isProven: false }]);
    expect(result.outOfReach[0]?.bestP99Ms ?? 0).toBeGreaterThan(140);
    expect([result.plan?.figures.flowsMet, result.plan?.figures.flows, result.checker]).toEqual([21, 22, []]);
    expect(result.bound).toBeLessThanOrEqual(priceOf(result));
  });

  test('[P5] planned hardware stays where it is as good, goes where it is not needed, and is left alone when that is asked', () => {
    const build = (): SiteBuilder =>
      hall(330)
        .run({ kind: 'hardware-type.add', record: LARGE }, { kind: 'hardware-type.add', record: SMALL })
        .node('old', { typeId: 'large', placeId: 'rack' })
        .link('to-old', 'old', 'switch');
    const site = build().build();
    const open = size(site, offered(SMALL, MIDDLE, LARGE));
    expect(priceOf(open)).toBeLessThan(6000);
    expect([...(open.plan?.removed ?? []), ...(open.plan?.replaced ?? []).map(({ nodeId }) => nodeId)]).toEqual(['old']);
    expect(after(site, open).nodes['old']?.typeId).not.toBe('large');
    const kept = size(site, offered(SMALL, MIDDLE, LARGE), { existing: 'keep' });
    expect([priceOf(kept), kept.plan?.bom, kept.status]).toEqual([0, [], 'optimal']);
    const locked = size(
      build()
        .run({ kind: 'node.edit', id: 'old', patch: { locked: true } })
        .build(),
      offered(SMALL),
    );
    expect(locked.plan?.removed).toEqual([]);
  });

  test('[P5] headroom, growth and spares each cost what they are worth', () => {
    const site = hall(330).build();
    const from = offered(SMALL, MIDDLE, LARGE);
    const plain = size(site, from);
    for (const options of [
      { headroom: 0.4 },
      { growth: 2 },
      { spares: { each: 1, share: 0 } },
      { spares: { each: 0, share: 0.5 } },
    ]) {
      const more = size(site, from, options);
      expect(more.checker).toEqual([]);
      expect(priceOf(more)).toBeGreaterThan(priceOf(plain));
    }
  });

  test('[P4, P5] equal seeds and iterations give equal bytes; the price never rises, the bound never falls, and it stops when told', () => {
    const site = hall(700).build();
    const from = offered(SMALL, MIDDLE, LARGE);
    expect(canonicalJson(size(site, from))).toBe(canonicalJson(size(site, from)));
    const steps = sizeInSteps(site, { iterations: 1000 }, from, milp);
    let last: SizeProgress | null = null;
    let stopped: SizeResult | null = null;
    for (let step = steps.next(); ; step = steps.next(last?.objective === null ? 0 : Infinity)) {
      if (step.done === true) {
        stopped = step.value;
        break;
      }
      if (last !== null) expect(step.value.bound).toBeGreaterThanOrEqual(last.bound);
      if (last !== null && last.objective !== null) expect(step.value.objective).toBeLessThanOrEqual(last.objective);
      last = step.value;
    }
    expect(stopped.plan).not.toBeNull();
    expect(stopped.checker).toEqual([]);
  });

  test('[P5] plans of the front are verified, and none is worse than another in everything', () => {
    const site = hall(450).build();
    const { front, checker } = size(site, offered(SMALL, MIDDLE, LARGE), { iterations: 40 });
    expect(checker).toEqual([]);
    expect(front.length).toBeGreaterThan(1);
    for (const { figures: a } of front)
      for (const { figures: b } of front)
        expect(
          a !== b && a.price <= b.price && a.latency < b.latency * 0.999 && a.powerW < b.powerW * 0.999 && a.price < b.price,
        ).toBe(false);
  });
});
