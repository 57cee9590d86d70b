import { TIERS } from '../../site/schema/common.ts';
import { getRecord } from '../../site/site.ts';
import type { DayLoad } from '../day-load.ts';
import { gbPerDay, meanOfDay } from '../day-load.ts';
import type { Evaluated } from '../evaluate.ts';
import type { BoundaryTraffic } from './result.ts';

/**
 * [D1] Traffic inwards over each boundary between tiers, and what it would be if every device sent all its data raw to the centre.
 * An overlay is counted once, not again as its underlays.
 */
export function boundaryTraffic(evaluated: Evaluated, load: DayLoad): BoundaryTraffic[] {
  const { site, graph } = evaluated.model;
  const rank = graph.nodes.map((node) => TIERS.indexOf(node.tier));
  const underlays = new Set<string>(graph.arcs.flatMap((arc) => (arc.underlays.length > 0 ? arc.link.underlayIds : [])));
  const plan = TIERS.slice(1).map(() => 0);
  const raw = TIERS.slice(1).map(() => 0);
  for (const arc of graph.arcs) {
    const from = rank[arc.from] ?? 0;
    const to = rank[arc.to] ?? 0;
    if (to <= from || underlays.has(arc.link.id)) continue;
    const gb = gbPerDay(meanOfDay(load, load.arcMbps, arc.index * load.columns));
    for (let boundary = from; boundary < to; boundary += 1) plan[boundary] = (plan[boundary] ?? 0) + gb;
  }
  for (const [groupId, access] of load.accesses) {
    const nodeId = getRecord(site, 'deviceGroups', groupId)?.attachment?.nodeId ?? '';
    const from = rank[graph.indexOf.get(nodeId) ?? -1];
    if (from === undefined) continue;
    const gb = gbPerDay(meanOfDay(load, access.sentMbps));
    for (let boundary = from; boundary < raw.length; boundary += 1) raw[boundary] = (raw[boundary] ?? 0) + gb;
  }
  return plan.map((planGBPerDay, boundary) => {
    const rawGBPerDay = raw[boundary] ?? 0;
    const savedGBPerDay = rawGBPerDay - planGBPerDay;
    return {
      tier: TIERS[boundary] ?? 'device',
      planGBPerDay,
      rawGBPerDay,
      savedGBPerDay,
      savedShare: rawGBPerDay > 0 ? savedGBPerDay / rawGBPerDay : null,
    };
  });
}
