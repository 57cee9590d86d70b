import { IndexHeap } from '../base/heap.ts';
import { IntIndex } from '../base/int-index.ts';
import type { Arc, ArcChange, NetworkGraph } from './graph.ts';
import type { Components } from './components.ts';

const TARGET = -1;
const NONE = -2;
/** No arc at all: what a node had whose arc is gone. */
const GONE = -3;
const NOTHING: readonly number[] = [];
/** Searched in vain for so many nodes, one looks whether there is a way at all. */
const PATIENCE = 256;

/**
 * Least-cost ways to the nearest of some targets, from the nodes that ask. The search runs backwards from the targets, no farther
 * than it must for what was asked, and goes on from there when a farther node asks. When arcs or targets change, only nodes
 * whose way led over them are searched anew. Of equal ways the one with fewer hops is taken, then link by link from the source the one
 * with the smaller id: the way does not depend on the order of anything. After Ramalingam and Reps, An Incremental
 * Algorithm for a Generalization of the Shortest-Path Problem, J. Algorithms 21, 1996.
 */
export class RouteTree {
  private readonly graph: NetworkGraph;
  private readonly components: Components;
  private readonly index = new IntIndex();
  private costs = new Float64Array(16);
  private hops = new Int32Array(16);
  /** Arc to take, TARGET, or NONE where no way is known yet. */
  private next = new Int32Array(16);
  private settled = new Uint8Array(16);
  private readonly heap = new IndexHeap();
  private readonly targets = new Set<number>();
  private readonly askers = new Map<number, number>();
  /** Nodes whose arc changed since the last repair, with the arc before. */
  private readonly touched = new Map<number, number>();
  private repairing = false;

  constructor(graph: NetworkGraph, components: Components, targets: Iterable<number>) {
    this.graph = graph;
    this.components = components;
    for (const target of targets) this.openTarget(target);
  }

  /** From now on changes of the way from `source` are told; as often as it is asked, it has to be dropped. */
  ask(source: number): void {
    this.askers.set(source, (this.askers.get(source) ?? 0) + 1);
  }

  drop(source: number): void {
    const left = (this.askers.get(source) ?? 0) - 1;
    if (left > 0) this.askers.set(source, left);
    else this.askers.delete(source);
  }

  /** Arcs from `source` to its nearest target; empty at a target, null where there is no way. */
  path(source: number): number[] | null {
    let entry = this.settle(source);
    if (entry === NONE) return null;
    const arcs: number[] = [];
    for (let arc = this.next[entry] as number; arc !== TARGET; arc = this.next[entry] as number) {
      arcs.push(arc);
      entry = this.index.get(this.arc(arc).to);
    }
    // It is kept: no longer than it must be.
    return arcs.slice();
  }

  /** Cost of that way, whole ns; Infinity where there is none. */
  costNs(source: number): number {
    const entry = this.settle(source);
    return entry === NONE ? Infinity : (this.costs[entry] as number);
  }

  /** Brings the ways up to date with the graph; gives the nodes that asked and have another way, or none any more. */
  repair(
    changes: readonly ArcChange[],
    added: readonly number[] = NOTHING,
    removed: readonly number[] = NOTHING,
  ): readonly number[] {
    if (added.length === 0 && removed.length === 0 && !this.isAffected(changes)) return NOTHING;
    const lost: number[] = [];
    this.repairing = true;
    for (const target of removed) {
      this.targets.delete(target);
      this.invalidate(target, TARGET, lost);
    }
    // An arc that is gone may be back as another one, with other ends: that is another way, whatever it is called.
    for (const { arc, from, after } of changes)
      if (after === null && this.next[this.index.get(from)] === arc) this.touched.set(from, GONE);
    for (const { arc, from, before, after } of changes)
      if (before !== null && (after === null || after > before)) this.invalidate(from, arc, lost);
    for (const node of lost) for (const arc of this.graph.leaving[node] ?? []) this.relax(arc);
    for (const { arc, before, after } of changes) if (after !== null && (before === null || after < before)) this.relax(arc);
    for (const target of added) this.openTarget(target);
    if (this.touched.size > 0) for (const source of this.askers.keys()) this.settle(source);
    this.repairing = false;
    return this.changedAskers();
  }

  /** Most trees of a site do not reach what changes. */
  private isAffected(changes: readonly ArcChange[]): boolean {
    for (let at = 0; at < changes.length; at += 1) {
      const { arc, from, to, before, after } = changes[at] as ArcChange;
      const near = this.index.get(from);
      if (near !== -1 && this.next[near] === arc) return true;
      if (after === null || (before !== null && after >= before)) continue;
      const far = this.index.get(to);
      if (far !== -1 && this.settled[far] === 1) return true;
    }
    return false;
  }

