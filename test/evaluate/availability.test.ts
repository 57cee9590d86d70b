import { describe, expect, test } from 'vitest';
import { createRandom } from '../../core/base/random.ts';
import { availabilityInSteps } from '../../core/evaluate/availability/availability.ts';
import type { Structure } from '../../core/evaluate/availability/factoring.ts';
import { factor } from '../../core/evaluate/availability/factoring.ts';
import { probabilityOf } from '../../core/evaluate/availability/probability.ts';
import type {
  AvailabilityAssessment,
  AvailabilityOptions,
  WorkloadAvailability,
} from '../../core/evaluate/availability/result.ts';
import { FEED_RELIABILITY, HARDWARE_RELIABILITY, UPS_RELIABILITY } from '../../core/catalog/reliability.ts';
import type { Site } from '../../core/site/site.ts';
import { evaluated, finish } from '../helpers/run-steps.ts';
import { SiteBuilder } from '../helpers/small-site.ts';

function assess(site: Site, options: Partial<AvailabilityOptions> = {}): AvailabilityAssessment {
  return finish(availabilityInSteps(evaluated(site), options));
}

function only(site: Site, options: Partial<AvailabilityOptions> = {}): WorkloadAvailability {
  const [workload] = assess(site, options).workloads;
  if (workload === undefined) throw new Error('no workload');
  return workload;
}

/** A type of hardware that is up with this probability. */
function reliability(availability: number): { mtbfH: number; mttrH: number } {
  return { mtbfH: 1000 * availability, mttrH: 1000 * (1 - availability) };
}

/** Nodes of type `good` never fail; the wire of the test medium neither. */
function builder(): SiteBuilder {
  return new SiteBuilder()
    .medium({ id: 'sure', mtbfH: 1e6, mttrH: 0 })
    .type({ id: 'good', reliability: { mtbfH: 1e6, mttrH: 0 } })
    .type({ id: 'weak', reliability: reliability(0.9) })
    .workload('w')
    .service('s', 'w');
}

function withSource(site: SiteBuilder, nodeId = 'a', fields: object = {}): SiteBuilder {
  return site.group('g', null, { attachment: { nodeId, mediumId: 'sure', lengthM: 0 }, ...fields }).flow('f', 'w', 'g', 's');
}

/** Sum over all states, as the definition says. */
function enumerate(structure: Structure): number {
  const size = structure.availability.length;
  let total = 0;
  for (let state = 0; state < 2 ** size; state += 1) {
    const down = Uint8Array.from({ length: size }, (_, part) => (state >> part) & 1);
    let probability = 1;
    for (let part = 0; part < size; part += 1) {
      const available = structure.availability[part] ?? 0;
      probability *= down[part] === 1 ? 1 - available : available;
    }
    if (structure.works(down) !== null) total += probability;
  }
  return total;
}

/** k of n parts, any. */
function kOfN(need: number, availability: readonly number[]): Structure {
  return {
    availability,
    works(down) {
      const up = availability.map((_, part) => part).filter((part) => down[part] !== 1);
      return up.length >= need ? up.slice(0, need) : null;
    },
  };
}

function fromPaths(availability: readonly number[], paths: readonly (readonly number[])[]): Structure {
  return { availability, works: (down) => paths.find((path) => path.every((part) => down[part] !== 1)) ?? null };
}

