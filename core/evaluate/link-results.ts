import { getRecord, listRecords } from '../site/site.ts';
import type { ChannelModel } from '../network/link-model.ts';
import type { Demand } from './demand.ts';
import { channelWait } from './channel-delay.ts';
import { figure, finding, percent } from './finding.ts';
import { arcDelay } from './path-delay.ts';
import type { Finding, LinkResult } from './result.ts';
import type { SiteModel } from './site-model.ts';

/** Bytes of the packet whose delay is shown for a link: a full Ethernet payload. */
const SHOWN_PACKET_BYTES = 1500;

/** [L3, C1] Load and delay of every working link. */
export function linkResults(model: SiteModel, demand: Demand): LinkResult[] {
  const results: LinkResult[] = [];
  for (const link of listRecords(model.site, 'links')) {
    const up = model.graph.arcOf.get(`${link.id}/up`);
    const down = model.graph.arcOf.get(`${link.id}/down`);
    if (up === undefined || down === undefined) continue;
    results.push({
      id: link.id,
      upMbps: demand.arcMbps[up] ?? 0,
      downMbps: demand.arcMbps[down] ?? 0,
      capacityUpMbps: capacityMbps(model, up),
      capacityDownMbps: capacityMbps(model, down),
      utilisationUp: utilisation(model, demand, up),
      utilisationDown: utilisation(model, demand, down),
      delayUpMs: meanDelay(model, demand, up),
      delayDownMs: meanDelay(model, demand, down),
      flows: demand.linkFlows[up >> 1] ?? 0,
    });
  }
  return results;
}

/** Bandwidth of an arc; of an overlay, that of the underlays it uses. */
function capacityMbps(model: SiteModel, index: number): number {
  const arc = model.graph.arcs[index];
  if (arc === undefined) return 0;
  if (arc.underlays.length === 0) return arc.channel.bandwidthMbps;
  return arc.underlays.reduce((total, one) => total + (model.graph.arcs[one.arc]?.channel.bandwidthMbps ?? 0), 0);
}

/** Share of time an arc is busy; of an overlay, its fullest underlay. */
function utilisation(model: SiteModel, demand: Demand, index: number): number {
  const arc = model.graph.arcs[index];
  if (arc === undefined) return 0;
  if (arc.underlays.length === 0) return demand.arcs[index]?.work ?? 0;
  return Math.max(...arc.underlays.map((one) => demand.arcs[one.arc]?.work ?? 0));
}

function meanDelay(model: SiteModel, demand: Demand, index: number): number | null {
  const result = arcDelay(model, demand, index, SHOWN_PACKET_BYTES);
  return result.status === 'ok' ? result.delay.moments.mean : null;
}

/** [L3] Saturated links, and those that are nearly full. */
export function linkFindings(model: SiteModel, links: readonly LinkResult[], near: number): Finding[] {
  return links.flatMap((result) => {
    const link = getRecord(model.site, 'links', result.id);
    if (link === undefined || link.underlayIds.length > 0) return [];
    const upFuller = result.utilisationUp >= result.utilisationDown;
    const busy = upFuller ? result.utilisationUp : result.utilisationDown;
    if (busy < near) return [];
    const capacity = upFuller ? result.capacityUpMbps : result.capacityDownMbps;
    const demandMbps = busy * capacity;
    const parameters = {
      name: link.name,
      share: percent(busy),
      demand: figure(demandMbps),
      capacity: figure(capacity),
      needed: figure(demandMbps / near),
      flows: result.flows,
    };
    const saturated = busy >= 1;
    return [
      finding({
        kind: saturated ? 'link-saturated' : 'near-limit',
        code: saturated ? 'link-saturated' : 'link-near-limit',
        severity: saturated ? 'error' : 'warning',
        subject: `links/${result.id}`,
        limit: capacity,
        value: demandMbps,
        unit: 'Mbps',
        why: `${link.name} would have to carry ${figure(demandMbps)} Mbps of ${figure(capacity)} Mbps (${percent(busy)}) for ${result.flows} ${result.flows === 1 ? 'flow' : 'flows'}.`,
        remedy: `Raise it to ${figure(demandMbps / near)} Mbps, or serve those flows nearer to their sources.`,
        parameters,
      }),
    ];
  });
}

/** [L4] Access channels that are asked for more than they can carry, nearly full, or farther away than the medium reaches. */
export function accessFindings(model: SiteModel, demand: Demand, near: number): Finding[] {
  const findings: Finding[] = [];
  for (const channel of demand.channels.values()) {
    for (const direction of ['up', 'down'] as const)
      findings.push(...channelFinding(model, channel.access, channel.access[direction], channel[direction], direction, near));
  }
  for (const access of demand.accesses.values()) {
    const reach = access.medium.maxRangeM;
    if (reach === null || access.lengthM <= reach) continue;
    findings.push(
      finding({
        kind: 'out-of-range',
        severity: 'warning',
        subject: `deviceGroups/${access.group.id}`,
        limit: reach,
        value: access.lengthM,
        unit: 'm',
        why: `${access.group.name} is ${figure(access.lengthM)} m from its access node; ${access.medium.name} reaches ${figure(reach)} m.`,
        remedy: 'Attach it to a nearer node, add one nearer to it, or use a medium that reaches farther.',
        parameters: {
          group: access.group.name,
          length: figure(access.lengthM),
          medium: access.medium.name,
          reach: figure(reach),
        },
      }),
    );
  }
  return findings;
}

function channelFinding(
  model: SiteModel,
  access: Demand['accesses'] extends ReadonlyMap<string, infer Value> ? Value : never,
  channel: ChannelModel,
  load: Demand['arcs'][number],
  direction: 'up' | 'down',
  near: number,
): Finding[] {
  if (load.work < near) return [];
  const saturated = channelWait(channel, load) === null;
  const node = getRecord(model.site, 'nodes', access.nodeId)?.name ?? access.nodeId;
  const shared = access.medium.sharing === 'shared';
  const subject = shared ? `nodes/${access.nodeId}` : `deviceGroups/${access.group.id}`;
  const name = shared ? node : access.group.name;
  return [
    finding({
      kind: saturated ? 'access-saturated' : 'near-limit',
      code: saturated ? 'access-saturated' : 'access-near-limit',
      severity: saturated ? 'error' : 'warning',
      subject,
      aspect: `${access.medium.id} ${direction}`,
      limit: channel.bandwidthMbps,
      value: load.work * channel.bandwidthMbps,
      unit: 'Mbps',
      why: `${access.medium.name} at ${name} is busy ${percent(load.work)} of the time ${direction === 'up' ? 'towards' : 'from'} the network.`,
      remedy: shared
        ? 'Spread the devices over more access nodes, or use a faster medium.'
        : 'Use a faster access medium, or send less.',
      parameters: { name, medium: access.medium.name, share: percent(load.work), direction },
    }),
  ];
}
