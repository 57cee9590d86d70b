import type { Separable } from './separable.ts';

/** Branches after which a knapsack is left open: its bound holds, its filling may not be the best. */
const MOST_BRANCHES = 2000;
const SLACK = 1e-12;

/**
 * The best filling of one bin at given worths of items: a bounded knapsack of several resources, by depth-first search over shapes (classes that take the same),
 * the most worth for its size first. What is open at a branch is bounded by the fractional filling, for each resource alone and for all of them as shares of capacity.
 */
export class PatternKnapsack {
  /** How many items of each pair the best filling has: `taken[pair − first pair of the bin]`. */
  taken = new Int32Array(16);
  /** Worth of that filling, and a proven upper bound on the worth of all. */
  worth = 0;
  bound = 0;
  /** Branches so far: the measure of work. */
  work = 0;
  private readonly form: Separable;
  private readonly measures: number;
  /** Candidates, sorted so that those of one shape follow one another, the most gain first. */
  private pair = new Int32Array(0);
  private gain = new Float64Array(0);
  private most = new Int32Array(0);
  private count = 0;
  /** First candidate of each shape, and what one item of it takes of each measure, `[shape × measures + measure]`. */
  private from = new Int32Array(0);
  private size = new Float64Array(0);
  private shapes = 0;
  /** Candidates by gain for what they take, one order a measure: `[measure × candidates + rank]`; and the shape of each candidate. */
  private order = new Int32Array(0);
  private shapeOf = new Int32Array(0);
  /** Place of a shape of the bin in the order of this filling; work space for sorting. */
  private placeOf = new Int32Array(0);
  private rate = new Float64Array(0);
  private rank = new Int32Array(0);
  private readonly room: Float64Array;
  private chosen = new Int32Array(0);
  private best = new Int32Array(0);
  private branches = 0;

  constructor(form: Separable) {
    this.form = form;
    this.measures = form.kinds + 1;
    this.room = new Float64Array(this.measures);
  }

  /** Fills `taken`, `worth` and `bound` for a bin at so much worth of an item of each class, with so many left of each. */
  solve(bin: number, worthOf: Float64Array, left: Int32Array): void {
    const { form } = this;
    const start = form.ofBin[bin] as number;
    const pairs = (form.ofBin[bin + 1] as number) - start;
    this.reserve(pairs);
    this.taken.fill(0, 0, pairs);
    this.collect(bin, worthOf, left);
    this.worth = 0;
    this.branches = 0;
    this.chosen.fill(0, 0, this.shapes);
    this.best.fill(0, 0, this.shapes);
    this.bound = 0;
    if (this.count === 0) return;
    const open = this.search(0, 0);
    this.bound = Math.max(this.worth, open);
    this.work += this.branches;
    for (let shape = 0; shape < this.shapes; shape += 1) {
      let left = this.best[shape] as number;
      for (let at = this.from[shape] as number; left > 0; at += 1) {
        const amount = Math.min(left, this.most[at] as number);
        this.taken[(this.pair[at] as number) - start] = amount;
        left -= amount;
      }
    }
  }

  private reserve(pairs: number): void {
    if (this.pair.length >= pairs && this.pair.length > 0) return;
    const size = 2 * pairs + 16;
    this.taken = new Int32Array(size);
    this.pair = new Int32Array(size);
    this.gain = new Float64Array(size);
    this.rate = new Float64Array(size);
    this.rank = new Int32Array(size);
    this.most = new Int32Array(size);
    this.from = new Int32Array(size + 1);
    this.size = new Float64Array(size * this.measures);
    this.order = new Int32Array(size * this.measures);
    this.shapeOf = new Int32Array(size);
    this.placeOf = new Int32Array(size);
    this.chosen = new Int32Array(size);
    this.best = new Int32Array(size);
  }

