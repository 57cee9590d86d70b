import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { portsOf } from '../../core/site/ports.ts';
import { filledRackUnits, fitsRackUnit, nearestRackUnit } from '../../core/site/rack.ts';
import type { Site } from '../../core/site/site.ts';
import { gapAbove, nextFreeUnit, rackOf, rackRows, rackView } from '../../renderer/panels/racks/rack-model.ts';
import { newRackCommand } from '../../renderer/panels/racks/new-rack.ts';
import type { DragSubject, DropTarget } from '../../renderer/store/interaction-store.ts';
import { dropCommand } from '../../renderer/tools/drop-command.ts';
import { domResolver } from '../../renderer/tools/targets.ts';
import { SiteBuilder } from '../helpers/small-site.ts';
import { after, catalog, plant } from './plant.ts';

const site = plant();
const NO_RESULTS = new Map<string, never>();

function rackIn(of: Site): NonNullable<Site['places'][string]> {
  const rack = of.places['rack'];
  if (rack === undefined) throw new Error('the rack is missing');
  return rack;
}

const slot = (rackUnit: number): DropTarget => ({
  kind: 'place',
  placeId: 'rack',
  tier: 'on-site-edge',
  positionM: null,
  rackUnit,
});
const carried: DragSubject = { kind: 'hardware', typeId: 'new-server' };

function refusal(subject: DragSubject, target: DropTarget): { readonly code: string; readonly remedy: string } {
  const result = dropCommand(site, catalog, subject, target);
  if (result.status === 'ok') throw new Error(`${result.value.kind} was not refused`);
  return result.error;
}

describe('a drop on a slot', () => {
  test('puts hardware into that slot', () => {
    const result = dropCommand(site, catalog, carried, slot(4));
    if (result.status === 'failed') throw new Error(result.error.message);
    expect(after(site, result.value).nodes['new-server']).toMatchObject({ placeId: 'rack', rackUnit: 4 });
  });

  test('that is taken says by what and names the nearest free one', () => {
    expect(refusal(carried, slot(1))).toMatchObject({ code: 'drop.slot-taken', remedy: expect.stringContaining('U 3') });
  });

  test('that reaches beyond the top names the highest one that does not', () => {
    expect(refusal(carried, slot(6))).toMatchObject({ code: 'drop.slot-taken', remedy: expect.stringContaining('U 5') });
  });

  test('moves hardware within its rack, onto part of itself too, and nowhere is no move', () => {
    const moved = dropCommand(site, catalog, { kind: 'node', nodeId: 'server' }, slot(5));
    if (moved.status === 'failed') throw new Error(moved.error.message);
    expect(after(site, moved.value).nodes['server']?.rackUnit).toBe(5);
    expect(refusal({ kind: 'node', nodeId: 'server' }, slot(2)).code).toBe('drop.no-change');
  });

  test('is read from the element under the pointer: of hardware for hardware, of its server for software', () => {
    const element = {
      dataset: { dropNode: 'server', dropPlace: 'rack', dropTier: 'on-site-edge', dropUnit: '2' },
      closest: () => element,
    };
    const resolve = domResolver(() => element);
    const pointer = { xPx: 0, yPx: 0 };
    expect(resolve({ kind: 'node', nodeId: 'core' }, pointer)).toEqual(slot(2));
    expect(resolve({ kind: 'placement', placementId: 'p' }, pointer)).toEqual({ kind: 'node', nodeId: 'server' });
  });
});

