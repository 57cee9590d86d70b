import { must } from '../../base/assert.ts';
import { repeated, slowest, sometimes } from '../../base/moments.ts';
import { delayOf, delayQuantile, ZERO_DELAY } from '../../network/delay.ts';
import type { RecordOf } from '../../site/site.ts';
import { getRecord } from '../../site/site.ts';
import type { Access } from '../access.ts';
import type { Leg, LegTarget } from '../demand.ts';
import type { Evaluated } from '../evaluate.ts';
import type { LivePlacement } from '../site-model.ts';
import { SMALL_PACKET_BYTES } from '../way-figures.ts';
import { input, nameOf, number, quotientOf, step } from './build.ts';
import type { Explanation } from './explanation.ts';
import { oneWayTrace } from './flow-network.ts';
import { messageOf, smallMessage } from './message.ts';
import { passesOf } from './passes.ts';
import { processingTrace } from './processing.ts';
import { explainBlock } from './block.ts';
import { channelsOf, roundTripOf, transportTrace } from './transport.ts';
import { inRow, meanOf, oneOf, spreadOf, stretched } from './trace.ts';
import type { Trace } from './trace.ts';

type Flow = RecordOf<'flows'>;
export type FlowFigure = 'mean' | 'p50' | 'p95' | 'p99';
const PROBABILITY = { p50: 0.5, p95: 0.95, p99: 0.99 } as const;

/** [L6, L7] A figure of a flow: its percentile from mean and spread, its mean from parts, each part from what the message meets. */
export function explainFlow(evaluated: Evaluated, id: string, figure: FlowFigure): Explanation | null {
  const result = evaluated.evaluation.flows.find((flow) => flow.id === id);
  const flow = getRecord(evaluated.model.site, 'flows', id);
  if (result === undefined || flow === undefined) return null;
  if (result.blockedBy !== null || result.meanMs === null) return explainBlock(evaluated, result);
  const leg = worstLeg(evaluated, flow);
  const trace = leg === null ? null : legTrace(evaluated, flow, leg);
  const outcome = leg === null ? null : evaluated.solver.leg(flow, leg);
  if (trace === null || outcome?.status !== 'ok') return null;
  const passes = passesOf(evaluated, flow, must(leg, 'the leg of an answer'));
  const mean = meanOf(trace, result, passes, { name: flow.name });
  if (figure === 'mean') return mean;
  const value = { p50: result.p50Ms, p95: result.p95Ms, p99: result.p99Ms }[figure];
  const { moments, rare } = outcome.delay;
  const spread = (['variance', 'third', 'minimum'] as const).map((of) => spreadOf(trace, of, moments[of], passes));
  const now = rare
    .filter(({ extra }) => extra.mean > 0)
    .map(({ probability, extra }) =>
      step('rare', 'formula', [], probability, {
        unit: 'ratio',
        rule: 'L6',
        formula: 'probability of a handshake, a repair or a call that is not always made',
        parameters: { ms: Number(extra.mean.toPrecision(3)) },
      }),
    );
  return step('percentile', 'formula', [mean, ...spread, ...now], delayQuantile(outcome.delay, PROBABILITY[figure]), {
    unit: 'ms',
    rule: 'L6',
    formula:
      rare.length === 0
        ? 'Pearson type III with these cumulants'
        : 'mixture of Pearson type III: with these cumulants, with and without what happens now and then',
    parameters: { name: flow.name, figure },
    value,
  });
}

/** Of several sources the one with the worst p99, as in the answer. */
function worstLeg(evaluated: Evaluated, flow: Flow): Leg | null {
  let worst: Leg | null = null;
  let worstP99 = -1;
  for (const leg of evaluated.demand.legs.get(flow.id) ?? []) {
    const outcome = evaluated.solver.leg(flow, leg);
    const p99 = outcome.status === 'ok' ? delayQuantile(outcome.delay, 0.99) : -1;
    if (p99 > worstP99) {
      worst = leg;
      worstP99 = p99;
    }
  }
  return worst;
}

function legTrace(evaluated: Evaluated, flow: Flow, leg: Leg): Trace | null {
  const { site, graph } = evaluated.model;
  const mixed: { share: Explanation; trace: Trace; name: string }[] = [];
  for (const target of leg.targets) {
    const trace = targetTrace(evaluated, flow, target);
    if (trace === null) return null;
    const name = nameOf(site, 'nodes', graph.nodes[target.node]?.id ?? '');
    const share = step('share', 'formula', [], target.share, {
      unit: 'ratio',
      rule: 'L7',
      formula: 'replicas here / replicas everywhere',
      parameters: { name },
    });
    mixed.push({ share, trace, name });
  }
  return oneOf(mixed);
}

