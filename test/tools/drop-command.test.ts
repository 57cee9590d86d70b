import { describe, expect, it } from 'vitest';
import type { Command } from '../../core/site/commands/schema.ts';
import { nodePositionM } from '../../core/site/geometry.ts';
import { placeId, TIERS } from '../../core/site/schema/common.ts';
import type { DragSubject, DropTarget } from '../../renderer/store/interaction-store.ts';
import { dropCommand } from '../../renderer/tools/drop-command.ts';
import { NO_CHANGE } from '../../renderer/tools/drop-problems.ts';
import { after, catalog, plant } from './plant.ts';

const site = plant();

function drop(subject: DragSubject, target: DropTarget): Command {
  const result = dropCommand(site, catalog, subject, target);
  if (result.status === 'failed') throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
}

function refusal(subject: DragSubject, target: DropTarget): string {
  const result = dropCommand(site, catalog, subject, target);
  if (result.status === 'ok') throw new Error(`${result.value.kind} was not refused`);
  expect(result.error.message).not.toBe('');
  expect(result.error.remedy).not.toBe('');
  return result.error.code;
}

const on = (placeId: string | null, positionM: { xM: number; yM: number } | null = null): DropTarget => ({
  kind: 'place',
  placeId,
  tier: placeId === 'room' ? 'near-edge' : 'on-site-edge',
  positionM,
});
const node = (nodeId: string): DropTarget => ({ kind: 'node', nodeId });
const tier = (name: (typeof TIERS)[number]): DropTarget => ({ kind: 'tier', tier: name });

describe('hardware', () => {
  const subject: DragSubject = { kind: 'hardware', typeId: 'new-server' };

  it('comes with its type and a link to the switch of the place, as one step', () => {
    const command = drop(subject, on('rack'));
    expect(command).toMatchObject({ kind: 'batch', label: 'drag.label.hardwareLinked' });
    const next = after(site, command);
    expect(next.nodes['new-server']).toMatchObject({ typeId: 'new-server', placeId: 'rack', tier: 'on-site-edge', rackUnit: 3 });
    const link = Object.values(next.links).find((one) => one.fromNodeId === 'new-server');
    expect(link).toMatchObject({ toNodeId: 'core', mediumId: 'copper-10g' });
    expect(next.media['copper-10g']).toBeDefined();
  });

  it('stands where it was dropped, in the frame of its place', () => {
    const next = after(site, drop(subject, on('cell', { xM: 22, yM: 6 })));
    const stands = next.nodes['new-server'];
    if (stands === undefined) throw new Error('it was not added');
    expect(nodePositionM(next, stands)).toMatchObject({ xM: expect.closeTo(22, 2), yM: expect.closeTo(6, 2) });
    // The cell is turned by a right angle.
    expect(stands.positionM).toMatchObject({ xM: expect.closeTo(1, 2), yM: expect.closeTo(-2, 2) });
  });

  it('does not stand on what already stands in the middle of a place', () => {
    const next = after(site, drop(subject, on('cell')));
    const [added, spare] = [next.nodes['new-server']?.positionM, next.nodes['spare']?.positionM];
    if (added === undefined || spare === undefined) throw new Error('a node is missing');
    expect(Math.hypot(added.xM - spare.xM, added.yM - spare.yM)).toBeGreaterThan(0.5);
  });

  it('on a higher tier goes to a place of that tier and links towards the centre', () => {
    const next = after(site, drop(subject, tier('near-edge')));
    expect(next.nodes['new-server']).toMatchObject({ placeId: 'room', tier: 'near-edge' });
    expect(Object.values(next.links).some((link) => link.fromNodeId === 'new-server')).toBe(true);
  });

  it('beside a node takes its place and tier', () => {
    expect(after(site, drop(subject, node('edge'))).nodes['new-server']).toMatchObject({ placeId: 'room', tier: 'near-edge' });
  });

  it('is refused by a full rack and by a rack it does not fit into, with the reason', () => {
    expect(refusal({ kind: 'hardware', typeId: 'tall' }, on('rack'))).toBe('drop.rack-full');
    expect(refusal({ kind: 'hardware', typeId: 'box' }, on('rack'))).toBe('drop.not-rackable');
  });

  it('is told of the nearest rack that has room', () => {
    const rack = site.places['rack'];
    if (rack === undefined) throw new Error('rack is missing');
    const beside = (id: string, xM: number) => ({
      kind: 'place.add' as const,
      record: { ...rack, id: placeId.parse(id), name: `Rack ${id}`, positionM: { xM, yM: 0, zM: 0 } },
    });
    const more = after(site, { kind: 'batch', label: 'two more racks', commands: [beside('far', 30), beside('near', -15)] });
    const result = dropCommand(more, catalog, { kind: 'hardware', typeId: 'tall' }, on('rack'));
    if (result.status === 'ok') throw new Error('a full rack took it');
    expect(result.error.remedy).toContain('Rack near');
  });

  it('gets free ids and names when dropped twice', () => {
    const once = after(site, drop(subject, on('hall')));
    const second = dropCommand(once, catalog, subject, on('hall'));
    if (second.status === 'failed') throw new Error(second.error.message);
    const twice = after(once, second.value);
    expect(twice.nodes['new-server-2']?.name).toBe('New server 2');
  });

  it('without any other node comes alone', () => {
    const bare = { ...site, nodes: {}, links: {}, placements: {}, deviceGroups: {}, flows: {} };
    const result = dropCommand(bare, catalog, subject, on('hall'));
    expect(result).toMatchObject({ status: 'ok', value: { label: 'drag.label.hardware' } });
  });
});

