import { must } from '../../base/assert.ts';
import type { RecordOf } from '../../site/site.ts';
import { getRecord } from '../../site/site.ts';
import { atHour, HOURS_A_DAY } from '../day-load.ts';
import type { DayLoad, PlacementLoad } from '../day-load.ts';
import type { Evaluated } from '../evaluate.ts';
import type { PowerRange } from './node-power.ts';
import { acceleratorCount, acceleratorsInUse, powerAboveIdle, powerRange } from './node-power.ts';

type HardwareType = RecordOf<'hardwareTypes'>;

/** What a node does in each hour of the day, at today's load. */
export interface NodeActivity {
  readonly node: RecordOf<'nodes'>;
  readonly type: HardwareType;
  readonly range: PowerRange;
  /** Utilisation of CPU or forwarding, and of all accelerators, by hour; above 1 where it is asked for more than it has. */
  readonly work: Float64Array;
  readonly accelerator: Float64Array;
  readonly placements: readonly PlacementActivity[];
}

export interface PlacementActivity {
  readonly load: PlacementLoad;
  /** Mean over the day. */
  readonly busyThreads: number;
  /** Accelerators in use, mean over the day. */
  readonly busyAccelerators: number;
}

/** [E1] Cost O(nodes + arcs + placements), times the hours of a day. */
export function nodeActivities(evaluated: Evaluated, load: DayLoad): NodeActivity[] {
  const { site, graph } = evaluated.model;
  const hours = graph.nodes.map(() => ({
    threads: new Float64Array(24),
    accelerators: new Float64Array(24),
    mbps: new Float64Array(24),
  }));
  const placements = graph.nodes.map((): PlacementActivity[] => []);
  for (const arc of graph.arcs) {
    for (let hour = 0; hour < HOURS_A_DAY; hour += 1) {
      const mbps = atHour(load, load.arcMbps, hour, arc.index * load.columns);
      if (mbps === 0) continue;
      raise(hours[arc.from]?.mbps, hour, mbps);
      raise(hours[arc.to]?.mbps, hour, mbps);
    }
  }
  for (const one of load.placements.values()) {
    const at = must(hours[one.node], `node ${one.node}`);
    let busyThreads = 0;
    let busyAccelerators = 0;
    for (let hour = 0; hour < HOURS_A_DAY; hour += 1) {
      const threads = atHour(load, one.busyThreads, hour);
      const accelerators = acceleratorsInUse(one.station, atHour(load, one.requests, hour));
      raise(at.threads, hour, threads);
      raise(at.accelerators, hour, accelerators);
      busyThreads += threads / HOURS_A_DAY;
      busyAccelerators += accelerators / HOURS_A_DAY;
    }
    placements[one.node]?.push({ load: one, busyThreads, busyAccelerators });
  }
  return graph.nodes.map((node, index) => {
    const type = must(getRecord(site, 'hardwareTypes', node.typeId), `hardwareTypes/${node.typeId}`);
    const { threads, accelerators, mbps } = must(hours[index], `node ${index}`);
    const pieces = acceleratorCount(type);
    const forwarding = type.forwardingMbps ?? 0;
    return {
      node,
      type,
      range: powerRange(type),
      work:
        type.compute.threads > 0
          ? threads.map((busy) => busy / type.compute.threads)
          : mbps.map((one) => (forwarding > 0 ? one / forwarding : 0)),
      accelerator: accelerators.map((busy) => (pieces > 0 ? busy / pieces : 0)),
      placements: must(placements[index], `node ${index}`),
    };
  });
}

export interface DayPower {
  /** Means over the day, W. */
  readonly idleW: number;
  readonly workW: number;
  readonly acceleratorW: number;
}

/**
 * [E1] Power of a node over the day with its load times `growth`; `hourlyW` is raised by it hour by hour. Of a pool that others use too,
 * the site has `share` of what it takes when idle, and all that the site's own load adds.
 */
export function dayPower(activity: NodeActivity, growth: number, share: number, hourlyW: Float64Array | null): DayPower {
  const { range, work, accelerator } = activity;
  const idleW = range.idleW * share;
  let workW = 0;
  let acceleratorW = 0;
  for (let hour = 0; hour < HOURS_A_DAY; hour += 1) {
    const above = powerAboveIdle(range, (work[hour] ?? 0) * growth, (accelerator[hour] ?? 0) * growth);
    workW += above.workW / HOURS_A_DAY;
    acceleratorW += above.acceleratorW / HOURS_A_DAY;
    if (hourlyW !== null) raise(hourlyW, hour, idleW + above.workW + above.acceleratorW);
  }
  return { idleW, workW, acceleratorW };
}

function raise(into: Float64Array | undefined, at: number, by: number): void {
  if (into !== undefined) into[at] = (into[at] ?? 0) + by;
}
