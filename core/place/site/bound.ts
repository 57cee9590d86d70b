import { nodePowerW } from '../../evaluate/energy/node-power.ts';
import type { Placement } from '../../site/schema/placement.ts';
import { getRecord } from '../../site/site.ts';
import type { ServiceTable } from './bound-tables.ts';
import { BoundTables } from './bound-tables.ts';
import type { Opening } from './opening-bound.ts';
import { openingBoundInSteps } from './opening-bound.ts';
import type { OpenService } from './problem.ts';
import type { ObjectiveParts } from './value.ts';
import type { Workbench } from './workbench.ts';

/** What no plan that serves everything falls below: each part alone, and the objective, which a plan cannot have with all of them at their least. */
export interface SiteBound {
  readonly parts: ObjectiveParts;
  readonly objective: number;
}

/**
 * [P3, P8] Service by service: replicas at their cost and at what moving away from where they run costs, against the p99 that requests have at the best for them of these nodes with
 * all queues empty (`LeastDelay`), as a facility location whose nodes take no more requests than their replicas can do and hold no more replicas than they have room for
 * (`openingBoundInSteps`). Hardware idles. Rests on [L3] and [L6] in that load never makes an answer come earlier. Services share nothing. Each yield is a bound, too, and they
 * rise to the last one. It is about the site as it was when the bench was set up: a search may go on meanwhile.
 */
export function* siteBoundInSteps(bench: Workbench, tables: BoundTables): Generator<SiteBound, SiteBound> {
  const sum = new BoundSum(bench);
  yield sum.value();
  for (const open of bench.problem.open.values()) {
    const table = yield* paced(tables.ofService(open), sum);
    const count = Math.max(1, bench.evaluated.model.flows.length);
    const performance = (share: number): number => partOf(bench, { objectiveUsed: share / count });
    const cost = leastCost(bench, open, table);
    const served = leastServed(table);
    const alone = partOf(bench, { costPerMonth: cost }) + performance(served);
    const kept = moveCost(bench) * table.nodes.reduce((total, one) => total + one.running, 0);
    const steps = openingBoundInSteps(openingOf(bench, open, table, table.serve.map(performance), performance(1)));
    sum.add(cost, served, alone);
    for (;;) {
      const step = steps.next();
      if (step.value !== Infinity) sum.raise(step.value + kept - alone);
      if (step.done === true) break;
      yield sum.value();
    }
    sum.settle();
  }
  const others = yield* paced(tables.ofOtherFlows(), sum);
  sum.add(0, others, partOf(bench, { objectiveUsed: others / Math.max(1, bench.evaluated.model.flows.length) }));
  return sum.value();
}

/** All at once. */
export function siteBound(bench: Workbench, tables: BoundTables = new BoundTables(bench)): SiteBound {
  const steps = siteBoundInSteps(bench, tables);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

function* paced<Value>(steps: Generator<void, Value>, sum: BoundSum): Generator<SiteBound, Value> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    yield sum.value();
  }
}

/** What has been proven so far. */
class BoundSum {
  private readonly bench: Workbench;
  private readonly powerW: number;
  private costPerMonth = 0;
  private used = 0;
  private joint = 0;
  /** What the service that is worked on adds beyond its parts alone. */
  private raised = 0;

  constructor(bench: Workbench) {
    this.bench = bench;
    this.powerW = idleW(bench);
    for (const { serviceId, nodeId, replicas } of bench.atStart) {
      if (bench.problem.open.has(serviceId)) continue;
      const cost = replicas * bench.appraiser.unitCost(serviceId, nodeId);
      this.add(cost, 0, partOf(bench, { costPerMonth: cost }));
    }
  }

  add(costPerMonth: number, used: number, joint: number): void {
    this.costPerMonth += costPerMonth;
    this.used += used;
    this.joint += joint;
  }

  raise(more: number): void {
    this.raised = Math.max(this.raised, more);
  }

  settle(): void {
    this.joint += this.raised;
    this.raised = 0;
  }

  value(): SiteBound {
    const { bench, costPerMonth, powerW } = this;
    const objectiveUsed = this.used / Math.max(1, bench.evaluated.model.flows.length);
    const parts = { costPerMonth, objectiveUsed, powerW, moved: 0 };
    const joint = this.joint + this.raised + partOf(bench, { powerW });
    return { parts, objective: Math.max(bench.appraiser.objective(parts), joint) };
  }
}

/** What one part adds to the objective. */
function partOf({ appraiser }: Workbench, part: Partial<ObjectiveParts>): number {
  return appraiser.objective({ costPerMonth: 0, objectiveUsed: 0, powerW: 0, moved: 0, ...part });
}

function leastServed({ serve, nodes }: ServiceTable): number {
  let total = 0;
  for (let start = 0; nodes.length > 0 && start < serve.length; start += nodes.length)
    total += serve.subarray(start, start + nodes.length).reduce((least, each) => Math.min(least, each), 1);
  return total;
}

function leastCost(bench: Workbench, { service, required }: OpenService, { nodes }: ServiceTable): number {
  const isPinned = ({ serviceId, pinned }: Placement): boolean => pinned && serviceId === service.id;
  const fixed = bench.atStart
    .filter(isPinned)
    .reduce((sum, one) => sum + one.replicas * bench.appraiser.unitCost(service.id, one.nodeId), 0);
  const cheapest = nodes.reduce((least, one) => Math.min(least, one.unitCost), Infinity);
  return nodes.length === 0 ? 0 : Math.max(fixed, required * cheapest);
}

/** What it costs in the objective that one replica no longer runs where it did. */
function moveCost(bench: Workbench): number {
  const total = bench.appraiser.startReplicas;
  return total === 0 ? 0 : partOf(bench, { moved: 1 / total });
}

function openingOf(
  bench: Workbench,
  { required, most }: OpenService,
  { nodes, load }: ServiceTable,
  serveCost: Float64Array,
  unservedCost: number,
): Opening {
  return {
    replicaCost: Float64Array.from(nodes, ({ unitCost }) => partOf(bench, { costPerMonth: unitCost })),
    running: Int32Array.from(nodes, ({ running }) => running),
    stayWorth: moveCost(bench),
    room: Int32Array.from(nodes, ({ room }) => room),
    serveCost,
    unservedCost,
    load,
    least: required,
    most,
  };
}

function idleW(bench: Workbench): number {
  return bench.problem.workingNodeIds.reduce((total, id) => {
    const typeId = getRecord(bench.site, 'nodes', id)?.typeId ?? '';
    const type = getRecord(bench.site, 'hardwareTypes', typeId);
    return total + (type === undefined ? 0 : nodePowerW(type, 0, 0, 0));
  }, 0);
}
