import { lowerBound } from '../base/ordered.ts';
import type { RecordOf, Site } from '../site/site.ts';
import { getRecord } from '../site/site.ts';
import { ceilingFindings, nearLimitShare, nodeFindings, placeFindings } from './capacity-findings.ts';
import type { DemandChange } from './demand.ts';
import type { FindingChanges } from './finding-book.ts';
import { FindingBook } from './finding-book.ts';
import type { FlowEvaluation } from './flow-detail.ts';
import { FlowGroups } from './flow-groups.ts';
import type { FlowNode } from './flow-order.ts';
import { flowResult } from './flow-results.ts';
import { channelFindings, linkFindings, linkResult, rangeFindings } from './link-results.ts';
import { hardwareFindings } from './hardware-findings.ts';
import { nodeResult, withTraffic } from './node-capacity.ts';
import { misfits, serviceFindings, spreadPolicyFindings } from './placement-findings.ts';
import { enclosing, placeResults } from './place-capacity.ts';
import { rackFindings } from './rack-findings.ts';
import type { FlowResult, FlowStatus, LinkResult, NodeResult, PlaceResult } from './result.ts';
import type { ModelChange } from './site-model.ts';
import type { ResultChange } from './sorted-results.ts';
import { SortedResults } from './sorted-results.ts';
import type { TierRules } from './tier-rules.ts';
import { tierRuleFindings, tierRulesOf } from './tier-rules.ts';

/** Results that an update changed. */
export interface ResultChanges {
  readonly flows: readonly ResultChange<FlowResult>[];
  readonly nodes: readonly ResultChange<NodeResult>[];
  readonly links: readonly ResultChange<LinkResult>[];
  readonly places: readonly ResultChange<PlaceResult>[];
  readonly findings: FindingChanges;
}

/** Flows told between two steps: some milliseconds of work. */
const FLOWS_A_STEP = 500;

/** Stage 7: results and findings, each kept and told anew when something that it is read from may differ. */
export class Results {
  readonly flows = new SortedResults<FlowResult>();
  readonly nodes = new SortedResults<NodeResult>();
  readonly links = new SortedResults<LinkResult>();
  readonly places = new SortedResults<PlaceResult>();
  readonly book = new FindingBook();
  /** Flows by status. */
  readonly counts: Record<FlowStatus, number> = { met: 0, missed: 0, saturated: 0, 'no-route': 0, unplaced: 0 };
  powerW = 0;
  hardwareCost: number | null = null;
  nodesWithoutPrice = 0;
  private readonly evaluated: FlowEvaluation;
  private readonly groups: FlowGroups;
  private near = 0;
  private tierRules: TierRules = new Map();
  /** Of the nodes in their order, W. */
  private powers = new Float64Array(0);

  constructor(evaluated: FlowEvaluation) {
    this.evaluated = evaluated;
    this.groups = new FlowGroups(evaluated, this.book);
  }

  /** Yields after each batch of flows. */
  *update(
    model: ModelChange,
    demand: DemandChange,
    flows: ReadonlySet<FlowNode>,
    stamp: number,
  ): Generator<number, ResultChanges> {
    const { broad } = model.touched;
    if (broad) this.near = nearLimitShare(this.evaluated.model);
    const told: [string, FlowResult | null][] = [];
    for (const { id } of model.flowsGone) told.push([id, null]);
    for (const node of flows) {
      if (model.flowsGone.has(node)) continue;
      if (told.length % FLOWS_A_STEP === FLOWS_A_STEP - 1) yield told.length;
      told.push([node.id, flowResult(node.flow, this.evaluated.solver.flow(node.flow), this.evaluated.demand)]);
    }
    const changes = this.flows.update(told);
    for (const { before, after } of changes) {
      if (before !== undefined) this.counts[before.status] -= 1;
      if (after !== null) this.counts[after.status] += 1;
    }
    this.groups.update(changes, demand.stations, broad, stamp);
    const links = this.updateLinks(model, demand);
    const nodes = this.updateNodes(model, demand);
    const places = this.updatePlaces(model);
    this.updatePlacements(model);
    this.updateAccesses(model, demand);
    if (broad || model.touched.nodeRecords.some(isPriced)) this.addPrices();
    return { flows: changes, nodes, links, places, findings: this.book.settle() };
  }

