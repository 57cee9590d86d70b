import { getRecord } from '../../site/site.ts';
import type { Evaluated } from '../evaluate.ts';
import type { Beside } from '../free-network.ts';
import { FreeNetwork } from '../free-network.ts';
import { AssumptionList } from '../stated-assumption.ts';
import { dataParallel } from './data-parallel.ts';
import { federated } from './federated.ts';
import type { TrainingAssessment } from './result.ts';
import { aggregatorService, workersOf, workerService } from './workers.ts';

/** [R2] How long a training workload takes where its workers are placed, and what holds it back. Cost O(workers × way) and one search a node. */
export function trainingAssessment(evaluated: Evaluated, workloadId: string, beside: Beside = 'busy-hour'): TrainingAssessment {
  const { site, placements } = evaluated.model;
  const workload = getRecord(site, 'workloads', workloadId);
  const training = workload?.training ?? null;
  const assumptions = new AssumptionList();
  const refuse = (
    status: 'not-training' | 'unplaced' | 'no-accelerator' | 'no-route' | 'no-aggregator',
    reason: string,
  ): TrainingAssessment => ({
    workloadId,
    status,
    reason,
    assumptions: assumptions.list(),
  });
  if (workload === undefined || training === null) return refuse('not-training', `${workloadId} is no workload that trains.`);
  const service = workerService(evaluated, workloadId);
  const workers = service === null ? [] : workersOf(evaluated, service, training, assumptions);
  if (workers === null)
    return refuse('no-accelerator', `A node that ${service?.name ?? 'it'} is placed on has no accelerator for it.`);
  if (service === null || workers.length === 0) return refuse('unplaced', `No worker of ${workload.name} is placed.`);
  const network = new FreeNetwork(evaluated, beside);
  const noRoute = (): TrainingAssessment =>
    refuse('no-route', `Workers of ${workload.name} cannot exchange models: no way, or no bandwidth to spare.`);
  if (workload.kind !== 'federated-learning')
    return dataParallel(workloadId, network, training, workers, assumptions) ?? noRoute();
  const collecting = aggregatorService(evaluated, service);
  const [first] = collecting === null ? [] : (placements.get(collecting.id) ?? []);
  if (first === undefined) return refuse('no-aggregator', `Nothing that collects the models of ${workload.name} is placed.`);
  return (
    federated(workloadId, network, training, workers, { nodeId: first.placement.nodeId, node: first.node }, assumptions) ??
    noRoute()
  );
}

/** All workloads that train. */
export function trainingAssessments(evaluated: Evaluated): readonly TrainingAssessment[] {
  return Object.values(evaluated.model.site.workloads)
    .filter((workload) => workload.training !== null)
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map((workload) => trainingAssessment(evaluated, workload.id));
}