describe('a node', () => {
  const subject: DragSubject = { kind: 'node', nodeId: 'spare' };

  it('moves to a spot, a rack, another tier, or beside another node', () => {
    expect(drop(subject, on('hall', { xM: 3, yM: 4 }))).toEqual({
      kind: 'node.move',
      id: 'spare',
      placeId: 'hall',
      tier: 'on-site-edge',
      positionM: { xM: 3, yM: 4, zM: 0 },
      rackUnit: null,
    });
    expect(drop(subject, on('rack'))).toMatchObject({ placeId: 'rack', rackUnit: 3 });
    expect(drop(subject, tier('near-edge'))).toMatchObject({ placeId: 'room', tier: 'near-edge' });
    expect(drop(subject, tier('regional'))).toMatchObject({ placeId: null, tier: 'regional' });
    expect(drop(subject, node('edge'))).toMatchObject({ placeId: 'room', tier: 'near-edge' });
  });

  it('keeps its spot when it only changes its tier', () => {
    const command = drop(subject, tier('regional'));
    if (command.kind !== 'node.move') throw new Error(command.kind);
    const spare = site.nodes['spare'];
    if (spare === undefined) throw new Error('spare is missing');
    expect(command.positionM).toEqual(nodePositionM(site, spare));
  });

  it('does not stand in its own way in a rack', () => {
    expect(refusal({ kind: 'node', nodeId: 'server' }, on('rack'))).toBe(NO_CHANGE);
  });

  it('dropped where it is changes nothing', () => {
    expect(refusal(subject, on('cell'))).toBe(NO_CHANGE);
    expect(refusal(subject, node('spare'))).toBe(NO_CHANGE);
    expect(refusal(subject, tier('on-site-edge'))).toBe(NO_CHANGE);
  });
});

describe('a placement', () => {
  const subject: DragSubject = { kind: 'placement', placementId: 'infer.server' };

  it('moves to a node, or to the node of a tier that has room', () => {
    expect(drop(subject, node('edge'))).toEqual({ kind: 'placement.move', id: 'infer.server', nodeId: 'edge' });
    expect(drop(subject, tier('central'))).toMatchObject({ nodeId: 'cloud' });
    expect(drop(subject, on('cell'))).toMatchObject({ nodeId: 'spare' });
  });

  it('is refused by what only forwards, and by a tier where nothing computes', () => {
    expect(refusal(subject, node('core'))).toBe('drop.no-compute');
    expect(refusal(subject, tier('regional'))).toBe('drop.no-host');
  });

  it('dropped where it runs changes nothing', () => {
    expect(refusal(subject, node('server'))).toBe(NO_CHANGE);
    expect(refusal(subject, tier('on-site-edge'))).toBe(NO_CHANGE);
  });
});

