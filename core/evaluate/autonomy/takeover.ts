import { works } from '../../network/graph.ts';
import type { RecordChange, SiteDiff } from '../../site/diff.ts';
import { makeDiff } from '../../site/diff.ts';
import type { RecordOf, Site } from '../../site/site.ts';
import { getRecord, listRecords } from '../../site/site.ts';
import type { Evaluated } from '../evaluate.ts';
import { EvaluationState } from '../evaluate.ts';
import { failedSite } from '../failures/failures.ts';
import type { PhaseStep } from '../phases.ts';
import { phase } from '../phases.ts';
import { misfitReasons } from '../placement-findings.ts';
import { Rooms } from '../rooms.ts';
import type { LivePlacement } from '../site-model.ts';
import { AssumptionList } from '../stated-assumption.ts';
import { CLOUD_TIERS } from './cut.ts';
import type { PlacementTakeover, TakeoverAssessment, TakeoverFlow, TakeoverOptions, TakeoverRefusal } from './result.ts';

type Placement = RecordOf<'placements'>;
type Service = RecordOf<'services'>;

/** Until a node counts as gone, s: default node-monitor-grace-period of the Kubernetes controller manager (40 s in older versions; kubernetes/kubernetes#127352). */
const GRACE_S = 50;
/** Until its pods are started elsewhere, s: default toleration of node.kubernetes.io/unreachable (Kubernetes, Taints and Tolerations). */
const TOLERATION_S = 300;

/** [A4] What the centre can take over from nodes that are offline: with what delay, how fast, and what it cannot. The loss and the outcome are evaluated. */
export function* takeoverInSteps(
  evaluated: Evaluated,
  options: Partial<TakeoverOptions> = {},
): Generator<PhaseStep, TakeoverAssessment> {
  const { site } = evaluated.model;
  const offline = new Set(offlineNodes(site, options.offlineNodeIds ?? []));
  const tiers = options.centreTiers ?? CLOUD_TIERS;
  const before = new Map(evaluated.evaluation.flows.map((flow) => [flow.id, flow]));
  const alone = failedSite(site, { nodeIds: [...offline], linkIds: [] });
  const state = yield* phase(EvaluationState.inSteps(alone), 0, 2);
  const centre = listRecords(site, 'nodes').filter(
    (node) =>
      works(node) &&
      tiers.includes(node.tier) &&
      !offline.has(node.id) &&
      (getRecord(site, 'hardwareTypes', node.typeId)?.compute.computeUnits ?? 0) > 0,
  );
  const desk = new Desk(evaluated, state.evaluated, centre);
  const orphans = listRecords(site, 'placements')
    .filter(({ nodeId }) => offline.has(nodeId))
    .toSorted((a, b) => priorityOf(site, b) - priorityOf(site, a) || (a.id < b.id ? -1 : 1));
  const placements = orphans.map((placement) => desk.place(placement));
  const after = yield* phase(state.updateInSteps(desk.outcome()), 1, 2);
  const touched = new Set(orphans.map(({ serviceId }) => getRecord(site, 'services', serviceId)?.workloadId));
  const flows = after.evaluation.flows
    .filter(({ workload }) => touched.has(workload as never))
    .map((flow): TakeoverFlow => ({
      flowId: flow.id,
      p99BeforeMs: before.get(flow.id)?.p99Ms ?? null,
      p99AfterMs: flow.p99Ms,
      objectiveP99Ms: flow.objectiveP99Ms,
      status: flow.status,
    }));
  const replicas = sum(placements);
  const taken = placements.filter(({ status }) => status === 'taken');
  return {
    offlineNodeIds: [...offline].toSorted(),
    centreNodeIds: centre.map(({ id }) => id),
    placements,
    flows,
    strandedGroupIds: listRecords(site, 'deviceGroups')
      .filter(({ attachment }) => attachment !== null && offline.has(attachment.nodeId))
      .map(({ id }) => id),
    takenShare: replicas === 0 ? 1 : sum(taken) / replicas,
    totalSeconds: taken.length === 0 ? null : Math.max(...taken.map(({ seconds }) => seconds?.total ?? 0)),
    assumptions: desk.assumptions.list(),
  };
}