  /** Pairs that are worth more than they cost, by shape: shapes in the order of their densest candidate. */
  private collect(bin: number, worthOf: Float64Array, left: Int32Array): void {
    const { form, rate, rank } = this;
    this.measureRoom(bin);
    const found = this.pair;
    let count = 0;
    for (let pair = form.ofBin[bin] as number; pair < (form.ofBin[bin + 1] as number); pair += 1) {
      const each = form.classOfPair[pair] as number;
      const gain = (worthOf[each] as number) - (form.cost[pair] as number);
      if (gain <= 0 || left[each] === 0) continue;
      found[count] = pair;
      rate[count] = gain / (this.shareOf(pair) + SLACK);
      rank[count] = count;
      count += 1;
    }
    this.count = count;
    sortByRate(rank, 0, count, rate);
    const { placeOf, from } = this;
    placeOf.fill(-1, 0, Math.max(1, form.mostShapes));
    // First how many of each shape, then where they stand.
    this.shapes = 0;
    for (let at = 0; at < count; at += 1) {
      const shape = form.shape[found[rank[at] as number] as number] as number;
      if (placeOf[shape] === -1) {
        from[this.shapes + 1] = 0;
        placeOf[shape] = this.shapes;
        this.shapes += 1;
      }
      const place = (placeOf[shape] as number) + 1;
      from[place] = (from[place] as number) + 1;
    }
    from[0] = 0;
    for (let shape = 0; shape < this.shapes; shape += 1) from[shape + 1] = (from[shape + 1] as number) + (from[shape] as number);
    this.arrange(worthOf, left);
    for (let measure = 0; measure < this.measures; measure += 1) this.sortBy(measure);
  }

  /** Puts the candidates, the densest first, where their shape stands; what follows is by place. */
  private arrange(worthOf: Float64Array, left: Int32Array): void {
    const { form, rank, from, placeOf, measures, count } = this;
    const { kinds } = form;
    const next = this.chosen;
    next.set(from.subarray(0, this.shapes));
    const sorted = this.order;
    for (let at = 0; at < count; at += 1) sorted[at] = this.pair[rank[at] as number] as number;
    for (let at = 0; at < count; at += 1) {
      const pair = sorted[at] as number;
      const shape = placeOf[form.shape[pair] as number] as number;
      const place = next[shape] as number;
      next[shape] = place + 1;
      const each = form.classOfPair[pair] as number;
      this.pair[place] = pair;
      this.gain[place] = (worthOf[each] as number) - (form.cost[pair] as number);
      this.most[place] = Math.min(form.most[pair] as number, left[each] as number);
      this.shapeOf[place] = shape;
    }
    for (let shape = 0; shape < this.shapes; shape += 1) {
      const pair = this.pair[from[shape] as number] as number;
      for (let kind = 0; kind < kinds; kind += 1) this.size[shape * measures + kind] = form.demand[pair * kinds + kind] as number;
      this.size[shape * measures + kinds] = this.shareOf(pair);
    }
  }

  private measureRoom(bin: number): void {
    const { room } = this;
    const { kinds, limit } = this.form;
    room[kinds] = 0;
    for (let kind = 0; kind < kinds; kind += 1) {
      room[kind] = limit[bin * kinds + kind] as number;
      if (isMeasured(room[kind] as number)) room[kinds] = (room[kinds] as number) + 1;
    }
  }

  /** What an item takes of the empty bin, as the sum of shares. */
  private shareOf(pair: number): number {
    const { kinds, demand, limit, binOfPair } = this.form;
    const bin = binOfPair[pair] as number;
    let share = 0;
    for (let kind = 0; kind < kinds; kind += 1) {
      const offered = limit[bin * kinds + kind] as number;
      if (isMeasured(offered)) share += (demand[pair * kinds + kind] as number) / offered;
    }
    return share;
  }

  private sortBy(measure: number): void {
    const { order, measures, count, rate } = this;
    for (let at = 0; at < count; at += 1) {
      rate[at] = (this.gain[at] as number) / ((this.size[(this.shapeOf[at] as number) * measures + measure] as number) + SLACK);
      order[measure * count + at] = at;
    }
    sortByRate(order, measure * count, (measure + 1) * count, rate);
  }

