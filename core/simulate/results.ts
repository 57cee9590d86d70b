import { must } from '../base/assert.ts';
import { compareCodeUnits } from '../base/canonical-json.ts';
import type { Blocked, Plan, QueueInfo, StatisticInfo } from './plan.ts';
import type { QuantileSketch } from './quantile-sketch.ts';
import type { QueueFigures } from './queue-figures.ts';
import type { FlowRecord, Recorder } from './recorder.ts';
import type { SimulatedFlow, SimulatedQueue } from './result.ts';
import { Saturation } from './saturation.ts';
import type { Simulator } from './simulator.ts';

/** Fewer answers give no mean worth telling. */
const LEAST_ANSWERS = 100;
/** A percentile needs so many answers above it. */
const LEAST_ABOVE = 10;
const CONFIDENCE = 0.99;

/** Of several sources of a flow, the one with the worst p99, as in an evaluation. */
export function flowResults(plan: Plan, simulator: Simulator, recorder: Recorder, measuredMs: number): SimulatedFlow[] {
  const saturation = new Saturation(plan, simulator, measuredMs);
  const stopped = plan.statistics.map((info) => info.blocked);
  for (const leg of plan.legs) if (leg.statistic >= 0) stopped[leg.statistic] ??= saturation.of(leg);
  const worst = new Map<string, SimulatedFlow>();
  for (const [at, info] of plan.statistics.entries()) {
    const flow = flowResult(info, stopped[at] ?? null, must(recorder.records[at], `record ${at}`));
    const known = worst.get(flow.id);
    if (known === undefined || rank(flow) > rank(known)) worst.set(flow.id, flow);
  }
  return [...worst.values()].toSorted((a, b) => compareCodeUnits(a.id, b.id));
}

function rank(flow: SimulatedFlow): number {
  if (flow.status === 'few') return -1;
  return flow.status === 'ok' ? (flow.p99Ms ?? flow.meanMs ?? 0) : Infinity;
}

function flowResult(info: StatisticInfo, stopped: Blocked | null, record: FlowRecord): SimulatedFlow {
  const { sketch, batches, failed } = record;
  const head = { id: info.flowId, fromNode: info.nodeId, answered: sketch.count, failed };
  const status = stopped?.status ?? (sketch.count < LEAST_ANSWERS ? 'few' : 'ok');
  if (status !== 'ok') {
    return {
      ...head,
      status,
      meanMs: null,
      meanIntervalMs: null,
      p50Ms: null,
      p95Ms: null,
      p99Ms: null,
      maxMs: null,
      blockedBy: stopped?.by ?? null,
    };
  }
  return {
    ...head,
    status,
    meanMs: batches.mean,
    meanIntervalMs: batches.interval(CONFIDENCE),
    p50Ms: percentile(sketch, 0.5),
    p95Ms: percentile(sketch, 0.95),
    p99Ms: percentile(sketch, 0.99),
    maxMs: sketch.maximumMs,
    blockedBy: null,
  };
}

function percentile(sketch: QuantileSketch, p: number): number | null {
  return sketch.count * (1 - p) < LEAST_ABOVE - 1e-9 ? null : sketch.quantile(p);
}

export function queueResults(plan: Plan, simulator: Simulator, measuredMs: number): SimulatedQueue[] {
  const results: SimulatedQueue[] = [];
  const add = (info: QueueInfo, figures: QueueFigures, at: number, waits: boolean): void => {
    const arrivals = figures.arrivals[at] ?? 0;
    results.push({
      subject: info.subject,
      part: info.part,
      arrivals,
      utilisation: figures.utilisation(at, info.servers, measuredMs),
      meanWaitMs: arrivals === 0 || !waits ? null : (figures.waitMs[at] ?? 0) / arrivals,
    });
  };
  for (const [at, info] of plan.channels.entries()) add(info, simulator.channels.figures, at, true);
  for (const station of plan.stations) {
    const subject = `placements/${station.placementId}`;
    add({ subject, part: 'cpu', servers: station.servers }, simulator.stations.cpuFigures, station.index, true);
    const { accelerator } = station;
    if (accelerator !== null)
      add(
        { subject, part: 'accelerator', servers: accelerator.servers },
        simulator.stations.acceleratorFigures,
        accelerator.index,
        accelerator.maxBatch === 1,
      );
  }
  return results.toSorted((a, b) => compareCodeUnits(a.subject, b.subject) || compareCodeUnits(a.part, b.part));
}
