import { busyRate } from '../../evaluate/access.ts';
import type { SiteModel } from '../../evaluate/site-model.ts';
import type { RecordOf } from '../../site/site.ts';

/** Who asks a service, or is asked by it, from where: slots of nodes with their requests per second. */
export type Sources = ReadonlyMap<number, number>;

/** Unloaded delays between nodes, and where the traffic of a service comes from. */
export class Nearness {
  private readonly model: SiteModel;
  private readonly flowsTo = new Map<string, RecordOf<'flows'>[]>();
  private readonly flowsFrom = new Map<string, RecordOf<'flows'>[]>();

  constructor(model: SiteModel) {
    this.model = model;
    for (const flow of model.flows) {
      push(this.flowsTo, flow.to.id, flow);
      push(this.flowsFrom, flow.from.id, flow);
    }
  }

  /** One-way unloaded delay, ms; Infinity where there is no way. */
  delayMs(from: number, to: number): number {
    return this.model.routes.toNearest([to]).costNs(from) / 1e6;
  }

  /** Mean delay from a node to sources, by their rates; null without any, Infinity where one cannot be reached. */
  meanDelayMs(sources: Sources, slot: number): number | null {
    const tree = this.model.routes.toNearest([slot]);
    let total = 0;
    let rate = 0;
    for (const [source, weight] of sources) {
      total += weight * tree.costNs(source);
      rate += weight;
    }
    return rate === 0 ? null : total / rate / 1e6;
  }

  placeOf(slot: number): string | null {
    return this.model.graph.nodes[slot]?.placeId ?? null;
  }

  slot(nodeId: string): number {
    return this.model.graph.indexOf.get(nodeId) ?? -1;
  }

  /**
   * Devices count with their requests; services that call it or that it calls where they run, each flow as one request a second. Of
   * callers that run nowhere yet their own sources stand in.
   */
  sourcesOf(serviceId: string): Sources {
    const sources = new Map<number, number>();
    this.collect(serviceId, sources, new Set([serviceId]));
    return sources;
  }

  private collect(serviceId: string, sources: Map<number, number>, seen: Set<string>): void {
    const add = (slot: number, rate: number): void => void sources.set(slot, (sources.get(slot) ?? 0) + rate);
    for (const flow of this.flowsTo.get(serviceId) ?? []) {
      if (flow.to.kind !== 'service') continue;
      if (flow.from.kind === 'device-group') this.addGroup(flow.from.id, add);
      else if (!this.addService(flow.from.id, add) && !seen.has(flow.from.id)) {
        seen.add(flow.from.id);
        this.collect(flow.from.id, sources, seen);
      }
    }
    for (const flow of this.flowsFrom.get(serviceId) ?? []) {
      if (flow.from.kind !== 'service') continue;
      if (flow.to.kind === 'device-group') this.addGroup(flow.to.id, add);
      else this.addService(flow.to.id, add);
    }
  }

  private addGroup(groupId: string, add: (slot: number, rate: number) => void): void {
    const access = this.model.accesses.get(groupId);
    const slot = access === undefined ? -1 : this.slot(access.nodeId);
    if (access !== undefined && slot >= 0) add(slot, Math.max(1e-3, busyRate(access.group) * access.group.count));
  }

  private addService(serviceId: string, add: (slot: number, rate: number) => void): boolean {
    const placements = this.model.placements.get(serviceId) ?? [];
    for (const { node } of placements) add(node, 1 / placements.length);
    return placements.length > 0;
  }
}

function push<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