describe('factoring', () => {
  test('[A1] the bridge network is 2p² + 2p³ − 5p⁴ + 2p⁵', () => {
    for (const p of [0.1, 0.5, 0.9, 0.999]) {
      const paths = [
        [0, 3],
        [1, 4],
        [0, 2, 4],
        [1, 2, 3],
      ];
      const { works, open } = factor(fromPaths([p, p, p, p, p], paths), 1000, 0);
      expect(open).toEqual([]);
      expect(works).toBeCloseTo(2 * p ** 2 + 2 * p ** 3 - 5 * p ** 4 + 2 * p ** 5, 12);
    }
  });

  test('[A1] k of n is the tail of the binomial distribution', () => {
    const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n, k - 1) * (n - k + 1)) / k);
    for (const [n, k, p] of [
      [3, 2, 0.9],
      [5, 4, 0.8],
      [10, 6, 0.7],
    ] as const) {
      let tail = 0;
      for (let up = k; up <= n; up += 1) tail += choose(n, up) * p ** up * (1 - p) ** (n - up);
      expect(
        factor(
          kOfN(
            k,
            Array.from({ length: n }, () => p),
          ),
          10_000,
          0,
        ).works,
      ).toBeCloseTo(tail, 12);
    }
  });

  test('[A1] agrees with enumeration of all states, and its derivatives with differences, for random systems', () => {
    const random = createRandom(7, 'structures');
    for (let round = 0; round < 40; round += 1) {
      const size = 3 + Math.floor(random() * 9);
      const availability = Array.from({ length: size }, () => 0.05 + 0.9 * random());
      const paths = Array.from({ length: 1 + Math.floor(random() * 6) }, () => [
        ...new Set(Array.from({ length: 1 + Math.floor(random() * 4) }, () => Math.floor(random() * size))),
      ]);
      const structure = fromPaths(availability, paths);
      const { works, gradient } = factor(structure, 100_000, 0);
      expect(works).toBeCloseTo(enumerate(structure), 11);
      const part = Math.floor(random() * size);
      const fixed = (value: number): number => enumerate(fromPaths(availability.with(part, value), paths));
      expect(gradient[part]).toBeCloseTo(fixed(1) - fixed(0), 10);
    }
  });

  test('[A1] sampling what is left open keeps its confidence, and leaves less to chance the more was factored', () => {
    const structure = kOfN(
      7,
      Array.from({ length: 12 }, (_, part) => 0.5 + 0.03 * part),
    );
    const exact = enumerate(structure);
    let missed = 0;
    for (let seed = 1; seed <= 200; seed += 1) {
      const { method } = probabilityOf(structure, { maxTerms: 20, samples: 400, seed, purpose: 'test' });
      if (method.kind !== 'monte-carlo') throw new Error('expected sampling');
      if (exact < method.interval99[0] || exact > method.interval99[1]) missed += 1;
    }
    // Binomial(200, 0.01): more than 7 misses would come once in a thousand runs.
    expect(missed).toBeLessThanOrEqual(7);
    const widths = [20, 200, 400].map((maxTerms) => {
      const { method } = probabilityOf(structure, { maxTerms, samples: 400, seed: 1, purpose: 'test' });
      return method.kind === 'exact' ? 0 : method.interval99[1] - method.interval99[0];
    });
    expect(widths).toEqual(widths.toSorted((a, b) => b - a));
    expect(probabilityOf(structure, { maxTerms: 100_000, samples: 1, seed: 1, purpose: 'test' }).method.kind).toBe('exact');
  });
});

