import { must } from '../base/assert.ts';
import { sameValue } from '../base/same-value.ts';
import type { RouteTree } from '../network/route-tree.ts';
import type { RecordOf } from '../site/site.ts';
import type { LegState, LegTarget } from './leg.ts';
import type { LivePlacement, ModelChange, SiteModel } from './site-model.ts';

type Flow = RecordOf<'flows'>;

/** Who asks for targets from one source, and what was found for them. */
class Asked {
  /** Most often there is but one. */
  private legs: LegState | Set<LegState>;
  /** Null until found. */
  targets: readonly LegTarget[] | null = null;
  /** False where they have to be found again. */
  valid = false;

  constructor(leg: LegState) {
    this.legs = leg;
  }

  add(leg: LegState): void {
    if (this.legs instanceof Set) this.legs.add(leg);
    else this.legs = new Set([this.legs, leg]);
  }

  /** Gives whether anybody is left. */
  remove(leg: LegState): boolean {
    if (!(this.legs instanceof Set)) return this.legs !== leg;
    this.legs.delete(leg);
    return this.legs.size > 0;
  }

  invalidate(moved: Set<LegState>): void {
    this.valid = false;
    if (this.legs instanceof Set) for (const leg of this.legs) moved.add(leg);
    else moved.add(this.legs);
  }
}

/** Where flows to one service or device group go from each source. */
export class Destination {
  readonly key: string;
  readonly end: Flow['to'];
  readonly spread: boolean;
  /** Of the nearest of all targets, else one a target. */
  trees: RouteTree[] = [];
  /** By source. */
  readonly asked = new Map<number, Asked>();
  byNode: ReadonlyMap<number, LivePlacement | null> = new Map();

  constructor(key: string, end: Flow['to'], spread: boolean) {
    this.key = key;
    this.end = end;
    this.spread = spread;
  }
}

/** Stage 1: targets of all flows and the ways there, each found once a service and source, and again only when it may be another. */
export class Destinations {
  private readonly model: SiteModel;
  private readonly byKey = new Map<string, Destination>();
  private readonly users = new Map<RouteTree, Set<Destination>>();
  /** Trees to single nodes, by slot. */
  private readonly nodeTrees = new Map<number, RouteTree>();

  constructor(model: SiteModel) {
    this.model = model;
  }

  of(flow: Flow): Destination {
    const spread = flow.to.kind === 'service' && this.model.spreadWorkloads.has(flow.workloadId);
    const key = `${flow.to.kind} ${flow.to.id}${spread ? ' spread' : ''}`;
    let destination = this.byKey.get(key);
    if (destination === undefined) {
      destination = new Destination(key, flow.to, spread);
      destination.byNode = this.nodesOf(destination);
      this.openTrees(destination);
      this.byKey.set(key, destination);
    }
    return destination;
  }

  /** Targets from a source: the nearest that can be reached, or all where they are spread; empty where there is no way. */
  targets(destination: Destination, source: number): readonly LegTarget[] {
    const asked = must(destination.asked.get(source), `who asks from ${source}`);
    const known = asked.targets;
    if (asked.valid && known !== null) return known;
    const targets = this.find(destination, source);
    const kept = known !== null && sameTargets(known, targets) ? known : targets;
    asked.targets = kept;
    asked.valid = true;
    return kept;
  }

  join(destination: Destination, source: number, leg: LegState): void {
    const asked = destination.asked.get(source);
    if (asked !== undefined) {
      asked.add(leg);
      return;
    }
    destination.asked.set(source, new Asked(leg));
    for (const tree of destination.trees) tree.ask(source);
  }

  leave(destination: Destination, source: number, leg: LegState): void {
    if (destination.asked.get(source)?.remove(leg) !== false) return;
    destination.asked.delete(source);
    for (const tree of destination.trees) tree.drop(source);
    if (destination.asked.size > 0) return;
    this.closeTrees(destination);
    this.byKey.delete(destination.key);
  }

  /** Brings ways up to date; gives the legs that may have others. */
  update(change: ModelChange): Set<LegState> {
    const moved = new Set<LegState>();
    const targets = new Map<RouteTree, { readonly added: number[]; readonly removed: number[] }>();
    for (const id of change.placed) {
      const spread = this.byKey.get(`service ${id} spread`);
      if (spread !== undefined) this.reopen(spread, moved);
      const nearest = this.byKey.get(`service ${id}`);
      if (nearest !== undefined) this.retarget(nearest, targets, moved);
    }
    for (const id of change.groups) {
      const group = this.byKey.get(`device-group ${id}`);
      if (group !== undefined) this.reopen(group, moved);
    }
    for (const slot of change.gone) {
      const tree = this.nodeTrees.get(slot);
      if (tree !== undefined) this.model.routes.release(tree);
      this.nodeTrees.delete(slot);
    }
    for (const [tree, sources] of this.model.routes.repair(change.routing, targets))
      for (const destination of this.users.get(tree) ?? [])
        for (const source of sources) destination.asked.get(source)?.invalidate(moved);
    return moved;
  }

