import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../core/base/canonical-json.ts';
import { createRandom } from '../../core/base/random.ts';
import { apply } from '../../core/site/commands/apply.ts';
import { parseCommand } from '../../core/site/commands/parse.ts';
import type { Command, SimpleCommand } from '../../core/site/commands/schema.ts';
import { newDeviceGroup, newFlow, newNode, newPlacement } from '../../core/site/defaults.ts';
import { applyDiff, EMPTY_DIFF, isEmptyDiff, reverseDiff, squashDiffs } from '../../core/site/diff.ts';
import type { SiteDiff } from '../../core/site/diff.ts';
import { bail, EMPTY_HISTORY, mark, recordStep, redo, squashToMark, undo } from '../../core/site/history.ts';
import { checkIntegrity } from '../../core/site/integrity.ts';
import { referencesOf, REFERRERS } from '../../core/site/references.ts';
import type { CollectionName, RecordMap, Site } from '../../core/site/site.ts';
import { COLLECTIONS } from '../../core/site/site.ts';
import { randomSite } from '../helpers/random-site.ts';
import { SiteBuilder } from '../helpers/small-site.ts';

/** A command drawn from a seed; many are refused, on purpose. */
function randomCommand(site: Site, seed: number): Command {
  const random = createRandom(seed, 'command');
  const pick = <Value>(list: readonly Value[]): Value => list[Math.floor(random() * list.length)] as Value;
  const any = (collection: CollectionName): string => pick([...Object.keys(site[collection]), 'missing']);
  const commands: (() => unknown)[] = [
    () => ({ kind: 'node.remove', id: any('nodes') }),
    () => ({
      kind: 'node.move',
      id: any('nodes'),
      placeId: pick([null, any('places')]),
      tier: 'central',
      positionM: { xM: random(), yM: 2, zM: 0 },
      rackUnit: null,
    }),
    () => ({ kind: 'node.edit', id: any('nodes'), patch: { locked: random() < 0.3, reservedShare: random() * 1.2 } }),
    () => ({
      kind: 'node.add',
      record: newNode({ id: `new${Math.floor(random() * 3)}`, name: 'New', typeId: 'server', tier: 'regional' } as never),
    }),
    () => ({ kind: 'place.remove', id: any('places') }),
    () => ({ kind: 'place.edit', id: any('places'), patch: { parentId: pick([null, any('places')]) } }),
    () => ({ kind: 'link.remove', id: any('links') }),
    () => ({ kind: 'link.edit', id: any('links'), patch: { underlayIds: [any('links')] } }),
    () => ({ kind: 'service.remove', id: any('services') }),
    () => ({ kind: 'workload.remove', id: any('workloads') }),
    () => ({ kind: 'flow.edit', id: any('flows'), patch: { to: { kind: 'service', id: any('services') } } }),
    () => ({ kind: 'placement.move', id: any('placements'), nodeId: any('nodes') }),
    () => ({ kind: 'placement.edit', id: any('placements'), patch: { pinned: true, replicas: Math.floor(random() * 4) } }),
    () => ({
      kind: 'placement.add',
      record: newPlacement({ id: 'p-new', serviceId: any('services'), nodeId: any('nodes') } as never),
    }),
    () => ({ kind: 'device-group.remove', id: any('deviceGroups') }),
    () => ({ kind: 'device-group.add', record: newDeviceGroup({ id: 'g-new', name: 'New', kind: 'sensor' } as never) }),
    () => ({ kind: 'medium.remove', id: any('media') }),
    () => ({ kind: 'hardware-type.remove', id: any('hardwareTypes') }),
    () => ({ kind: 'site.edit', patch: { growthPerYear: random() } }),
  ];
  const one = (): SimpleCommand => pick(commands)() as SimpleCommand;
  return random() < 0.2 ? { kind: 'batch', label: 'several', commands: [one(), one(), one()] } : one();
}

function walk(
  seed: number,
  steps: number,
  visit: (before: Site, command: Command, diff: SiteDiff | null, after: Site) => void,
): Site {
  let site = randomSite(seed);
  for (let step = 0; step < steps; step += 1) {
    const command = randomCommand(site, seed + step * 7919);
    const result = apply(site, command);
    const after = result.status === 'ok' ? applyDiff(site, result.value) : site;
    visit(site, command, result.status === 'ok' ? result.value : null, after);
    site = after;
  }
  return site;
}

