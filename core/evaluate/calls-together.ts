import { occupancyMs } from '../network/link-model.ts';
import type { RecordOf } from '../site/site.ts';
import type { Demand, LegTarget } from './demand.ts';
import type { SiteModel } from './site-model.ts';

type Flow = RecordOf<'flows'>;

/**
 * [L3, L7] Calls that a request makes at the same time arrive together at the first link that they share. Adds the `excess` of links; all other
 * sums have to be complete. Behind that link they come one after the other.
 */
export function addCallsTogether(model: SiteModel, demand: Demand): void {
  for (const flow of model.flows) {
    const followers = model.followers.get(flow.id) ?? [];
    if (followers.length < 2) continue;
    for (const leg of demand.legs.get(flow.id) ?? [])
      for (const target of leg.targets)
        addPairs(model, demand, followers, target.node, (leg.requestsPerSecond * target.share) / 1000);
  }
}

/** Asynchronous calls go out with the first stage. Followers come in the order of stages. */
function addPairs(model: SiteModel, demand: Demand, followers: readonly Flow[], source: number, ratePerMs: number): void {
  const first = followers.find((one) => one.mode === 'synchronous')?.stage ?? 0;
  const stageOf = (flow: Flow): number => (flow.mode === 'asynchronous' ? first : flow.stage);
  for (const [at, one] of followers.entries())
    for (const other of followers.slice(at + 1)) {
      if (stageOf(one) !== stageOf(other)) continue;
      const index = firstArc(demand, one, source);
      const arc = index === undefined ? undefined : model.graph.arcs[index];
      const load = index === undefined ? undefined : demand.arcs[index];
      if (arc === undefined || load === undefined || firstArc(demand, other, source) !== index || arc.underlays.length > 0)
        continue;
      const both = ratePerMs * Math.min(1, one.callsPerRequest) * Math.min(1, other.callsPerRequest);
      load.excess +=
        2 * both * occupancyMs(arc.channel, one.requestBytes ?? 0) * occupancyMs(arc.channel, other.requestBytes ?? 0);
    }
}

function firstArc(demand: Demand, flow: Flow, source: number): number | undefined {
  const target: LegTarget | undefined = demand.legs.get(flow.id)?.find((leg) => leg.source === source)?.targets[0];
  return target?.path[0];
}
