import { getRecord } from '../site/site.ts';
import type { Access } from './access.ts';
import type { ChannelModel } from '../network/link-model.ts';
import type { Demand } from './demand.ts';
import { channelWait } from './channel-delay.ts';
import { figure, finding, percent } from './finding.ts';
import { arcDelay } from './path-delay.ts';
import type { Finding, LinkResult } from './result.ts';
import type { SiteModel } from './site-model.ts';

/** Bytes of the packet whose delay is shown for a link: a full Ethernet payload. */
const SHOWN_PACKET_BYTES = 1500;

/** [L3, C1] Load and delay of a link; null when it does not work. */
export function linkResult(model: SiteModel, demand: Demand, id: string): LinkResult | null {
  const up = model.graph.arcOf.get(`${id}/up`);
  const down = model.graph.arcOf.get(`${id}/down`);
  if (up === undefined || down === undefined) return null;
  return {
    id,
    upMbps: demand.arcMbps[up] ?? 0,
    downMbps: demand.arcMbps[down] ?? 0,
    capacityUpMbps: capacityMbps(model, up),
    capacityDownMbps: capacityMbps(model, down),
    utilisationUp: utilisation(model, demand, up),
    utilisationDown: utilisation(model, demand, down),
    delayUpMs: meanDelay(model, demand, up),
    delayDownMs: meanDelay(model, demand, down),
    flows: flowsOver(demand, up, down),
  };
}

/** Flows with an entry in the sum of either direction; both lists are in the order of flows. */
function flowsOver(demand: Demand, up: number, down: number): number {
  const one = demand.sums.arcSums[up]?.entries ?? [];
  const other = demand.sums.arcSums[down]?.entries ?? [];
  let flows = 0;
  let last = -Infinity;
  let a = 0;
  let b = 0;
  while (a < one.length || b < other.length) {
    const rankA = one[a]?.way.leg.flow.rank ?? Infinity;
    const rankB = other[b]?.way.leg.flow.rank ?? Infinity;
    if (rankA <= rankB) a += 1;
    else b += 1;
    const rank = Math.min(rankA, rankB);
    if (rank !== last) flows += 1;
    last = rank;
  }
  return flows;
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

/** [L3] A link that is saturated or nearly full. */
export function linkFindings(model: SiteModel, result: LinkResult, near: number): Finding[] {
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
}

/** [L4] An access channel that is asked for more than it can carry, or nearly full. */
export function channelFindings(model: SiteModel, demand: Demand, key: string, near: number): Finding[] {
  const channel = demand.channels.get(key);
  if (channel === undefined) return [];
  return (['up', 'down'] as const).flatMap((direction) =>
    channelFinding(model, channel.access, channel.access[direction], channel[direction], direction, near),
  );
}

/** [L4] A device group farther away than its medium reaches. */
export function rangeFindings(access: Access | undefined): Finding[] {
  const reach = access?.medium.maxRangeM ?? null;
  if (access === undefined || reach === null || access.lengthM <= reach) return [];
  return [
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
  ];
}

function channelFinding(
  model: SiteModel,
  access: Access,
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
