import type { SiteDiff } from '../site/diff.ts';
import { EMPTY_DIFF } from '../site/diff.ts';
import type { CollectionName, Site } from '../site/site.ts';
import { Answers } from './answers.ts';
import { Demand } from './demand.ts';
import type { FlowEvaluation } from './flow-detail.ts';
import { LatencySolver } from './latency.ts';
import type { Evaluation, SiteCounts } from './result.ts';
import type { ResultChanges } from './results.ts';
import { Results } from './results.ts';
import { SiteModel } from './site-model.ts';

export { priceOf } from './results.ts';

/** What an evaluation rests on, kept for questions about one flow. Valid until its state takes in the next change; the evaluation itself for ever. */
export interface Evaluated extends FlowEvaluation {
  readonly evaluation: Evaluation;
}

export interface EvaluationStep {
  readonly stage: 'network' | 'demand' | 'flows' | 'capacity';
  readonly done: number;
  readonly total: number;
}

/**
 * The answer to a site at its busy hour: rules L1–L7 for flows, C1 for nodes, links and places, E1 for power.
 * A pure function: equal sites give equal bytes. Cost about O(flows × path length + links × log nodes × targets).
 */
export function evaluate(site: Site): Evaluation {
  return new EvaluationState(site).evaluated.evaluation;
}

/** The same, in steps between which a caller may show progress or stop. */
export function* evaluateInSteps(site: Site): Generator<EvaluationStep, Evaluated> {
  return (yield* EvaluationState.inSteps(site)).evaluated;
}

/**
 * An evaluation that is kept up to date with its site. Each stage keeps what it found, by record, and takes from the stage before
 * what is other than it was; what comes out bit by bit as before goes no further:
 *
 *   0 model      records → working nodes and links, who calls whom             site-model.ts, graph.ts, flow-order.ts
 *   1 ways       links, targets → nearest targets and the ways there           route-tree.ts, destinations.ts
 *   2 legs       ways, rates of what sets a flow off → what meets where        demand.ts
 *   3 loads      entries → sums of each queue and service, in one order        leg.ts, loads.ts
 *   4–5 waits    sums → waits                                                  channel-delay.ts, service-time.ts
 *   6 answers    waits, answers of what is waited for → answers of legs        answers.ts, latency.ts
 *   7 results    answers, sums → results, findings, totals                     results.ts
 *
 * From scratch is the same code, with everything new. Nothing is ever subtracted: equal sites give equal bits, whatever came before.
 */
export class EvaluationState {
  private readonly model: SiteModel;
  private readonly demand: Demand;
  private readonly solver: LatencySolver;
  private readonly answers: Answers;
  private readonly results: Results;
  private counts: Omit<SiteCounts, 'devices'>;
  private devices = 0;
  private answered: Evaluated | null = null;
  private changed: ResultChanges | null = null;
  private otherWays: ReadonlySet<string> = new Set();

  /** `inSteps` makes one bit by bit. */
  constructor(site: Site, whole = true) {
    this.model = new SiteModel(site);
    this.demand = new Demand(this.model);
    this.solver = new LatencySolver(this.model, this.demand);
    this.answers = new Answers(this.model, this.demand, this.solver);
    this.results = new Results({ model: this.model, demand: this.demand, solver: this.solver });
    const { devices, ...counts } = countSite(site);
    this.counts = counts;
    this.devices = devices;
    if (whole) finish(this.run(null));
  }

  static *inSteps(site: Site): Generator<EvaluationStep, EvaluationState> {
    const state = new EvaluationState(site, false);
    yield* state.run(null);
    return state;
  }

  get evaluated(): Evaluated {
    if (this.answered === null) throw new Error('EvaluationState: not evaluated yet');
    return this.answered;
  }

  /** The site as it is now. It is changed in place by the next update. */
  get site(): Site {
    return this.model.site;
  }

  /** Takes in a change that was made on the present site. */
  update(diff: SiteDiff): Evaluated {
    finish(this.updateInSteps(diff));
    return this.evaluated;
  }

