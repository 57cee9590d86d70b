import type { RecordOf, Site } from '../../site/site.ts';
import { getRecord, listRecords } from '../../site/site.ts';
import type { Evaluated } from '../evaluate.ts';
import { misfitReasons } from '../placement-findings.ts';
import { stationOf } from '../service-time.ts';
import type { LivePlacement } from '../site-model.ts';
import { stationUse } from '../station-use.ts';
import { FULL, mbpsOf, Spare } from './passage.ts';
import type { Absorber, BurstShare } from './result.ts';
import { ABSORBERS } from './result.ts';
import { Rooms } from '../rooms.ts';

type Service = RecordOf<'services'>;

/** What one placement is asked for in a burst, and who takes it. */
export interface PlacementBurst {
  readonly placement: LivePlacement['placement'];
  readonly node: number;
  readonly offered: number;
  /** Requests per second by absorber. */
  readonly taken: Record<Absorber, number>;
  readonly addedMs: Record<Absorber, number>;
}

interface Host {
  readonly nodeId: string;
  readonly absorber: Absorber;
  readonly addedMs: number;
  readonly path: readonly number[];
  readonly back: readonly number[];
}

const NOTHING: Readonly<Record<Absorber, number>> = { local: 0, neighbour: 0, region: 0, centre: 0 };

/**
 * [C3] Hands a burst out. Services of higher priority come first, within a workload callers before those they call. Each of a service's
 * placements serves what its replicas can, then what further replicas on its node can; what is left goes to other nodes, the nearest first:
 * to spare replicas of the same service there, then to new ones, as far as links on the way have room.
 */
export class Absorption {
  /** By placement id. */
  readonly placements = new Map<string, PlacementBurst>();
  readonly shares = new Map<string, BurstShare[]>();
  /** Replicas started, by service and node. */
  readonly added = new Map<string, number>();
  private readonly now: Evaluated;
  private readonly offered: Evaluated;
  private readonly rooms: Rooms;
  private readonly spare: Spare;
  /** Requests per second that a placement still can take, by placement id. */
  private readonly idle = new Map<string, number>();
  private readonly hostable = new Map<string, boolean>();

  constructor(now: Evaluated, offered: Evaluated) {
    this.now = now;
    this.offered = offered;
    this.rooms = new Rooms(now);
    this.spare = new Spare(offered);
    for (const service of inOrder(offered)) this.serve(service);
  }

  private serve(service: Service): void {
    const homes = this.offered.model.placements.get(service.id) ?? [];
    const asked = this.askedOf(service);
    const rows = homes.map((live): PlacementBurst => {
      const offered = asked.get(live.placement.id)?.requestsPerSecond ?? 0;
      const row = { placement: live.placement, node: live.node, offered, taken: { ...NOTHING }, addedMs: { ...NOTHING } };
      this.placements.set(live.placement.id, row);
      const capacity = this.capacity(service, live);
      row.taken.local = Math.min(offered, capacity);
      this.idle.set(live.placement.id, capacity - row.taken.local);
      return row;
    });
    const shares = new Map<Absorber, { rate: number; replicas: number; nodeIds: Set<string>; addedMs: number }>();
    const note = (absorber: Absorber, nodeId: string, rate: number, replicas: number, addedMs: number): void => {
      const share = shares.get(absorber) ?? { rate: 0, replicas: 0, nodeIds: new Set<string>(), addedMs: 0 };
      share.rate += rate;
      share.replicas += replicas;
      share.nodeIds.add(nodeId);
      share.addedMs = Math.max(share.addedMs, addedMs);
      shares.set(absorber, share);
    };
    for (const row of rows) {
      if (row.taken.local > 0) note('local', row.placement.nodeId, row.taken.local, 0, 0);
      const { rate, replicas } = this.start(service, row.placement.nodeId, row.offered - row.taken.local);
      if (rate > 0) note('local', row.placement.nodeId, rate, replicas, 0);
      row.taken.local += rate;
    }
    for (const row of rows) {
      let left = row.offered - row.taken.local;
      if (left <= row.offered * 1e-12) continue;
      const perRequest = asked.get(row.placement.id)?.mbps ?? { up: 0, down: 0 };
      for (const host of this.hosts(service, row)) {
        const fits = Math.min(left, this.spare.carries(host.path, host.back, perRequest));
        const standing = homes.find(({ placement }) => placement.nodeId === host.nodeId);
        const idle = Math.min(fits, standing === undefined ? 0 : (this.idle.get(standing.placement.id) ?? 0));
        if (standing !== undefined) this.idle.set(standing.placement.id, (this.idle.get(standing.placement.id) ?? 0) - idle);
        const started = this.start(service, host.nodeId, fits - idle);
        const rate = idle + started.rate;
        if (rate <= 0) continue;
        this.spare.take(host.path, rate * perRequest.up);
        this.spare.take(host.back, rate * perRequest.down);
        row.taken[host.absorber] += rate;
        row.addedMs[host.absorber] = Math.max(row.addedMs[host.absorber], host.addedMs);
        note(host.absorber, host.nodeId, rate, started.replicas, host.addedMs);
        left -= rate;
        if (left <= row.offered * 1e-12) break;
      }
    }
    this.shares.set(
      service.id,
      ABSORBERS.flatMap((absorber): BurstShare[] => {
        const share = shares.get(absorber);
        return share === undefined
          ? []
          : [
              {
                absorber,
                requestsPerSecond: share.rate,
                share: 0,
                replicasAdded: share.replicas,
                nodeIds: [...share.nodeIds].toSorted(),
                addedMs: share.addedMs,
              },
            ];
      }),
    );
  }

