import { compareCodeUnits } from '../base/canonical-json.ts';
import type { RecordOf, Site } from '../site/site.ts';
import { getRecord, listRecords } from '../site/site.ts';
import { ceilingFindings, nearLimitShare, nodeFindings, placeFindings } from './capacity-findings.ts';
import { computeDemand } from './demand.ts';
import { sortFindings } from './finding.ts';
import type { FlowEvaluation } from './flow-detail.ts';
import { flowFindings } from './flow-findings.ts';
import { flowResult } from './flow-results.ts';
import { LatencySolver } from './latency.ts';
import { accessFindings, linkFindings, linkResults } from './link-results.ts';
import { nodeResults } from './node-capacity.ts';
import { placementFindings } from './placement-findings.ts';
import { placeResults } from './place-capacity.ts';
import type { Evaluation, Finding, FlowResult, FlowStatus, NodeResult, SiteCounts, Totals } from './result.ts';
import { buildSiteModel } from './site-model.ts';

/** What an evaluation rests on, kept for questions about one flow. */
export interface Evaluated extends FlowEvaluation {
  readonly evaluation: Evaluation;
}

export interface EvaluationStep {
  readonly stage: 'network' | 'demand' | 'flows' | 'capacity';
  readonly done: number;
  readonly total: number;
}

/** Flows answered between two steps: some milliseconds of work. */
const FLOWS_A_STEP = 500;

/**
 * The answer to a site at its busy hour: rules L1–L7 for flows, C1 for nodes, links and places, E1 for power.
 * A pure function: equal sites give equal bytes. Cost about O(flows × path length + links × log nodes × targets).
 */
export function evaluate(site: Site): Evaluation {
  const steps = evaluateInSteps(site);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value.evaluation;
  }
}

/** The same, in steps between which a caller may show progress or stop. */
export function* evaluateInSteps(site: Site): Generator<EvaluationStep, Evaluated> {
  const total = Object.keys(site.flows).length;
  yield { stage: 'network', done: 0, total };
  const model = buildSiteModel(site);
  yield { stage: 'demand', done: 0, total };
  const demand = computeDemand(model);
  const solver = new LatencySolver(model, demand);
  const answered: FlowResult[] = [];
  for (const [index, flow] of model.flows.entries()) {
    if (index % FLOWS_A_STEP === 0) yield { stage: 'flows', done: index, total };
    answered.push(flowResult(flow, solver.flow(flow), demand));
  }
  const flows = answered.toSorted((a, b) => compareCodeUnits(a.id, b.id));
  yield { stage: 'capacity', done: total, total };
  const nodes = nodeResults(model, demand, solver);
  const links = linkResults(model, demand);
  const places = placeResults(site);
  const near = nearLimitShare(model);
  const findings = sortFindings([
    ...flowFindings({ model, demand, solver }, flows),
    ...nodeFindings(model, nodes, near),
    ...ceilingFindings(model, nodes),
    ...placeFindings(model, places, near),
    ...linkFindings(model, links, near),
    ...accessFindings(model, demand, near),
    ...placementFindings(model),
  ]);
  const counts = { id: site.header.id, name: site.header.name, ...countSite(site) };
  return {
    evaluation: { site: counts, flows, nodes, links, places, findings, totals: totalsOf(site, flows, nodes, findings) },
    model,
    demand,
    solver,
  };
}

/** How many records of each kind a site has. */
export function countSite(site: Site): SiteCounts {
  let devices = 0;
  for (const group of Object.values(site.deviceGroups)) devices += group.count;
  return {
    places: size(site.places),
    nodes: size(site.nodes),
    links: size(site.links),
    deviceGroups: size(site.deviceGroups),
    devices,
    workloads: size(site.workloads),
    services: size(site.services),
    flows: size(site.flows),
    placements: size(site.placements),
  };
}

function totalsOf(site: Site, flows: readonly FlowResult[], nodes: readonly NodeResult[], findings: readonly Finding[]): Totals {
  const count = (status: FlowStatus): number => flows.filter((flow) => flow.status === status).length;
  const { hardwareCost, nodesWithoutPrice } = hardwareCostOf(site);
  return {
    flowsMet: count('met'),
    flowsMissed: count('missed'),
    flowsSaturated: count('saturated'),
    flowsNoRoute: count('no-route'),
    flowsUnplaced: count('unplaced'),
    errors: findings.filter((one) => one.severity === 'error').length,
    warnings: findings.filter((one) => one.severity === 'warning').length,
    powerW: nodes.reduce((total, node) => total + node.powerW, 0),
    hardwareCost,
    nodesWithoutPrice,
  };
}

function hardwareCostOf(site: Site): { hardwareCost: number | null; nodesWithoutPrice: number } {
  let hardwareCost: number | null = null;
  let nodesWithoutPrice = 0;
  for (const node of listRecords(site, 'nodes')) {
    if (node.status === 'retired') continue;
    const price = priceOf(site, node);
    if (price === null) nodesWithoutPrice += 1;
    else hardwareCost = (hardwareCost ?? 0) + price;
  }
  return { hardwareCost, nodesWithoutPrice };
}

/** Price of a node in the site's currency; null where its type has none in that currency. */
export function priceOf(site: Site, node: RecordOf<'nodes'>): number | null {
  const price = getRecord(site, 'hardwareTypes', node.typeId)?.price ?? null;
  return price === null || price.currency !== site.header.currency ? null : price.amount;
}

function size(map: object): number {
  return Object.keys(map).length;
}
