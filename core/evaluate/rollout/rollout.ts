import { getRecord } from '../../site/site.ts';
import type { Evaluated } from '../evaluate.ts';
import { AssumptionList } from '../stated-assumption.ts';
import type { FleetNode } from './fleet.ts';
import { FreeNetwork } from '../free-network.ts';
import { chooseMirrors, chooseRegistry, fleetOf } from './fleet.ts';
import type { Passage } from '../../network/max-min.ts';
import type { Ways } from './methods.ts';
import { READ_AT_START, READ_SOURCE, SWARM_EFFICIENCY, SWARM_SOURCE } from './methods.ts';
import type { PlanInput, RolloutPlan } from './plan.ts';
import { planRollout } from './plan.ts';
import type { RolloutAssessment, RolloutOptions, RolloutSummary } from './result.ts';
import { ROLLOUT_METHODS } from './result.ts';
import { splitWaves } from './waves.ts';

export const DEFAULT_ROLLOUT: Omit<RolloutOptions, 'serviceIds'> = {
  registryNodeId: null,
  mirrorNodeIds: null,
  canaryShare: 0.05,
  waves: 3,
  watchMinutes: 30,
  beside: 'busy-hour',
  drops: null,
  detail: null,
};

export interface RolloutStep {
  readonly stage: 'rollout';
  readonly done: number;
  readonly total: number;
}

/**
 * [R1] How long it takes to bring a new version of services to all nodes that run them, by every method and payload. Cost a plan: transfers ×
 * finishes told apart × way; up to 2,000 nodes each finish is, beyond those within 0.5 % of each other are taken together.
 */
export function* rolloutInSteps(
  evaluated: Evaluated,
  asked: Partial<RolloutOptions> & Pick<RolloutOptions, 'serviceIds'>,
): Generator<RolloutStep, RolloutAssessment> {
  const options: RolloutOptions = { ...DEFAULT_ROLLOUT, ...asked };
  const { site, graph } = evaluated.model;
  const assumptions = new AssumptionList();
  const services = options.serviceIds.map((id) => getRecord(site, 'services', id));
  const unknown = options.serviceIds.find((_, index) => services[index] === undefined);
  if (unknown !== undefined) return { status: 'unknown-service', reason: `There is no service ${unknown}.` };
  const all = fleetOf(
    evaluated,
    services.flatMap((one) => one ?? []),
    assumptions,
  );
  if (all.length === 0) return { status: 'nothing-placed', reason: 'None of the services runs on a working node.' };
  const network = new FreeNetwork(evaluated, options.beside);
  const registry =
    options.registryNodeId === null
      ? chooseRegistry(evaluated, network, all)
      : (graph.indexOf.get(options.registryNodeId) ?? null);
  if (registry === null) return { status: 'no-registry', reason: 'There is no working node that can hold the registry.' };
  const reached = all.flatMap((node) => {
    const way = network.way(registry, node.node);
    return way !== null && network.narrowest(way).mbps > 0 ? [{ node, way }] : [];
  });
  if (reached.length === 0)
    return { status: 'unreachable', reason: 'No node can be reached from the registry over links with bandwidth to spare.' };
  const fleet = reached.map((one) => one.node);
  const mirrors =
    options.mirrorNodeIds === null
      ? chooseMirrors(evaluated, registry)
      : options.mirrorNodeIds.flatMap((id) => graph.indexOf.get(id) ?? []);
  const ways = waysOf(
    network,
    registry,
    mirrors,
    fleet,
    reached.map((one) => one.way),
  );
  const input: PlanInput = {
    network,
    fleet,
    waves: splitWaves(fleet.length, options),
    ways,
    options,
    assumptions,
    together: new Map(),
  };
  const payloads = fleet.every((node) => node.deltaMB !== null) ? (['full', 'delta'] as const) : (['full'] as const);
  const plans: RolloutPlan[] = [];
  const total = ROLLOUT_METHODS.length * payloads.length;
  for (const method of ROLLOUT_METHODS) {
    if (method === 'mirror' && ways.toMirror.size === 0) continue;
    for (const payload of payloads) {
      yield { stage: 'rollout', done: plans.length, total };
      plans.push(planRollout(input, method, payload));
    }
  }
  plans.sort((a, b) => a.totalS - b.totalS || a.publishedToDoneS - b.publishedToDoneS);
  const chosen = plans.find((one) => one.method === options.detail?.method && one.payload === options.detail.payload) ?? plans[0];
  if (chosen === undefined) throw new Error('a rollout without plans');
  stateAssumptions(assumptions, options, asked);
  const reachedIds = new Set(fleet.map((node) => node.nodeId));
  return {
    status: 'ok',
    serviceIds: options.serviceIds,
    registryNodeId: graph.nodes[registry]?.id ?? '',
    mirrorNodeIds: [...ways.toMirror.keys()].map((index) => graph.nodes[index]?.id ?? ''),
    nodes: fleet.length,
    fullMB: fleet.reduce((most, node) => Math.max(most, node.fullMB), 0),
    deltaMB: payloads.length === 2 ? fleet.reduce((most, node) => Math.max(most, node.deltaMB ?? 0), 0) : null,
    comparison: plans.map(summaryOf),
    plan: chosen,
    unreachable: all.flatMap(({ nodeId }) => (reachedIds.has(nodeId) ? [] : [nodeId])),
    assumptions: assumptions.list(),
  };
}