  /** The same, in steps. Once begun it has to be brought to its end. */
  *updateInSteps(diff: SiteDiff): Generator<EvaluationStep, Evaluated> {
    yield* this.run(diff);
    return this.evaluated;
  }

  /** What the last update changed; the first time everything. */
  get changes(): ResultChanges {
    if (this.changed === null) throw new Error('EvaluationState: not evaluated yet');
    return this.changed;
  }

  /** Flows that go other ways, are served elsewhere or from other sources since the last update; the first time all. */
  get rerouted(): ReadonlySet<string> {
    return this.otherWays;
  }

  /** The site as it is now, which no update changes. */
  snapshot(): Site {
    return this.model.snapshot();
  }

  /** The same evaluation apart from this state, as from scratch: no update reaches it, nodes and arcs follow the order of ids and leave no gaps. */
  apart(): Evaluated {
    return new EvaluationState(this.snapshot()).evaluated;
  }

  private *run(diff: SiteDiff | null): Generator<EvaluationStep, void> {
    const total = diff === null ? this.counts.flows : 0;
    this.answered = null;
    yield { stage: 'network', done: 0, total };
    const model = this.model.update(diff);
    this.recount(diff ?? EMPTY_DIFF);
    const demand = yield* told('demand', total, this.demand.update(model));
    this.otherWays = new Set([...demand.flows].map(({ id }) => id));
    const flows = yield* told('flows', total, this.answers.update(model, demand));
    this.changed = yield* told('capacity', total, this.results.update(model, demand, flows, this.answers.stamp));
    this.answered = { evaluation: this.summary(), model: this.model, demand: this.demand, solver: this.solver };
  }

  private recount(diff: SiteDiff): void {
    const counts: Record<string, number> = { ...this.counts };
    for (const { collection, before, after } of diff.changes) {
      if (collection in counts)
        counts[collection] = (counts[collection] ?? 0) + (after === null ? 0 : 1) - (before === null ? 0 : 1);
      if (collection === 'deviceGroups') this.devices += membersOf(after) - membersOf(before);
    }
    this.counts = counts as unknown as typeof this.counts;
  }

  private summary(): Evaluation {
    const { header } = this.site;
    const { flows, nodes, links, places, book, counts, powerW, hardwareCost, nodesWithoutPrice } = this.results;
    return {
      site: { id: header.id, name: header.name, ...this.counts, devices: this.devices },
      flows: flows.list,
      nodes: nodes.list,
      links: links.list,
      places: places.list,
      findings: book.list,
      totals: {
        flowsMet: counts.met,
        flowsMissed: counts.missed,
        flowsSaturated: counts.saturated,
        flowsNoRoute: counts['no-route'],
        flowsUnplaced: counts.unplaced,
        errors: book.errors,
        warnings: book.warnings,
        powerW,
        hardwareCost,
        nodesWithoutPrice,
      },
    };
  }
}

const COUNTED = [
  'places',
  'nodes',
  'links',
  'deviceGroups',
  'workloads',
  'services',
  'flows',
  'placements',
] as const satisfies readonly CollectionName[];

/** How many records of each kind a site has. */
export function countSite(site: Site): SiteCounts {
  let devices = 0;
  for (const group of Object.values(site.deviceGroups)) devices += group.count;
  const counts = Object.fromEntries(COUNTED.map((name) => [name, Object.keys(site[name]).length]));
  return { ...(counts as Record<(typeof COUNTED)[number], number>), devices };
}

function membersOf(group: object | null): number {
  return group !== null && 'count' in group && typeof group.count === 'number' ? group.count : 0;
}

function* told<Value>(
  stage: EvaluationStep['stage'],
  total: number,
  steps: Generator<number, Value>,
): Generator<EvaluationStep, Value> {
  yield { stage, done: 0, total };
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    yield { stage, done: step.value, total };
  }
}

function finish(steps: Generator): void {
  while (steps.next().done !== true);
}
