import { beforeEach, describe, expect, it } from 'vitest';
import { shortestRoute, straightM } from '../../core/network/distance.ts';
import { nodePositionM } from '../../core/site/geometry.ts';
import type { AnyRecord } from '../../core/site/site.ts';
import { getRecord } from '../../core/site/site.ts';
import { apply } from '../../core/site/commands/apply.ts';
import { applyDiff } from '../../core/site/diff.ts';
import type { Site } from '../../core/site/site.ts';
import { isMixed, sharedBelow, sharedFields } from '../../renderer/panels/inspector/shared-fields.ts';
import { selectMany, useInteractionStore } from '../../renderer/store/interaction-store.ts';
import type { DropTarget, RecordRef } from '../../renderer/store/interaction-store.ts';
import { dropCommand } from '../../renderer/tools/drop-command.ts';
import { dropSeveral } from '../../renderer/tools/drop-several.ts';
import { atTyped, typeKey } from '../../renderer/tools/typed-spot.ts';
import { SiteBuilder } from '../helpers/small-site.ts';
import { catalog } from './plant.ts';

const nodes = (...ids: string[]): RecordRef[] => ids.map((id) => ({ collection: 'nodes', id }));

function drop(site: Site, id: string, target: DropTarget, selection: readonly RecordRef[]): ReturnType<typeof dropSeveral> {
  return dropSeveral(site, { kind: 'node', nodeId: id }, target, selection, (at, subject, over) =>
    dropCommand(at, catalog, subject, over),
  );
}

function after(site: Site, result: ReturnType<typeof dropSeveral>): Site {
  if (result.status === 'failed') throw new Error(result.error.message);
  const diff = apply(site, result.value);
  if (diff.status === 'failed') throw new Error(diff.error.message);
  return applyDiff(site, diff.value);
}

describe('several that are carried together', () => {
  const site = new SiteBuilder()
    .place('hall')
    .place('rack', { kind: 'rack', sizeM: { widthM: 0.6, depthM: 1, heightM: 0.14 } })
    .node('a', { positionM: { xM: 0, yM: 0, zM: 0 } })
    .node('b', { positionM: { xM: 3, yM: 4, zM: 0 } })
    .node('c', { positionM: { xM: 1, yM: 1, zM: 0 }, locked: true })
    .build();
  const spot: DropTarget = { kind: 'place', placeId: 'hall', tier: 'near-edge', positionM: { xM: 10, yM: 10 } };

  it('keep their distances, and go to the place and tier of the one in the hand', () => {
    const moved = after(site, drop(site, 'a', spot, nodes('a', 'b')));
    const at = (id: string): unknown => {
      const node = moved.nodes[id];
      return node === undefined ? null : { ...nodePositionM(moved, node), place: node.placeId, tier: node.tier };
    };
    expect(at('a')).toMatchObject({ xM: 10, yM: 10, place: 'hall', tier: 'near-edge' });
    expect(at('b')).toMatchObject({ xM: 13, yM: 14, place: 'hall', tier: 'near-edge' });
  });

  it('find a slot each in a rack, and are refused together where one has none', () => {
    const rack: DropTarget = { kind: 'place', placeId: 'rack', tier: 'on-site-edge', positionM: null };
    const moved = after(site, drop(site, 'a', rack, nodes('a', 'b')));
    expect([moved.nodes['a']?.rackUnit, moved.nodes['b']?.rackUnit]).toEqual([1, 2]);
    const full = new SiteBuilder()
      .place('rack', { kind: 'rack', sizeM: { widthM: 0.6, depthM: 1, heightM: 0.05 } })
      .node('a')
      .node('b')
      .build();
    expect(drop(full, 'a', rack, nodes('a', 'b'))).toMatchObject({ status: 'failed', error: { code: 'drop.rack-full' } });
  });

  it('are not carried where the one in the hand is not selected, and a locked one holds all', () => {
    expect(drop(site, 'a', spot, nodes('b', 'c'))).toMatchObject({ value: { kind: 'node.move' } });
    const result = drop(site, 'a', spot, nodes('a', 'c'));
    if (result.status === 'failed') throw new Error(result.error.message);
    expect(apply(site, result.value)).toMatchObject({ status: 'failed', error: { code: 'site.locked' } });
  });
});

