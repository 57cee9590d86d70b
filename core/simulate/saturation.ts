import type { Blocked, Hop, Leg, Plan, Target } from './plan.ts';
import type { Simulator } from './simulator.ts';

/** Queues that got more work than they can do. What waits in them waits longer the longer one looks, so that its figures mean nothing. */
export class Saturation {
  private readonly known = new Map<Leg, Blocked | null>();
  private readonly plan: Plan;
  private readonly simulator: Simulator;
  private readonly measuredMs: number;

  constructor(plan: Plan, simulator: Simulator, measuredMs: number) {
    this.plan = plan;
    this.simulator = simulator;
    this.measuredMs = measuredMs;
  }

  /** The first saturated queue that an answer of this leg waits for; null when all settle. */
  of(leg: Leg): Blocked | null {
    const known = this.known.get(leg);
    if (known !== undefined) return known;
    const by = this.find(leg);
    const found: Blocked | null = by === null ? null : { status: 'saturated', by };
    this.known.set(leg, found);
    return found;
  }

  private find(leg: Leg): string | null {
    for (const target of leg.targets) {
      const own = this.onWay(target.way) ?? (target.answers ? this.onWay(target.back) : null) ?? this.atStation(target);
      if (own !== null) return own;
      for (const stage of target.program?.stages ?? [])
        for (const entry of stage) {
          const below = this.of(entry.leg);
          if (below !== null) return below.by;
        }
    }
    return null;
  }

  private onWay(way: readonly Hop[]): string | null {
    for (const hop of way)
      for (const { channel } of hop.choice?.hops ?? [hop]) {
        const info = this.plan.channels[channel];
        if (info === undefined) continue;
        if (this.simulator.channels.figures.utilisation(channel, info.servers, this.measuredMs) >= 1) return info.subject;
      }
    return null;
  }

  private atStation({ station, books }: Target): string | null {
    // Where a request books room, what finds none is refused and nothing piles up.
    if (station === null || (station.sharing !== null && books > 0)) return null;
    const { cpuFigures, acceleratorFigures } = this.simulator.stations;
    const { accelerator } = station;
    const isFull =
      cpuFigures.utilisation(station.index, station.servers, this.measuredMs) >= 1 ||
      (accelerator !== null && acceleratorFigures.utilisation(accelerator.index, accelerator.servers, this.measuredMs) >= 1);
    return isFull ? `placements/${station.placementId}` : null;
  }
}
