import type { Placement } from '../../site/schema/placement.ts';
import type { OpenService } from './problem.ts';
import type { Workbench } from './workbench.ts';

/** A placement whose flow comes late or cannot be answered, and the replicas that would keep up. */
export interface Late {
  readonly flowId: string;
  readonly at: Placement;
  readonly enough: number;
}

/** A flow to the service that comes late, or that its placement cannot keep up with, and the replicas that would. */
export function lateAt(bench: Workbench, { service }: OpenService): Late | null {
  const { flows, findings } = bench.evaluated.evaluation;
  for (const flow of flows) {
    if (flow.status === 'missed' && flow.to === service.id) {
      const at = bench.plan.at(service.id, flow.servedBy ?? '');
      if (at !== undefined) return { flowId: flow.id, at, enough: at.replicas };
    }
    if (flow.status !== 'saturated') continue;
    const at = bench.plan.of(service.id).find((one) => flow.blockedBy === `placements/${one.id}`);
    if (at === undefined) continue;
    const found = findings.find(({ kind, subject }) => kind === 'service-saturated' && subject === `placements/${at.id}`);
    const enough =
      found?.limit && found.value !== null ? Math.ceil((at.replicas * found.value * 1.0001) / found.limit) : at.replicas;
    return { flowId: flow.id, at, enough };
  }
  return null;
}