describe('units of a rack', () => {
  test('the nearest free one fits, and none that fits is nearer', () => {
    fc.assert(
      fc.property(fc.integer({ min: -2, max: 9 }), fc.integer({ min: 1, max: 7 }), (wanted, heightU) => {
        const rack = rackIn(site);
        const nearest = nearestRackUnit(site, rack, wanted, heightU);
        const fitting = [1, 2, 3, 4, 5, 6].filter((unit) => fitsRackUnit(site, rack, unit, heightU));
        if (nearest === null) {
          expect(fitting).toEqual([]);
          return;
        }
        expect(fitting).toContain(nearest);
        expect(Math.abs(nearest - wanted)).toBe(Math.min(...fitting.map((unit) => Math.abs(unit - wanted))));
      }),
    );
  });

  test('an elevation shows each unit once, filled as the site has it', () => {
    const view = rackView(site, rackIn(site), NO_RESULTS);
    expect(view.items.map(({ node, unit }) => [node.id, unit])).toEqual([
      ['server', 2],
      ['core', 1],
    ]);
    expect(view.free).toEqual([6, 5, 4, 3]);
    expect(new Set([1, 2])).toEqual(filledRackUnits(site, 'rack'));
    expect(view.items[0]?.chips.map(({ name }) => name)).toEqual(['infer', 'store']);
    expect([gapAbove(view, 3), gapAbove(view, 6), gapAbove(view, 2)]).toEqual([4, 1, 0]);
  });

  test('hardware goes over what is in between to the next free unit', () => {
    const view = rackView(site, rackIn(site), NO_RESULTS);
    const core = view.items.find(({ node }) => node.id === 'core');
    if (core === undefined) throw new Error('core is missing');
    expect(nextFreeUnit(view, core, 1)).toBe(3);
    expect(nextFreeUnit(view, core, -1)).toBeNull();
  });

  test('racks go by the place they stand in, and by what stands in them', () => {
    expect(rackRows(site).map(({ place, racks }) => [place?.id, racks.map(({ id }) => id)])).toEqual([['hall', ['rack']]]);
    expect([rackOf(site, 'nodes', 'server'), rackOf(site, 'places', 'rack'), rackOf(site, 'nodes', 'spare')]).toEqual([
      'rack',
      'rack',
      null,
    ]);
  });

  test('a new rack stands beside the others, each with a name of its own', () => {
    const once = after(site, newRackCommand(site, site.places['hall'] ?? null, 'Rack'));
    const twice = after(once, newRackCommand(once, once.places['hall'] ?? null, 'Rack'));
    const racks = Object.values(twice.places).filter(({ kind }) => kind === 'rack');
    expect(new Set(racks.map(({ name }) => name)).size).toBe(3);
    expect(new Set(racks.map(({ positionM }) => positionM.xM)).size).toBe(3);
    expect(racks.every(({ parentId }) => parentId === 'hall')).toBe(true);
  });
});

describe('ports', () => {
  const wired = (): SiteBuilder =>
    new SiteBuilder()
      .type({
        id: 'switch',
        interfaces: [
          { kind: 'ethernet', count: 2, bandwidthMbps: 1000 },
          { kind: 'fibre', count: 1, bandwidthMbps: 10_000 },
          { kind: 'wifi', count: 1, bandwidthMbps: 600 },
        ],
      })
      .medium({ id: 'copper', kind: 'copper', bandwidthUpMbps: 1000, bandwidthDownMbps: 1000 })
      .medium({ id: 'fibre', kind: 'fibre', bandwidthUpMbps: 10_000, bandwidthDownMbps: 10_000 })
      .medium({ id: 'wifi', kind: 'wifi' })
      .node('hub', { typeId: 'switch' })
      .node('a')
      .node('b')
      .node('c');
  const used = (of: Site): number[] => portsOf(of, 'hub').map((ports) => ports.used);

  test('are taken by links of their kind', () => {
    const built = wired().link('1', 'hub', 'a', { mediumId: 'copper' }).link('2', 'b', 'hub', { mediumId: 'fibre' }).build();
    expect(used(built)).toEqual([1, 1, 0]);
  });

  test('of another kind serve where those of the own are full, and more links than ports show', () => {
    const builder = wired();
    for (const [index, other] of ['a', 'b', 'c', 'a'].entries()) builder.link(`${index}`, 'hub', other, { mediumId: 'copper' });
    expect(used(builder.build())).toEqual([3, 1, 0]);
  });

  test('of radio carry many links with one port', () => {
    const built = wired().link('1', 'hub', 'a', { mediumId: 'wifi' }).link('2', 'hub', 'b', { mediumId: 'wifi' }).build();
    expect(used(built)).toEqual([0, 0, 1]);
  });
});