const seeds = fc.integer({ min: 1, max: 1e9 });
const RUNS = Number(process.env['EDGEWRIGHT_LAW_RUNS'] ?? 60);

describe('laws of commands', () => {
  test('a reversed diff restores the site to the byte, and integrity holds after each command', () => {
    let applied = 0;
    let refused = 0;
    fc.assert(
      fc.property(seeds, (seed) => {
        walk(seed, 12, (before, _command, diff, after) => {
          if (diff === null) {
            refused += 1;
            return;
          }
          applied += 1;
          expect(checkIntegrity(after)).toEqual([]);
          expect(canonicalJson(applyDiff(after, reverseDiff(diff)))).toBe(canonicalJson(before));
        });
      }),
      { numRuns: RUNS },
    );
    expect(applied).toBeGreaterThan(RUNS);
    expect(refused).toBeGreaterThan(RUNS);
  });

  test('a refusal has code, message and remedy, and the site is the very same object', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        walk(seed, 12, (before, command) => {
          const result = apply(before, command);
          if (result.status === 'failed')
            for (const text of [result.error.code, result.error.message, result.error.remedy]) expect(text).toMatch(/\w/);
        });
      }),
      { numRuns: RUNS },
    );
  });

  test('squashed diffs do what the diffs do in order; a diff and its reverse are nothing', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const start = randomSite(seed);
        let whole: SiteDiff = EMPTY_DIFF;
        const end = walk(seed, 8, (_before, _command, diff) => {
          if (diff !== null) whole = squashDiffs(whole, diff);
        });
        expect(canonicalJson(applyDiff(start, whole))).toBe(canonicalJson(end));
        expect(isEmptyDiff(squashDiffs(whole, reverseDiff(whole)))).toBe(true);
      }),
      { numRuns: RUNS },
    );
  });

  test('commands and sites are JSON: what comes back from text does the same', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        walk(seed, 8, (before, command, diff) => {
          const parsed = parseCommand(JSON.parse(JSON.stringify(command)));
          if (diff === null || parsed.status === 'failed') return;
          const again = apply(JSON.parse(JSON.stringify(before)) as Site, parsed.value);
          expect(again.status === 'ok' ? canonicalJson(again.value) : again.error).toBe(canonicalJson(diff));
        });
      }),
      { numRuns: RUNS },
    );
  });

  test('a batch is applied whole or not at all', () => {
    const site = new SiteBuilder().node('a').build();
    const result = apply(site, {
      kind: 'batch',
      label: 'x',
      commands: [
        { kind: 'node.edit', id: 'a' as never, patch: { name: 'renamed' } },
        { kind: 'node.remove', id: 'b' as never },
      ],
    });
    expect(result).toMatchObject({ status: 'failed', error: { place: 'step 2 of 2, nodes/b' } });
  });
});

describe('undo and redo', () => {
  test('undo all, redo all: the same bytes', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        let history = EMPTY_HISTORY;
        const start = randomSite(seed);
        const end = walk(seed, 10, (_before, command, diff) => {
          if (diff !== null) history = recordStep(history, { command, diff });
        });
        let site = end;
        for (let move = undo(history); move !== null; move = undo(history)) {
          site = applyDiff(site, move.diff);
          history = move.history;
        }
        expect(canonicalJson(site)).toBe(canonicalJson(start));
        for (let move = redo(history); move !== null; move = redo(history)) {
          site = applyDiff(site, move.diff);
          history = move.history;
        }
        expect(canonicalJson(site)).toBe(canonicalJson(end));
      }),
      { numRuns: RUNS },
    );
  });

  test('marks: squash makes one step of a gesture, bail leaves no trace of it', () => {
    const site = new SiteBuilder().node('a').build();
    const command = (name: string): Command => ({ kind: 'node.edit', id: 'a' as never, patch: { name } });
    let current = site;
    let history = mark(EMPTY_HISTORY);
    for (const name of ['one', 'two', 'three']) {
      const result = apply(current, command(name));
      if (result.status === 'failed') throw new Error(result.error.message);
      current = applyDiff(current, result.value);
      history = recordStep(history, { command: command(name), diff: result.value });
    }
    const squashed = squashToMark(history, 'rename');
    expect(squashed.past).toHaveLength(1);
    expect(canonicalJson(applyDiff(current, undo(squashed)?.diff ?? EMPTY_DIFF))).toBe(canonicalJson(site));
    const bailed = bail(history);
    expect(bailed?.history.past).toHaveLength(0);
    expect(canonicalJson(applyDiff(current, bailed?.diff ?? EMPTY_DIFF))).toBe(canonicalJson(site));
  });
});

