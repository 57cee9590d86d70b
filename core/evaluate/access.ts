import { length } from '../base/elementary.ts';
import { must } from '../base/assert.ts';
import type { ChannelModel } from '../network/link-model.ts';
import { accessChannel } from '../network/link-model.ts';
import { groupPositionM, nodePositionM } from '../site/geometry.ts';
import type { RecordOf, Site } from '../site/site.ts';
import { getRecord } from '../site/site.ts';

/** How a device group reaches the network. */
export interface Access {
  readonly group: RecordOf<'deviceGroups'>;
  readonly medium: RecordOf<'media'>;
  readonly nodeId: string;
  /** Length of the access path, m. */
  readonly lengthM: number;
  readonly up: ChannelModel;
  readonly down: ChannelModel;
  /** Groups with equal keys share one channel, as in a radio cell; a dedicated medium has one queue a device. */
  readonly channelKey: string;
}

/** Access of a group; null when it is not attached. Length: stated, or straight line × the medium's route factor. */
export function accessOf(site: Site, group: RecordOf<'deviceGroups'>): Access | null {
  const attachment = group.attachment;
  if (attachment === null) return null;
  const medium = must(getRecord(site, 'media', attachment.mediumId), `media/${attachment.mediumId}`);
  const node = must(getRecord(site, 'nodes', attachment.nodeId), `nodes/${attachment.nodeId}`);
  const lengthM = attachment.lengthM ?? distanceM(site, group, node) * medium.routeFactor;
  return {
    group,
    medium,
    nodeId: node.id,
    lengthM,
    up: accessChannel(medium, lengthM, 'up'),
    down: accessChannel(medium, lengthM, 'down'),
    channelKey: medium.sharing === 'shared' ? `${node.id} ${medium.id}` : `group ${group.id}`,
  };
}

/** Devices whose traffic meets in one queue of this access. */
export function sharersOf(access: Access): number {
  return access.medium.sharing === 'shared' ? access.group.count : 1;
}

/** Busy-hour requests per second of one device: the mean rate × the highest hour of its day profile. */
export function busyRate(group: RecordOf<'deviceGroups'>): number {
  return group.requestsPerSecond * (group.dayProfile === null ? 1 : Math.max(...group.dayProfile));
}

function distanceM(site: Site, group: RecordOf<'deviceGroups'>, node: RecordOf<'nodes'>): number {
  const a = groupPositionM(site, group);
  const b = nodePositionM(site, node);
  return length(a.xM - b.xM, a.yM - b.yM, a.zM - b.zM);
}
