import { works } from '../../network/graph.ts';
import type { RecordOf, Site } from '../../site/site.ts';
import { getRecord, listRecords } from '../../site/site.ts';
import type { Components } from './components.ts';
import type { Module } from './module.ts';
import { parallel, series } from './module.ts';

/** Components of which one is enough, shared with other elements. */
export type Clause = readonly number[];

/** A node or a link: it works when its own module works and each of its clauses has a component that works. */
export interface Element {
  readonly own: Module | null;
  readonly clauses: readonly Clause[];
}

export interface Edge extends Element {
  readonly a: number;
  readonly b: number;
}

/** The network as what can fail. Links work both ways; routes find any way that works. */
export interface ReliabilityNetwork {
  /** By vertex; undefined where it has been reduced away. */
  readonly vertices: readonly (Element | undefined)[];
  readonly edges: readonly Edge[];
  readonly vertexOf: ReadonlyMap<string, number>;
}

/** [A1, L5] All working nodes and links. An overlay works when one of its underlays between the same nodes does. */
export function buildNetwork(site: Site, components: Components): ReliabilityNetwork {
  const nodes = listRecords(site, 'nodes').filter(works);
  const vertexOf = new Map<string, number>(nodes.map((node, index) => [node.id, index]));
  const vertices = nodes.map((node): Element => {
    const power = components.power(node);
    return { own: { kind: 'part', component: components.node(node) }, clauses: power.length === 0 ? [] : [power] };
  });
  const links = listRecords(site, 'links').filter(works);
  const underlays = new Map<string, number>();
  for (const link of links) for (const id of link.underlayIds) underlays.set(id, (underlays.get(id) ?? 0) + 1);
  const edges: Edge[] = [];
  for (const link of links) {
    const a = vertexOf.get(link.fromNodeId);
    const b = vertexOf.get(link.toNodeId);
    if (a === undefined || b === undefined || underlays.has(link.id)) continue;
    const element = link.underlayIds.length === 0 ? ordinary(components, link) : overlay(site, components, link, underlays);
    if (element !== null) edges.push({ a, b, ...element });
  }
  return { vertices, edges, vertexOf };
}

function ordinary(components: Components, link: RecordOf<'links'>): Element {
  const component = components.link(link);
  return { own: component === null ? null : { kind: 'part', component }, clauses: [] };
}

function overlay(
  site: Site,
  components: Components,
  link: RecordOf<'links'>,
  users: ReadonlyMap<string, number>,
): Element | null {
  const ends = [link.fromNodeId, link.toNodeId].toSorted().join(' ');
  const below = link.underlayIds
    .map((id) => getRecord(site, 'links', id))
    .filter((one) => one !== undefined)
    .filter((one) => works(one) && [one.fromNodeId, one.toNodeId].toSorted().join(' ') === ends);
  if (below.length === 0) return null;
  const all = below.map((one) => components.link(one));
  const parts = all.filter((part) => part !== null);
  const itself = link.mtbfH === null ? null : components.link(link);
  const alone = below.every((one) => users.get(one.id) === 1);
  const own: Module[] = itself === null ? [] : [{ kind: 'part', component: itself }];
  if (parts.length < all.length) return { own: own[0] ?? null, clauses: [] };
  if (alone) own.push(parallel(parts.map((component) => ({ kind: 'part', component }))));
  return { own: own.length === 0 ? null : series(own), clauses: alone ? [] : [parts] };
}

/**
 * Series and parallel reduction around terminals: dead ends go, a node that only passes on between two links becomes one link with them,
 * links side by side that share nothing with the rest become one. Answers do not change, there is only less to factor.
 */
export function reduceNetwork(network: ReliabilityNetwork, terminals: ReadonlySet<number>): ReliabilityNetwork {
  const vertices = [...network.vertices];
  const edges = new Map<number, Edge>();
  const at: Set<number>[] = vertices.map(() => new Set());
  let next = 0;
  const remove = (index: number): void => {
    const edge = edges.get(index);
    if (edge === undefined) return;
    edges.delete(index);
    at[edge.a]?.delete(index);
    at[edge.b]?.delete(index);
  };
  const addEdge = (edge: Edge): void => {
    for (const index of at[edge.a] ?? []) {
      const twin = edges.get(index);
      if (twin === undefined || other(twin, edge.a) !== edge.b || !sameClauses(twin, edge)) continue;
      remove(index);
      // Of two ways that share all clauses, one that never fails by itself makes the other worthless.
      const own = twin.own === null || edge.own === null ? null : parallel([twin.own, edge.own]);
      addEdge({ a: edge.a, b: edge.b, own, clauses: edge.clauses });
      return;
    }
    edges.set(next, edge);
    at[edge.a]?.add(next);
    at[edge.b]?.add(next);
    next += 1;
  };
  for (const edge of network.edges) if (edge.a !== edge.b) addEdge(edge);
  const queue = vertices.map((_, vertex) => vertex);
  for (let vertex = queue.pop(); vertex !== undefined; vertex = queue.pop()) {
    const element = vertices[vertex];
    if (element === undefined || terminals.has(vertex)) continue;
    const [first, second, ...more] = [...(at[vertex] ?? [])];
    if (more.length > 0) continue;
    const one = first === undefined ? undefined : edges.get(first);
    const two = second === undefined ? undefined : edges.get(second);
    vertices[vertex] = undefined;
    if (first !== undefined) remove(first);
    if (second !== undefined) remove(second);
    const from = one === undefined ? null : other(one, vertex);
    const to = two === undefined ? null : other(two, vertex);
    if (one !== undefined && two !== undefined && from !== null && to !== null && from !== to) {
      const owns = [one.own, element.own, two.own].filter((own) => own !== null);
      addEdge({
        a: from,
        b: to,
        own: owns.length === 0 ? null : series(owns),
        clauses: unionClauses([one, element, two]),
      });
    }
    if (from !== null) queue.push(from);
    if (to !== null) queue.push(to);
  }
  return { vertices, edges: [...edges.values()], vertexOf: network.vertexOf };
}

function other(edge: Edge, vertex: number): number {
  return edge.a === vertex ? edge.b : edge.a;
}

function unionClauses(elements: readonly Element[]): Clause[] {
  const known = new Map<string, Clause>();
  for (const element of elements) for (const clause of element.clauses) known.set(clause.join(' '), clause);
  return [...known.values()];
}

function sameClauses(a: Element, b: Element): boolean {
  return a.clauses.length === b.clauses.length && keyOf(a) === keyOf(b);
}

function keyOf(element: Element): string {
  return element.clauses
    .map((clause) => clause.join(' '))
    .toSorted()
    .join(';');
}
