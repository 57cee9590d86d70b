import { groupPositionM, nodePositionM } from '../../core/site/geometry.ts';
import type { RecordOf, Site } from '../../core/site/site.ts';
import { getRecord, listRecords } from '../../core/site/site.ts';
import type { Reach } from '../ui/scales.ts';

/** Media that reach through the air to whoever is near enough. */
const RADIO: readonly RecordOf<'media'>['kind'][] = ['wifi', 'cellular', 'lora'];

/** One radio at a node. */
export interface Cell {
  readonly nodeId: string;
  /** As far as its medium reaches. */
  readonly radiusM: number;
}

export interface Coverage {
  /** Largest first, so that smaller ones lie on top. */
  readonly cells: readonly Cell[];
  /** How each device group is reached, by id. */
  readonly groups: ReadonlyMap<string, Reach>;
}

/** Where radio reaches, from the ranges of the media that device groups are attached by; ranges nobody states are not drawn. */
export function coverageOf(site: Site): Coverage {
  const cells = new Map<string, Cell>();
  const groups = new Map<string, Reach>();
  for (const group of listRecords(site, 'deviceGroups')) {
    const medium = group.attachment === null ? undefined : getRecord(site, 'media', group.attachment.mediumId);
    const node = group.attachment === null ? undefined : getRecord(site, 'nodes', group.attachment.nodeId);
    if (medium === undefined || node === undefined) {
      groups.set(group.id, 'detached');
      continue;
    }
    if (!RADIO.includes(medium.kind)) {
      groups.set(group.id, 'wired');
      continue;
    }
    const rangeM = medium.maxRangeM;
    if (rangeM === null) continue;
    const key = `${node.id} ${rangeM}`;
    if (!cells.has(key)) cells.set(key, { nodeId: node.id, radiusM: rangeM });
    const [at, from] = [groupPositionM(site, group), nodePositionM(site, node)];
    const awayM = Math.hypot(at.xM - from.xM, at.yM - from.yM);
    groups.set(group.id, awayM + group.spreadM <= rangeM ? 'covered' : awayM - group.spreadM <= rangeM ? 'partly' : 'beyond');
  }
  return { cells: [...cells.values()].toSorted((a, b) => b.radiusM - a.radiusM), groups };
}
