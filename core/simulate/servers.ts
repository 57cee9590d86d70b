/** Times at which servers will be free, for stations that work first come, first served: who comes next takes the one that is free first. */
export class Servers {
  private readonly freeAtMs: Float64Array;

  constructor(count: number) {
    this.freeAtMs = new Float64Array(count);
  }

  /** When a request that arrives at `nowMs` can start. */
  startMs(first: number, nowMs: number): number {
    const freeMs = this.freeAtMs[first] as number;
    return freeMs > nowMs ? freeMs : nowMs;
  }

  /** The same for a server alone. */
  occupyOne(server: number, untilMs: number): void {
    this.freeAtMs[server] = untilMs;
  }

  /** Keeps the server that is free first busy until `untilMs`. The servers `first` to `first + count − 1` are a heap with the earliest on top. */
  occupy(first: number, count: number, untilMs: number): void {
    const free = this.freeAtMs;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= count) break;
      if (child + 1 < count && (free[first + child + 1] as number) < (free[first + child] as number)) child += 1;
      const time = free[first + child] as number;
      if (time >= untilMs) break;
      free[first + at] = time;
      at = child;
    }
    free[first + at] = untilMs;
  }
}
