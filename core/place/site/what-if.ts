import type { DeviceGroup } from '../../site/schema/device-group.ts';
import type { Site } from '../../site/site.ts';

/** [P6] What has changed under a plan: nodes that failed, and requests that are so many times as many. */
export interface WhatIf {
  readonly failedNodeIds: readonly string[];
  /** 1: as now; 1.3: 30 % more devices' requests. */
  readonly growth: number;
}

/** The site after failures and growth. Placements that stood on what failed are still there, and run no more. */
export function siteIf(site: Site, { failedNodeIds, growth }: WhatIf): Site {
  if (failedNodeIds.length === 0 && growth === 1) return site;
  const nodes = { ...site.nodes };
  for (const id of failedNodeIds) {
    const node = nodes[id];
    if (node !== undefined) nodes[id] = { ...node, status: 'failed' };
  }
  const deviceGroups: Record<string, DeviceGroup> = {};
  for (const [id, group] of Object.entries(site.deviceGroups))
    deviceGroups[id] = { ...group, requestsPerSecond: group.requestsPerSecond * growth };
  return { ...site, nodes, deviceGroups };
}
