import { newFlow, newPlacement, newService, newWorkload } from '../../site/defaults.ts';
import type { SampleSite } from './sample-site.ts';

/** Work of the echo, so small that the answer is the network's. */
const ECHO_MS = 0.05;

interface ProbePlan {
  readonly id: string;
  readonly name: string;
  /** Device groups that ask. */
  readonly groups: readonly string[];
  readonly nodeId: string;
  readonly objectiveP99Ms: number;
  readonly form?: 'container' | 'vm' | 'bare-metal' | 'secure-container';
  readonly tenant?: string;
}

/** A service that answers 200 bytes with 200 bytes at once: what a level of the edge is away from its users. */
export function drawProbe(sample: SampleSite, plan: ProbePlan): void {
  const { id, name, groups, nodeId, objectiveP99Ms, form = 'container', tenant = null } = plan;
  const workload = newWorkload({ id, name, kind: 'stateful-microservices', tenant } as Parameters<typeof newWorkload>[0]);
  const service = newService({
    id: `${id}-echo`,
    name: `${name}, echo`,
    workloadId: id,
    form,
    perReplica: { computeUnits: 1, memoryGiB: 1, storageGB: 0, storageClass: null },
    work: { computeMs: ECHO_MS, variability: 1 },
    imageMB: 60,
  } as Parameters<typeof newService>[0]);
  sample.run({ kind: 'workload.add', record: workload }, { kind: 'service.add', record: service });
  for (const group of groups) {
    const flow = newFlow({
      id: `${id}-${group}`,
      name: 'Echo',
      workloadId: id,
      from: { kind: 'device-group', id: group },
      to: { kind: 'service', id: service.id },
      requestBytes: 200,
      responseBytes: 200,
      transport: { protocol: 'udp', reuseShare: 1 },
      objectiveP99Ms,
    } as Parameters<typeof newFlow>[0]);
    sample.run({ kind: 'flow.add', record: flow });
  }
  const placement = newPlacement({ id: `${service.id}-${nodeId}`, serviceId: service.id, nodeId } as Parameters<
    typeof newPlacement
  >[0]);
  sample.run({ kind: 'placement.add', record: placement });
}