  /** Depth first from a shape on; returns the greatest bound of what was left open, −Infinity where nothing was. */
  private search(shape: number, worth: number): number {
    if (worth > this.worth) {
      this.worth = worth;
      this.best.set(this.chosen.subarray(0, this.shapes));
    }
    if (shape === this.shapes) return -Infinity;
    const bound = worth + this.fractional(shape);
    if (bound <= this.worth + SLACK) return -Infinity;
    if (this.branches >= MOST_BRANCHES) return bound;
    this.branches += 1;
    const { measures, room, size, from } = this;
    const at = shape * measures;
    let fits = 0;
    let gained = 0;
    const end = from[shape + 1] as number;
    let candidate = from[shape] as number;
    let ofCandidate = 0;
    // As many as fit, the most gain first.
    while (candidate < end && this.fitsOne(at)) {
      this.resize(at, -1);
      gained += this.gain[candidate] as number;
      fits += 1;
      ofCandidate += 1;
      if (ofCandidate < (this.most[candidate] as number)) continue;
      candidate += 1;
      ofCandidate = 0;
    }
    let open = -Infinity;
    for (let amount = fits; ; amount -= 1) {
      this.chosen[shape] = amount;
      open = Math.max(open, this.search(shape + 1, worth + gained));
      if (amount === 0) break;
      if (ofCandidate === 0) {
        candidate -= 1;
        ofCandidate = this.most[candidate] as number;
      }
      ofCandidate -= 1;
      gained -= this.gain[candidate] as number;
      for (let measure = 0; measure < measures; measure += 1)
        room[measure] = (room[measure] as number) + (size[at + measure] as number);
    }
    this.chosen[shape] = 0;
    return open;
  }

  private fitsOne(at: number): boolean {
    const { kinds } = this.form;
    for (let kind = 0; kind < kinds; kind += 1) if ((this.size[at + kind] as number) > (this.room[kind] as number)) return false;
    return true;
  }

  private resize(at: number, sign: number): void {
    for (let measure = 0; measure < this.measures; measure += 1)
      this.room[measure] = (this.room[measure] as number) + sign * (this.size[at + measure] as number);
  }

  /** Most worth of the shapes from this one on, each measure alone, in parts of items. */
  private fractional(shape: number): number {
    const { measures, count, order, size, gain, most, room } = this;
    const first = this.from[shape] as number;
    let least = Infinity;
    for (let measure = 0; measure < measures; measure += 1) {
      let left = room[measure] as number;
      if (!Number.isFinite(left)) continue;
      let total = 0;
      for (let rank = measure * count; rank < (measure + 1) * count; rank += 1) {
        const at = order[rank] as number;
        if (at < first) continue;
        const one = size[(this.shapeOf[at] as number) * measures + measure] as number;
        const amount = most[at] as number;
        const all = one * amount;
        if (all <= left) {
          total += amount * (gain[at] as number);
          left -= all;
          continue;
        }
        // With rounding the room may be below nothing.
        if (left > 0) total += (left / one) * (gain[at] as number);
        break;
      }
      if (total < least) least = total;
      if (least <= 0) break;
    }
    return least === Infinity ? this.allOf(first) : least;
  }

  private allOf(first: number): number {
    let total = 0;
    for (let at = first; at < this.count; at += 1) total += (this.most[at] as number) * (this.gain[at] as number);
    return total;
  }
}

/** Whether a capacity can be measured in shares of it. */
function isMeasured(capacity: number): boolean {
  return capacity > 0 && Number.isFinite(capacity);
}

/** Sorts a part of `order` by rate, the highest first: few entries, so by insertion. */
function sortByRate(order: Int32Array, start: number, end: number, rate: Float64Array): void {
  for (let at = start + 1; at < end; at += 1) {
    const moving = order[at] as number;
    const key = rate[moving] as number;
    let to = at;
    while (to > start && (rate[order[to - 1] as number] as number) < key) {
      order[to] = order[to - 1] as number;
      to -= 1;
    }
    order[to] = moving;
  }
}
