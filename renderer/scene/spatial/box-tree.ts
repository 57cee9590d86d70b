import { IndexHeap } from '../../../core/base/heap.ts';

/** Entries under one box of the tree. */
const WIDTH = 16;
/** Rank of an item that a ranked search passes over. */
export const NO_RANK = 0xffffffff;
/** Steps of the grid that items are sorted by, per axis. */
const GRID = 1023;

/** Whether what is looked for may reach the box of six numbers (least x y z, greatest x y z) at an offset of the array. */
export type Reaches = (boxes: Float32Array, offset: number, reachPx: number) => boolean;

/**
 * A static tree of boxes, packed into flat arrays: items in the order of a Morton curve, sixteen to a box, sixteen boxes to the next.
 * Each item also reaches so many pixels beyond its box (what keeps its size on the screen does), each may have a rank. Nothing is
 * allocated by a search.
 */
export class BoxTree {
  private readonly items: Uint32Array;
  private readonly boxes: Float32Array;
  private readonly reach: Float32Array;
  private readonly ranks: Uint32Array;
  /** First entry of each level; the last one is the number of entries. */
  private readonly levels: readonly number[];
  private readonly stack: Int32Array;
  private readonly heap = new IndexHeap();

  /** Six numbers an item in `boxes`; `reachPx` per item. */
  constructor(boxes: Float32Array, reachPx: Float32Array, ranks?: Uint32Array) {
    const count = reachPx.length;
    const levels = [0, count];
    for (let size = count; size > 1;) {
      size = Math.ceil(size / WIDTH);
      levels.push((levels.at(-1) ?? 0) + size);
    }
    const entries = levels.at(-1) ?? 0;
    this.levels = levels;
    this.items = sortAlongCurve(boxes, count);
    this.boxes = new Float32Array(entries * 6);
    this.reach = new Float32Array(entries);
    this.ranks = new Uint32Array(entries);
    this.stack = new Int32Array(WIDTH * levels.length + 1);
    for (let at = 0; at < count; at += 1) {
      const item = this.items[at] ?? 0;
      for (let side = 0; side < 6; side += 1) this.boxes[at * 6 + side] = boxes[item * 6 + side] ?? 0;
      this.reach[at] = reachPx[item] ?? 0;
    }
    this.gather();
    if (ranks !== undefined) this.rank(ranks);
  }

  get size(): number {
    return this.items.length;
  }

  /** Gives every item another rank; the lowest come first in a ranked search. */
  rank(ranks: Uint32Array): void {
    for (let at = 0; at < this.items.length; at += 1) this.ranks[at] = ranks[this.items[at] ?? 0] ?? NO_RANK;
    this.upward((parent, child, isFirst) => {
      this.ranks[parent] = isFirst ? (this.ranks[child] ?? 0) : Math.min(this.ranks[parent] ?? 0, this.ranks[child] ?? 0);
    });
  }

  /** Calls back with every item whose box may be reached. */
  search(reaches: Reaches, found: (item: number) => void): void {
    const { stack, items, boxes, reach } = this;
    if (items.length === 0) return;
    let depth = 0;
    stack[depth++] = this.root;
    while (depth > 0) {
      const entry = stack[--depth] ?? 0;
      if (!reaches(boxes, entry * 6, reach[entry] ?? 0)) continue;
      if (entry < items.length) {
        found(items[entry] ?? 0);
        continue;
      }
      const [first, last] = [this.firstChild(entry), this.lastChild(entry)];
      for (let child = first; child < last; child += 1) stack[depth++] = child;
    }
  }

  /** The same in the order of the ranks, until `found` says false. */
  searchRanked(reaches: Reaches, found: (item: number) => boolean): void {
    if (this.items.length === 0) return;
    const { heap, ranks, items } = this;
    heap.clear();
    heap.push(this.root, ranks[this.root] ?? NO_RANK);
    for (let next = heap.pop(); next !== undefined; next = heap.pop()) {
      const entry = next.item;
      if (ranks[entry] === NO_RANK) return;
      if (!reaches(this.boxes, entry * 6, this.reach[entry] ?? 0)) continue;
      if (entry < items.length) {
        if (!found(items[entry] ?? 0)) return;
        continue;
      }
      const last = this.lastChild(entry);
      for (let child = this.firstChild(entry); child < last; child += 1) heap.push(child, ranks[child] ?? NO_RANK);
    }
  }

