/**
 * Exact 0/1 knapsacks over whole weights by dynamic programming, forwards and, where asked, backwards: the two tables together give the
 * value with any one item forced in or out at the cost of one more pass. Buffers grow and are used again.
 */
export class Knapsack {
  /** Number of items of the present knapsack, and their weights and profits: filled by the caller, then `solve(count, capacity)`. */
  weights = new Int32Array(64);
  profits = new Float64Array(64);
  /** Whether the best filling has the item. */
  taken = new Uint8Array(64);
  /** What the best value loses when the item is left out (of those taken) or put in (of those not taken). */
  losses = new Float64Array(64);
  /** Multiply-and-compare steps done so far: the measure of work of the whole search. */
  work = 0;
  /** Number of items whose forward table is at hand; −1: none. */
  private filled = -1;
  private forward = new Float64Array(0);
  private backward = new Float64Array(0);

  reserve(count: number): void {
    if (count <= this.weights.length) return;
    const size = 2 * count;
    this.weights = new Int32Array(size);
    this.profits = new Float64Array(size);
    this.taken = new Uint8Array(size);
    this.losses = new Float64Array(size);
  }

  /** Best value with the first `count` items, whose profits are positive and weights at most `capacity`. Fills `taken`. */
  solve(count: number, capacity: number): number {
    const { weights, profits, taken } = this;
    this.filled = -1;
    let total = 0;
    let value = 0;
    for (let item = 0; item < count; item += 1) {
      total += weights[item] as number;
      value += profits[item] as number;
    }
    if (total <= capacity) {
      taken.fill(1, 0, count);
      return value;
    }
    const table = this.fillForward(count, capacity);
    const width = capacity + 1;
    let room = capacity;
    for (let item = count - 1; item >= 0; item -= 1) {
      const isTaken = (table[(item + 1) * width + room] as number) !== (table[item * width + room] as number);
      taken[item] = isTaken ? 1 : 0;
      if (isTaken) room -= weights[item] as number;
    }
    return table[count * width + capacity] as number;
  }

  /** The same, and fills `losses`. */
  solveWithLosses(count: number, capacity: number): number {
    const { weights, profits, taken, losses } = this;
    const best = this.solve(count, capacity);
    if (this.filled !== count) this.fillForward(count, capacity);
    const forward = this.forward;
    const backward = this.fillBackward(count, capacity);
    const width = capacity + 1;
    for (let item = 0; item < count; item += 1) {
      const weight = weights[item] as number;
      const isTaken = taken[item] === 1;
      const room = isTaken ? capacity : capacity - weight;
      const before = item * width;
      const after = (item + 1) * width + room;
      let other = 0;
      for (let used = 0; used <= room; used += 1) {
        const sum = (forward[before + used] as number) + (backward[after - used] as number);
        if (sum > other) other = sum;
      }
      losses[item] = best - (isTaken ? other : other + (profits[item] as number));
    }
    this.work += count * width;
    return best;
  }

  /** Best value in the first `room` units, after `solveWithLosses` with the same count and capacity. */
  valueAt(count: number, capacity: number, room: number): number {
    return this.forward[count * (capacity + 1) + room] as number;
  }

  /** Row k: best value of the first k items by capacity. */
  private fillForward(count: number, capacity: number): Float64Array {
    const width = capacity + 1;
    if (this.forward.length < (count + 1) * width) this.forward = new Float64Array(2 * (count + 1) * width);
    const table = this.forward;
    table.fill(0, 0, width);
    for (let item = 0; item < count; item += 1) {
      fillRow(table, item * width, (item + 1) * width, width, this.weights[item] as number, this.profits[item] as number);
    }
    this.work += count * width;
    this.filled = count;
    return table;
  }

  /** Row k: best value of the items from k on by capacity. */
  private fillBackward(count: number, capacity: number): Float64Array {
    const width = capacity + 1;
    if (this.backward.length < (count + 1) * width) this.backward = new Float64Array(2 * (count + 1) * width);
    const table = this.backward;
    table.fill(0, count * width, (count + 1) * width);
    for (let item = count - 1; item >= 0; item -= 1) {
      fillRow(table, (item + 1) * width, item * width, width, this.weights[item] as number, this.profits[item] as number);
    }
    this.work += count * width;
    return table;
  }
}

function fillRow(table: Float64Array, from: number, to: number, width: number, weight: number, profit: number): void {
  for (let room = 0; room < weight && room < width; room += 1) table[to + room] = table[from + room] as number;
  for (let room = weight; room < width; room += 1) {
    const without = table[from + room] as number;
    const withIt = (table[from + room - weight] as number) + profit;
    table[to + room] = withIt > without ? withIt : without;
  }
}
