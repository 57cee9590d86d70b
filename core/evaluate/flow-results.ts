import { delayQuantiles } from '../network/delay.ts';
import type { RecordOf } from '../site/site.ts';
import { getRecord } from '../site/site.ts';
import type { Demand } from './demand.ts';
import type { Outcome } from './latency.ts';
import type { FlowResult } from './result.ts';
import type { SiteModel } from './site-model.ts';

type Flow = RecordOf<'flows'>;

const TOLD: readonly number[] = [0.5, 0.95, 0.99];

/** [L6] The answer of a flow: its figures, or what stops it. */
export function flowResult(flow: Flow, outcome: Outcome, demand: Demand): FlowResult {
  let requestsPerSecond = 0;
  for (const leg of demand.legs.get(flow.id) ?? []) requestsPerSecond += leg.requestsPerSecond;
  if (outcome.status !== 'ok') {
    return {
      id: flow.id,
      workload: flow.workloadId,
      from: flow.from.id,
      to: flow.to.id,
      objectiveP99Ms: flow.objectiveP99Ms,
      requestsPerSecond,
      status: outcome.status,
      meanMs: null,
      p50Ms: null,
      p95Ms: null,
      p99Ms: null,
      breakdownMs: null,
      slack: null,
      servedBy: null,
      blockedBy: outcome.by,
    };
  }
  const { moments, parts } = outcome.delay;
  // In order also where they differ by no more than rounding.
  const [p50Ms = 0, second = 0, third = 0] = delayQuantiles(outcome.delay, TOLD);
  const p95Ms = Math.max(p50Ms, second);
  const p99Ms = Math.max(p95Ms, third);
  const objective = flow.objectiveP99Ms;
  return {
    id: flow.id,
    workload: flow.workloadId,
    from: flow.from.id,
    to: flow.to.id,
    objectiveP99Ms: objective,
    requestsPerSecond,
    status: objective !== null && p99Ms > objective ? 'missed' : 'met',
    meanMs: moments.mean,
    p50Ms,
    p95Ms,
    p99Ms,
    breakdownMs: parts,
    slack: objective === null ? null : (objective - p99Ms) / objective,
    servedBy: outcome.servedBy,
    blockedBy: null,
  };
}

/** Name of the end of a flow, for sentences. */
export function endName(model: SiteModel, end: Flow['from']): string {
  const record =
    end.kind === 'service' ? getRecord(model.site, 'services', end.id) : getRecord(model.site, 'deviceGroups', end.id);
  return record?.name ?? end.id;
}
