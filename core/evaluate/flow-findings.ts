import { must } from '../base/assert.ts';
import type { Part } from '../network/delay.ts';
import { PARTS } from '../network/delay.ts';
import type { RecordOf } from '../site/site.ts';
import { getRecord } from '../site/site.ts';
import { nodeName } from './capacity-findings.ts';
import { figure, finding } from './finding.ts';
import type { FlowEvaluation } from './flow-detail.ts';
import { wayOf } from './flow-detail.ts';
import { endName } from './flow-results.ts';
import type { LatencySolver } from './latency.ts';
import type { LegState } from './leg.ts';
import type { Finding, FlowResult } from './result.ts';
import type { SiteModel } from './site-model.ts';

/** What to do about the greatest part of a delay. */
const REMEDY: { readonly [Name in Part]: string } = {
  access: 'Use an access medium with less delay of its own.',
  propagation: 'Serve it from a tier nearer to its sources.',
  transmission: 'Send fewer bytes, raise the bandwidth of the slowest link, or serve it over fewer hops.',
  queueing: 'Raise the bandwidth of the fullest link on its way, or take other traffic off it.',
  transport: 'Keep connections open, use QUIC, or repair the loss on its way.',
  processing: 'Add replicas, use faster hardware or an accelerator, or make the work smaller.',
};

const QUEUE_REMEDY = {
  link: (name: string): string => `Most of it waits at ${name}: raise its bandwidth, or serve its traffic nearer to the sources.`,
  access: (name: string): string =>
    `Most of it waits at ${name}: spread the devices over more access nodes, send less, or use a faster medium.`,
} as const;

interface Where {
  readonly kind: 'link' | 'access';
  readonly name: string;
}

/** Hop of a flow where its messages wait longest, in words; with the legs that this was read from. */
function longestWait(
  evaluated: FlowEvaluation,
  flow: FlowResult,
): { readonly where: Where | null; readonly legs: readonly LegState[] } {
  const found = wayOf(evaluated, flow.id);
  const hops = found?.hops.filter((hop) => hop.kind !== 'service') ?? [];
  const legs = found?.legs ?? [];
  const first = hops[0];
  if (first === undefined) return { where: null, legs };
  const longest = hops.reduce((a, b) => (b.breakdownMs.queueing > a.breakdownMs.queueing ? b : a), first);
  if (longest.kind === 'link') {
    const name = getRecord(evaluated.model.site, 'links', longest.id)?.name ?? longest.id;
    return { where: { kind: 'link', name }, legs };
  }
  const medium = evaluated.demand.accesses.get(longest.id)?.medium.name ?? longest.id;
  return { where: { kind: 'access', name: `${medium} @ ${nodeName(evaluated.model, longest.nodeId)}` }, legs };
}

/** Flows whose findings are told together, by what they have in common; null for one that is met or whose cause has its own finding. */
export function groupOf(flow: FlowResult): string | null {
  if (flow.status === 'missed') return `missed ${flow.workload} ${flow.to} ${greatestPart(flow)}`;
  if (flow.blockedBy === null) return null;
  // Saturated links and access channels have their own findings, with their figures.
  if (flow.status === 'saturated' && !flow.blockedBy.startsWith('placements/')) return null;
  return `${flow.status} ${flow.blockedBy}`;
}

/** [L6] Objectives that are missed for one reason, as one finding; with the legs whose answers it stands on beside those of the flows. */
export function missedFinding(
  evaluated: FlowEvaluation,
  group: readonly FlowResult[],
): { readonly finding: Finding; readonly legs: readonly LegState[] } {
  const { model } = evaluated;
  const worst = group.reduce((a, b) => ((b.slack ?? 0) < (a.slack ?? 0) ? b : a));
  const part = greatestPart(worst);
  const service = endName(model, must(getRecord(model.site, 'flows', worst.id), `flows/${worst.id}`).to);
  const workload = getRecord(model.site, 'workloads', worst.workload)?.name ?? worst.workload;
  const partMs = worst.breakdownMs?.[part] ?? 0;
  const node = worst.servedBy === null ? '–' : nodeName(model, worst.servedBy);
  const parameters = {
    flows: group.length,
    workload,
    service,
    node,
    part,
    partMs: figure(partMs),
    meanMs: figure(worst.meanMs ?? 0),
    p99Ms: figure(worst.p99Ms ?? 0),
    objectiveMs: figure(worst.objectiveP99Ms ?? 0),
  };
  const { where, legs } = part === 'queueing' ? longestWait(evaluated, worst) : { where: null, legs: [] };
  const found = finding({
    kind: 'objective-missed',
    code: where === null ? `objective-missed-${part}` : `objective-missed-queueing-${where.kind}`,
    severity: 'error',
    subject: `flows/${worst.id}`,
    aspect: `${worst.to} ${part}`,
    limit: worst.objectiveP99Ms,
    value: worst.p99Ms,
    unit: 'ms',
    why: `${group.length === 1 ? 'A flow' : `${group.length} flows`} of ${workload} to ${service} on ${node}: p99 up to ${figure(worst.p99Ms ?? 0)} ms, allowed ${figure(worst.objectiveP99Ms ?? 0)} ms; ${part} takes ${figure(partMs)} of ${figure(worst.meanMs ?? 0)} ms on average.`,
    remedy: where === null ? REMEDY[part] : QUEUE_REMEDY[where.kind](where.name),
    parameters: where === null ? parameters : { ...parameters, where: where.name },
  });
  return { finding: found, legs };
}

