import type { Structure } from './factoring.ts';
import type { Module } from './module.ts';
import { moduleAvailability } from './module.ts';
import type { Element, ReliabilityNetwork } from './network.ts';

/** What a source has to reach: enough replicas, wherever they stand. */
export interface Requirement {
  readonly need: number;
  readonly targets: readonly { readonly vertex: number; readonly replicas: number }[];
}

export interface ReachSource {
  readonly vertex: number;
  readonly requirements: readonly Requirement[];
}

/** A structure whose parts are modules of components. */
export interface ReachStructure extends Structure {
  readonly modules: readonly Module[];
}

/** Parts of an element: `all` have to be up, and of each of `any` one. */
interface Needs {
  readonly all: number | null;
  readonly any: readonly (readonly number[])[];
}

/** [A1] Works when every source reaches what it requires over vertices and edges that work. */
export function reachStructure(
  network: ReliabilityNetwork,
  sources: readonly ReachSource[],
  componentAvailability: ArrayLike<number>,
): ReachStructure {
  const modules: Module[] = [];
  const shared = new Map<number, number>();
  const needsOf = (element: Element): Needs => {
    const all = element.own === null ? null : modules.push(element.own) - 1;
    const any = element.clauses.map((clause) =>
      clause
        .toSorted((a, b) => (componentAvailability[b] ?? 0) - (componentAvailability[a] ?? 0))
        .map((component) => {
          let part = shared.get(component);
          if (part === undefined) {
            part = modules.push({ kind: 'part', component }) - 1;
            shared.set(component, part);
          }
          return part;
        }),
    );
    return { all, any };
  };
  const vertices = network.vertices.map((element) => (element === undefined ? null : needsOf(element)));
  const around: { readonly to: number; readonly needs: Needs }[][] = vertices.map(() => []);
  for (const edge of network.edges) {
    const needs = needsOf(edge);
    around[edge.a]?.push({ to: edge.b, needs });
    around[edge.b]?.push({ to: edge.a, needs });
  }
  const availability = Float64Array.from(modules, (module) => moduleAvailability(module, componentAvailability));
  const searches = sources.map((source) => new Search(vertices, around, source));
  return {
    modules,
    availability,
    works(down) {
      const used = new Set<number>();
      for (const search of searches) if (!search.collect(down, used)) return null;
      return [...used];
    },
  };
}

/** Breadth-first search from one source, until everything it requires is reached. */
class Search {
  private readonly vertices: readonly (Needs | null)[];
  private readonly around: readonly (readonly { readonly to: number; readonly needs: Needs }[])[];
  private readonly source: ReachSource;
  /** Requirements that a vertex helps to meet, with its replicas. */
  private readonly offers = new Map<number, { readonly requirement: number; readonly replicas: number }[]>();
  private readonly seen: Int32Array;
  private readonly cameFrom: Int32Array;
  private readonly cameBy: (Needs | null)[];
  private round = 0;

  constructor(vertices: Search['vertices'], around: Search['around'], source: ReachSource) {
    this.vertices = vertices;
    this.around = around;
    this.source = source;
    this.seen = new Int32Array(vertices.length);
    this.cameFrom = new Int32Array(vertices.length);
    this.cameBy = vertices.map(() => null);
    for (const [requirement, { targets }] of source.requirements.entries()) {
      for (const { vertex, replicas } of targets) {
        const offers = this.offers.get(vertex) ?? [];
        offers.push({ requirement, replicas });
        this.offers.set(vertex, offers);
      }
    }
  }

  /** Adds parts that are enough for this source to `used`; false when it cannot be served. */
  collect(down: Uint8Array, used: Set<number>): boolean {
    const start = this.source.vertex;
    if (!isUp(this.vertices[start], down)) return false;
    this.round += 1;
    const missing = this.source.requirements.map(({ need }) => need);
    let unmet = missing.length;
    const queue = [start];
    this.seen[start] = this.round;
    this.cameFrom[start] = -1;
    const taken: number[] = [start];
    for (let at = 0; at < queue.length && unmet > 0; at += 1) {
      const vertex = queue[at] ?? start;
      let helps = false;
      for (const { requirement, replicas } of this.offers.get(vertex) ?? []) {
        const left = missing[requirement] ?? 0;
        if (left <= 0) continue;
        helps = true;
        missing[requirement] = left - replicas;
        if (left <= replicas) unmet -= 1;
      }
      if (helps) taken.push(vertex);
      if (unmet === 0) break;
      for (const { to, needs } of this.around[vertex] ?? []) {
        if (this.seen[to] === this.round || !isUp(needs, down) || !isUp(this.vertices[to], down)) continue;
        this.seen[to] = this.round;
        this.cameFrom[to] = vertex;
        this.cameBy[to] = needs;
        queue.push(to);
      }
    }
    if (unmet > 0) return false;
    const walked = new Set<number>();
    for (const target of taken) {
      for (let vertex = target; vertex !== -1 && !walked.has(vertex); vertex = this.cameFrom[vertex] ?? -1) {
        walked.add(vertex);
        addUsed(this.vertices[vertex], down, used);
        if (vertex !== start) addUsed(this.cameBy[vertex], down, used);
      }
    }
    return true;
  }
}

function isUp(needs: Needs | null | undefined, down: Uint8Array): boolean {
  if (needs === null || needs === undefined) return false;
  if (needs.all !== null && down[needs.all] === 1) return false;
  return needs.any.every((clause) => clause.some((part) => down[part] !== 1));
}

function addUsed(needs: Needs | null | undefined, down: Uint8Array, used: Set<number>): void {
  if (needs === null || needs === undefined) return;
  if (needs.all !== null) used.add(needs.all);
  for (const clause of needs.any) {
    if (clause.some((part) => used.has(part))) continue;
    const part = clause.find((one) => down[one] !== 1);
    if (part !== undefined) used.add(part);
  }
}
