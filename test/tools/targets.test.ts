import { describe, expect, it } from 'vitest';
import type { SceneHit } from '../../renderer/scene/registry.ts';
import type { DragSubject } from '../../renderer/store/interaction-store.ts';
import { sceneTarget } from '../../renderer/tools/scene-target.ts';
import { domResolver, resolveTarget, sameTarget } from '../../renderer/tools/targets.ts';
import type { DropElement } from '../../renderer/tools/targets.ts';
import { catalog, plant } from './plant.ts';

const site = plant();
const pointer = { xPx: 1, yPx: 1 };
const software: DragSubject = { kind: 'placement', placementId: 'infer.server' };
const hardware: DragSubject = { kind: 'hardware', typeId: 'new-server' };

/** An element with its parents, innermost first, each by its data attributes. */
function element(...chain: Record<string, string>[]): DropElement {
  const [own = {}, ...around] = chain;
  return {
    dataset: own,
    closest(selector) {
      const wanted = [...selector.matchAll(/\[data-drop-(\w+)\]/g)].map(
        ([, name = '']) => `drop${name[0]?.toUpperCase()}${name.slice(1)}`,
      );
      if (wanted.some((name) => Object.hasOwn(own, name))) return this;
      return around.length === 0 ? null : element(...around).closest(selector);
    },
  };
}

describe('drops on panels', () => {
  const column = { dropTier: 'near-edge' };

  it('software dropped on a card goes to its node, in a column to its tier', () => {
    expect(domResolver(() => element({}, { dropNode: 'edge' }, column))(software, pointer)).toEqual({
      kind: 'node',
      nodeId: 'edge',
    });
    expect(domResolver(() => element({}, column))(software, pointer)).toEqual({ kind: 'tier', tier: 'near-edge' });
  });

  it('a place says its tier', () => {
    expect(domResolver(() => element({ dropPlace: 'room', dropTier: 'near-edge' }))(hardware, pointer)).toEqual({
      kind: 'place',
      placeId: 'room',
      tier: 'near-edge',
      positionM: null,
    });
  });

  it('elsewhere the next area is asked, and the first that answers decides', () => {
    const panels = domResolver(() => element({}, {}));
    expect(panels(software, pointer)).toBeUndefined();
    expect(domResolver(() => null)(software, pointer)).toBeUndefined();
    const scene = (): null => null;
    const behind = (): never => {
      throw new Error('the pointer is over the scene');
    };
    expect(resolveTarget([panels, scene, behind], software, pointer)).toBeNull();
    expect(resolveTarget([], software, pointer)).toBeNull();
  });

  it('a tier that does not exist is no target', () => {
    expect(domResolver(() => element({ dropTier: 'moon' }))(software, pointer)).toBeNull();
  });
});

describe('drops in the scene', () => {
  const record = (collection: 'nodes' | 'places', id: string, tier: 'on-site-edge' | 'near-edge' = 'on-site-edge'): SceneHit => ({
    kind: 'record',
    ref: { collection, id },
    tier,
    depth: 1,
  });
  const surface = (tier: 'on-site-edge' | 'near-edge' | 'central', placeId: string | null, depth: number): SceneHit => ({
    kind: 'surface',
    tier,
    placeId,
    positionM: { xM: depth, yM: 0 },
    depth,
  });
  const plates = [surface('central', null, 1), surface('near-edge', null, 2), surface('on-site-edge', 'hall', 3)];

  it('software and links are meant for the node under the cursor', () => {
    const hits = [record('places', 'rack'), record('nodes', 'server'), ...plates];
    expect(sceneTarget(site, catalog, software, hits)).toEqual({ kind: 'node', nodeId: 'server' });
    expect(sceneTarget(site, catalog, { kind: 'link-end', fromNodeId: 'core' }, hits)).toEqual({
      kind: 'node',
      nodeId: 'server',
    });
    expect(sceneTarget(site, catalog, { kind: 'link-end', fromNodeId: 'server' }, hits)).toBeNull();
  });

  it('hardware falls through the glass to the tier where it usually stands', () => {
    expect(sceneTarget(site, catalog, hardware, plates)).toEqual({
      kind: 'place',
      placeId: 'hall',
      tier: 'on-site-edge',
      positionM: { xM: 3, yM: 0 },
    });
    expect(sceneTarget(site, catalog, hardware, plates.slice(0, 2))).toMatchObject({ tier: 'central', placeId: null });
  });

  it('hardware goes to the pad under the cursor, or into the rack of the unit under it', () => {
    expect(sceneTarget(site, catalog, hardware, [record('places', 'room', 'near-edge'), ...plates])).toEqual({
      kind: 'place',
      placeId: 'room',
      tier: 'near-edge',
      positionM: null,
    });
    expect(sceneTarget(site, catalog, hardware, [record('nodes', 'server'), ...plates])).toMatchObject({
      placeId: 'rack',
      positionM: null,
    });
    expect(sceneTarget(site, catalog, hardware, [record('nodes', 'spare'), ...plates])).toMatchObject({ placeId: 'hall' });
  });

  it('beside the sheet there is nothing to drop on', () => {
    expect(sceneTarget(site, catalog, hardware, [])).toBeNull();
  });
});

describe('sameTarget', () => {
  it('compares what is meant', () => {
    expect(sameTarget({ kind: 'tier', tier: 'central' }, { kind: 'tier', tier: 'central' })).toBe(true);
    expect(sameTarget({ kind: 'tier', tier: 'central' }, { kind: 'tier', tier: 'regional' })).toBe(false);
    expect(sameTarget(null, null)).toBe(true);
  });
});
