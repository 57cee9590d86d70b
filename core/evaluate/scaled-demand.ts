import type { SiteDiff } from '../site/diff.ts';
import type { RecordOf, Site } from '../site/site.ts';
import { listRecords } from '../site/site.ts';

type DeviceGroup = RecordOf<'deviceGroups'>;

/** A device group that asks and streams more by a factor. */
function scaledGroup(group: DeviceGroup, factor: number): DeviceGroup {
  return {
    ...group,
    requestsPerSecond: group.requestsPerSecond * factor,
    streamUpMbps: group.streamUpMbps * factor,
    streamDownMbps: group.streamDownMbps * factor,
  };
}

/** The site with each device group asking and streaming that many times as much. What services send on their own stays. */
export function scaledDemand(site: Site, times: (groupId: string) => number): Site {
  const deviceGroups: Record<string, DeviceGroup> = {};
  for (const group of listRecords(site, 'deviceGroups')) deviceGroups[group.id] = scaledGroup(group, times(group.id));
  return { ...site, deviceGroups };
}

/** What makes the site that `scaledDemand(site, before)` gives into that of `after`. */
export function demandDiff(site: Site, before: (groupId: string) => number, after: (groupId: string) => number): SiteDiff {
  const changes = listRecords(site, 'deviceGroups').flatMap((group) => {
    const [from, to] = [before(group.id), after(group.id)];
    if (from === to) return [];
    return [
      { collection: 'deviceGroups' as const, id: group.id, before: scaledGroup(group, from), after: scaledGroup(group, to) },
    ];
  });
  return { header: null, changes };
}
