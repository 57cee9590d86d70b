import { BatchMeans } from './batch-means.ts';
import { QuantileSketch } from './quantile-sketch.ts';
import type { SimulatedWindow } from './result.ts';

/** What is kept about a flow from one source. Memory does not grow with the run. */
export interface FlowRecord {
  readonly sketch: QuantileSketch;
  readonly batches: BatchMeans;
  failed: number;
}

/** What is kept about a flow while a window lasts. */
interface WindowRecord {
  sketch: QuantileSketch;
  totalMs: number;
  failed: number;
}

/** Takes in calls as they end. */
export class Recorder {
  readonly records: readonly FlowRecord[];
  /** [X4] Windows that are over, with what ended in them. Warm-up and sources are not told apart. */
  readonly windows: SimulatedWindow[] = [];
  private readonly windowMs: number;
  private readonly flowOf: readonly string[];
  private readonly open = new Map<string, WindowRecord>();
  private windowEndMs: number;

  /** @param flowOf flow of each statistic. @param windowMs null: no windows. */
  constructor(flowOf: readonly string[], windowMs: number | null) {
    this.flowOf = flowOf;
    this.windowMs = windowMs ?? Infinity;
    this.windowEndMs = this.windowMs;
    this.records = flowOf.map(() => ({ sketch: new QuantileSketch(), batches: new BatchMeans(), failed: 0 }));
  }

  /** @param counts whether it began after the warm-up. */
  record(statistic: number, startMs: number, endMs: number, failed: boolean, counts: boolean): void {
    if (this.windowMs < Infinity) this.recordInWindow(statistic, endMs - startMs, endMs, failed);
    if (!counts) return;
    const record = this.records[statistic] as FlowRecord;
    if (failed) {
      record.failed += 1;
      return;
    }
    record.sketch.add(endMs - startMs);
    record.batches.add(endMs - startMs);
  }

  /** Closes the windows that end by `untilMs`. */
  closeWindows(untilMs: number): void {
    while (this.windowEndMs <= untilMs) {
      const flows = [...this.open]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([id, { sketch, totalMs, failed }]) => ({
          id,
          answered: sketch.count,
          failed,
          meanMs: sketch.count === 0 ? null : totalMs / sketch.count,
          p95Ms: sketch.quantile(0.95),
        }));
      this.windows.push({ fromMs: this.windowEndMs - this.windowMs, flows });
      this.open.clear();
      this.windowEndMs += this.windowMs;
    }
  }

  private recordInWindow(statistic: number, tookMs: number, endMs: number, failed: boolean): void {
    this.closeWindows(endMs);
    const id = this.flowOf[statistic] as string;
    let record = this.open.get(id);
    if (record === undefined) {
      record = { sketch: new QuantileSketch(), totalMs: 0, failed: 0 };
      this.open.set(id, record);
    }
    if (failed) {
      record.failed += 1;
      return;
    }
    record.sketch.add(tookMs);
    record.totalMs += tookMs;
  }
}
