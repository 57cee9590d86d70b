import type { SimpleCommand } from '../../site/commands/schema.ts';
import type { HardwareType } from '../../site/schema/hardware-type.ts';
import { linkId } from '../../site/schema/common.ts';
import { TIERS } from '../../site/schema/common.ts';
import type { RecordOf, Site } from '../../site/site.ts';
import { getRecord } from '../../site/site.ts';
import type { DayLoad } from '../day-load.ts';
import { peakOfDay } from '../day-load.ts';
import type { Evaluated } from '../evaluate.ts';
import { changeNode } from './baseline.ts';
import type { BaselineContents } from './result.ts';

/** [K1] Share of its capacity that a link or a switch is filled to in the busiest hour when it is chosen anew. */
const FILL = 0.8;

const GEAR: readonly HardwareType['category'][] = ['switch', 'router', 'gateway'];

export interface GearChange {
  readonly commands: readonly SimpleCommand[];
  readonly replaced: BaselineContents['replaced'];
}

/** [K1] Nodes that only carry traffic any more, by the cheapest priced gear that can; a node that is cheaper itself stays. */
export function replaceByGear(
  evaluated: Evaluated,
  load: DayLoad,
  nodeIds: readonly string[],
  types: readonly HardwareType[],
): GearChange {
  const { site, graph } = evaluated.model;
  const traffic = new Map<number, number>();
  for (const arc of graph.arcs) {
    const mbps = peakOfDay(load, load.arcMbps, arc.index * load.columns);
    for (const end of [arc.from, arc.to]) traffic.set(end, (traffic.get(end) ?? 0) + mbps);
  }
  const radio = radioNeeds(site);
  const commands: SimpleCommand[] = [];
  const used = new Map<string, HardwareType>();
  const replaced = new Map<string, { fromTypeId: string; toTypeId: string; quantity: number }>();
  const gear = types
    .filter((type) => GEAR.includes(type.category) && type.price?.currency === site.header.currency)
    .toSorted((a, b) => (a.price?.amount ?? 0) - (b.price?.amount ?? 0) || (a.id < b.id ? -1 : 1));
  for (const id of nodeIds) {
    const node = getRecord(site, 'nodes', id);
    const own = getRecord(site, 'hardwareTypes', node?.typeId ?? '');
    const mbps = (traffic.get(graph.indexOf.get(id) ?? -1) ?? 0) / FILL;
    const kinds = radio.get(id) ?? new Set<string>();
    if (node === undefined || own === undefined) continue;
    const chosen = gear.find(
      (type) => isFor(type, node) && forwards(type) >= mbps && [...kinds].every((kind) => has(type, kind)),
    );
    const ownPrice = own.price?.currency === site.header.currency ? own.price.amount : null;
    if (chosen === undefined || (ownPrice !== null && ownPrice <= (chosen.price?.amount ?? 0))) continue;
    commands.push(...changeNode(site, id, { typeId: chosen.id }));
    used.set(chosen.id, chosen);
    const key = `${own.id} ${chosen.id}`;
    replaced.set(key, { fromTypeId: own.id, toTypeId: chosen.id, quantity: (replaced.get(key)?.quantity ?? 0) + 1 });
  }
  const fresh = [...used.values()].filter((type) => getRecord(site, 'hardwareTypes', type.id) === undefined);
  return {
    commands: [...fresh.map((record): SimpleCommand => ({ kind: 'hardware-type.add', record })), ...commands],
    replaced: [...replaced.values()],
  };
}

/** [K1] Links that raw data fill beyond what is wise, made as wide as they need. */
export function widenLinks(
  evaluated: Evaluated,
  load: DayLoad,
): { readonly commands: readonly SimpleCommand[]; readonly widened: BaselineContents['widened'] } {
  const { graph } = evaluated.model;
  const commands: SimpleCommand[] = [];
  const widened: { linkId: string; direction: 'up' | 'down'; fromMbps: number; toMbps: number }[] = [];
  for (const arc of graph.arcs) {
    if (arc.direction !== 'up' || arc.underlays.length > 0) continue;
    const back = graph.arcs[graph.arcOf.get(`${arc.link.id}/down`) ?? -1];
    if (back === undefined) continue;
    const peak = (index: number): number => peakOfDay(load, load.arcMbps, index * load.columns);
    const up = Math.max(arc.channel.bandwidthMbps, peak(arc.index) / FILL);
    const down = Math.max(back.channel.bandwidthMbps, peak(back.index) / FILL);
    if (up <= arc.channel.bandwidthMbps && down <= back.channel.bandwidthMbps) continue;
    const id = linkId.parse(arc.link.id);
    if (arc.link.locked) commands.push({ kind: 'link.edit', id, patch: { locked: false } });
    const measured = arc.link.measured === null ? null : { ...arc.link.measured, throughputMbps: null };
    commands.push({ kind: 'link.edit', id, patch: { bandwidthUpMbps: up, bandwidthDownMbps: down, measured } });
    for (const [channel, direction, toMbps] of [
      [arc.channel, 'up', up],
      [back.channel, 'down', down],
    ] as const)
      if (toMbps > channel.bandwidthMbps)
        widened.push({ linkId: arc.link.id, direction, fromMbps: channel.bandwidthMbps, toMbps });
  }
  return { commands, widened };
}

function isFor(type: HardwareType, node: RecordOf<'nodes'>): boolean {
  return type.tiers.includes(node.tier) || (TIERS.indexOf(node.tier) <= 1 && type.tiers.some((tier) => TIERS.indexOf(tier) <= 1));
}

function forwards(type: HardwareType): number {
  return type.forwardingMbps ?? type.interfaces.reduce((sum, one) => sum + one.count * one.bandwidthMbps, 0);
}

function has(type: HardwareType, kind: string): boolean {
  return type.interfaces.some((one) => one.kind === kind);
}

/** Radio interfaces that the links and devices of each node need. */
function radioNeeds(site: Site): Map<string, Set<string>> {
  const needs = new Map<string, Set<string>>();
  const add = (nodeId: string, mediumId: string): void => {
    const kind = getRecord(site, 'media', mediumId)?.kind;
    if (kind !== 'wifi' && kind !== 'cellular' && kind !== 'lora') return;
    const known = needs.get(nodeId) ?? new Set<string>();
    known.add(kind);
    needs.set(nodeId, known);
  };
  for (const link of Object.values(site.links)) for (const end of [link.fromNodeId, link.toNodeId]) add(end, link.mediumId);
  for (const { attachment } of Object.values(site.deviceGroups))
    if (attachment !== null) add(attachment.nodeId, attachment.mediumId);
  return needs;
}