describe('availability of workloads', () => {
  test('[A1] series: access node, link and server multiply', () => {
    const site = withSource(
      builder().node('a', { typeId: 'weak' }).node('b', { typeId: 'weak' }).link('l', 'a', 'b', { mtbfH: 300, mttrH: 100 }),
    )
      .deploy('s', 'b')
      .build();
    const { availability, minutesDownPerYear, method } = only(site);
    expect(availability).toBeCloseTo(0.9 * 0.75 * 0.9, 12);
    expect(minutesDownPerYear).toBeCloseTo((1 - 0.9 * 0.75 * 0.9) * 525_600, 6);
    expect(method?.kind).toBe('exact');
  });

  test('[A1] parallel: of two servers one is enough; links behind each other and side by side reduce to one', () => {
    const site = withSource(
      builder()
        .node('a', { typeId: 'good' })
        .node('m', { typeId: 'weak' })
        .node('b', { typeId: 'weak' })
        .node('c', { typeId: 'weak' })
        .link('am', 'a', 'm', { mtbfH: 300, mttrH: 100 })
        .link('mb', 'm', 'b', { mtbfH: 300, mttrH: 100 })
        .link('mb2', 'm', 'b', { mtbfH: 300, mttrH: 100 })
        .link('ac', 'a', 'c', { mtbfH: 300, mttrH: 100 }),
    )
      .deploy('s', 'b')
      .deploy('s', 'c')
      .build();
    const first = 0.75 * 0.9 * (1 - 0.25 ** 2) * 0.9;
    expect(only(site).availability).toBeCloseTo(1 - (1 - first) * (1 - 0.75 * 0.9), 12);
  });

  test('[A1] k of n: a spread service needs the minimum available share of all its replicas', () => {
    const site = builder().node('a', { typeId: 'good' });
    for (const id of ['n1', 'n2', 'n3', 'n4', 'n5']) site.node(id, { typeId: 'weak' }).link(id, 'a', id, { mediumId: 'sure' });
    site.run({ kind: 'service.edit', id: 's', patch: { minimumAvailableShare: 0.8 } });
    site.run({
      kind: 'policy.add',
      record: { id: 'p', name: 'spread', enabled: true, kind: 'steering', workloadIds: ['w'], rule: 'spread' },
    });
    withSource(site);
    for (const id of ['n1', 'n2', 'n3', 'n4', 'n5']) site.deploy('s', id, 2);
    expect(only(site.build()).availability).toBeCloseTo(5 * 0.9 ** 4 * 0.1 + 0.9 ** 5, 12);
  });

  test('[A1] feeds and UPS: down when all feeds are and the UPS fails or is empty; what two racks share counts once', () => {
    const feed = FEED_RELIABILITY.mtbfH / (FEED_RELIABILITY.mtbfH + FEED_RELIABILITY.mttrH);
    const ups = UPS_RELIABILITY.mtbfH / (UPS_RELIABILITY.mtbfH + UPS_RELIABILITY.mttrH);
    const at = (feeds: string[], upsH: number | null): number => {
      const site = builder()
        .place('hall', { powerFeeds: feeds, upsH })
        .place('r1', { parentId: 'hall', powerFeeds: feeds })
        .place('r2', { parentId: 'hall' })
        .node('a', { typeId: 'good', placeId: 'r1' })
        .node('b', { typeId: 'good', placeId: 'r2' })
        .link('l', 'a', 'b', { mediumId: 'sure' });
      return only(withSource(site).deploy('s', 'b').build()).availability ?? 0;
    };
    expect(at(['A'], null)).toBeCloseTo(feed, 12);
    expect(at(['A', 'B'], null)).toBeCloseTo(1 - (1 - feed) ** 2, 12);
    expect(at(['A'], 1)).toBeCloseTo(1 - (1 - feed) * (1 - ups * (1 - Math.exp(-1 / FEED_RELIABILITY.mttrH))), 12);
    expect(at([], 1)).toBe(1);
    expect(at(['A'], 4)).toBeGreaterThan(at(['A'], 1));
  });

  test('[A1] an SD-WAN overlay is up while one of its underlays is', () => {
    const site = builder()
      .node('a', { typeId: 'good' })
      .node('b', { typeId: 'good' })
      .link('u1', 'a', 'b', { mtbfH: 300, mttrH: 100 })
      .link('u2', 'b', 'a', { mtbfH: 100, mttrH: 100 })
      .link('o', 'a', 'b', { underlayIds: ['u1', 'u2'], pathPolicy: 'lowest-latency' });
    expect(only(withSource(site).deploy('s', 'b').build()).availability).toBeCloseTo(1 - 0.25 * 0.5, 12);
  });

  test('[A1] of several sources the worst is told, and all at once count shared parts once', () => {
    const site = builder()
      .node('hub', { typeId: 'weak' })
      .node('x', { typeId: 'weak' })
      .node('y', { typeId: 'good' })
      .link('xh', 'x', 'hub', { mediumId: 'sure' })
      .link('yh', 'y', 'hub', { mediumId: 'sure' })
      .group('gx', null, { attachment: { nodeId: 'x', mediumId: 'sure', lengthM: 0 }, count: 3 })
      .group('gy', null, { attachment: { nodeId: 'y', mediumId: 'sure', lengthM: 0 } })
      .flow('fx', 'w', 'gx', 's')
      .flow('fy', 'w', 'gy', 's')
      .deploy('s', 'hub')
      .build();
    const answer = only(site);
    expect(answer.worstSource).toBe('deviceGroups/gx');
    expect(answer.availability).toBeCloseTo(0.81, 12);
    expect(answer.meanAvailability).toBeCloseTo((3 * 0.81 + 0.9) / 4, 12);
    expect(answer.allSourcesAvailability).toBeCloseTo(0.81, 12);
  });

  test('[A1] the weakest part is the one whose perfection wins most, as recomputing shows', () => {
    const site = (perfect: string | null): Site =>
      withSource(
        builder()
          .node('a', { typeId: perfect === 'a' ? 'good' : 'weak' })
          .node('b', { typeId: perfect === 'b' ? 'good' : 'weak' })
          .node('c', { typeId: perfect === 'c' ? 'good' : 'weak' })
          .link('ab', 'a', 'b', { mtbfH: 300, mttrH: 100 })
          .link('ac', 'a', 'c', { mtbfH: 300, mttrH: 100 }),
      )
        .deploy('s', 'b')
        .deploy('s', 'c')
        .build();
    const base = only(site(null));
    expect(base.weakestParts[0]?.componentId).toBe('nodes/a');
    for (const id of ['a', 'b', 'c']) {
      const part = base.weakestParts.find(({ componentId }) => componentId === `nodes/${id}`);
      const won = ((only(site(id)).availability ?? 0) - (base.availability ?? 0)) * 525_600;
      expect(part?.gainPerfectMinutes).toBeCloseTo(won, 6);
      expect(part?.gainDoubledMinutes).toBeCloseTo(won * 0.9, 6);
    }
  });

  test('[A1] agrees with enumeration of all failures on random meshed sites, against an independent search', () => {
    for (let seed = 1; seed <= 25; seed += 1) {
      const { site, reachable } = mesh(seed);
      const parts = assess(site).components.map(({ id, availability }) => ({ id, availability }));
      let total = 0;
      for (let state = 0; state < 2 ** parts.length; state += 1) {
        const down = new Set(parts.filter((_, index) => ((state >> index) & 1) === 1).map(({ id }) => id));
        let probability = 1;
        for (const { id, availability } of parts) probability *= down.has(id) ? 1 - availability : availability;
        if (reachable(down)) total += probability;
      }
      expect(only(site).availability, `seed ${seed}`).toBeCloseTo(total, 10);
    }
  });

  test('[A1] laws: one more replica, one more link, a better MTBF never lower it', () => {
    for (let seed = 1; seed <= 40; seed += 1) {
      const before = only(mesh(seed).site).availability ?? 0;
      const random = createRandom(seed, 'laws');
      const pick = (): string => `n${Math.floor(random() * 5)}`;
      const changes = [
        (site: SiteBuilder) =>
          site.run({
            kind: 'placement.add',
            record: { id: 'extra', serviceId: 's', nodeId: freeNode(seed), replicas: 1, pinned: false, variant: null },
          }),
        (site: SiteBuilder) => {
          const from = pick();
          return site.link('extra', from, from === 'n0' ? 'n1' : 'n0', { mtbfH: 100, mttrH: 100 });
        },
        (site: SiteBuilder) => site.run({ kind: 'link.edit', id: 'l0', patch: { mtbfH: 900 } }),
        (site: SiteBuilder) => site.run({ kind: 'node.edit', id: pick(), patch: { typeId: 'good' } }),
      ];
      for (const change of changes) {
        const after = only(change(meshBuilder(seed).builder).build()).availability ?? 0;
        expect(after).toBeGreaterThanOrEqual(before - 1e-12);
      }
    }
  });

  test('[A1] figures that nobody stated are those of the category, and say so; a missed target is a finding with its remedy', () => {
    const site = withSource(
      new SiteBuilder()
        .medium({ id: 'sure', mtbfH: 1e6, mttrH: 0 })
        .workload('w', { availabilityTarget: 0.99999 })
        .service('s', 'w')
        .node('a'),
    )
      .deploy('s', 'a')
      .build();
    const result = assess(site);
    const { mtbfH, mttrH } = HARDWARE_RELIABILITY.server;
    expect(result.workloads[0]?.availability).toBeCloseTo(mtbfH / (mtbfH + mttrH), 12);
    expect(result.components.find(({ id }) => id === 'nodes/a')?.basis).toBe('default');
    expect(result.assumptions.map(({ code }) => code)).toContain('reliability-server');
    expect(result.findings).toHaveLength(1);
    expect(result.findings[0]).toMatchObject({ kind: 'availability-missed', subject: 'workloads/w', limit: 0.99999 });
    expect(result.findings[0]?.remedy).toContain('Double a');
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });

  test('[A1] what is not served even without a failure is down, and what nothing asks has no figure', () => {
    const unplaced = withSource(builder().node('a', { typeId: 'good' })).build();
    expect(only(unplaced)).toMatchObject({ status: 'down', availability: 0 });
    expect(only(builder().node('a').deploy('s', 'a').build())).toMatchObject({ status: 'no-sources', availability: null });
  });
});

