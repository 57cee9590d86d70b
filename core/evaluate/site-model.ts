import type { NetworkGraph } from '../network/graph.ts';
import { buildGraph } from '../network/graph.ts';
import { Routes } from '../network/routes.ts';
import { setsOff } from '../site/flow-cycles.ts';
import type { RecordOf, Site } from '../site/site.ts';
import { listRecords } from '../site/site.ts';

type Flow = RecordOf<'flows'>;
type Placement = RecordOf<'placements'>;

/** A placement on a working node. */
export interface LivePlacement {
  readonly placement: Placement;
  readonly node: number;
}

/** A site indexed for evaluation: what works, who calls whom, in which order. */
export interface SiteModel {
  readonly site: Site;
  readonly graph: NetworkGraph;
  readonly routes: Routes;
  /** All flows, each after those that set it off. */
  readonly flows: readonly Flow[];
  /** Flows that an arrival by a flow sets off at its target, by stage. Periodic flows are nobody's. */
  readonly followers: ReadonlyMap<string, readonly Flow[]>;
  /** Working placements by service, in the order of node ids. */
  readonly placements: ReadonlyMap<string, readonly LivePlacement[]>;
  /** Workloads whose requests are spread over all placements instead of going to the nearest. */
  readonly spreadWorkloads: ReadonlySet<string>;
}

export function buildSiteModel(site: Site): SiteModel {
  const graph = buildGraph(site);
  const flows = listRecords(site, 'flows');
  const bySource = new Map<string, Flow[]>();
  for (const flow of flows) if (flow.from.kind === 'service') append(bySource, flow.from.id, flow);
  const followers = new Map<string, Flow[]>();
  for (const flow of flows) {
    if (flow.to.kind !== 'service') continue;
    const next = (bySource.get(flow.to.id) ?? []).filter((other) => setsOff(flow, other));
    if (next.length > 0)
      followers.set(
        flow.id,
        next.toSorted((a, b) => a.stage - b.stage),
      );
  }
  const placements = new Map<string, LivePlacement[]>();
  for (const placement of listRecords(site, 'placements')) {
    const node = graph.indexOf.get(placement.nodeId);
    if (node !== undefined) append(placements, placement.serviceId, { placement, node });
  }
  for (const list of placements.values()) list.sort((a, b) => a.node - b.node);
  return {
    site,
    graph,
    routes: new Routes(graph),
    flows: inOrder(flows, followers),
    followers,
    placements,
    spreadWorkloads: spreadWorkloads(site),
  };
}

/** Kahn's order. The document refuses circles, so every flow is reached; one that is not is a bug. */
function inOrder(flows: readonly Flow[], followers: ReadonlyMap<string, readonly Flow[]>): Flow[] {
  const waitsFor = new Map<string, number>();
  for (const list of followers.values()) for (const flow of list) waitsFor.set(flow.id, (waitsFor.get(flow.id) ?? 0) + 1);
  const ordered = flows.filter((flow) => !waitsFor.has(flow.id));
  for (let at = 0; at < ordered.length; at += 1) {
    for (const next of followers.get(ordered[at]?.id ?? '') ?? []) {
      const left = (waitsFor.get(next.id) ?? 0) - 1;
      waitsFor.set(next.id, left);
      if (left === 0) ordered.push(next);
    }
  }
  if (ordered.length !== flows.length) throw new Error(`${flows.length - ordered.length} flows set each other off in a circle`);
  return ordered;
}

function spreadWorkloads(site: Site): Set<string> {
  const spread = new Set<string>();
  for (const policy of listRecords(site, 'policies')) {
    if (policy.kind !== 'steering' || !policy.enabled) continue;
    const ids = policy.workloadIds.length > 0 ? policy.workloadIds : Object.keys(site.workloads);
    for (const id of ids) {
      if (policy.rule === 'spread') spread.add(id);
      else spread.delete(id);
    }
  }
  return spread;
}

function append<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