  /** What the callers of a service send to its placements, less what they could not serve themselves, with its mean size. */
  private askedOf(
    service: Service,
  ): Map<string, { requestsPerSecond: number; mbps: { readonly up: number; readonly down: number } }> {
    const { model, demand } = this.offered;
    const asked = new Map<string, { requestsPerSecond: number; mbps: { readonly up: number; readonly down: number } }>();
    for (const flow of model.flows) {
      if (flow.to.kind !== 'service' || flow.to.id !== service.id) continue;
      for (const leg of demand.legs.get(flow.id) ?? []) {
        const served = flow.from.kind === 'service' && flow.periodMs === null ? this.servedShare(flow.from.id, leg.source) : 1;
        for (const target of leg.targets) {
          const id = target.placement?.placement.id;
          const rate = leg.requestsPerSecond * target.share * served;
          if (id === undefined || rate === 0) continue;
          const each = mbpsOf(this.offered, flow, leg.requestsPerSecond);
          const sum = asked.get(id) ?? { requestsPerSecond: 0, mbps: { up: 0, down: 0 } };
          const total = sum.requestsPerSecond + rate;
          const mean = (a: number, b: number): number => (a * sum.requestsPerSecond + b * rate) / total;
          asked.set(id, {
            requestsPerSecond: total,
            mbps: { up: mean(sum.mbps.up, each.up), down: mean(sum.mbps.down, each.down) },
          });
        }
      }
    }
    return asked;
  }

  /** Share of what reaches a service at a node that is served, there or elsewhere. */
  servedShare(serviceId: string, node: number): number {
    const live = this.offered.model.placements.get(serviceId)?.find((one) => one.node === node);
    const row = live === undefined ? undefined : this.placements.get(live.placement.id);
    if (row === undefined || row.offered === 0) return 1;
    return Math.min(1, ABSORBERS.reduce((total, absorber) => total + row.taken[absorber], 0) / row.offered);
  }

  /** Requests per second that a placement serves when it is full: filled to `FULL`, or as far as it is today where that holds. */
  private capacity(service: Service, live: LivePlacement): number {
    const load = this.now.demand.services.get(live.placement.id);
    const today = load === undefined ? 0 : busiest(stationUse(this.now.solver.station(live), load));
    const most = today < 1 ? Math.max(FULL, today) : FULL;
    return this.rateOfOne(service, live.placement.nodeId, live) * live.placement.replicas * most;
  }

  /** Starts replicas on a node for up to `rate` more requests per second; services that do not scale start none. */
  private start(service: Service, nodeId: string, rate: number): { readonly rate: number; readonly replicas: number } {
    const none = { rate: 0, replicas: 0 };
    if (rate <= 1e-9 || service.replicas.targetUtilisation === null) return none;
    const one = this.rateOfOne(service, nodeId, null) * FULL;
    if (one <= 0) return none;
    const wanted = Math.min(Math.ceil(rate / one - 1e-9), service.replicas.max - this.replicasOf(service.id));
    const replicas = this.rooms.fits(service, nodeId, Math.max(0, wanted));
    if (replicas === 0) return none;
    this.rooms.take(service, nodeId, replicas);
    const key = `${service.id} ${nodeId}`;
    this.added.set(key, (this.added.get(key) ?? 0) + replicas);
    return { rate: Math.min(rate, replicas * one), replicas };
  }

