import { must } from '../../base/assert.ts';
import type { RecordOf } from '../../site/site.ts';
import { getRecord, listRecords } from '../../site/site.ts';
import type { ServiceLoad } from '../loads.ts';
import { NO_SERVICE_LOAD } from '../loads.ts';
import type { Evaluated } from '../evaluate.ts';
import type { NodeResult } from '../result.ts';
import { stationOf } from '../service-time.ts';
import type { LivePlacement } from '../site-model.ts';
import { AssumptionList } from '../stated-assumption.ts';
import { latencyBudgets } from './latency-budget.ts';
import { answerAt, highestRate } from './rates.ts';
import type { PlacementVariants, VariantAssessment, VariantFit, VariantRefusal } from './result.ts';

type Service = RecordOf<'services'>;
type HardwareType = RecordOf<'hardwareTypes'>;

export interface VariantStep {
  readonly stage: 'variants';
  readonly done: number;
  readonly total: number;
}

/** Placements answered between two steps. */
const PLACEMENTS_A_STEP = 20;

/**
 * [R3] Which variant of a model fits each placement, which is best, and which has to stand in as load rises. Services without variants are
 * left out. Cost some hundred formulas a variant and placement.
 */
export function* variantsInSteps(evaluated: Evaluated): Generator<VariantStep, VariantAssessment> {
  const { site, placements } = evaluated.model;
  const services = listRecords(site, 'services').filter((service) => service.variants.length > 0);
  const all = services.flatMap((service) => (placements.get(service.id) ?? []).map((live) => ({ service, live })));
  const budgets = latencyBudgets(evaluated, new Set(services.map((service) => service.id)));
  const nodes = new Map(evaluated.evaluation.nodes.map((node) => [node.id, node]));
  const assumptions = new AssumptionList();
  const answers: PlacementVariants[] = [];
  for (const [index, { service, live }] of all.entries()) {
    if (index % PLACEMENTS_A_STEP === 0) yield { stage: 'variants', done: index, total: all.length };
    const node = must(nodes.get(live.placement.nodeId), `result of nodes/${live.placement.nodeId}`);
    answers.push(placementVariants(evaluated, service, live, node, budgets.get(live.placement.id) ?? null));
    assumptions.add(
      'variants.own-accuracy',
      'Nobody states the accuracy of a service’s own figures: a variant with a stated accuracy goes before them.',
      'no accuracy stated',
      {},
      `services/${service.id}`,
    );
  }
  if (answers.length > 0)
    assumptions.add(
      'variants.budget',
      'The time that an objective leaves for a service is what the rest of the flow does not take at the 99th percentile.',
      'estimate: percentiles of parts add up to more than that of the whole, so the budget is on the safe side',
    );
  return { placements: answers, assumptions: assumptions.list() };
}

/** The same at once. */
export function variantAssessment(evaluated: Evaluated): VariantAssessment {
  const steps = variantsInSteps(evaluated);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

function placementVariants(
  evaluated: Evaluated,
  service: Service,
  live: LivePlacement,
  node: NodeResult,
  budgetMs: number | null,
): PlacementVariants {
  const { site, graph } = evaluated.model;
  const type = must(getRecord(site, 'hardwareTypes', graph.nodes[live.node]?.typeId ?? ''), `type of ${node.id}`);
  const accuracyTarget = getRecord(site, 'workloads', service.workloadId)?.accuracyTarget ?? null;
  const load = evaluated.demand.services.get(live.placement.id) ?? NO_SERVICE_LOAD;
  const variants = [null, ...service.variants].map((variant) =>
    fitOf({ service, live, node, type, load, budgetMs, accuracyTarget }, variant),
  );
  const fitting = variants.filter((one) => one.refused === null).toSorted(byAccuracy);
  const best = fitting[0];
  return {
    placementId: live.placement.id,
    serviceId: service.id,
    nodeId: node.id,
    current: live.placement.variant,
    requestsPerSecond: load.requestsPerSecond,
    accuracyTarget,
    budgetMs,
    variants,
    best: best === undefined ? null : { name: best.name, reason: fitting.length === 1 ? 'only-one' : 'most-accurate' },
    degradation: ladder(variants, budgetMs !== null),
  };
}

interface Setting {
  readonly service: Service;
  readonly live: LivePlacement;
  readonly node: NodeResult;
  readonly type: HardwareType;
  readonly load: ServiceLoad;
  readonly budgetMs: number | null;
  readonly accuracyTarget: number | null;
}

/** [R3] One variant where the placement is. */
function fitOf(setting: Setting, variant: Service['variants'][number] | null): VariantFit {
  const { service, live, type, load, budgetMs } = setting;
  const station = stationOf(service, { ...live.placement, variant: variant?.name ?? null }, type);
  const memoryGiB = Math.max(service.perReplica.memoryGiB, variant?.memoryGiB ?? 0);
  const canRun = service.accelerator === null || station.accelerator !== null;
  const answer = canRun ? answerAt(station, load, load.requestsPerSecond) : null;
  const refusal = (): VariantRefusal | null => {
    if (!canRun) return 'accelerator';
    if (!fitsMemory(setting, memoryGiB)) return 'memory';
    if (variant !== null && setting.accuracyTarget !== null && variant.accuracy < setting.accuracyTarget) return 'accuracy';
    if (answer === null) return 'saturated';
    return budgetMs !== null && answer.p99Ms > budgetMs ? 'latency' : null;
  };
  return {
    name: variant?.name ?? null,
    precision: variant?.precision ?? null,
    accuracy: variant?.accuracy ?? null,
    memoryGiB,
    refused: refusal(),
    meanMs: answer?.meanMs ?? null,
    p99Ms: answer?.p99Ms ?? null,
    saturatesAtPerSecond: canRun ? highestRate(station, load, null) : null,
    withinBudgetPerSecond: canRun && budgetMs !== null ? highestRate(station, load, budgetMs) : null,
  };
}

/** Whether the node's memory holds all replicas with this variant instead of what they have now. */
function fitsMemory({ service, live, node }: Setting, memoryGiB: number): boolean {
  const memory = node.amounts['memory'];
  const running = service.variants.find((one) => one.name === live.placement.variant) ?? null;
  const now = Math.max(service.perReplica.memoryGiB, running?.memoryGiB ?? 0);
  const used = (memory?.used ?? 0) + live.placement.replicas * (memoryGiB - now);
  return used <= (memory?.available ?? 0) * (1 + 1e-9);
}

/** Most accurate first, unstated accuracy last; of equals the faster one. */
function byAccuracy(a: VariantFit, b: VariantFit): number {
  return (b.accuracy ?? -1) - (a.accuracy ?? -1) || (a.p99Ms ?? Infinity) - (b.p99Ms ?? Infinity);
}

/** [R3] As load rises: each step is the most accurate variant that still serves, and serves more than the one before. */
function ladder(variants: readonly VariantFit[], hasBudget: boolean): PlacementVariants['degradation'] {
  const steps: { name: string | null; accuracy: number | null; upToPerSecond: number }[] = [];
  const usable = variants.filter((one) => one.refused === null || one.refused === 'saturated' || one.refused === 'latency');
  for (const { name, accuracy, withinBudgetPerSecond, saturatesAtPerSecond } of usable.toSorted(byAccuracy)) {
    const limit = hasBudget ? withinBudgetPerSecond : saturatesAtPerSecond;
    if (limit !== null && limit > (steps.at(-1)?.upToPerSecond ?? 0)) steps.push({ name, accuracy, upToPerSecond: limit });
  }
  return steps;
}