describe('domain rules', () => {
  const base = (): SiteBuilder =>
    new SiteBuilder()
      .place('p')
      .place('q', { parentId: 'p' })
      .node('a', { placeId: 'q' })
      .node('b')
      .link('l', 'a', 'b')
      .group('g', 'a')
      .workload('w')
      .service('s', 'w')
      .flow('f', 'w', 'g', 's')
      .deploy('s', 'a');
  const refusal = (site: Site, command: unknown): string => {
    const result = apply(site, command as Command);
    return result.status === 'failed' ? result.error.code : 'ok';
  };

  test.each([
    ['site.place-cycle', { kind: 'place.edit', id: 'p', patch: { parentId: 'q' } }],
    ['site.link-to-itself', { kind: 'link.edit', id: 'l', patch: { toNodeId: 'a' } }],
    ['site.in-use', { kind: 'hardware-type.remove', id: 'server' }],
    [
      'site.duplicate-id',
      { kind: 'node.add', record: newNode({ id: 'a', name: 'a', typeId: 'server', tier: 'device' } as never) },
    ],
    [
      'site.duplicate-placement',
      { kind: 'placement.add', record: newPlacement({ id: 'again', serviceId: 's', nodeId: 'a' } as never) },
    ],
    ['site.missing-reference', { kind: 'node.edit', id: 'a', patch: { typeId: 'nothing' } }],
    ['site.invalid-value', { kind: 'node.edit', id: 'a', patch: { reservedShare: 2 } }],
    ['site.replicas', { kind: 'service.edit', id: 's', patch: { replicas: { min: 4, max: 2, targetUtilisation: null } } }],
    [
      'site.flow-cycle',
      {
        kind: 'flow.add',
        record: newFlow({
          id: 'loop',
          name: 'loop',
          workloadId: 'w',
          from: { kind: 'service', id: 's' },
          to: { kind: 'service', id: 's' },
        } as never),
      },
    ],
  ])('%s', (code, command) => {
    expect(refusal(base().build(), command)).toBe(code);
  });

  test('a locked node stays until it is unlocked', () => {
    const site = base()
      .run({ kind: 'node.edit', id: 'a', patch: { locked: true } })
      .build();
    expect(refusal(site, { kind: 'node.remove', id: 'a' })).toBe('site.locked');
    expect(refusal(site, { kind: 'node.edit', id: 'a', patch: { name: 'x' } })).toBe('site.locked');
    expect(refusal(site, { kind: 'node.edit', id: 'a', patch: { locked: false } })).toBe('ok');
  });

  test('removing a place takes what stands in it, links and placements too, and one undo brings all back', () => {
    const site = base().build();
    const result = apply(site, { kind: 'place.remove', id: 'p' as never });
    if (result.status === 'failed') throw new Error(result.error.message);
    const after = applyDiff(site, result.value);
    expect(Object.keys(after.nodes)).toEqual(['b']);
    expect([after.links, after.placements, after.places].map((map) => Object.keys(map).length)).toEqual([0, 0, 0]);
    expect(after.deviceGroups['g']?.attachment).toBeNull();
    expect(canonicalJson(applyDiff(after, reverseDiff(result.value)))).toBe(canonicalJson(site));
  });

  test('the table of referrers covers every reference that records hold', () => {
    const site = randomSite(3, 9);
    for (const collection of COLLECTIONS) {
      for (const record of Object.values(site[collection] as RecordMap<typeof collection>)) {
        for (const reference of referencesOf(collection, record)) expect(REFERRERS[reference.collection]).toContain(collection);
      }
    }
  });
});
