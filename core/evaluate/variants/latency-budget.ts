import { quantile } from '../../base/moments.ts';
import type { RecordOf } from '../../site/site.ts';
import type { Evaluated } from '../evaluate.ts';
import type { LivePlacement } from '../site-model.ts';

type Flow = RecordOf<'flows'>;

/**
 * [R3] p99 that the tightest objective over each placement leaves for it: objective − p99 of the flow + p99 at the placement now. The objective
 * itself where the flow has no figures. By placement id, for placements of these services only.
 */
export function latencyBudgets(evaluated: Evaluated, serviceIds: ReadonlySet<string>): ReadonlyMap<string, number> {
  const answers = new Map(evaluated.evaluation.flows.map((flow) => [flow.id, flow]));
  const budgets = new Map<string, number>();
  for (const flow of evaluated.model.flows) {
    const objective = flow.objectiveP99Ms;
    if (objective === null) continue;
    const p99 = answers.get(flow.id)?.p99Ms ?? null;
    for (const { live, by } of reachedBy(evaluated, flow, serviceIds)) {
      const processing = evaluated.solver.processing(by, live);
      const own = processing.status === 'ok' ? quantile(processing.moments, 0.99) : 0;
      const budget = p99 === null ? objective : objective - p99 + own;
      budgets.set(live.placement.id, Math.min(budgets.get(live.placement.id) ?? Infinity, budget));
    }
  }
  return budgets;
}

interface Reached {
  readonly live: LivePlacement;
  /** Flow whose requests meet it there. */
  readonly by: Flow;
}

/** Placements that a flow waits for: its own targets and, stage by stage, those of the synchronous calls they make. */
function reachedBy(evaluated: Evaluated, flow: Flow, serviceIds: ReadonlySet<string>): Reached[] {
  const { model, demand } = evaluated;
  const found: Reached[] = [];
  const seen = new Set<string>();
  const open: { readonly flow: Flow; readonly source: number | null }[] = [{ flow, source: null }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const leg of demand.legs.get(next.flow.id) ?? []) {
      if (next.source !== null && leg.source !== next.source) continue;
      for (const { placement } of leg.targets) {
        const key = `${next.flow.id} ${placement?.placement.id ?? ''}`;
        if (placement === null || seen.has(key)) continue;
        seen.add(key);
        if (serviceIds.has(placement.placement.serviceId)) found.push({ live: placement, by: next.flow });
        for (const call of model.followers.get(next.flow.id) ?? [])
          if (call.mode === 'synchronous') open.push({ flow: call, source: placement.node });
      }
    }
  }
  return found;
}