/** The same at once. */
export function rolloutAssessment(
  evaluated: Evaluated,
  asked: Partial<RolloutOptions> & Pick<RolloutOptions, 'serviceIds'>,
): RolloutAssessment {
  const steps = rolloutInSteps(evaluated, asked);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** Each node's nearest mirror by unloaded delay; the registry itself where it is as near. */
function waysOf(
  network: FreeNetwork,
  registry: number,
  mirrors: readonly number[],
  fleet: readonly FleetNode[],
  fromRegistry: readonly (readonly Passage[])[],
): Ways {
  const toMirror = new Map<number, readonly Passage[]>();
  for (const mirror of mirrors) {
    const way = network.way(registry, mirror);
    if (way !== null && network.narrowest(way).mbps > 0) toMirror.set(mirror, way);
  }
  const mirrorOf = new Int32Array(fleet.length).fill(-1);
  const fromMirror = [...fromRegistry];
  for (const [at, node] of fleet.entries()) {
    let least = network.delayMs(fromRegistry[at] ?? []);
    for (const mirror of toMirror.keys()) {
      const way = network.way(mirror, node.node);
      if (way === null || network.narrowest(way).mbps <= 0) continue;
      const delayMs = network.delayMs(way);
      if (delayMs >= least) continue;
      least = delayMs;
      mirrorOf[at] = mirror;
      fromMirror[at] = way;
    }
  }
  return { fromRegistry, fromMirror, mirrorOf, toMirror };
}

function summaryOf({ waves: _waves, perNode: _perNode, perLink: _perLink, ...summary }: RolloutPlan): RolloutSummary {
  return summary;
}

function stateAssumptions(assumptions: AssumptionList, options: RolloutOptions, asked: Partial<RolloutOptions>): void {
  assumptions.add(
    'rollout.swarm',
    `Nodes that hand on images to each other reach ${SWARM_EFFICIENCY * 100} % of the rate that links and peers allow.`,
    SWARM_SOURCE,
    { efficiency: SWARM_EFFICIENCY },
  );
  assumptions.add(
    'rollout.snapshot',
    'A prewarmed image starts as a copy-on-write snapshot after reading 6.4 % of its data.',
    READ_SOURCE,
    { share: READ_AT_START },
  );
  if (asked.canaryShare === undefined || asked.waves === undefined || asked.watchMinutes === undefined)
    assumptions.add(
      'rollout.waves',
      `${options.canaryShare * 100} % of the nodes go first, then ${options.waves} waves; each is watched for ${options.watchMinutes} minutes.`,
      'estimate: usual practice of staged rollouts',
      { canaryShare: options.canaryShare, waves: options.waves, watchMinutes: options.watchMinutes },
    );
}
