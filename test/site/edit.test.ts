import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../core/base/canonical-json.ts';
import { createRandom } from '../../core/base/random.ts';
import type { Result } from '../../core/base/result.ts';
import { apply } from '../../core/site/commands/apply.ts';
import { parseCommand } from '../../core/site/commands/parse.ts';
import type { Command } from '../../core/site/commands/schema.ts';
import { applyDiff, isEmptyDiff, reverseDiff } from '../../core/site/diff.ts';
import {
  alignCommand,
  distributeCommand,
  floorCommand,
  nudgeCommand,
  onGrid,
  rotateCommand,
  snapCommand,
} from '../../core/site/edit/arrange.ts';
import { arrayCommand, arrayOffsetsM, duplicateCommand, MOST_COPIES, pasteCommand } from '../../core/site/edit/copies.ts';
import { editFieldCommand, lockCommand } from '../../core/site/edit/edit-fields.ts';
import { parseFragment, serializeFragment } from '../../core/site/edit/fragment-text.ts';
import { takeFragment } from '../../core/site/edit/fragment.ts';
import type { RecordName } from '../../core/site/edit/fragment.ts';
import { movables } from '../../core/site/edit/movable.ts';
import { removeCommand } from '../../core/site/edit/remove-several.ts';
import { nodePositionM } from '../../core/site/geometry.ts';
import { checkIntegrity } from '../../core/site/integrity.ts';
import type { RecordMap, Site } from '../../core/site/site.ts';
import { COLLECTIONS, countRecords } from '../../core/site/site.ts';
import { randomSite } from '../helpers/random-site.ts';
import { SiteBuilder } from '../helpers/small-site.ts';

const RUNS = 12;
const seeds = fc.integer({ min: 0, max: 100_000 });

/** A random site whose nodes hang above their floors. */
function raisedSite(seed: number): Site {
  const site = randomSite(seed);
  const commands = Object.values(site.nodes).map(({ id, positionM }) => ({
    kind: 'node.edit' as const,
    id,
    patch: { positionM: { ...positionM, zM: 3 } },
  }));
  return done(site, { kind: 'batch', label: 'raise', commands });
}

/** Some records of a site, drawn from a seed. */
function someOf(site: Site, seed: number): RecordName[] {
  const random = createRandom(seed, 'selection');
  return COLLECTIONS.flatMap((collection) =>
    Object.keys(site[collection] as RecordMap<typeof collection>).map((id) => ({ collection, id })),
  ).filter(() => random() < 0.25);
}

function commandOf(result: Result<{ readonly command: Command } | Command, unknown>): Command | null {
  if (result.status === 'failed') return null;
  return 'command' in result.value ? result.value.command : result.value;
}

/** Every edit of a selection, by name; null where it is refused for this selection. */
const EDITS: Readonly<Record<string, (site: Site, chosen: readonly RecordName[]) => Command | null>> = {
  remove: removeCommand,
  duplicate: (site, chosen) => commandOf(duplicateCommand(site, chosen, { xM: 1, yM: -1 })),
  array: (site, chosen) => commandOf(arrayCommand(site, chosen, { columns: 3, rows: 2, columnSpacingM: 2, rowSpacingM: 5 })),
  align: (site, chosen) => commandOf(alignCommand(site, chosen, 'centre')),
  distribute: (site, chosen) => commandOf(distributeCommand(site, chosen, 'y')),
  nudge: (site, chosen) => commandOf(nudgeCommand(site, chosen, { xM: 0.1, yM: -3 })),
  snap: (site, chosen) => commandOf(snapCommand(site, chosen, 0.5)),
  floor: (site, chosen) => commandOf(floorCommand(site, chosen)),
  rotate: (site, chosen) => commandOf(rotateCommand(site, chosen, 30)),
  lock: (site, chosen) => lockCommand(site, chosen, true),
  fields: (site, chosen) => editFieldCommand(site, chosen, ['notes'], 'looked at'),
  paste(site, chosen) {
    const drawn = randomSite(chosen.length + 7);
    const other = { ...drawn, header: { ...drawn.header, id: 'other' } };
    return commandOf(
      pasteCommand(site, takeFragment(other, someOf(other, chosen.length)), [{ xM: 0, yM: 0 }], 'edit.step.paste'),
    );
  },
};

