/** Requests of one kind at a place with limited room. */
export interface RoomClass {
  /** Rate × work: servers that they would keep busy if none were refused. */
  readonly offered: number;
  /** What one of them books, in units of room. */
  readonly books: number;
}

/** Weight of states that count for nothing beside all others. */
const NEGLIGIBLE = 1e-18;

export interface SharedRoom {
  /** By class: probability that a request is refused. */
  readonly refused: readonly number[];
  /** By class: mean number under way. */
  readonly underWay: readonly number[];
}

/**
 * [L9] Processor sharing with limited room: `servers` work on all requests at once, none gets more than one of them, and a request that finds no room for what
 * it books is refused. Poisson arrivals, any distribution of work: the number of each class under way has a product form that depends on the means
 * alone (Bonald and Proutière, Insensitivity in processor-sharing networks, Performance Evaluation 49, 2002). Summed over states of equal number n and room u by
 * H(u, n) = Σ offered × H(u − books, n − 1) / min(n, servers), which is the recursion of Kaufman and Roberts (1981) with a second index.
 * Cost O(room² × classes).
 *
 * @param room whole units; so are the classes' `books`.
 */
export function sharedRoom(servers: number, room: number, classes: readonly RoomClass[]): SharedRoom {
  const least = Math.max(1, Math.min(...classes.map((one) => one.books)));
  const most = Math.floor(room / least);
  const width = room + 1;
  let before = new Float64Array(width);
  before[0] = 1;
  // Of all states with a number n: their weight by room, and what each class has in them.
  const byRoom = Float64Array.from(before);
  const under = classes.map(() => 0);
  let weighed = 1;
  for (let count = 1; count <= most; count += 1) {
    const pace = Math.min(count, servers);
    const now = new Float64Array(width);
    let total = 0;
    for (const [index, { offered, books }] of classes.entries()) {
      let added = 0;
      for (let used = books; used < width; used += 1) {
        const weight = (offered * (before[used - books] as number)) / pace;
        now[used] = (now[used] as number) + weight;
        added += weight;
      }
      // The share of class i in H(u, n) is n_i / n.
      under[index] = (under[index] as number) + added * count;
      total += added;
    }
    for (let used = 0; used < width; used += 1) byRoom[used] = (byRoom[used] as number) + (now[used] as number);
    before = now;
    weighed += total;
    // From here on the weights fall by a ratio, and are too small already.
    if (count >= servers && total < weighed * NEGLIGIBLE) break;
    if (total > 1e200) {
      for (const values of [before, byRoom])
        for (let used = 0; used < width; used += 1) values[used] = (values[used] as number) * 1e-200;
      weighed *= 1e-200;
      for (const index of under.keys()) under[index] = (under[index] as number) * 1e-200;
    }
  }
  const whole = byRoom.reduce((sum, weight) => sum + weight, 0);
  return {
    refused: classes.map(
      ({ books }) => byRoom.slice(Math.max(0, room - books + 1)).reduce((sum, weight) => sum + weight, 0) / whole,
    ),
    underWay: under.map((sum) => sum / whole),
  };
}