  private updateLinks(model: ModelChange, demand: DemandChange): ResultChange<LinkResult>[] {
    const { graph } = this.evaluated.model;
    const ids = new Set<string>(model.touched.broad ? Object.keys(this.evaluated.model.site.links) : []);
    for (const id of model.links) ids.add(id);
    for (const half of demand.links) {
      const id = graph.arcs[2 * half]?.link.id;
      if (id !== undefined) ids.add(id);
    }
    for (const id of ids) for (const overlay of graph.overlaysOver(id)) ids.add(overlay);
    const results = [...ids].map((id) => [id, linkResult(this.evaluated.model, this.evaluated.demand, id)] as const);
    for (const [id, result] of results)
      this.book.set(`link ${id}`, result === null ? [] : linkFindings(this.evaluated.model, result, this.near));
    return this.links.update(results);
  }

  private updateNodes(model: ModelChange, demand: DemandChange): ResultChange<NodeResult>[] {
    const { graph, site } = this.evaluated.model;
    const ids = new Set<string>(model.touched.broad ? graph.indexOf.keys() : []);
    for (const id of model.touched.nodes) ids.add(id);
    for (const slot of model.ends) {
      const id = graph.nodes[slot]?.id;
      if (id !== undefined) ids.add(id);
    }
    for (const { before, after } of model.touched.placements)
      for (const placement of [before, after]) if (placement !== null) ids.add(placement.nodeId);
    const placed = [...demand.stations].map((station) => station.placementId);
    for (const id of [...placed, ...model.stations]) {
      const nodeId = getRecord(site, 'placements', id)?.nodeId;
      if (nodeId !== undefined) ids.add(nodeId);
    }
    const results: [string, NodeResult | null][] = this.nodesPassed(demand, ids);
    for (const id of ids) {
      const node = graph.indexOf.has(id) ? getRecord(site, 'nodes', id) : undefined;
      const { model: all, demand: load, solver } = this.evaluated;
      const result = node === undefined ? null : nodeResult(all, load, solver, node);
      results.push([id, result]);
      this.book.set(`node ${id}`, result === null ? [] : nodeFindings(all, result, this.near));
      this.book.set(`hardware ${id}`, node === undefined ? [] : hardwareFindings(all, load, node, this.near));
      this.book.set(`ceiling ${id}`, node === undefined || result === null ? [] : ceilingFindings(all, node, result));
    }
    const changes = this.nodes.update(results);
    if (changes.length > 0) this.addPower(changes);
    return changes;
  }

  /** Results of nodes with other traffic than before that are not told anew for other reasons. */
  private nodesPassed(demand: DemandChange, anew: Set<string>): [string, NodeResult | null][] {
    const { graph, site } = this.evaluated.model;
    const results = new Map<string, NodeResult | null>();
    for (const slot of demand.traffic) {
      const arc = graph.arcs[slot];
      for (const end of arc === undefined ? [] : [arc.from, arc.to]) {
        const id = graph.nodes[end]?.id;
        if (id === undefined || anew.has(id) || results.has(id)) continue;
        const before = this.nodes.get(id);
        const node = getRecord(site, 'nodes', id);
        if (before === undefined || node === undefined) {
          anew.add(id);
          continue;
        }
        const result = withTraffic(this.evaluated, node, before);
        results.set(id, result);
        this.book.set(`node ${id}`, nodeFindings(this.evaluated.model, result, this.near));
      }
    }
    return [...results];
  }

  private updatePlaces(model: ModelChange): ResultChange<PlaceResult>[] {
    const { site, nodeOrder } = this.evaluated.model;
    const only = new Set<string>();
    for (const change of model.touched.nodeRecords) {
      if (!isPriced(change) && sameSpot(change.before, change.after)) continue;
      for (const node of [change.before, change.after])
        for (const place of enclosing(site, node?.placeId ?? null)) only.add(place.id);
    }
    if (!model.touched.broad && only.size === 0) return [];
    const results = placeResults(site, nodeOrder.list, model.touched.broad ? null : only);
    if (model.touched.broad) for (const { id } of this.places.list) if (!results.has(id)) results.set(id, null);
    for (const [id, result] of results)
      this.book.set(`place ${id}`, [
        ...(result === null ? [] : placeFindings(this.evaluated.model, result, this.near)),
        ...rackFindings(site, id),
      ]);
    return this.places.update(results);
  }

