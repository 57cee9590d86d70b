import { lowerBound } from '../base/ordered.ts';
import type { FindingBook } from './finding-book.ts';
import type { FlowEvaluation } from './flow-detail.ts';
import { blockedFinding, groupOf, missedFinding, saturatedFinding } from './flow-findings.ts';
import type { LegState } from './leg.ts';
import type { StationSum } from './loads.ts';
import type { FlowResult } from './result.ts';
import { getRecord } from '../site/site.ts';

interface Group {
  /** Ids of its flows, in order. */
  readonly flows: Map<string, FlowResult>;
  /** Legs that its finding stands on, and the update in which it was made. */
  legs: readonly LegState[];
  stamp: number;
}

/** Stage 7 for flows: those that miss or lack something for the same reason have one finding. Only groups with a change are told anew. */
export class FlowGroups {
  private readonly evaluated: FlowEvaluation;
  private readonly book: FindingBook;
  private readonly groups = new Map<string, Group>();
  /** Groups of saturated placements, by service. */
  private readonly saturated = new Map<string, Set<string>>();

  constructor(evaluated: FlowEvaluation, book: FindingBook) {
    this.evaluated = evaluated;
    this.book = book;
  }

  update(
    changes: readonly { readonly before: FlowResult | undefined; readonly after: FlowResult | null }[],
    stations: ReadonlySet<StationSum>,
    everything: boolean,
    stamp: number,
  ): void {
    const dirty = new Set<string>(everything ? this.groups.keys() : []);
    for (const { before, after } of changes) {
      const was = before === undefined ? null : groupOf(before);
      const is = after === null ? null : groupOf(after);
      if (was !== null && before !== undefined) {
        this.groups.get(was)?.flows.delete(before.id);
        dirty.add(was);
      }
      if (is === null || after === null) continue;
      const group = this.groups.get(is) ?? { flows: new Map<string, FlowResult>(), legs: [], stamp };
      group.flows.set(after.id, after);
      this.groups.set(is, group);
      dirty.add(is);
    }
    for (const { placementId } of stations) {
      const key = `saturated placements/${placementId}`;
      if (this.groups.has(key)) dirty.add(key);
    }
    for (const [key, group] of this.groups) if (group.legs.some((leg) => leg.stamp > group.stamp)) dirty.add(key);
    const services = new Set<string>();
    for (const key of dirty) this.tell(key, stamp, services);
    for (const service of services) this.tellSaturated(service);
  }

  private tell(key: string, stamp: number, services: Set<string>): void {
    const group = this.groups.get(key);
    const flows = group === undefined ? [] : inOrder(group);
    if (key.startsWith('saturated ')) {
      const service = this.serviceOf(key);
      const keys = this.saturated.get(service) ?? new Set<string>();
      this.saturated.set(service, keys);
      if (flows.length > 0) keys.add(key);
      else keys.delete(key);
      services.add(service);
    } else if (flows.length > 0 && group !== undefined) {
      if (key.startsWith('missed ')) {
        const { finding, legs } = missedFinding(this.evaluated, flows);
        group.legs = legs;
        group.stamp = stamp;
        this.book.set(`flows ${key}`, [finding]);
      } else this.book.set(`flows ${key}`, [blockedFinding(this.evaluated.model, flows)]);
    }
    if (flows.length > 0) return;
    this.groups.delete(key);
    this.book.set(`flows ${key}`, []);
  }

  private tellSaturated(service: string): void {
    const keys = [...(this.saturated.get(service) ?? [])].toSorted();
    const groups = keys.flatMap((key) => {
      const group = this.groups.get(key);
      return group === undefined ? [] : [inOrder(group)];
    });
    this.book.set(`flows saturated ${service}`, groups.length === 0 ? [] : [saturatedFinding(this.evaluated, groups)]);
    if (groups.length === 0) this.saturated.delete(service);
  }

  /** Service of a saturated placement; of one that is gone, the service under which it was told. */
  private serviceOf(key: string): string {
    for (const [service, keys] of this.saturated) if (keys.has(key)) return service;
    const id = key.slice('saturated placements/'.length);
    return getRecord(this.evaluated.model.site, 'placements', id)?.serviceId ?? '';
  }
}

function inOrder(group: Group): FlowResult[] {
  const flows: FlowResult[] = [];
  for (const flow of group.flows.values()) {
    if ((flows.at(-1)?.id ?? '') < flow.id) flows.push(flow);
    else flows.splice(lowerBound(flows, flow.id), 0, flow);
  }
  return flows;
}