  private replicasOf(serviceId: string): number {
    let total = 0;
    for (const { placement } of this.now.model.placements.get(serviceId) ?? []) total += placement.replicas;
    for (const [key, replicas] of this.added) if (key.startsWith(`${serviceId} `)) total += replicas;
    return total;
  }

  /** Requests per second that keep one replica busy all the time, in the mix of requests that the service gets. */
  private rateOfOne(service: Service, nodeId: string, live: LivePlacement | null): number {
    const { site } = this.offered.model;
    const node = getRecord(site, 'nodes', nodeId);
    const type = getRecord(site, 'hardwareTypes', node?.typeId ?? '');
    if (type === undefined) return 0;
    let load = live === null ? undefined : this.offered.demand.services.get(live.placement.id);
    for (const { placement } of this.offered.model.placements.get(service.id) ?? [])
      if ((load?.requestsPerSecond ?? 0) === 0) load = this.offered.demand.services.get(placement.id);
    if (load === undefined || load.requestsPerSecond === 0) return Infinity;
    const like = live?.placement ?? this.offered.model.placements.get(service.id)?.[0]?.placement;
    if (like === undefined) return 0;
    const station = stationOf(service, { ...like, replicas: 1 }, type);
    if (service.accelerator !== null && station.accelerator === null) return 0;
    const use = busiest(stationUse(station, load));
    return use === 0 ? Infinity : load.requestsPerSecond / use;
  }

  private mayHost(service: Service, nodeId: string): boolean {
    const { site } = this.offered.model;
    const key = `${service.id} ${nodeId}`;
    let may = this.hostable.get(key);
    if (may === undefined) {
      const type = getRecord(site, 'hardwareTypes', getRecord(site, 'nodes', nodeId)?.typeId ?? '');
      may = type !== undefined && type.compute.computeUnits > 0 && misfitReasons(site, service, nodeId).length === 0;
      this.hostable.set(key, may);
    }
    return may;
  }

  /** Other nodes that may serve what a placement cannot: neighbours, region, centre, each the nearest first. */
  private hosts(service: Service, row: PlacementBurst): Host[] {
    const { site, graph, routes } = this.offered.model;
    const tree = routes.toNearest([row.node]);
    const scales = service.replicas.targetUtilisation !== null;
    const standing = new Set<string>(
      (this.offered.model.placements.get(service.id) ?? []).map(({ placement }) => placement.nodeId),
    );
    const hosts: Host[] = [];
    for (const [nodeId, slot] of graph.indexOf) {
      if (slot === row.node || !(standing.has(nodeId) || (scales && this.mayHost(service, nodeId)))) continue;
      const back = tree.path(slot);
      if (back === null) continue;
      hosts.push({
        nodeId,
        absorber: absorberOf(site, nodeId),
        addedMs: (2 * tree.costNs(slot)) / 1e6,
        path: back.map((arc) => arc ^ 1).toReversed(),
        back,
      });
    }
    const rank = (host: Host): number => ABSORBERS.indexOf(host.absorber);
    return hosts.toSorted((a, b) => rank(a) - rank(b) || a.addedMs - b.addedMs || (a.nodeId < b.nodeId ? -1 : 1));
  }
}

function absorberOf(site: Site, nodeId: string): Absorber {
  const tier = getRecord(site, 'nodes', nodeId)?.tier;
  return tier === 'central' ? 'centre' : tier === 'regional' ? 'region' : 'neighbour';
}

function busiest({ cpu, accelerator }: { readonly cpu: number; readonly accelerator: number }): number {
  return Math.max(cpu, accelerator);
}

/** Services that get requests: higher priority first, callers before whom they call. */
function inOrder(offered: Evaluated): Service[] {
  const { site, flows } = offered.model;
  const turn = new Map<string, number>();
  for (const [index, flow] of [...flows].entries()) if (flow.to.kind === 'service') turn.set(flow.to.id, index);
  const priority = (service: Service): number => getRecord(site, 'workloads', service.workloadId)?.priority ?? 0;
  return listRecords(site, 'services').toSorted(
    (a, b) => priority(b) - priority(a) || (turn.get(a.id) ?? -1) - (turn.get(b.id) ?? -1) || (a.id < b.id ? -1 : 1),
  );
}