describe('edits of a selection', () => {
  test.each(Object.keys(EDITS))('%s: a command that parses, keeps the rules, and undoes to the same bytes', (name) => {
    let done = 0;
    fc.assert(
      fc.property(seeds, (seed) => {
        const site = raisedSite(seed);
        const command = EDITS[name]?.(site, someOf(site, seed)) ?? null;
        if (command === null) return;
        expect(parseCommand(JSON.parse(JSON.stringify(command))).status).toBe('ok');
        const before = canonicalJson(site);
        const result = apply(site, command);
        // A type that nodes outside of the selection need is the one thing that may refuse here.
        if (result.status === 'failed') return void expect([name, result.error.code]).toEqual(['remove', 'site.in-use']);
        const after = applyDiff(site, result.value);
        expect(checkIntegrity(after)).toEqual([]);
        if (!isEmptyDiff(result.value)) done += 1;
        expect(canonicalJson(applyDiff(after, reverseDiff(result.value)))).toBe(before);
        expect(canonicalJson(applyDiff(applyDiff(after, reverseDiff(result.value)), result.value))).toBe(canonicalJson(after));
      }),
      { numRuns: RUNS },
    );
    expect(done).toBeGreaterThan(0);
  });
});

/** A rack with a server that runs a service of its own, linked to a switch outside. */
function rackSite(): SiteBuilder {
  return new SiteBuilder()
    .place('hall', { sizeM: { widthM: 40, depthM: 40, heightM: 4 } })
    .place('rack', {
      kind: 'rack',
      parentId: 'hall',
      positionM: { xM: 5, yM: 0, zM: 0 },
      sizeM: { widthM: 0.6, depthM: 1, heightM: 2 },
    })
    .node('switch', { placeId: 'hall' })
    .node('server', { placeId: 'rack', rackUnit: 3 })
    .node('peer', { placeId: 'rack', rackUnit: 5 })
    .link('up', 'server', 'switch')
    .link('inner', 'server', 'peer')
    .group('cameras', 'switch')
    .workload('w')
    .service('s', 'w')
    .flow('f', 'w', 'cameras', 's')
    .deploy('s', 'server');
}

function done(site: Site, command: Command): Site {
  const result = apply(site, command);
  if (result.status === 'failed') throw new Error(result.error.message);
  return applyDiff(site, result.value);
}

function valueOf<Value>(result: Result<Value, { readonly message: string }>): Value {
  if (result.status === 'failed') throw new Error(result.error.message);
  return result.value;
}

describe('a copy', () => {
  const rack = [{ collection: 'places', id: 'rack' }] as const;

  test('of a rack has what stands in it, its links inside and outward, and what runs only there', () => {
    const site = rackSite().build();
    const copies = valueOf(duplicateCommand(site, rack, { xM: 1, yM: 0 }));
    const after = done(site, copies.command);
    expect(copies.made).toEqual([{ collection: 'places', id: 'rack-2' }]);
    expect(after.places['rack-2']).toMatchObject({ name: 'rack 2', parentId: 'hall', positionM: { xM: 6, yM: 0 } });
    expect(after.nodes['server-2']).toMatchObject({ placeId: 'rack-2', rackUnit: 3 });
    expect(after.links['inner-2']).toMatchObject({ fromNodeId: 'server-2', toNodeId: 'peer-2' });
    expect(after.links['up-2']).toMatchObject({ fromNodeId: 'server-2', toNodeId: 'switch' });
    expect(after.services['s-2']).toMatchObject({ workloadId: 'w-2' });
    expect(
      Object.values(after.placements)
        .map(({ serviceId, nodeId }) => `${serviceId} ${nodeId}`)
        .toSorted(),
    ).toEqual(['s server', 's-2 server-2']);
    // The cameras were not copied: their flow to the service stays behind, and that is told.
    expect(copies.untied.flows).toBe(1);
    expect(Object.keys(after.flows)).toEqual(['f']);
  });

  test('ten times over has ten racks of the same content, each with ids and names of its own', () => {
    const site = rackSite().build();
    const form = { columns: 11, rows: 1, columnSpacingM: 1.2, rowSpacingM: 0 };
    const after = done(site, valueOf(arrayCommand(site, rack, form)).command);
    expect([countRecords(after, 'places'), countRecords(after, 'nodes'), countRecords(after, 'services')]).toEqual([12, 23, 11]);
    expect(after.places['rack-11']?.positionM.xM).toBeCloseTo(5 + 12);
    expect(new Set(Object.values(after.nodes).map((node) => node.name)).size).toBe(23);
  });

  test('of what runs elsewhere too is another replica of the same service', () => {
    const site = rackSite().deploy('s', 'switch').build();
    const after = done(site, valueOf(duplicateCommand(site, rack, { xM: 1, yM: 0 })).command);
    expect(Object.keys(after.services)).toEqual(['s']);
    expect(Object.values(after.placements).filter((one) => one.serviceId === 's')).toHaveLength(3);
  });

  test('of a server goes to the next free slot of its rack; a full rack refuses with a reason', () => {
    const site = rackSite().build();
    const server = [{ collection: 'nodes', id: 'server' }] as const;
    expect(done(site, valueOf(duplicateCommand(site, server, { xM: 1, yM: 0 })).command).nodes['server-2']?.rackUnit).toBe(1);
    const many = arrayCommand(site, server, { columns: 100, rows: 1, columnSpacingM: 1, rowSpacingM: 0 });
    expect(many).toMatchObject({ status: 'failed', error: { code: 'edit.rack-full' } });
  });

  test('of a locked record is not locked; a measured link was not measured again', () => {
    const site = rackSite()
      .run({
        kind: 'link.edit',
        id: 'inner',
        patch: { measured: { oneWayMs: 1, jitterMs: null, lossRatio: null, throughputMbps: null, observationId: null } },
      })
      .run({ kind: 'place.edit', id: 'rack', patch: { locked: true } })
      .build();
    const after = done(site, valueOf(duplicateCommand(site, rack, { xM: 1, yM: 0 })).command);
    expect([after.places['rack-2']?.locked, after.links['inner-2']?.measured]).toEqual([false, null]);
  });

  test('an array that is too large is refused before it is made', () => {
    const site = rackSite().build();
    const form = { columns: 1e6, rows: 1e6, columnSpacingM: 1, rowSpacingM: 1 };
    expect(arrayCommand(site, rack, form)).toMatchObject({ status: 'failed', error: { code: 'edit.array-size' } });
    expect(arrayOffsetsM(form).length).toBe(MOST_COPIES + 1);
    expect(arrayOffsetsM({ columns: 2, rows: 2, columnSpacingM: 3, rowSpacingM: 4 })).toEqual([
      { xM: 3, yM: 0 },
      { xM: 0, yM: 4 },
      { xM: 3, yM: 4 },
    ]);
  });
});