/** Named nodes, else those that have failed, else the whole edge. */
function offlineNodes(site: Site, named: readonly string[]): string[] {
  if (named.length > 0) return [...named];
  const nodes = listRecords(site, 'nodes');
  const failed = nodes.filter(({ status }) => status === 'failed');
  const edge = nodes.filter((node) => works(node) && !CLOUD_TIERS.includes(node.tier));
  return (failed.length > 0 ? failed : edge).map(({ id }) => id);
}

function priorityOf(site: Site, { serviceId }: Placement): number {
  const service = getRecord(site, 'services', serviceId);
  return getRecord(site, 'workloads', service?.workloadId ?? '')?.priority ?? 0;
}

function sum(placements: readonly PlacementTakeover[]): number {
  return placements.reduce((total, { replicas }) => total + replicas, 0);
}

/** Finds a node of the centre for each placement, one after the other, and keeps count of the room. */
class Desk {
  readonly assumptions = new AssumptionList();
  private readonly evaluated: Evaluated;
  private readonly alone: Evaluated;
  private readonly centre: readonly RecordOf<'nodes'>[];
  private readonly rooms: Rooms;
  /** Replicas taken over, by service and node. */
  private readonly taken = new Map<string, { readonly placement: Placement; readonly nodeId: string; replicas: number }>();

  constructor(evaluated: Evaluated, alone: Evaluated, centre: readonly RecordOf<'nodes'>[]) {
    this.evaluated = evaluated;
    this.alone = alone;
    this.centre = centre;
    this.rooms = new Rooms(alone);
    this.assumptions.add(
      'kubernetes-detection',
      `A node counts as gone after ${GRACE_S} s, and its work starts elsewhere ${TOLERATION_S} s later.`,
      'Kubernetes documentation: node-monitor-grace-period; Taints and Tolerations, tolerationSeconds of unreachable nodes',
      { graceS: GRACE_S, tolerationS: TOLERATION_S },
    );
    this.assumptions.add(
      'registry-in-centre',
      'Images and models come from a registry in the centre, at the speed of the fastest interface.',
      'simplification',
    );
  }

  place(placement: Placement): PlacementTakeover {
    const { site } = this.evaluated.model;
    const head = {
      placementId: placement.id,
      serviceId: placement.serviceId,
      fromNodeId: placement.nodeId,
      replicas: placement.replicas,
    };
    const service = getRecord(site, 'services', placement.serviceId);
    if (service === undefined) return { ...head, ...refused({ kind: 'no-centre' }) };
    let refusal: TakeoverRefusal = { kind: 'no-centre' };
    for (const node of this.nearest(placement, service)) {
      const [misfit] = misfitReasons(site, service, node.id);
      if (misfit !== undefined) {
        if (refusal.kind === 'no-centre') refusal = { kind: 'misfit', why: misfit.why };
        continue;
      }
      if (!this.reaches(service, node.id)) {
        if (refusal.kind !== 'no-capacity') refusal = { kind: 'no-route' };
        continue;
      }
      const shortage = this.rooms.shortage(service, node.id, placement.replicas);
      if (shortage === null) return { ...head, ...this.take(placement, service, node) };
      if (refusal.kind !== 'no-capacity' || shortage.missing < refusal.missing)
        refusal = { kind: 'no-capacity', ...shortage, unit: this.unit(node.id, shortage.dimension) };
    }
    return { ...head, ...refused(refusal) };
  }

  /** What the centre took, as a change of the site that is left. */
  outcome(): SiteDiff {
    const { site } = this.alone.model;
    const changes: RecordChange[] = [];
    for (const { placement, nodeId, replicas } of this.taken.values()) {
      const there = this.standing(placement.serviceId).find((one) => one.placement.nodeId === nodeId)?.placement;
      const before = there ?? getRecord(site, 'placements', placement.id) ?? null;
      const after =
        there === undefined
          ? { ...placement, nodeId: nodeId as Placement['nodeId'], replicas }
          : { ...there, replicas: there.replicas + replicas };
      changes.push({ collection: 'placements', id: after.id, before, after });
    }
    return makeDiff(null, changes);
  }