function targetTrace(evaluated: Evaluated, flow: Flow, target: LegTarget): Trace | null {
  const network = networkTrace(evaluated, flow, target);
  if (network === null || target.placement === null) return network;
  const rest = atTarget(evaluated, flow, target.placement);
  return rest === null ? null : inRow([network, rest]);
}

function networkTrace(evaluated: Evaluated, flow: Flow, target: LegTarget): Trace | null {
  const from = accessAt(evaluated, flow.from);
  const to = accessAt(evaluated, flow.to);
  const { site } = evaluated.model;
  const request = messageOf(site, flow, 'request');
  const response = messageOf(site, flow, 'response');
  const small = smallMessage(SMALL_PACKET_BYTES);
  const answers = flow.pattern === 'request-response';
  const forth = oneWayTrace(evaluated, target.path, from, to, request);
  const back = oneWayTrace(evaluated, target.back, to, from, answers ? response : small);
  if (forth === null || (back === null && answers)) return null;
  const traces = back !== null && answers ? [forth, back] : [forth];
  if (flow.transport.protocol === 'tcp-tls13' || flow.transport.protocol === 'quic') {
    const roundTrip = roundTripOf(
      oneWayTrace(evaluated, target.path, from, to, small),
      oneWayTrace(evaluated, target.back, to, from, small),
    );
    const there = { roundTrip, channels: channelsOf(evaluated, target.path, from, to) };
    const home = { roundTrip, channels: channelsOf(evaluated, target.back, to, from) };
    traces.push(transportTrace(evaluated, flow, there, request, true));
    if (answers) traces.push(transportTrace(evaluated, flow, home, response, false));
  }
  return inRow(traces);
}

/** [L6, L7] Processing, and what it waits for there stage by stage. */
function atTarget(evaluated: Evaluated, flow: Flow, live: LivePlacement): Trace | null {
  const { model, demand } = evaluated;
  const processing = processingTrace(evaluated, flow, live);
  if (processing === null) return null;
  const traces = [processing];
  const stages = new Map<number, { readonly trace: Trace; readonly name: string }[]>();
  for (const next of model.followers.get(flow.id) ?? []) {
    if (next.mode !== 'synchronous') continue;
    const leg = demand.legs.get(next.id)?.find((one) => one.source === live.node);
    const trace = leg === undefined ? null : legTrace(evaluated, next, leg);
    if (trace === null) return null;
    const list = stages.get(next.stage) ?? [];
    list.push({ trace: called(evaluated, next, trace), name: next.name });
    stages.set(next.stage, list);
  }
  for (const stage of [...stages.keys()].toSorted((a, b) => a - b)) traces.push(slowestOf(stages.get(stage) ?? []));
  return inRow(traces);
}

/** [L7] Several calls in a row, or one that is only sometimes made. */
function called(evaluated: Evaluated, next: Flow, trace: Trace): Trace {
  const calls = next.callsPerRequest;
  if (calls === 1) return trace;
  if (calls === 0) return { delay: ZERO_DELAY, part: () => [], spread: () => [] };
  const { moments } = trace.delay;
  const factor = input(evaluated.model.site, 'flows', next.id, 'callsPerRequest', calls);
  const remarks = { formula: 'calls × one call', parameters: { name: next.name } };
  return stretched(trace, calls > 1 ? repeated(moments, calls) : sometimes(calls, moments), 'calls', factor, remarks, calls > 1);
}

/** [L7] Parallel calls wait for the slowest. */
function slowestOf(branches: readonly { readonly trace: Trace; readonly name: string }[]): Trace {
  const first = must(branches[0], 'a stage has a branch');
  if (branches.length === 1) return first.trace;
  const longest = branches.reduce((a, b) => (b.trace.delay.moments.mean > a.trace.delay.moments.mean ? b : a));
  const moments = slowest(branches.map(({ trace }) => trace.delay.moments));
  const each = branches.map(({ trace, name }) =>
    step('branch', 'formula', [], trace.delay.moments.mean, { unit: 'ms', rule: 'L7', parameters: { name } }),
  );
  const parameters = { name: longest.name };
  const factor = quotientOf(
    'stretch',
    step('slowest', 'formula', each, moments.mean, { unit: 'ms', rule: 'L7', formula: 'mean of the greatest', parameters }),
    step('branch', 'formula', [], longest.trace.delay.moments.mean, { unit: 'ms', rule: 'L7', parameters }),
    { rule: 'L7', parameters },
  );
  if (longest.trace.delay.moments.mean === 0)
    return inRow([{ delay: delayOf('processing', moments), part: () => [number(moments.mean)], spread: () => [] }]);
  return stretched(longest.trace, moments, 'stretch', factor, { parameters }, false);
}

function accessAt(evaluated: Evaluated, end: Flow['from']): Access | null {
  return end.kind === 'device-group' ? (evaluated.demand.accesses.get(end.id) ?? null) : null;
}
