import { sameValue } from '../base/same-value.ts';
import type { RouteTree } from '../network/route-tree.ts';
import type { RecordOf } from '../site/site.ts';
import type { LegState, LegTarget } from './leg.ts';
import type { LivePlacement, ModelChange, SiteModel } from './site-model.ts';

type Flow = RecordOf<'flows'>;

/** Where flows to one service or device group go from each source. */
export class Destination {
  readonly key: string;
  readonly end: Flow['to'];
  readonly spread: boolean;
  /** Of the nearest of all targets, else one a target. */
  trees: RouteTree[] = [];
  readonly legs = new Map<number, Set<LegState>>();
  /** Targets by source; null where they have to be found again, with what was found before. */
  readonly found = new Map<number, { targets: readonly LegTarget[]; valid: boolean }>();
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
    const known = destination.found.get(source);
    if (known?.valid === true) return known.targets;
    const targets = this.find(destination, source);
    const kept = known !== undefined && sameTargets(known.targets, targets) ? known.targets : targets;
    destination.found.set(source, { targets: kept, valid: true });
    return kept;
  }

  join(destination: Destination, source: number, leg: LegState): void {
    const legs = destination.legs.get(source);
    if (legs !== undefined) {
      legs.add(leg);
      return;
    }
    destination.legs.set(source, new Set([leg]));
    for (const tree of destination.trees) tree.ask(source);
  }

  leave(destination: Destination, source: number, leg: LegState): void {
    const legs = destination.legs.get(source);
    legs?.delete(leg);
    if (legs === undefined || legs.size > 0) return;
    destination.legs.delete(source);
    destination.found.delete(source);
    for (const tree of destination.trees) tree.drop(source);
    if (destination.legs.size > 0) return;
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
      for (const destination of this.users.get(tree) ?? []) for (const source of sources) invalidate(destination, source, moved);
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
    for (const source of destination.legs.keys()) for (const tree of destination.trees) tree.ask(source);
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
    for (const source of destination.legs.keys()) for (const tree of destination.trees) tree.drop(source);
    this.closeTrees(destination);
    destination.byNode = this.nodesOf(destination);
    this.openTrees(destination);
    for (const source of destination.legs.keys()) invalidate(destination, source, moved);
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
    for (const [source, { targets: found }] of destination.found)
      if (emptied || (found[0] !== undefined && after.get(found[0].node) !== found[0].placement))
        invalidate(destination, source, moved);
  }
}

function invalidate(destination: Destination, source: number, moved: Set<LegState>): void {
  const found = destination.found.get(source);
  if (found !== undefined) found.valid = false;
  for (const leg of destination.legs.get(source) ?? []) moved.add(leg);
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
