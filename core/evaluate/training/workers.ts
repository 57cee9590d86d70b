import type { RecordOf, Site } from '../../site/site.ts';
import { getRecord, listRecords } from '../../site/site.ts';
import type { Evaluated } from '../evaluate.ts';
import type { AssumptionList } from '../stated-assumption.ts';

type Service = RecordOf<'services'>;
export type Training = NonNullable<RecordOf<'workloads'>['training']>;

/** Workers on one node. */
export interface WorkerNode {
  readonly nodeId: string;
  readonly node: number;
  readonly workers: number;
  /** Time of one sample on one worker, with all its accelerators, ms. */
  readonly sampleMs: number;
}

/** The service that trains: one with an accelerator, else the one with most replicas placed. */
export function workerService(evaluated: Evaluated, workloadId: string): Service | null {
  const services = servicesOf(evaluated.model.site, workloadId);
  const replicas = (service: Service): number =>
    (evaluated.model.placements.get(service.id) ?? []).reduce((sum, { placement }) => sum + placement.replicas, 0);
  const accelerated = services.filter((service) => service.accelerator !== null);
  const candidates = accelerated.length > 0 ? accelerated : services;
  return candidates.toSorted((a, b) => replicas(b) - replicas(a) || (a.id < b.id ? -1 : 1))[0] ?? null;
}

/** The service that collects models: one that the trainer sends to, else another one of the workload. */
export function aggregatorService(evaluated: Evaluated, trainer: Service): Service | null {
  const { site } = evaluated.model;
  const others = servicesOf(site, trainer.workloadId).filter((service) => service.id !== trainer.id);
  const called = new Set<string>(listRecords(site, 'flows').flatMap((flow) => (flow.from.id === trainer.id ? [flow.to.id] : [])));
  return others.find((service) => called.has(service.id)) ?? others[0] ?? null;
}

/** [R2] Where the workers are and how fast each is; null where a node has no accelerator that the service could use. */
export function workersOf(
  evaluated: Evaluated,
  service: Service,
  training: Training,
  assumptions: AssumptionList,
): WorkerNode[] | null {
  const { site, graph, placements } = evaluated.model;
  const perWorker = Math.max(1, training.acceleratorsPerWorker);
  const workers: WorkerNode[] = [];
  for (const { placement, node } of placements.get(service.id) ?? []) {
    const type = getRecord(site, 'hardwareTypes', graph.nodes[node]?.typeId ?? '');
    const need = service.accelerator;
    const device = need === null ? undefined : type?.accelerators.find((one) => need.kinds.includes(one.kind) && one.tops > 0);
    if (need !== null && device === undefined) return null;
    const slower = need === null || device === undefined ? 1 : need.referenceTops / device.tops;
    workers.push({
      nodeId: placement.nodeId,
      node,
      workers: placement.replicas,
      sampleMs: (training.acceleratorMsPerSample * slower) / perWorker,
    });
  }
  const placed = workers.reduce((sum, one) => sum + one.workers, 0);
  if (placed > 0 && placed !== training.workers)
    assumptions.add(
      'training.placed-workers',
      'The workers that are placed train, not the number that the workload states.',
      'placements of the site',
      { placed, stated: training.workers },
      `services/${service.id}`,
    );
  return workers;
}

function servicesOf(site: Site, workloadId: string): Service[] {
  return listRecords(site, 'services').filter((service) => service.workloadId === workloadId);
}