  private updatePlacements(model: ModelChange): void {
    const { model: all } = this.evaluated;
    const { broad } = model.touched;
    const services = new Set<string>([...model.placed, ...model.touched.services]);
    const placements = new Set(model.stations);
    for (const id of this.ruledAnew(model)) services.add(id);
    if (broad) {
      for (const id of Object.keys(all.site.services)) services.add(id);
      for (const id of Object.keys(all.site.placements)) placements.add(id);
    }
    for (const id of placements) {
      const placement = getRecord(all.site, 'placements', id);
      const service = placement === undefined ? undefined : getRecord(all.site, 'services', placement.serviceId);
      const slot = all.graph.indexOf.get(placement?.nodeId ?? '');
      const live = service === undefined || slot === undefined ? undefined : all.placementAt(service.id, slot);
      this.book.set(`misfit ${id}`, service === undefined || live === undefined ? [] : misfits(all, service, live));
      if (placement !== undefined) services.add(placement.serviceId);
    }
    for (const id of services) {
      const service = getRecord(all.site, 'services', id);
      this.book.set(`service ${id}`, service === undefined ? [] : serviceFindings(all, service));
      const rules = service === undefined ? undefined : this.tierRules.get(id);
      const standing = all.placements.get(id as RecordOf<'services'>['id']) ?? [];
      this.book.set(`rules ${id}`, service && rules ? tierRuleFindings(all, service, standing, rules) : []);
    }
    if (broad || services.size > 0) this.book.set('spread policies', spreadPolicyFindings(all));
  }

  /** Services that other rules of tiers hold for than before. What a rule asks about stands in flows, groups, services, workloads. */
  private ruledAnew({ touched }: ModelChange): string[] {
    const { broad, flows, groups, services } = touched;
    if (!broad && flows.length === 0 && groups.size === 0 && services.size === 0) return [];
    const before = this.tierRules;
    this.tierRules = tierRulesOf(this.evaluated.model.site);
    const ids = new Set([...before.keys(), ...this.tierRules.keys()]);
    return [...ids].filter((id) => !sameRules(before.get(id), this.tierRules.get(id)));
  }

  private updateAccesses(model: ModelChange, demand: DemandChange): void {
    const { model: all, demand: load } = this.evaluated;
    const keys = model.touched.broad ? new Set([...load.channels.keys(), ...demand.channels]) : demand.channels;
    for (const key of keys) this.book.set(`channel ${key}`, channelFindings(all, load, key, this.near));
    const groups = model.touched.broad ? new Set([...Object.keys(all.site.deviceGroups), ...model.groups]) : model.groups;
    for (const id of groups) this.book.set(`range ${id}`, rangeFindings(all.accesses.get(id)));
  }

  /** Power of all nodes in the order of their ids. */
  private addPower(changes: readonly ResultChange<NodeResult>[]): void {
    const { list } = this.nodes;
    if (changes.some(({ before, after }) => before === undefined || after === null)) {
      this.powers = Float64Array.from(list, (node) => node.powerW);
    } else for (const { id, after } of changes) this.powers[lowerBound(list, id)] = after?.powerW ?? 0;
    const { powers } = this;
    let total = 0;
    for (let at = 0; at < powers.length; at += 1) total += powers[at] as number;
    this.powerW = total;
  }

  private addPrices(): void {
    const { site, nodeOrder } = this.evaluated.model;
    this.hardwareCost = null;
    this.nodesWithoutPrice = 0;
    for (const { id } of nodeOrder.list) {
      const node = getRecord(site, 'nodes', id);
      if (node === undefined || node.status === 'retired') continue;
      const price = priceOf(site, node);
      if (price === null) this.nodesWithoutPrice += 1;
      else this.hardwareCost = (this.hardwareCost ?? 0) + price;
    }
  }
}

function sameRules(a: readonly object[] = [], b: readonly object[] = []): boolean {
  return a.length === b.length && a.every((rule, index) => rule === b[index]);
}

/** Price of a node in the site's currency; null where its type has none in that currency. */
export function priceOf(site: Site, node: RecordOf<'nodes'>): number | null {
  const price = getRecord(site, 'hardwareTypes', node.typeId)?.price ?? null;
  return price === null || price.currency !== site.header.currency ? null : price.amount;
}

/** Whether a change of a node may change sums over hardware: it came, went, was retired or is of another type. */
function sameSpot(before: RecordOf<'nodes'> | null, after: RecordOf<'nodes'> | null): boolean {
  return before?.placeId === after?.placeId && before?.rackUnit === after?.rackUnit;
}

function isPriced({
  before,
  after,
}: {
  readonly before: RecordOf<'nodes'> | null;
  readonly after: RecordOf<'nodes'> | null;
}): boolean {
  if (before === null || after === null) return true;
  return before.typeId !== after.typeId || (before.status === 'retired') !== (after.status === 'retired');
}
