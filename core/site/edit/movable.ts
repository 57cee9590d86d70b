import { absolutePositionM, groupPositionM, localPositionM, nodePositionM, placeFrame } from '../geometry.ts';
import type { SimpleCommand } from '../commands/schema.ts';
import type { PositionM } from '../schema/common.ts';
import type { AnyRecord, RecordOf, Site } from '../site.ts';
import { getRecord } from '../site.ts';
import type { RecordName } from './fragment.ts';

/** Something that stands somewhere and can be put elsewhere. */
export interface Movable {
  readonly name: RecordName;
  /** In the site frame. */
  readonly positionM: PositionM;
  /** Of its own; null where it has no direction. */
  readonly rotationDeg: number | null;
}

/**
 * What of a selection can be moved by itself: not what stands in a rack slot, nor what goes along with a place that is selected too.
 * In the order of the selection.
 */
export function movables(site: Site, chosen: readonly RecordName[]): Movable[] {
  const places = new Set<string>(chosen.flatMap(({ collection, id }) => (collection === 'places' ? [id] : [])));
  return chosen.flatMap((name): Movable[] => {
    const around = containerOf(site, name);
    for (let id = around; id !== null; id = getRecord(site, 'places', id)?.parentId ?? null) if (places.has(id)) return [];
    const stands = standing(site, name);
    return stands === null ? [] : [stands];
  });
}

/** Where a record stands in the site frame; null for one that stands nowhere, such as a workload. */
export function spotM(site: Site, { collection, id }: RecordName): PositionM | null {
  switch (collection) {
    case 'nodes': {
      const node = getRecord(site, 'nodes', id);
      return node === undefined ? null : nodePositionM(site, node);
    }
    case 'deviceGroups': {
      const group = getRecord(site, 'deviceGroups', id);
      return group === undefined ? null : groupPositionM(site, group);
    }
    case 'places':
      return getRecord(site, 'places', id) === undefined ? null : placeFrame(site, id).positionM;
    case 'scenery': {
      const scenery = getRecord(site, 'scenery', id);
      return scenery === undefined ? null : absolutePositionM(site, scenery.placeId, scenery.positionM);
    }
    case 'placements': {
      const placement = getRecord(site, 'placements', id);
      return placement === undefined ? null : spotM(site, { collection: 'nodes', id: placement.nodeId });
    }
    default:
      return null;
  }
}

/** Puts it somewhere in the site frame; its place and tier stay what they are. */
export function putCommand(site: Site, name: RecordName, toM: PositionM): SimpleCommand | null {
  const positionM = inMillimetres(localPositionM(site, containerOf(site, name), toM));
  switch (name.collection) {
    case 'nodes': {
      const node = getRecord(site, 'nodes', name.id);
      if (node === undefined) return null;
      const { id, placeId, tier, rackUnit } = node;
      return { kind: 'node.move', id, placeId, tier, positionM, rackUnit };
    }
    case 'deviceGroups': {
      const group = getRecord(site, 'deviceGroups', name.id);
      return group === undefined ? null : { kind: 'device-group.move', id: group.id, placeId: group.placeId, positionM };
    }
    case 'places':
      return { kind: 'place.edit', id: name.id as RecordOf<'places'>['id'], patch: { positionM } };
    case 'scenery':
      return { kind: 'scenery.edit', id: name.id as RecordOf<'scenery'>['id'], patch: { positionM } };
    default:
      return null;
  }
}

/** Turns it to an angle of its own, kept within one turn. */
export function turnCommand({ collection, id }: RecordName, rotationDeg: number): SimpleCommand | null {
  const patch = { rotationDeg: ((rotationDeg % 360) + 360) % 360 };
  switch (collection) {
    case 'nodes':
      return { kind: 'node.edit', id: id as RecordOf<'nodes'>['id'], patch };
    case 'places':
      return { kind: 'place.edit', id: id as RecordOf<'places'>['id'], patch };
    case 'scenery':
      return { kind: 'scenery.edit', id: id as RecordOf<'scenery'>['id'], patch };
    default:
      return null;
  }
}

function standing(site: Site, name: RecordName): Movable | null {
  const record = getRecord(site, name.collection, name.id) as AnyRecord | undefined;
  if (record === undefined || ('rackUnit' in record && record.rackUnit !== null)) return null;
  const rotationDeg = 'rotationDeg' in record ? record.rotationDeg : null;
  const positionM = name.collection === 'placements' ? null : spotM(site, name);
  return positionM === null ? null : { name, positionM, rotationDeg };
}

function containerOf(site: Site, { collection, id }: RecordName): string | null {
  if (collection === 'places') return getRecord(site, 'places', id)?.parentId ?? null;
  const record = getRecord(site, collection, id) as AnyRecord | undefined;
  return record !== undefined && 'placeId' in record ? record.placeId : null;
}

/** A sum of turns and shifts ends in crumbs that nobody entered. */
function inMillimetres({ xM, yM, zM }: PositionM): PositionM {
  const millimetres = (value: number): number => Math.round(value * 1000) / 1000 + 0;
  return { xM: millimetres(xM), yM: millimetres(yM), zM: millimetres(zM) };
}