/** [P1] Flows that one missing placement or way stops. */
export function blockedFinding(model: SiteModel, group: readonly FlowResult[]): Finding {
  const first = must(group[0], 'a group has a member');
  const subject = must(first.blockedBy, `cause of ${first.id}`);
  return first.status === 'unplaced' ? unplaced(model, subject, group.length) : noRoute(model, first, subject, group.length);
}

/** [L6] Placements of one service that are asked for more than they can do, each with the flows that wait for it. */
export function saturatedFinding(evaluated: FlowEvaluation, groups: readonly (readonly FlowResult[])[]): Finding {
  return serviceSaturated(
    evaluated.model,
    groups.map((group) => {
      const first = must(group[0], 'a group has a member');
      const subject = must(first.blockedBy, `cause of ${first.id}`);
      return overloaded(evaluated.model, evaluated.solver, first, subject, group.length);
    }),
  );
}

function unplaced(model: SiteModel, subject: string, flows: number): Finding {
  const name = getRecord(model.site, 'services', subject.slice('services/'.length))?.name ?? subject;
  return finding({
    kind: 'unplaced',
    severity: 'error',
    subject,
    limit: null,
    value: flows,
    unit: 'flows',
    why: `${name} runs nowhere that works, and ${flows === 1 ? 'a flow needs' : `${flows} flows need`} it.`,
    remedy: 'Place it on a node.',
    parameters: { name, flows },
  });
}

function noRoute(model: SiteModel, flow: FlowResult, subject: string, flows: number): Finding {
  const record = must(getRecord(model.site, 'flows', flow.id), `flows/${flow.id}`);
  const from = endName(model, record.from);
  const to = endName(model, record.to);
  return finding({
    kind: 'no-route',
    severity: 'error',
    subject,
    limit: null,
    value: flows,
    unit: 'flows',
    why: `There is no working way from ${from} to ${to}${flows > 1 ? `, nor for ${flows - 1} more flows` : ''}.`,
    remedy: 'Attach the devices to a node, or connect their node to the network.',
    parameters: { from, to, flows },
  });
}

/** A placement that is asked for more than it can do. */
interface OverloadedStation {
  readonly placement: RecordOf<'placements'>;
  readonly service: RecordOf<'services'>;
  readonly demandPerSecond: number;
  readonly capacityPerSecond: number;
  /** Replicas that would keep up; null where no number would. */
  readonly replicas: number | null;
  readonly flows: number;
}

function overloaded(
  model: SiteModel,
  solver: LatencySolver,
  flow: FlowResult,
  subject: string,
  flows: number,
): OverloadedStation {
  const placement = must(getRecord(model.site, 'placements', subject.slice('placements/'.length)), subject);
  const service = must(getRecord(model.site, 'services', placement.serviceId), `services/${placement.serviceId}`);
  const live = must(
    model.placements.get(service.id)?.find((one) => one.placement.id === placement.id),
    subject,
  );
  const record = must(getRecord(model.site, 'flows', flow.id), `flows/${flow.id}`);
  const state = solver.processing(record, live);
  const demandPerSecond = solver.arrivalsPerSecond(placement.id);
  const capacityPerSecond = state.status === 'saturated' ? state.capacityPerSecond : demandPerSecond;
  const replicas = capacityPerSecond > 0 ? Math.floor((placement.replicas * demandPerSecond) / capacityPerSecond) + 1 : null;
  return { placement, service, demandPerSecond, capacityPerSecond, replicas, flows };
}

/** One finding a service: its most overloaded placement, and how many more there are. */
function serviceSaturated(model: SiteModel, stations: readonly OverloadedStation[]): Finding {
  const worst = stations.reduce((a, b) =>
    b.demandPerSecond * a.capacityPerSecond > a.demandPerSecond * b.capacityPerSecond ? b : a,
  );
  const { placement, service, demandPerSecond, capacityPerSecond, replicas } = worst;
  const node = nodeName(model, placement.nodeId);
  const flows = stations.reduce((total, one) => total + one.flows, 0);
  const others = stations.length - 1;
  const code = replicas === null ? 'service-impossible' : others === 0 ? 'service-saturated' : 'service-saturated-often';
  return finding({
    kind: 'service-saturated',
    code,
    severity: 'error',
    subject: `placements/${placement.id}`,
    limit: capacityPerSecond,
    value: demandPerSecond,
    unit: 'requests/s',
    why: `${service.name} on ${node} is asked ${figure(demandPerSecond)} times a second and can answer ${figure(capacityPerSecond)}${others === 0 ? '' : `, and so on ${others} more ${others === 1 ? 'node' : 'nodes'}`}; ${flows} ${flows === 1 ? 'flow waits' : 'flows wait'} for it.`,
    remedy:
      replicas === null
        ? 'Place it on hardware that can run it.'
        : `Run ${replicas} ${replicas === 1 ? 'replica' : 'replicas'} instead of ${placement.replicas}, or place it on faster hardware${others === 0 ? '' : '; the same holds for the others'}.`,
    parameters: {
      service: service.name,
      node,
      demand: figure(demandPerSecond),
      capacity: figure(capacityPerSecond),
      replicas: replicas ?? 0,
      current: placement.replicas,
      flows,
      others,
    },
  });
}

function greatestPart(flow: FlowResult): Part {
  const parts = flow.breakdownMs;
  if (parts === null) return 'processing';
  return PARTS.reduce((a, b) => (parts[b] > parts[a] ? b : a));
}