describe('coordinates that are typed', () => {
  const at = { xM: 1.5, yM: -2 };
  const type = (...keys: string[]): ReturnType<typeof typeKey> =>
    keys.reduce<ReturnType<typeof typeKey>>((typed, key) => typeKey(typed ?? null, key, at), null);

  it('go to x, after Tab to y, and what is not typed stays with the hand', () => {
    expect(type('1', '2', ',', '5')).toEqual({ x: '12.5', y: '-2', field: 'x' });
    expect(type('7', 'Tab', '-', '3')).toEqual({ x: '7', y: '-3', field: 'y' });
    const target: DropTarget = { kind: 'place', placeId: null, tier: 'device', positionM: at };
    expect(atTyped(target, { x: '', y: '-', field: 'y' })).toEqual(target);
    expect(atTyped(target, { x: '7', y: '-3', field: 'y' })).toMatchObject({ positionM: { xM: 7, yM: -3 } });
  });

  it('hold no second point, and give the spot back when they are rubbed out', () => {
    expect(type('1', '.', '.', '5')).toMatchObject({ x: '1.5' });
    expect(type('1', 'Backspace', 'Backspace')).toBeNull();
    expect(typeKey(null, 'a', at)).toBeUndefined();
  });
});

describe('a distance', () => {
  const site = new SiteBuilder()
    .node('a', { positionM: { xM: 0, yM: 0, zM: 0 } })
    .node('b', { positionM: { xM: 3, yM: 4, zM: 0 } })
    .node('c', { positionM: { xM: 3, yM: 0, zM: 0 } })
    .node('alone')
    .link('long', 'a', 'b', { lengthM: 100 })
    .link('one', 'a', 'c')
    .link('two', 'c', 'b')
    .build();

  it('is straight, and by the shortest way over the links', () => {
    const [a, b] = [site.nodes['a'], site.nodes['b']];
    if (a === undefined || b === undefined) throw new Error('no nodes');
    expect(straightM(nodePositionM(site, a), nodePositionM(site, b))).toBe(5);
    expect(shortestRoute(site, 'a', 'b')).toEqual({ lengthM: 7, linkIds: ['one', 'two'] });
    expect(shortestRoute(site, 'b', 'a')?.linkIds).toEqual(['two', 'one']);
    expect(shortestRoute(site, 'a', 'alone')).toBeNull();
    expect(shortestRoute(site, 'a', 'a')).toEqual({ lengthM: 0, linkIds: [] });
  });
});

describe('fields of several', () => {
  const site = new SiteBuilder().node('a', { tier: 'device' }).node('b').link('l', 'a', 'b').build();
  const of = (...refs: RecordRef[]): ReturnType<typeof sharedFields> =>
    sharedFields(refs.map(({ collection, id }) => ({ collection, record: getRecord(site, collection, id) as AnyRecord })));

  it('are those that all have, and say where they differ', () => {
    const fields = of(...nodes('a', 'b'));
    const byName = new Map(fields.map((shared) => [shared.field.name, shared]));
    expect([...byName.keys()]).toEqual(expect.arrayContaining(['tier', 'status', 'platform', 'locked', 'notes']));
    expect(byName.has('name')).toBe(false);
    const tier = byName.get('tier');
    const platform = byName.get('platform');
    if (tier === undefined || platform === undefined) throw new Error('no fields');
    expect([isMixed(tier), isMixed(platform)]).toEqual([true, false]);
    expect(sharedBelow(platform).map(({ field }) => field.name)).toContain('runtime');
  });

  it('of different kinds are few', () => {
    const names = of(...nodes('a'), { collection: 'links', id: 'l' }).map(({ field }) => field.name);
    expect(names.toSorted()).toEqual(['locked', 'notes', 'status']);
  });
});

describe('a selection', () => {
  beforeEach(() => useInteractionStore.setState({ selection: [] }));

  it('holds nothing twice, and grows or begins anew', () => {
    selectMany(nodes('a', 'b', 'a'));
    selectMany(nodes('b', 'c'), true);
    expect(useInteractionStore.getState().selection.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    selectMany(nodes('c'));
    expect(useInteractionStore.getState().selection).toEqual(nodes('c'));
  });
});
