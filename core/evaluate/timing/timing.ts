import { distributionWithRare } from '../../base/rare.ts';
import type { Delay, Part } from '../../network/delay.ts';
import { delayQuantile, PARTS } from '../../network/delay.ts';
import type { RecordOf } from '../../site/site.ts';
import { getRecord, listRecords } from '../../site/site.ts';
import type { Evaluated } from '../evaluate.ts';
import { figure, finding, percent, sortFindings } from '../finding.ts';
import type { Finding } from '../result.ts';
import { AssumptionList } from '../stated-assumption.ts';
import type { ControlLoop, TimeoutEffect, TimingAssessment } from './result.ts';
import { timeoutEffect } from './timeouts.ts';

type Flow = RecordOf<'flows'>;
type Workload = RecordOf<'workloads'>;

/** Delay variation is the quantile 1 − 10⁻³ less the least delay: ITU-T Y.1541 (12/2011), objective for IPDV, on the delay variation of Y.1540. */
const JITTER_QUANTILE = 0.999;
/** Of all cycles so many have to be answered in time. The percentile of all latency objectives. */
const CYCLE_QUANTILE = 0.99;

/** [L7, L8] Control loops against their cycle and jitter, and what time-outs and retries make of answers. */
export function timingAssessment(evaluated: Evaluated): TimingAssessment {
  const { site } = evaluated.model;
  const loops = listRecords(site, 'workloads').flatMap((workload) => loopsOf(evaluated, workload));
  const timeouts = listRecords(site, 'flows').flatMap((flow) => timeoutOf(evaluated, flow));
  const assumptions = new AssumptionList();
  if (timeouts.length > 0) {
    assumptions.add(
      'retries-independent',
      'Attempts are independent of one another, and what attempts given up go on to load is not counted.',
      'estimate: a simulation has both',
    );
  }
  return {
    loops,
    timeouts,
    findings: sortFindings(loops.flatMap((loop) => loopFindings(evaluated, loop))),
    assumptions: assumptions.list(),
  };
}

/** A workload's flows that start by themselves: from devices, or at a period. */
function loopsOf(evaluated: Evaluated, workload: Workload): ControlLoop[] {
  if (workload.cycleTimeMs === null && workload.jitterObjectiveMs === null) return [];
  return listRecords(evaluated.model.site, 'flows')
    .filter((flow) => flow.workloadId === workload.id && (flow.from.kind === 'device-group' || flow.periodMs !== null))
    .map((flow) => loopOf(evaluated, workload, flow));
}

function loopOf(evaluated: Evaluated, workload: Workload, flow: Flow): ControlLoop {
  const { cycleTimeMs, jitterObjectiveMs } = workload;
  const head = { workloadId: workload.id, flowId: flow.id, cycleTimeMs, jitterObjectiveMs };
  const outcome = evaluated.solver.flow(flow);
  if (outcome.status !== 'ok')
    return { ...head, status: outcome.status, p99Ms: null, lateShare: null, leastMs: null, jitterMs: null, greatestPart: null };
  const { delay } = outcome;
  const p99Ms = delayQuantile(delay, CYCLE_QUANTILE);
  const leastMs = delay.moments.minimum;
  const jitterMs = Math.max(0, delayQuantile(delay, JITTER_QUANTILE) - leastMs);
  const isLate = cycleTimeMs !== null && p99Ms > cycleTimeMs;
  const isUneven = jitterObjectiveMs !== null && jitterMs > jitterObjectiveMs;
  return {
    ...head,
    status: isLate || isUneven ? 'missed' : 'kept',
    p99Ms,
    lateShare: cycleTimeMs === null ? null : Math.max(0, 1 - distributionWithRare(delay.moments, delay.rare)(cycleTimeMs)),
    leastMs,
    jitterMs,
    greatestPart: greatestPartOf(delay),
  };
}

function greatestPartOf(delay: Delay): Part {
  return PARTS.reduce((a, b) => (delay.parts[b] > delay.parts[a] ? b : a));
}

const REMEDY: { readonly [Name in Part]: string } = {
  access: 'Use an access medium with less delay of its own, or a scheduled one.',
  propagation: 'Bring the controller closer to the machine.',
  transmission: 'Send fewer bytes, or over faster links.',
  queueing: 'Give the loop a scheduled class (TSN) or links with less other traffic.',
  transport: 'Keep connections open, or use a transport that repairs sooner.',
  processing: 'Reserve more compute for the controller, or make its work shorter and more even.',
};

function loopFindings(evaluated: Evaluated, loop: ControlLoop): Finding[] {
  const { cycleTimeMs, jitterObjectiveMs, p99Ms, jitterMs, lateShare, greatestPart } = loop;
  if (p99Ms === null || jitterMs === null || greatestPart === null) return [];
  const name = getRecord(evaluated.model.site, 'flows', loop.flowId)?.name ?? loop.flowId;
  const found: Finding[] = [];
  const add = (code: string, limit: number, value: number, why: string): void => {
    found.push(
      finding({
        kind: 'objective-missed',
        code,
        severity: 'error',
        subject: `flows/${loop.flowId}`,
        aspect: code,
        limit,
        value,
        unit: 'ms',
        why,
        remedy: REMEDY[greatestPart],
        parameters: { name, limit: figure(limit), value: figure(value), late: percent(lateShare ?? 0), part: greatestPart },
      }),
    );
  };
  if (cycleTimeMs !== null && p99Ms > cycleTimeMs) {
    const why = `${name}: p99 ${figure(p99Ms)} ms, the cycle is ${figure(cycleTimeMs)} ms; ${percent(lateShare ?? 0)} of cycles are late.`;
    add('cycle-missed', cycleTimeMs, p99Ms, why);
  }
  if (jitterObjectiveMs !== null && jitterMs > jitterObjectiveMs) {
    const why = `${name}: jitter ${figure(jitterMs)} ms (99.9 % less the least), at most ${figure(jitterObjectiveMs)} ms are allowed.`;
    add('jitter-missed', jitterObjectiveMs, jitterMs, why);
  }
  return found;
}

function timeoutOf(evaluated: Evaluated, flow: Flow): TimeoutEffect[] {
  if (flow.timeoutMs === null) return [];
  const outcome = evaluated.solver.flow(flow);
  return outcome.status === 'ok' ? [timeoutEffect(flow.id, outcome.delay, flow.timeoutMs, flow.retries)] : [];
}
