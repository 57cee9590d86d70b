import type { Ranked } from '../base/ordered.ts';
import { Ordered } from '../base/ordered.ts';
import { setsOff } from '../site/flow-cycles.ts';
import type { RecordOf } from '../site/site.ts';

type Flow = RecordOf<'flows'>;

/** A flow in the order of all flows. */
export interface FlowNode extends Ranked {
  readonly id: string;
  flow: Flow;
  /** Flows that have to be known before it: 0 for one that nothing sets off. */
  depth: number;
  /** What its arrivals set off, by stage and id; `followerKey` names them. */
  followers: readonly Flow[];
  followerKey: string;
}

const NOTHING: readonly Flow[] = [];

/** Who sets whom off, kept up to date. */
export class FlowOrder {
  readonly nodes = new Map<string, FlowNode>();
  /** Flows that an arrival by a flow sets off at its target, by stage. Periodic flows are nobody's. */
  readonly followers = new Map<string, readonly Flow[]>();
  private readonly order = new Ordered<FlowNode>();
  private readonly bySource = new Map<string, Set<FlowNode>>();
  private readonly byTarget = new Map<string, Set<FlowNode>>();
  /** Lists of followers by service and key: equal ones are the same object. */
  private readonly lists = new Map<string, ReadonlyMap<string, readonly Flow[]>>();
  private sorted: readonly Flow[] | null = null;

  /** All flows, each after those that set it off. */
  get flows(): readonly Flow[] {
    this.sorted ??= this.order.list.toSorted((a, b) => a.depth - b.depth || a.rank - b.rank).map((node) => node.flow);
    return this.sorted;
  }

  /** In the order of ids. */
  get list(): readonly FlowNode[] {
    return this.order.list;
  }

  from(kind: Flow['from']['kind'], id: string): Iterable<FlowNode> {
    return this.bySource.get(`${kind} ${id}`) ?? [];
  }

  to(kind: Flow['from']['kind'], id: string): Iterable<FlowNode> {
    return this.byTarget.get(`${kind} ${id}`) ?? [];
  }

  /** Takes in flows before and after; gives those that changed or set off others than before, and those that are gone. */
  update(changes: readonly { readonly before: Flow | null; readonly after: Flow | null }[]): {
    readonly changed: Set<FlowNode>;
    readonly gone: Set<FlowNode>;
  } {
    const changed = new Set<FlowNode>();
    const gone = new Set<FlowNode>();
    const came: FlowNode[] = [];
    const services = new Set<string>();
    if (changes.length > 0) this.sorted = null;
    for (const { before, after } of changes) {
      const known = before === null ? undefined : this.nodes.get(before.id);
      if (known !== undefined) this.unlink(known, services);
      if (after === null) {
        if (known !== undefined) gone.add(known);
        continue;
      }
      const node = known ?? { id: after.id, rank: 0, flow: after, depth: 0, followers: NOTHING, followerKey: '' };
      node.flow = after;
      if (known === undefined) came.push(node);
      this.link(node, services);
      changed.add(node);
    }
    for (const node of came) this.nodes.set(node.id, node);
    this.order.add(came);
    for (const node of gone) {
      this.nodes.delete(node.id);
      this.followers.delete(node.id);
    }
    this.order.remove(gone);
    this.followOn(services, changed);
    this.deepen(changed, services);
    return { changed, gone };
  }

  private link(node: FlowNode, services: Set<string>): void {
    const { from, to } = node.flow;
    join(this.bySource, `${from.kind} ${from.id}`, node);
    join(this.byTarget, `${to.kind} ${to.id}`, node);
    if (from.kind === 'service') services.add(from.id);
    if (to.kind === 'service') services.add(to.id);
  }

  private unlink(node: FlowNode, services: Set<string>): void {
    const { from, to } = node.flow;
    this.bySource.get(`${from.kind} ${from.id}`)?.delete(node);
    this.byTarget.get(`${to.kind} ${to.id}`)?.delete(node);
    if (from.kind === 'service') services.add(from.id);
    if (to.kind === 'service') services.add(to.id);
  }

  /** Followers of all flows that lead to these services. Flows with equal followers share one list. */
  private followOn(services: ReadonlySet<string>, changed: Set<FlowNode>): void {
    for (const service of services) {
      const next = [...this.from('service', service)].map((node) => node.flow).filter((flow) => flow.periodMs === null);
      next.sort((a, b) => a.stage - b.stage || (a.id < b.id ? -1 : 1));
      const before = this.lists.get(service);
      const shared = new Map<string, readonly Flow[]>();
      this.lists.set(service, shared);
      for (const node of this.to('service', service)) {
        const own = next.filter((flow) => setsOff(node.flow, flow));
        const key = own.map((flow) => flow.id).join(' ');
        const known = shared.get(key) ?? before?.get(key);
        const list = known !== undefined && own.every((flow, at) => flow === known[at]) ? known : own;
        shared.set(key, list);
        if (list !== node.followers) changed.add(node);
        node.followers = list;
        node.followerKey = key;
        if (list.length > 0) this.followers.set(node.id, list);
        else this.followers.delete(node.id);
      }
    }
    for (const node of changed) {
      if (node.flow.to.kind === 'service') continue;
      node.followers = NOTHING;
      node.followerKey = '';
      this.followers.delete(node.id);
    }
  }

  /** Depths of changed flows and all that they set off. The document refuses circles; one is a bug. */
  private deepen(changed: ReadonlySet<FlowNode>, services: ReadonlySet<string>): void {
    const open = new Set<FlowNode>(changed);
    for (const service of services) for (const node of this.from('service', service)) open.add(node);
    let budget = 64 * (this.nodes.size + 1);
    for (const node of open) {
      open.delete(node);
      let depth = 0;
      if (node.flow.from.kind === 'service' && node.flow.periodMs === null)
        for (const caller of this.to('service', node.flow.from.id))
          if (setsOff(caller.flow, node.flow)) depth = Math.max(depth, caller.depth + 1);
      if (depth === node.depth) continue;
      budget -= 1;
      if (budget === 0) throw new Error(`Flows set each other off in a circle: ${node.id}`);
      node.depth = depth;
      this.sorted = null;
      for (const next of node.followers) {
        const follower = this.nodes.get(next.id);
        if (follower !== undefined) open.add(follower);
      }
    }
  }
}

function join(map: Map<string, Set<FlowNode>>, key: string, node: FlowNode): void {
  const set = map.get(key);
  if (set === undefined) map.set(key, new Set([node]));
  else set.add(node);
}