  private nodesOf({ end }: Destination): Map<number, LivePlacement | null> {
    if (end.kind === 'service') return new Map((this.model.placements.get(end.id) ?? []).map((one) => [one.node, one]));
    const access = this.model.accesses.get(end.id);
    const node = access === undefined ? undefined : this.model.graph.indexOf.get(access.nodeId);
    return node === undefined ? new Map() : new Map([[node, null]]);
  }

  private find(destination: Destination, source: number): LegTarget[] {
    const reached: { placement: LivePlacement | null; path: readonly number[]; node: number }[] = [];
    for (const tree of destination.trees) {
      const path = tree.path(source);
      if (path === null) continue;
      const node = path.length === 0 ? source : (this.model.graph.arcs[path.at(-1) ?? -1]?.to ?? source);
      reached.push({ placement: destination.byNode.get(node) ?? null, path, node });
    }
    const replicas = reached.reduce((total, { placement }) => total + (placement?.placement.replicas ?? 1), 0);
    return reached.map(({ placement, path, node }) => ({
      placement,
      node,
      share: (placement?.placement.replicas ?? 1) / replicas,
      path,
      back: path.map((arc) => arc ^ 1).reverse(),
    }));
  }

  private openTrees(destination: Destination): void {
    const nodes = [...destination.byNode.keys()];
    destination.trees =
      destination.end.kind === 'service' && !destination.spread
        ? [this.model.routes.keep(nodes)]
        : nodes.map((node) => this.nodeTree(node));
    for (const tree of destination.trees) {
      const users = this.users.get(tree);
      if (users === undefined) this.users.set(tree, new Set([destination]));
      else users.add(destination);
    }
    for (const source of destination.asked.keys()) for (const tree of destination.trees) tree.ask(source);
  }

  private closeTrees(destination: Destination): void {
    for (const tree of destination.trees) {
      const users = this.users.get(tree);
      users?.delete(destination);
      if (users === undefined || users.size > 0) continue;
      this.users.delete(tree);
      this.model.routes.release(tree);
      for (const [node, kept] of this.nodeTrees) if (kept === tree) this.nodeTrees.delete(node);
    }
  }

  private nodeTree(node: number): RouteTree {
    let tree = this.nodeTrees.get(node);
    if (tree === undefined) {
      tree = this.model.routes.keep([node]);
      this.nodeTrees.set(node, tree);
    }
    return tree;
  }

  /** Other targets, each with a tree of its own: everything is found anew. */
  private reopen(destination: Destination, moved: Set<LegState>): void {
    for (const source of destination.asked.keys()) for (const tree of destination.trees) tree.drop(source);
    this.closeTrees(destination);
    destination.byNode = this.nodesOf(destination);
    this.openTrees(destination);
    for (const asked of destination.asked.values()) asked.invalidate(moved);
  }

  /** Other targets in one tree: only sources whose nearest is another one now, or has another record, are looked at again. */
  private retarget(
    destination: Destination,
    targets: Map<RouteTree, { readonly added: number[]; readonly removed: number[] }>,
    moved: Set<LegState>,
  ): void {
    const before = destination.byNode;
    const after = this.nodesOf(destination);
    destination.byNode = after;
    const [tree] = destination.trees;
    if (tree === undefined) return;
    targets.set(tree, {
      added: [...after.keys()].filter((node) => !before.has(node)),
      removed: [...before.keys()].filter((node) => !after.has(node)),
    });
    const emptied = (before.size === 0) !== (after.size === 0);
    for (const asked of destination.asked.values()) {
      const nearest = asked.targets?.[0];
      if (emptied || (nearest !== undefined && after.get(nearest.node) !== nearest.placement)) asked.invalidate(moved);
    }
  }
}

function sameTargets(a: readonly LegTarget[], b: readonly LegTarget[]): boolean {
  return (
    a.length === b.length &&
    a.every((one, at) => {
      const other = b[at];
      return (
        other !== undefined &&
        one.placement === other.placement &&
        one.node === other.node &&
        one.share === other.share &&
        sameValue(one.path, other.path)
      );
    })
  );
}
