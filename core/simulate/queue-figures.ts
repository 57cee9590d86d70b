/** What queues did since the warm-up, by index: arrivals, their waiting, and the work they brought, ms. */
export class QueueFigures {
  readonly arrivals: Float64Array;
  readonly waitMs: Float64Array;
  readonly workMs: Float64Array;

  constructor(count: number) {
    this.arrivals = new Float64Array(count);
    this.waitMs = new Float64Array(count);
    this.workMs = new Float64Array(count);
  }

  add(index: number, waitMs: number, workMs: number): void {
    this.arrivals[index] = (this.arrivals[index] as number) + 1;
    this.waitMs[index] = (this.waitMs[index] as number) + waitMs;
    this.workMs[index] = (this.workMs[index] as number) + workMs;
  }

  /** Work that came, over what the servers could do; 1 or more does not settle. */
  utilisation(index: number, servers: number, measuredMs: number): number {
    return measuredMs === 0 ? 0 : (this.workMs[index] as number) / servers / measuredMs;
  }

  clear(): void {
    this.arrivals.fill(0);
    this.waitMs.fill(0);
    this.workMs.fill(0);
  }
}