  private arc(index: number): Arc {
    return this.graph.arcs[index] as Arc;
  }

  private entry(node: number): number {
    const known = this.index.get(node);
    if (known !== -1) return known;
    const entry = this.index.add(node);
    if (entry === this.next.length) this.grow();
    this.costs[entry] = Infinity;
    this.next[entry] = NONE;
    return entry;
  }

  private grow(): void {
    const size = 2 * this.next.length;
    const { costs, hops, next, settled } = this;
    this.costs = new Float64Array(size);
    this.costs.set(costs);
    this.hops = new Int32Array(size);
    this.hops.set(hops);
    this.next = new Int32Array(size);
    this.next.set(next);
    this.settled = new Uint8Array(size);
    this.settled.set(settled);
  }

  private touch(node: number, entry: number): void {
    if (this.repairing && !this.touched.has(node)) this.touched.set(node, this.next[entry] as number);
  }

  private openTarget(node: number): void {
    const entry = this.entry(node);
    this.targets.add(node);
    this.touch(node, entry);
    this.costs[entry] = 0;
    this.hops[entry] = 0;
    this.next[entry] = TARGET;
    this.settled[entry] = 0;
    this.heap.push(node, 0);
  }

  /** Takes a node whose way goes over `arc` off the tree, with all whose way leads through it. */
  private invalidate(from: number, arc: number, lost: number[]): void {
    if (!this.cut(from, arc, lost)) return;
    for (let at = lost.length - 1; at < lost.length; at += 1)
      for (const index of this.graph.arriving[lost[at] as number] ?? []) this.cut(this.arc(index).from, index, lost);
  }

  private cut(node: number, arc: number, lost: number[]): boolean {
    const entry = this.index.get(node);
    if (entry === -1 || this.next[entry] !== arc) return false;
    this.touch(node, entry);
    this.costs[entry] = Infinity;
    this.next[entry] = NONE;
    this.settled[entry] = 0;
    lost.push(node);
    return true;
  }

  /** Offers the way over an arc to the node that it leaves, if the way from its far end is known. */
  private relax(index: number): void {
    const arc = this.graph.arcs[index];
    const far = arc === undefined ? -1 : this.index.get(arc.to);
    if (arc === undefined || far === -1 || this.settled[far] === 0) return;
    const cost = (this.costs[far] as number) + arc.costNs;
    const hops = (this.hops[far] as number) + 1;
    const entry = this.entry(arc.from);
    const known = this.costs[entry] as number;
    if (cost > known) return;
    const closer = cost < known || hops < (this.hops[entry] as number);
    if (!closer && (hops > (this.hops[entry] as number) || !this.smaller(index, this.next[entry] as number))) return;
    this.touch(arc.from, entry);
    this.next[entry] = index;
    if (!closer) return;
    this.costs[entry] = cost;
    this.hops[entry] = hops;
    this.settled[entry] = 0;
    this.heap.push(arc.from, cost);
  }

  private smaller(index: number, known: number): boolean {
    return known >= 0 && this.arc(index).link.id < this.arc(known).link.id;
  }

  /** Searches until the way from `source` is final; gives its entry, NONE where there is no way. */
  private settle(source: number): number {
    const entry = this.entry(source);
    let patience = PATIENCE;
    // A way of the same cost may still have fewer hops.
    while (this.settled[entry] === 0 || this.heap.least <= (this.costs[entry] as number)) {
      if (patience === 0 && !this.components.connected(source, this.targets)) break;
      patience -= 1;
      const top = this.heap.pop();
      if (top === undefined) break;
      const near = this.index.get(top.item);
      if (this.settled[near] === 1 || this.costs[near] !== top.key) continue;
      this.settled[near] = 1;
      for (const index of this.graph.arriving[top.item] ?? []) this.relax(index);
    }
    return this.next[entry] === NONE ? NONE : entry;
  }

  private changedAskers(): number[] {
    const moved: number[] = [];
    for (const [node, before] of this.touched) if (this.next[this.index.get(node)] !== before) moved.push(node);
    this.touched.clear();
    const seen = new Set(moved);
    for (const node of seen) {
      for (const index of this.graph.arriving[node] ?? []) {
        const from = this.arc(index).from;
        const entry = this.index.get(from);
        if (entry !== -1 && this.next[entry] === index) seen.add(from);
      }
    }
    return [...seen].filter((node) => this.askers.has(node));
  }
}