  /** Placements of a service that still work. */
  private standing(serviceId: string): readonly LivePlacement[] {
    return this.alone.model.placements.get(serviceId) ?? [];
  }

  private take(
    placement: Placement,
    service: Service,
    node: RecordOf<'nodes'>,
  ): Pick<PlacementTakeover, 'status' | 'toNodeId' | 'refusal' | 'seconds'> {
    const key = `${service.id} ${node.id}`;
    const known = this.taken.get(key);
    const standing = this.standing(service.id).some((one) => one.placement.nodeId === node.id);
    const type = getRecord(this.evaluated.model.site, 'hardwareTypes', node.typeId);
    const fastest = Math.max(0, ...(type?.interfaces ?? []).map(({ bandwidthMbps }) => bandwidthMbps));
    const transfer = standing || known !== undefined || fastest === 0 ? 0 : ((service.imageMB + service.modelMB) * 8) / fastest;
    this.rooms.take(service, node.id, placement.replicas);
    if (known === undefined) this.taken.set(key, { placement, nodeId: node.id, replicas: placement.replicas });
    else known.replicas += placement.replicas;
    if (service.state.kind === 'stateful' && service.state.replication === 'none')
      this.assumptions.add(
        'state-stays-behind',
        'State of services that do not replicate it stays on the offline nodes: they start empty.',
        'state.replication is none',
        {},
        `services/${service.id}`,
      );
    const start = service.coldStartMs / 1000;
    const detection = GRACE_S + TOLERATION_S;
    return {
      status: 'taken',
      toNodeId: node.id,
      refusal: null,
      seconds: { detection, transfer, start, total: detection + transfer + start },
    };
  }

  /** Nodes of the centre, by the way from where the placement stood while that is known, else by name. */
  private nearest(placement: Placement, service: Service): RecordOf<'nodes'>[] {
    const { graph, routes } = this.evaluated.model;
    const slot = graph.indexOf.get(placement.nodeId);
    const tree = slot === undefined ? null : routes.toNearest([slot]);
    const cost = (node: RecordOf<'nodes'>): number => {
      const from = graph.indexOf.get(node.id);
      return tree === null || from === undefined || tree.path(from) === null ? Infinity : tree.costNs(from);
    };
    const standing = new Set<string>(this.standing(service.id).map((one) => one.placement.nodeId));
    const key = (node: RecordOf<'nodes'>): number => (standing.has(node.id) ? 0 : 1);
    return [...this.centre]
      .map((node) => ({ node, cost: cost(node) }))
      .toSorted((a, b) => key(a.node) - key(b.node) || compare(a.cost, b.cost) || (a.node.id < b.node.id ? -1 : 1))
      .map(({ node }) => node);
  }

  /** Whether some device group of the workload still gets to the node; true where it has none. */
  private reaches(service: Service, nodeId: string): boolean {
    const { site, graph, routes } = this.alone.model;
    const to = graph.indexOf.get(nodeId);
    let groups = 0;
    for (const flow of Object.values(site.flows)) {
      if (flow.workloadId !== service.workloadId || flow.from.kind !== 'device-group') continue;
      groups += 1;
      const from = graph.indexOf.get(getRecord(site, 'deviceGroups', flow.from.id)?.attachment?.nodeId ?? '');
      if (from !== undefined && to !== undefined && routes.path(from, to) !== null) return true;
    }
    return groups === 0;
  }

  private unit(nodeId: string, dimension: string): string {
    const result = this.alone.evaluation.nodes.find(({ id }) => id === nodeId);
    return result?.amounts[dimension]?.unit ?? '';
  }
}

function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function refused(refusal: TakeoverRefusal): Pick<PlacementTakeover, 'status' | 'toNodeId' | 'refusal' | 'seconds'> {
  return { status: 'refused', toNodeId: null, refusal, seconds: null };
}
