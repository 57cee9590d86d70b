import { drawWork } from './draw.ts';
import type { AcceleratorPlan, Plan, StationPlan, Target } from './plan.ts';
import { QueueFigures } from './queue-figures.ts';
import { Servers } from './servers.ts';

/** [L6] CPUs and accelerators of placements, first come, first served: an arrival knows at once when it will be done. Batches are `Batching`'s. */
export class StationServers {
  readonly cpuFigures: QueueFigures;
  readonly acceleratorFigures: QueueFigures;
  private readonly cpus: Servers;
  private readonly accelerators: Servers;

  constructor(plan: Plan) {
    this.cpuFigures = new QueueFigures(plan.stations.length);
    this.acceleratorFigures = new QueueFigures(plan.accelerators.length);
    this.cpus = new Servers(plan.servers);
    this.accelerators = new Servers(plan.acceleratorServers);
  }

  /** When the work of a request that arrives now is done. */
  cpuDoneMs(station: StationPlan, target: Target, nowMs: number): number {
    const startMs = this.cpus.startMs(station.firstServer, nowMs);
    const takesMs = drawWork(target.workRandom, target.workMs, target.variability);
    this.cpus.occupy(station.firstServer, station.servers, startMs + takesMs);
    this.cpuFigures.add(station.index, startMs - nowMs, takesMs);
    return startMs + takesMs;
  }

  /** [X6] A request that shares its servers with all others. */
  countShared(station: StationPlan, workMs: number): void {
    this.cpuFigures.add(station.index, 0, workMs);
  }

  /** The same on accelerators that take one item at a time. */
  acceleratorDoneMs(plan: AcceleratorPlan, nowMs: number): number {
    const takesMs = plan.setupMs + plan.itemMs;
    const startMs = this.accelerators.startMs(plan.firstServer, nowMs);
    this.accelerators.occupy(plan.firstServer, plan.servers, startMs + takesMs);
    this.acceleratorFigures.add(plan.index, startMs - nowMs, takesMs);
    return startMs + takesMs;
  }

  /** An item for a batch brings its share of a full one, as an evaluation counts the load. */
  countBatched(plan: AcceleratorPlan): void {
    this.acceleratorFigures.add(plan.index, 0, plan.setupMs / plan.maxBatch + plan.itemMs);
  }

  clear(): void {
    this.cpuFigures.clear();
    this.acceleratorFigures.clear();
  }
}