describe('a service', () => {
  it('is placed when it runs nowhere, moved when it runs once, spread when it runs on several', () => {
    expect(drop({ kind: 'service', serviceId: 'archive' }, node('cloud'))).toMatchObject({
      kind: 'placement.add',
      record: { serviceId: 'archive', nodeId: 'cloud', replicas: 1 },
    });
    expect(drop({ kind: 'service', serviceId: 'infer' }, node('cloud'))).toMatchObject({
      kind: 'placement.move',
      nodeId: 'cloud',
    });
    expect(drop({ kind: 'service', serviceId: 'store' }, node('cloud'))).toMatchObject({ kind: 'placement.add' });
    expect(refusal({ kind: 'service', serviceId: 'store' }, node('edge'))).toBe(NO_CHANGE);
  });
});

describe('a template', () => {
  it('brings in what the catalog says, on the node or the tier it is dropped on', () => {
    for (const target of [node('cloud'), tier('central')]) {
      const command = drop({ kind: 'template', templateId: 'template' }, target);
      expect(command).toMatchObject({ kind: 'batch', label: 'drag.label.template' });
      expect(after(site, command).nodes['cloud']?.notes).toBe('quality of the template');
    }
    expect(refusal({ kind: 'template', templateId: 'template' }, node('core'))).toBe('drop.no-compute');
  });
});

describe('the end of a link', () => {
  const subject: DragSubject = { kind: 'link-end', fromNodeId: 'core' };

  it('links two nodes over a medium that reaches', () => {
    expect(drop(subject, node('spare'))).toMatchObject({ kind: 'batch', label: 'drag.label.link' });
    const near = after(site, drop(subject, node('spare')));
    expect(Object.values(near.links).find((link) => link.toNodeId === 'spare')?.mediumId).toBe('copper-10g');
    // Copper does not reach that far, and the site's own fibre needs nothing else.
    expect(drop({ kind: 'link-end', fromNodeId: 'server' }, node('edge'))).toMatchObject({
      kind: 'link.add',
      record: { fromNodeId: 'server', toNodeId: 'edge', mediumId: 'fibre' },
    });
  });

  it('is refused where there is no node or a link already', () => {
    expect(refusal(subject, on('hall'))).toBe('drop.link-needs-node');
    expect(refusal(subject, node('server'))).toBe('drop.already-linked');
    expect(refusal(subject, node('core'))).toBe(NO_CHANGE);
  });
});

describe('every subject on every target', () => {
  const subjects: readonly DragSubject[] = [
    { kind: 'hardware', typeId: 'new-server' },
    { kind: 'hardware', typeId: 'gone' },
    { kind: 'template', templateId: 'template' },
    { kind: 'template', templateId: 'gone' },
    { kind: 'node', nodeId: 'spare' },
    { kind: 'node', nodeId: 'gone' },
    { kind: 'placement', placementId: 'infer.server' },
    { kind: 'placement', placementId: 'gone' },
    { kind: 'service', serviceId: 'archive' },
    { kind: 'service', serviceId: 'gone' },
    { kind: 'link-end', fromNodeId: 'cloud' },
    { kind: 'link-end', fromNodeId: 'gone' },
  ];
  const targets: readonly DropTarget[] = [
    ...TIERS.map(tier),
    ...['core', 'server', 'spare', 'edge', 'cloud', 'gone'].map(node),
    ...['hall', 'cell', 'rack', 'room', 'gone', null].flatMap((id) => [on(id), on(id, { xM: 1, yM: 2 })]),
  ];

  it('gives a command that the site takes, or a reason', () => {
    for (const subject of subjects) {
      for (const target of targets) {
        const result = dropCommand(site, catalog, subject, target);
        if (result.status === 'ok') expect(() => after(site, result.value)).not.toThrow();
        else expect(result.error.message.length * result.error.remedy.length).toBeGreaterThan(0);
      }
    }
  });
});
