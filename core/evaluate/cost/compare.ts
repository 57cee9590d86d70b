import type { HardwareType } from '../../site/schema/hardware-type.ts';
import { TIERS } from '../../site/schema/common.ts';
import { dataAssessment } from '../data/data.ts';
import { sumOf } from '../data/volume.ts';
import { dayLoad } from '../day-load.ts';
import { energyAssessment } from '../energy/energy.ts';
import type { Evaluated, EvaluationStep } from '../evaluate.ts';
import { evaluateInSteps } from '../evaluate.ts';
import type { Evaluation } from '../result.ts';
import { AssumptionList } from '../stated-assumption.ts';
import { centralSite, centreOf, changed } from './baseline.ts';
import { centralNeeds } from './centre-needs.ts';
import { costAssessment } from './cost.ts';
import { replaceByGear, widenLinks } from './network-gear.ts';
import { subtractParts } from './parts.ts';
import type { CostAssessment, CostComparison, Saving } from './result.ts';

export interface CompareOptions {
  /** Types that the baseline may buy: those of the catalog. */
  readonly hardwareTypes: readonly HardwareType[];
}

/**
 * [K1] What the plan costs beside "everything in the centre": the same devices and workloads, with services consolidated in the centre on
 * hardware bought for them, the edge left out or reduced to network gear, and links wide enough for the data. Two evaluations of that site.
 */
export function* compareCostInSteps(evaluated: Evaluated, options: CompareOptions): Generator<EvaluationStep, CostComparison> {
  const load = dayLoad(evaluated);
  const plan = costAssessment(evaluated, load);
  const centre = centreOf(evaluated);
  if (centre === null)
    return { plan, status: 'no-centre', reason: 'The site has no working node with compute on the regional or central tier.' };
  const centreRank = TIERS.indexOf(centre.tier);
  const needs = centralNeeds(evaluated, load, centreRank);
  if (needs.pools.length === 0) return { plan, status: 'unchanged', reason: 'No service runs outside of the centre.' };
  const central = centralSite(evaluated.model.site, centre, needs, options.hardwareTypes);
  if (central === null)
    return {
      plan,
      status: 'no-hardware',
      reason: `No hardware with a price in ${plan.currency} carries these services in the centre.`,
    };
  const draft = yield* evaluateInSteps(central.site);
  const draftLoad = dayLoad(draft);
  const needed = central.emptied.flatMap((one) => (one.isNeeded ? [one.nodeId] : []));
  const gear = replaceByGear(draft, draftLoad, needed, options.hardwareTypes);
  const wider = widenLinks(draft, draftLoad);
  const result = yield* evaluateInSteps(changed(central.site, [...gear.commands, ...wider.commands]));
  const resultLoad = dayLoad(result);
  const baseline = costAssessment(result, resultLoad);
  return {
    plan,
    status: 'compared',
    baseline,
    contents: {
      centreNodeId: centre.id,
      services: central.services,
      staying: central.staying,
      bought: central.bought,
      removedNodes: central.emptied.length - needed.length,
      replaced: gear.replaced,
      widened: wider.widened,
      flowsMissed: { plan: missed(evaluated.evaluation), baseline: missed(result.evaluation) },
    },
    saving: savingOf({ evaluated, load, cost: plan }, { evaluated: result, load: resultLoad, cost: baseline }, centreRank),
    assumptions: fairness(),
  };
}

interface Side {
  readonly evaluated: Evaluated;
  readonly load: ReturnType<typeof dayLoad>;
  readonly cost: CostAssessment;
}

function savingOf(plan: Side, baseline: Side, centreRank: number): Saving {
  const energy = (side: Side) => energyAssessment(side.evaluated, side.load).total;
  const data = (side: Side): { readonly upstream: number; readonly stored: number } => {
    const { boundaries, byTier } = dataAssessment(side.evaluated, side.load);
    return {
      upstream: boundaries[centreRank - 1]?.planGBPerDay ?? 0,
      stored: byTier.reduce((sum, { tier, storedGB }) => sum + (tier === TIERS[centreRank] ? sumOf(storedGB) : 0), 0),
    };
  };
  const [energyOfPlan, energyOfBaseline, dataOfPlan, dataOfBaseline] = [
    energy(plan),
    energy(baseline),
    data(plan),
    data(baseline),
  ];
  const presentCost = baseline.cost.presentCost - plan.cost.presentCost;
  return {
    tco: baseline.cost.tco - plan.cost.tco,
    presentCost,
    presentCostShare: baseline.cost.presentCost > 0 ? presentCost / baseline.cost.presentCost : null,
    parts: subtractParts(baseline.cost.presentParts, plan.cost.presentParts),
    energyKWhPerYear: energyOfBaseline.totalKWh - energyOfPlan.totalKWh,
    carbonKgPerYear: energyOfBaseline.carbonKg - energyOfPlan.carbonKg,
    upstreamGBPerDay: dataOfBaseline.upstream - dataOfPlan.upstream,
    centralStorageGB: dataOfBaseline.stored - dataOfPlan.stored,
  };
}

function missed(evaluation: Evaluation): number {
  const { flowsMissed, flowsSaturated, flowsNoRoute, flowsUnplaced } = evaluation.totals;
  return flowsMissed + flowsSaturated + flowsNoRoute + flowsUnplaced;
}

/** What makes the comparison fair, or tilts it: never in favour of the plan. */
function fairness(): ReturnType<AssumptionList['list']> {
  const list = new AssumptionList();
  list.add(
    'baseline.consolidated',
    'In the centre a service runs as few replicas as carry the busiest hour of all sources together at its target utilisation, 70 % where it states none; sessions and periodic senders keep theirs.',
    'autoscaling target of the reference scenario',
    { utilisation: 0.7 },
  );
  list.add(
    'baseline.hardware',
    'The hardware for it is new and the cheapest of the catalog by price and energy, without spare; hardware that is in the centre already stays in both and gives nothing to the other.',
    'same rule for both sides',
  );
  list.add(
    'baseline.edge',
    'Edge hardware without services is left out; where devices or ways need it, the cheapest network gear that carries the traffic stands in its place. Rent is saved only where nothing is left.',
    'same rule for both sides',
  );
  list.add(
    'baseline.links',
    'Links are widened to 80 % of use in the busiest hour, at their price a Mbps; links without a price are widened free of charge.',
    'in favour of the centre',
    { fill: 0.8 },
  );
  list.add(
    'baseline.devices',
    'Devices, what runs on them and their access stay as they are; so does retention of data, now in the centre.',
    'same rule for both sides',
  );
  return list.list();
}
