import type { RandomStream } from '../base/random.ts';
import { must } from '../base/assert.ts';
import type { Demand } from '../evaluate/demand.ts';
import type { Station } from '../evaluate/service-time.ts';
import { stationOf } from '../evaluate/service-time.ts';
import type { LivePlacement, SiteModel } from '../evaluate/site-model.ts';
import { getRecord } from '../site/site.ts';
import type { SimulationOptions } from './options.ts';
import type { AcceleratorPlan, ColdPlan, SharingPlan, StationPlan } from './plan.ts';

/** Stations of a plan, each once over all turns. A placement whose servers change at a turn is another station from then on. */
export class Stations {
  readonly plans: StationPlan[] = [];
  readonly accelerators: AcceleratorPlan[] = [];
  servers = 0;
  acceleratorServers = 0;
  coldInstances = 0;
  private readonly byKey = new Map<string, StationPlan>();
  private readonly streamOf: (purpose: string) => RandomStream;
  private readonly policies: SimulationOptions['sharing'];

  constructor(streamOf: (purpose: string) => RandomStream, policies: SimulationOptions['sharing']) {
    this.streamOf = streamOf;
    this.policies = policies;
  }

  at(model: SiteModel, demand: Demand, live: LivePlacement): { readonly station: Station; readonly plan: StationPlan } {
    const { site, graph } = model;
    const service = must(getRecord(site, 'services', live.placement.serviceId), `services/${live.placement.serviceId}`);
    const node = must(graph.nodes[live.node], `node ${live.node}`);
    const type = must(getRecord(site, 'hardwareTypes', node.typeId), `hardwareTypes/${node.typeId}`);
    const station = stationOf(service, live.placement, type);
    const { servers, accelerator } = station;
    const key = JSON.stringify([live.placement.id, node.id, servers, accelerator, live.placement.replicas]);
    let plan = this.byKey.get(key);
    if (plan === undefined) {
      plan = this.add(station, demand.services.get(live.placement.id)?.requestsPerSecond ?? 0);
      this.byKey.set(key, plan);
    }
    return { station, plan };
  }

  /** [X4] By station: that of the same placement among those which are there; −1 for none. */
  now(present: ReadonlySet<number>): Int32Array {
    const byPlacement = new Map<string, number>();
    for (const index of present) byPlacement.set(must(this.plans[index], `station ${index}`).placementId, index);
    return Int32Array.from(this.plans, ({ index, placementId }) =>
      present.has(index) ? index : (byPlacement.get(placementId) ?? -1),
    );
  }

  private add(station: Station, requestsPerSecond: number): StationPlan {
    const plan: StationPlan = {
      index: this.plans.length,
      placementId: station.placement.id,
      firstServer: this.servers,
      servers: station.servers,
      accelerator: this.accelerator(station),
      sharing: this.sharing(station),
      cold: this.cold(station, requestsPerSecond),
    };
    this.servers += station.servers;
    this.plans.push(plan);
    return plan;
  }

  private accelerator(station: Station): AcceleratorPlan | null {
    const found = station.accelerator;
    if (found === null) return null;
    const { servers, itemMs, setupMs, maxBatch } = found;
    const plan = {
      index: this.accelerators.length,
      firstServer: this.acceleratorServers,
      servers,
      itemMs,
      setupMs,
      maxBatch,
    };
    this.acceleratorServers += servers;
    this.accelerators.push(plan);
    return plan;
  }

  private sharing({ service, placement }: Station): SharingPlan | null {
    const policy = Object.hasOwn(this.policies, service.id) ? this.policies[service.id] : undefined;
    return policy === undefined ? null : { replicas: placement.replicas, pick: policy.pick };
  }

  private cold(station: Station, requestsPerSecond: number): ColdPlan | null {
    const { service, placement } = station;
    if (service.replicas.min > 0 || service.coldStartMs === 0) return null;
    const firstInstance = this.coldInstances;
    this.coldInstances += placement.replicas;
    return {
      firstInstance,
      instances: placement.replicas,
      startMs: service.coldStartMs,
      ratePerMs: requestsPerSecond / placement.replicas / 1000,
      random: this.streamOf(`instance placements/${placement.id}`),
    };
  }
}
