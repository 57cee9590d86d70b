import { maxMinRates } from '../../network/max-min.ts';
import type { Passage } from '../../network/max-min.ts';
import type { FreeNetwork } from '../free-network.ts';
import type { AssumptionList } from '../stated-assumption.ts';
import type { TrainingAssessment, TrainingWorker } from './result.ts';
import type { Training, WorkerNode } from './workers.ts';

/** [R2] Samples that an accelerator works on in one step. */
const BATCH_PER_ACCELERATOR = 32;
const BATCH_SOURCE = 'Goyal et al., Accurate, Large Minibatch SGD: Training ImageNet in 1 Hour, 2017: 32 images a GPU';

type DataParallel = Extract<TrainingAssessment, { readonly kind: 'data-parallel' }>;

/**
 * [R2] Synchronous data-parallel training: in each step every worker computes its batch, then the gradients go round a ring of the nodes: 2(n − 1)
 * turns, each with 1/n of the model, at the pace of the slowest link (Patarasuk and Yuan, Bandwidth Optimal All-reduce Algorithms for Clusters of
 * Workstations, Journal of Parallel and Distributed Computing 69(2), 2009). Null where the ring cannot be closed.
 */
export function dataParallel(
  workloadId: string,
  network: FreeNetwork,
  training: Training,
  nodes: readonly WorkerNode[],
  assumptions: AssumptionList,
): DataParallel | null {
  const perWorker = Math.max(1, training.acceleratorsPerWorker);
  const workers = nodes.reduce((sum, one) => sum + one.workers, 0);
  const batch = BATCH_PER_ACCELERATOR * perWorker;
  const stepsPerEpoch = Math.ceil(training.samples / (batch * workers));
  const stepOf = (node: WorkerNode): number => (batch * node.sampleMs) / 1000;
  const slowest = nodes.reduce((a, b) => (stepOf(b) > stepOf(a) ? b : a));
  const stepComputeS = stepOf(slowest);
  const ring = ringOf(network, nodes, training.modelMB);
  if (ring === null) return null;
  const stepS = stepComputeS + ring.seconds;
  const epochS = stepsPerEpoch * stepS;
  assumptions.add('training.batch', `A step takes ${BATCH_PER_ACCELERATOR} samples an accelerator.`, BATCH_SOURCE, {
    batch: BATCH_PER_ACCELERATOR,
  });
  assumptions.add(
    'training.no-overlap',
    'Gradients are exchanged after a step, not while it computes; workers of one node share memory and exchange at once.',
    'upper bound',
  );
  const exchangeShare = stepS > 0 ? ring.seconds / stepS : 0;
  return {
    workloadId,
    status: 'ok',
    kind: 'data-parallel',
    workers: nodes.map((node): TrainingWorker => ({
      nodeId: node.nodeId,
      workers: node.workers,
      samples: training.samples / workers,
      computeS: stepOf(node),
      exchangeS: ring.seconds,
      bottleneckLinkId: ring.linkId,
    })),
    stepsPerEpoch,
    stepComputeS,
    stepExchangeS: ring.seconds,
    epochS,
    epochs: training.epochs,
    totalS: epochS * training.epochs,
    exchangedGBPerEpoch: (stepsPerEpoch * 2 * (nodes.length - 1) * training.modelMB) / 1000,
    scalingEfficiency: stepS > 0 ? stepComputeS / stepS : 1,
    bottleneck:
      exchangeShare > 0.5
        ? {
            kind: 'exchange',
            subject: ring.linkId === null ? `nodes/${slowest.nodeId}` : `links/${ring.linkId}`,
            share: exchangeShare,
          }
        : { kind: 'compute', subject: `nodes/${slowest.nodeId}`, share: 1 - exchangeShare },
    assumptions: assumptions.list(),
  };
}

/** Time of one all-reduce over the nodes in the order of their ids, and the link that holds it back. */
function ringOf(
  network: FreeNetwork,
  nodes: readonly WorkerNode[],
  modelMB: number,
): { readonly seconds: number; readonly linkId: string | null } | null {
  const n = nodes.length;
  if (n < 2) return { seconds: 0, linkId: null };
  const ways: (readonly Passage[])[] = [];
  for (const [at, node] of nodes.entries()) {
    const next = nodes[(at + 1) % n] as WorkerNode;
    const way = network.way(node.node, next.node);
    if (way === null || network.narrowest(way).mbps <= 0) return null;
    ways.push(way);
  }
  const { mbps, bottleneck } = maxMinRates(ways, network.freeMbps);
  let slowest = 0;
  for (let at = 1; at < n; at += 1) if ((mbps[at] ?? 0) < (mbps[slowest] ?? 0)) slowest = at;
  const rate = mbps[slowest] ?? 0;
  if (rate === 0) return null;
  const turns = 2 * (n - 1);
  const delayS = Math.max(...ways.map((way) => network.delayMs(way))) / 1000;
  return { seconds: ((turns / n) * modelMB * 8) / rate + turns * delayS, linkId: network.linkOf(bottleneck[slowest] ?? -1) };
}
