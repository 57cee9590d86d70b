import { compareCodeUnits } from '../../base/canonical-json.ts';
import { createRandom } from '../../base/random.ts';
import { FORM_OVERHEAD } from '../../catalog/platform-overhead.ts';
import { EvaluationState } from '../../evaluate/evaluate.ts';
import { openLedger } from '../../evaluate/node-capacity.ts';
import type { RecordOf, Site } from '../../site/site.ts';
import { getRecord } from '../../site/site.ts';
import type { DeviceNode, DeviceRequest } from '../online/cluster.ts';
import { MILLI } from '../online/cluster.ts';
import { Nearness } from '../site/near.ts';
import { DEFAULT_PLACE_OPTIONS } from '../site/options.ts';
import { rulesAgainst, siteProblem } from '../site/problem.ts';

type Service = RecordOf<'services'>;

/** One replica of a service asked for by devices behind one node. */
export interface ArrivalKind {
  readonly serviceId: string;
  /** Node that its requests come in at; null where nobody asks for it. */
  readonly sourceId: string | null;
  readonly request: DeviceRequest;
  /** Nodes that hardware and rules allow, by index; 1: allowed. */
  readonly allowed: Uint8Array;
  /** Allowed nodes from which the answer is there within the objective, unloaded. */
  readonly inTime: Uint8Array;
  /** Round trip and work, unloaded, ms. */
  readonly delayMs: Float64Array;
  /** How often it arrives, relative to the others: replicas at the busy hour. */
  readonly weight: number;
}

/** Hardware of a site, empty, and what arrives at it. */
export interface ArrivalWorld {
  readonly nodes: readonly DeviceNode[];
  /** Tier of each node, 0 the device to 4 the centre. */
  readonly depth: Uint8Array;
  readonly kinds: readonly ArrivalKind[];
}

const DEPTH = { device: 0, 'on-site-edge': 1, 'near-edge': 2, regional: 3, central: 4 } as const;

/** [P7] The world of a site. Its services arrive one replica at a time, each as often as the busy hour needs it, from where its devices are. */
export function worldOf(site: Site): ArrivalWorld {
  const { model } = new EvaluationState(site).evaluated;
  const problem = siteProblem(model, DEFAULT_PLACE_OPTIONS);
  const near = new Nearness(model);
  const records = problem.workingNodeIds
    .flatMap((id) => getRecord(site, 'nodes', id) ?? [])
    .filter(({ typeId }) => (getRecord(site, 'hardwareTypes', typeId)?.compute.threads ?? 0) > 0);
  const nodes = records.map((node) => deviceNode(site, node));
  const strictest = new Map<string, number>();
  for (const { to, objectiveP99Ms } of model.flows)
    if (objectiveP99Ms !== null) strictest.set(to.id, Math.min(strictest.get(to.id) ?? Infinity, objectiveP99Ms));
  const kinds: ArrivalKind[] = [];
  for (const { service } of problem.open.values()) {
    const allowed = Uint8Array.from(records, ({ id }) => (rulesAgainst(problem, service, id).length === 0 ? 1 : 0));
    if (!allowed.includes(1)) continue;
    const request = requestOf(site, service, records, allowed);
    const sources = [...near.sourcesOf(service.id)].filter(([, rate]) => rate > 0);
    const rates = sources.reduce((sum, [, rate]) => sum + rate, 0);
    const replicas = replicasNeeded(service, rates);
    for (const [slot, rate] of sources.length === 0 ? [[-1, 1] as const] : sources) {
      const delayMs = Float64Array.from(records, ({ id }) => {
        const way = slot < 0 ? 0 : 2 * near.delayMs(slot, near.slot(id));
        return way + service.work.computeMs + (service.accelerator?.itemMs ?? 0);
      });
      const limitMs = strictest.get(service.id) ?? Infinity;
      kinds.push({
        serviceId: service.id,
        sourceId: model.graph.nodes[slot]?.id ?? null,
        request,
        allowed,
        inTime: allowed.map((one, index) => (one === 1 && (delayMs[index] as number) <= limitMs ? 1 : 0)),
        delayMs,
        weight: sources.length === 0 ? replicas : (replicas * rate) / rates,
      });
    }
  }
  kinds.sort((a, b) => compareCodeUnits(a.serviceId, b.serviceId) || compareCodeUnits(a.sourceId ?? '', b.sourceId ?? ''));
  return { nodes, depth: Uint8Array.from(records, ({ tier }) => DEPTH[tier]), kinds };
}

function deviceNode(site: Site, node: RecordOf<'nodes'>): DeviceNode {
  const type = getRecord(site, 'hardwareTypes', node.typeId);
  if (type === undefined) throw new Error(`worldOf: nodes/${node.id} has no type`);
  const { available } = openLedger(site, node, type);
  const gpus = type.accelerators.reduce((sum, { kind }) => sum + Math.floor(available.get(`accelerator-${kind}`) ?? 0), 0);
  return {
    id: node.id,
    cpuMilli: Math.floor((available.get('compute') ?? 0) * MILLI),
    memoryMiB: Math.floor((available.get('memory') ?? 0) * 1024),
    gpus,
    model: node.typeId,
  };
}

function requestOf(
  site: Site,
  { form, perReplica, accelerator }: Service,
  records: readonly RecordOf<'nodes'>[],
  allowed: Uint8Array,
): DeviceRequest {
  const overhead = FORM_OVERHEAD[form];
  const share = accelerator?.share ?? 0;
  const isShared = records.every(
    ({ typeId }, index) =>
      allowed[index] === 0 ||
      (getRecord(site, 'hardwareTypes', typeId)?.accelerators.every(({ shareable }) => shareable) ?? false),
  );
  return {
    cpuMilli: Math.ceil(perReplica.computeUnits * (1 + overhead.computeShare) * MILLI),
    memoryMiB: Math.ceil((perReplica.memoryGiB + overhead.memoryGiB) * 1024),
    gpus: share === 0 ? 0 : Math.ceil(share),
    gpuMilli: share === 0 ? 0 : share < 1 && isShared ? Math.ceil(share * MILLI) : MILLI,
    models: [],
  };
}

/** Replicas that the requests of the busy hour need at the autoscaling target, within the service's limits. */
function replicasNeeded({ replicas, perReplica, work, accelerator }: Service, rate: number): number {
  const perRequestMs = Math.max(work.computeMs / Math.max(1, perReplica.computeUnits), accelerator?.itemMs ?? 0);
  const needed = Math.ceil((rate * perRequestMs) / 1000 / (replicas.targetUtilisation ?? 1));
  return Math.min(replicas.max, Math.max(1, replicas.min, needed));
}

/** What arrives, one after the other, by index of its kind: drawn by weight, the same for the same seed. */
export function drawTrace({ kinds }: ArrivalWorld, count: number, seed: number): Int32Array {
  const random = createRandom(seed, 'arrivals of services');
  const total = kinds.reduce((sum, { weight }) => sum + weight, 0);
  return Int32Array.from({ length: kinds.length === 0 ? 0 : count }, () => {
    let left = random() * total;
    for (const [index, { weight }] of kinds.entries()) {
      left -= weight;
      if (left <= 0) return index;
    }
    return kinds.length - 1;
  });
}