describe('between sites', () => {
  test('types, media and services come along; what has no other end stays behind and is told', () => {
    const from = rackSite().build();
    const fragment = takeFragment(from, [{ collection: 'places', id: 'rack' }]);
    const empty = done(
      { ...new SiteBuilder().build(), header: { ...from.header, id: 'other' } },
      { kind: 'hardware-type.remove', id: 'server' as never },
    );
    const pasted = valueOf(pasteCommand(empty, fragment, [{ xM: 0, yM: 0 }], 'edit.step.paste'));
    const after = done(empty, pasted.command);
    expect(checkIntegrity(after)).toEqual([]);
    expect(Object.keys(after.hardwareTypes)).toEqual(['server']);
    expect(Object.keys(after.links)).toEqual(['inner']);
    expect(after.places['rack']?.parentId).toBeNull();
    expect(pasted.untied).toEqual({ links: 1, flows: 1, places: 1, attachments: 0 });
  });

  test('a type of the same id and other content does not replace the one that is there', () => {
    const fragment = takeFragment(rackSite().build(), [{ collection: 'nodes', id: 'switch' }]);
    const other = { ...new SiteBuilder().run({ kind: 'hardware-type.edit', id: 'server', patch: { memoryGiB: 7 } }).build() };
    const target = { ...other, header: { ...other.header, id: 'other' } };
    const after = done(target, valueOf(pasteCommand(target, fragment, [{ xM: 0, yM: 0 }], 'edit.step.paste')).command);
    expect([after.hardwareTypes['server']?.memoryGiB, after.hardwareTypes['server-2']?.memoryGiB]).toEqual([7, 32]);
    expect(after.nodes['switch']?.typeId).toBe('server-2');
  });

  test('the text of the clipboard reads as what was copied', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const site = randomSite(seed);
        const fragment = takeFragment(site, someOf(site, seed));
        const text = serializeFragment(fragment);
        expect(serializeFragment(valueOf(parseFragment(text)))).toBe(text);
      }),
      { numRuns: RUNS },
    );
  });

  test.each([
    ['clipboard.nothing', 'a shopping list'],
    ['clipboard.nothing', '{"format":"something-else"}'],
    ['json.truncated', '{"format":"edgewright-records",'],
    ['clipboard.version', '{"format":"edgewright-records","version":999}'],
    [
      'clipboard.invalid',
      '{"format":"edgewright-records","version":VERSION,"siteId":"a","siteName":"a","chosen":[],"parts":[{"collection":"nodes","record":{}}],"needed":[],"flowsLeft":0}',
    ],
  ])('%s', (code, text) => {
    const own = JSON.parse(serializeFragment(takeFragment(rackSite().build(), []))) as { readonly version: number };
    expect(parseFragment(text.replace('VERSION', String(own.version)))).toMatchObject({ status: 'failed', error: { code } });
  });
});

