import type { StorageClass } from '../../site/schema/common.ts';
import { STORAGE_CLASSES } from '../../site/schema/common.ts';
import type { RecordOf } from '../../site/site.ts';
import type { NodeResult } from '../result.ts';
import type { DataVolume, NodeStorage, Temperature } from './result.ts';
import { TEMPERATURES } from './result.ts';
import { retentionOf } from './volume.ts';

type Service = RecordOf<'services'>;

/** [D1] Where data of a temperature go, of what a node has: hot where it is fast, cold where it is cheap. */
const CLASSES: Readonly<Record<Temperature, readonly StorageClass[]>> = {
  hot: ['nvme', 'ssd', 'hdd', 'object'],
  warm: ['ssd', 'hdd', 'nvme', 'object'],
  cold: ['object', 'hdd', 'ssd', 'nvme'],
};

/** Data that one service has on a node: its own, or those that another one has sent on. */
export interface Retained {
  /** Service that wrote them; its retention holds. */
  readonly writer: Service;
  /** Placement whose reservation and class of storage they use. */
  readonly keeper: { readonly placement: RecordOf<'placements'>; readonly service: Service };
  readonly volume: DataVolume;
}

interface Layer {
  /** GB a day, from `fromH` until `toH` after the start. */
  readonly gbPerDay: number;
  readonly fromH: number;
  readonly toH: number;
}

interface Shelf {
  retainedGB: number;
  /** Retained data that a reservation already books. */
  reservedGB: number;
  readonly layers: Layer[];
}

/** [D1] A node's storage by class once retention is full, against what it offers. Only classes that it has or that data need. */
export function nodeStorage(node: NodeResult, retained: readonly Retained[]): NodeStorage[] {
  const offered = (one: StorageClass): number => node.amounts[`storage-${one}`]?.available ?? 0;
  const shelves = new Map<StorageClass, Shelf>();
  const reserved = new Map<string, number>();
  for (const { writer, keeper, volume } of retained) {
    const { placement, service } = keeper;
    let reservation = reserved.get(placement.id) ?? placement.replicas * service.perReplica.storageGB;
    const hours = retentionOf(writer);
    let age = 0;
    for (const temperature of TEMPERATURES) {
      const gb = volume.storedGB[temperature];
      if (gb > 0) {
        const one = service.perReplica.storageClass ?? CLASSES[temperature].find((each) => offered(each) > 0) ?? 'ssd';
        const shelf = shelves.get(one) ?? { retainedGB: 0, reservedGB: 0, layers: [] };
        const covered = Math.min(gb, reservation);
        reservation -= covered;
        shelf.retainedGB += gb;
        shelf.reservedGB += covered;
        shelf.layers.push({ gbPerDay: (gb / hours[temperature]) * 24, fromH: age, toH: age + hours[temperature] });
        shelves.set(one, shelf);
      }
      age += hours[temperature];
    }
    reserved.set(placement.id, reservation);
  }
  return STORAGE_CLASSES.flatMap((one): NodeStorage[] => {
    const shelf = shelves.get(one) ?? { retainedGB: 0, reservedGB: 0, layers: [] };
    const bookedGB = node.amounts[`storage-${one}`]?.used ?? 0;
    if (offered(one) === 0 && bookedGB === 0 && shelf.retainedGB === 0) return [];
    const beyondReservationGB = shelf.retainedGB - shelf.reservedGB;
    return [
      {
        nodeId: node.id,
        tier: node.tier,
        class: one,
        offeredGB: offered(one),
        bookedGB,
        retainedGB: shelf.retainedGB,
        beyondReservationGB,
        filledShare: offered(one) > 0 ? (bookedGB + beyondReservationGB) / offered(one) : null,
        fullAfterDays: daysUntil(shelf.layers, offered(one) - bookedGB + shelf.reservedGB),
      },
    ];
  });
}

/** Days until the layers have filled `roomGB`; null when they never do. Each layer fills evenly over its hours, then keeps its level. */
function daysUntil(layers: readonly Layer[], roomGB: number): number | null {
  const hours = [...new Set(layers.flatMap(({ fromH, toH }) => [fromH, toH]))].toSorted((a, b) => a - b);
  let filled = 0;
  for (const [index, from] of hours.entries()) {
    const to = hours[index + 1];
    if (to === undefined) return null;
    const gbPerDay = layers.reduce((sum, one) => sum + (one.fromH <= from && one.toH >= to ? one.gbPerDay : 0), 0);
    const after = filled + (gbPerDay * (to - from)) / 24;
    // A store that is filled to the brim in the end is not overfilled.
    if (after > Math.max(0, roomGB) * (1 + 1e-9))
      return from / 24 + (gbPerDay === 0 ? 0 : Math.max(0, roomGB - filled) / gbPerDay);
    filled = after;
  }
  return null;
}