  private get root(): number {
    return (this.levels.at(-1) ?? 1) - 1;
  }

  private levelOf(entry: number): number {
    let level = 0;
    while (entry >= (this.levels[level + 1] ?? 0)) level += 1;
    return level;
  }

  private firstChild(entry: number): number {
    const level = this.levelOf(entry);
    return (this.levels[level - 1] ?? 0) + (entry - (this.levels[level] ?? 0)) * WIDTH;
  }

  private lastChild(entry: number): number {
    return Math.min(this.firstChild(entry) + WIDTH, this.levels[this.levelOf(entry)] ?? 0);
  }

  private upward(take: (parent: number, child: number, isFirst: boolean) => void): void {
    for (let level = 1; level < this.levels.length - 1; level += 1) {
      const [below, start, end] = [this.levels[level - 1] ?? 0, this.levels[level] ?? 0, this.levels[level + 1] ?? 0];
      for (let parent = start; parent < end; parent += 1) {
        const first = below + (parent - start) * WIDTH;
        for (let child = first; child < Math.min(first + WIDTH, start); child += 1) take(parent, child, child === first);
      }
    }
  }

  private gather(): void {
    const { boxes, reach } = this;
    this.upward((parent, child, isFirst) => {
      for (let side = 0; side < 6; side += 1) {
        const [own, other] = [boxes[parent * 6 + side] ?? 0, boxes[child * 6 + side] ?? 0];
        boxes[parent * 6 + side] = isFirst ? other : side < 3 ? Math.min(own, other) : Math.max(own, other);
      }
      reach[parent] = isFirst ? (reach[child] ?? 0) : Math.max(reach[parent] ?? 0, reach[child] ?? 0);
    });
  }
}

/** Items in the order in which a Morton curve passes the middles of their boxes: neighbours in space are neighbours in the list. */
function sortAlongCurve(boxes: Float32Array, count: number): Uint32Array {
  const least = [Infinity, Infinity, Infinity];
  const most = [-Infinity, -Infinity, -Infinity];
  for (let item = 0; item < count; item += 1) {
    for (let axis = 0; axis < 3; axis += 1) {
      const middle = ((boxes[item * 6 + axis] ?? 0) + (boxes[item * 6 + axis + 3] ?? 0)) / 2;
      least[axis] = Math.min(least[axis] ?? 0, middle);
      most[axis] = Math.max(most[axis] ?? 0, middle);
    }
  }
  // Code and item share one number, so that the sort is of plain numbers: thirty bits over twenty-one.
  const keys = new Float64Array(count);
  for (let item = 0; item < count; item += 1) {
    let code = 0;
    for (let axis = 0; axis < 3; axis += 1) {
      const middle = ((boxes[item * 6 + axis] ?? 0) + (boxes[item * 6 + axis + 3] ?? 0)) / 2;
      const span = (most[axis] ?? 0) - (least[axis] ?? 0);
      code |= spreadBits(span > 0 ? Math.floor(((middle - (least[axis] ?? 0)) / span) * GRID) : 0) << axis;
    }
    keys[item] = code * 2 ** 21 + item;
  }
  keys.sort();
  const items = new Uint32Array(count);
  for (let at = 0; at < count; at += 1) items[at] = (keys[at] ?? 0) % 2 ** 21;
  return items;
}

/** Ten bits with two empty ones after each. */
function spreadBits(value: number): number {
  let bits = value & 0x3ff;
  bits = (bits | (bits << 16)) & 0x030000ff;
  bits = (bits | (bits << 8)) & 0x0300f00f;
  bits = (bits | (bits << 4)) & 0x030c30c3;
  return (bits | (bits << 2)) & 0x09249249;
}