/** Five nodes in a mesh with unreliable nodes and links, and a service on two of them. */
function meshBuilder(seed: number): {
  readonly builder: SiteBuilder;
  readonly links: [string, string, string][];
  readonly on: string[];
} {
  const random = createRandom(seed, 'mesh');
  const site = builder();
  const links: [string, string, string][] = [];
  for (let index = 0; index < 5; index += 1) site.node(`n${index}`, { typeId: 'weak' });
  const connect = (from: number, to: number): void => {
    const id = `l${links.length}`;
    site.link(id, `n${from}`, `n${to}`, { ...reliability(0.3 + 0.6 * random()) });
    links.push([id, `n${from}`, `n${to}`]);
  };
  for (let index = 1; index < 5; index += 1) connect(Math.floor(random() * index), index);
  for (let extra = 0; extra < 3; extra += 1) {
    const from = Math.floor(random() * 5);
    connect(from, (from + 1 + Math.floor(random() * 4)) % 5);
  }
  const on = [...new Set([1, 2 + Math.floor(random() * 3)].map((index) => `n${index}`))];
  withSource(site, 'n0');
  for (const nodeId of on) site.deploy('s', nodeId);
  return { builder: site, links, on };
}

function freeNode(seed: number): string {
  const { on } = meshBuilder(seed);
  return ['n0', 'n2', 'n3', 'n4'].find((id) => !on.includes(id)) ?? 'n0';
}

function mesh(seed: number): { readonly site: Site; readonly reachable: (down: ReadonlySet<string>) => boolean } {
  const { builder: site, links, on } = meshBuilder(seed);
  const reachable = (down: ReadonlySet<string>): boolean => {
    if (down.has('nodes/n0')) return false;
    const reached = new Set(['n0']);
    for (let grown = true; grown;) {
      grown = false;
      for (const [id, from, to] of links) {
        if (down.has(`links/${id}`) || reached.has(from) === reached.has(to)) continue;
        const next = reached.has(from) ? to : from;
        if (down.has(`nodes/${next}`)) continue;
        reached.add(next);
        grown = true;
      }
    }
    return on.some((id) => reached.has(id));
  };
  return { site: site.build(), reachable };
}
