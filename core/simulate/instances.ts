import { drawExponential } from './draw.ts';
import type { ColdPlan, Plan } from './plan.ts';

/** How long an idle function instance is kept, ms: as the evaluation has it, `evaluate/service-time.ts`. */
const KEEP_ALIVE_MS = 600_000;

/** [L6] Instances of services that may scale to zero, and when each was used last. */
export class Instances {
  private readonly lastUseMs: Float64Array;

  constructor(plan: Plan) {
    this.lastUseMs = new Float64Array(plan.coldInstances);
    for (const station of plan.stations) if (station.cold !== null) this.age(station.cold);
  }

  /** Delay of a start from nothing: when the instance that the request goes to has not been used for so long that it is gone. */
  coldMs(cold: ColdPlan, nowMs: number): number {
    const instance = cold.firstInstance + Math.floor(cold.random() * cold.instances);
    const isGone = nowMs - (this.lastUseMs[instance] as number) > KEEP_ALIVE_MS;
    this.lastUseMs[instance] = nowMs;
    return isGone ? cold.startMs : 0;
  }

  /** At the start every instance was last used as long ago as at any other time. */
  private age(cold: ColdPlan): void {
    for (let at = 0; at < cold.instances; at += 1)
      this.lastUseMs[cold.firstInstance + at] = cold.ratePerMs === 0 ? -Infinity : -drawExponential(cold.random) / cold.ratePerMs;
  }
}
