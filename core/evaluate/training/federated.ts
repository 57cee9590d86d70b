import { must } from '../../base/assert.ts';
import type { Passage } from '../../network/max-min.ts';
import { finishTimes } from '../../network/transfers.ts';
import type { FreeNetwork } from '../free-network.ts';
import type { AssumptionList } from '../stated-assumption.ts';
import type { TrainingAssessment, TrainingWorker } from './result.ts';
import type { Training, WorkerNode } from './workers.ts';

type Federated = Extract<TrainingAssessment, { readonly kind: 'federated' }>;

interface ClientTime {
  readonly client: WorkerNode;
  readonly downS: number;
  readonly computeS: number;
  readonly upS: number;
  readonly bottleneckLinkId: string | null;
}

/**
 * [R2] Federated averaging (McMahan et al., Communication-Efficient Learning of Deep Networks from Decentralized Data, AISTATS 2017): in each round the
 * model goes to all clients, each trains its local epochs on its own data, and its model comes back; the round lasts as long as its slowest
 * client. Null where a client cannot be reached.
 */
export function federated(
  workloadId: string,
  network: FreeNetwork,
  training: Training,
  clients: readonly WorkerNode[],
  aggregator: { readonly nodeId: string; readonly node: number },
  assumptions: AssumptionList,
): Federated | null {
  const count = clients.reduce((sum, one) => sum + one.workers, 0);
  const samples = training.samples / count;
  const down = exchange(
    network,
    clients,
    (client) => network.way(aggregator.node, client.node),
    () => training.modelMB,
  );
  const up = exchange(
    network,
    clients,
    (client) => network.way(client.node, aggregator.node),
    (client) => client.workers * training.modelMB,
  );
  if (down === null || up === null) return null;
  const times = clients.map((client, at): ClientTime => {
    const [downS, upS] = [must(down.seconds[at], 'down'), must(up.seconds[at], 'up')];
    return {
      client,
      downS,
      computeS: (samples * training.epochs * client.sampleMs) / 1000,
      upS,
      bottleneckLinkId: network.linkOf((upS >= downS ? up : down).bottleneck[at] ?? -1),
    };
  });
  const roundOf = (time: ClientTime): number => time.downS + time.computeS + time.upS;
  const sorted = times.toSorted((a, b) => roundOf(a) - roundOf(b) || (a.client.nodeId < b.client.nodeId ? -1 : 1));
  const slowest = must(sorted.at(-1), 'a client');
  const roundS = roundOf(slowest);
  const exchangeS = slowest.downS + slowest.upS;
  assumptions.add(
    'training.equal-data',
    'Samples are spread evenly over the clients; all clients take part in every round and send at the same time.',
    'no other split stated; sending together is an upper bound',
  );
  return {
    workloadId,
    status: 'ok',
    kind: 'federated',
    aggregatorNodeId: aggregator.nodeId,
    workers: times.map((time): TrainingWorker => ({
      nodeId: time.client.nodeId,
      workers: time.client.workers,
      samples,
      computeS: time.computeS,
      exchangeS: time.downS + time.upS,
      bottleneckLinkId: time.bottleneckLinkId,
    })),
    downS: slowest.downS,
    computeS: slowest.computeS,
    upS: slowest.upS,
    roundS,
    medianRoundS: roundOf(must(sorted[Math.floor((sorted.length - 1) / 2)], 'a client')),
    rounds: training.rounds,
    totalS: roundS * training.rounds,
    exchangedGBPerRound: ((clients.length + count) * training.modelMB) / 1000,
    bottleneck:
      exchangeS > slowest.computeS
        ? {
            kind: 'exchange',
            subject: slowest.bottleneckLinkId === null ? `nodes/${slowest.client.nodeId}` : `links/${slowest.bottleneckLinkId}`,
            share: exchangeS / roundS,
          }
        : { kind: 'compute', subject: `nodes/${slowest.client.nodeId}`, share: roundS > 0 ? slowest.computeS / roundS : 1 },
    assumptions: assumptions.list(),
  };
}

/** All clients at once, one way; null where one of them is out of reach. */
function exchange(
  network: FreeNetwork,
  clients: readonly WorkerNode[],
  wayOf: (client: WorkerNode) => readonly Passage[] | null,
  sizeOf: (client: WorkerNode) => number,
): { readonly seconds: readonly number[]; readonly bottleneck: Int32Array } | null {
  const transfers = clients.map((client) => ({ passages: wayOf(client), sizeMB: sizeOf(client) }));
  const known = transfers.flatMap(({ passages, sizeMB }) => (passages === null ? [] : [{ passages, sizeMB }]));
  if (known.length < transfers.length) return null;
  const { seconds, bottleneck } = finishTimes(known, network.freeMbps);
  const finite = seconds.flatMap((one) => (one === null ? [] : [one]));
  return finite.length < seconds.length ? null : { seconds: finite, bottleneck };
}