describe('arranging', () => {
  const site = new SiteBuilder()
    .place('turned', { positionM: { xM: 10, yM: 0, zM: 0 }, rotationDeg: 90 })
    .node('a', { positionM: { xM: 0, yM: 1, zM: 2 } })
    .node('b', { positionM: { xM: 4.26, yM: 3, zM: 0 } })
    .node('c', { placeId: 'turned', positionM: { xM: 5, yM: 0, zM: 0 } })
    .build();
  const all = ['a', 'b', 'c'].map((id) => ({ collection: 'nodes', id }) as const);
  const spots = (command: Command): readonly (readonly [number, number])[] => {
    const after = done(site, command);
    return all.map(({ id }) => {
      const node = after.nodes[id];
      if (node === undefined) throw new Error(id);
      const { xM, yM } = nodePositionM(after, node);
      return [Math.round(xM * 1000) / 1000, Math.round(yM * 1000) / 1000];
    });
  };

  test('aligns in the site frame, whatever the frame of the place', () => {
    expect(spots(valueOf(alignCommand(site, all, 'left'))).map(([x]) => x)).toEqual([0, 0, 0]);
    expect(spots(valueOf(alignCommand(site, all, 'right'))).map(([x]) => x)).toEqual([10, 10, 10]);
    expect(spots(valueOf(alignCommand(site, all, 'middle'))).map(([, y]) => y)).toEqual([3, 3, 3]);
  });

  test('distributes between the outermost', () => {
    expect(spots(valueOf(distributeCommand(site, all, 'x'))).map(([x]) => x)).toEqual([0, 5, 10]);
  });

  test('turns several about their middle and each by itself', () => {
    const command = valueOf(rotateCommand(site, all, 90));
    expect(spots(command)).toEqual([
      [7, -2],
      [5, 2.26],
      [3, 8],
    ]);
    expect(Object.values(done(site, command).nodes).map((node) => node.rotationDeg)).toEqual([90, 90, 90]);
    expect(done(site, valueOf(rotateCommand(site, [all[0] as RecordName], -90))).nodes['a']?.rotationDeg).toBe(270);
  });

  test('snaps to the grid, and to the floor', () => {
    expect(spots(valueOf(snapCommand(site, all, 0.5)))[1]).toEqual([4.5, 3]);
    expect(onGrid({ xM: 0.349, yM: -0.05 }, 0.1)).toEqual({ xM: 0.3, yM: 0 });
    expect(done(site, valueOf(floorCommand(site, all))).nodes['a']?.positionM.zM).toBe(0);
  });

  test('moves with a place only what does not go along with it anyway', () => {
    const chosen: RecordName[] = [
      { collection: 'places', id: 'turned' },
      { collection: 'nodes', id: 'c' },
    ];
    expect(movables(site, chosen).map(({ name }) => name.id)).toEqual(['turned']);
  });

  test('says how many it needs', () => {
    expect(alignCommand(site, [], 'left')).toMatchObject({
      status: 'failed',
      error: { code: 'edit.too-few', parameters: { count: 2 } },
    });
  });
});

describe('locked', () => {
  const site = rackSite()
    .run({ kind: 'node.edit', id: 'server', patch: { locked: true } })
    .build();
  const chosen: RecordName[] = [
    { collection: 'nodes', id: 'server' },
    { collection: 'nodes', id: 'switch' },
  ];

  test('things are not moved, edited, nor removed with what holds them, and the refusal names them', () => {
    const commands = [
      removeCommand(site, chosen),
      removeCommand(site, [{ collection: 'places', id: 'rack' }]),
      editFieldCommand(site, chosen, ['notes'], 'x'),
    ];
    for (const command of commands) {
      if (command === null) throw new Error('no command');
      expect(apply(site, command)).toMatchObject({
        status: 'failed',
        error: { code: 'site.locked', parameters: { name: 'server' } },
      });
    }
  });

  test('are unlocked together', () => {
    expect(done(site, lockCommand(site, chosen, false)).nodes['server']?.locked).toBe(false);
  });
});
