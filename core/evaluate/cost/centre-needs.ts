import { FORM_OVERHEAD } from '../../catalog/platform-overhead.ts';
import type { Architecture, StorageClass } from '../../site/schema/common.ts';
import { TIERS } from '../../site/schema/common.ts';
import type { RecordOf } from '../../site/site.ts';
import { getRecord, listRecords } from '../../site/site.ts';
import type { DayLoad } from '../day-load.ts';
import { meanOfDay, peakOfDay } from '../day-load.ts';
import { sumOf, TIME_SERIES_KEPT_SHARE, timeSeriesServices, volumeOf } from '../data/volume.ts';
import type { Evaluated } from '../evaluate.ts';
import type { BaselineContents } from './result.ts';

type Service = RecordOf<'services'>;

/** [K1] Utilisation at which the centre runs its replicas where a service states no target of its own: the autoscaling target of the reference scenario. */
const CENTRAL_UTILISATION = 0.7;

/** What a service needs once it runs in the centre alone. */
export interface CentralService {
  readonly service: Service;
  readonly replicas: number;
  /** Variant that runs now, where all placements run the same. */
  readonly variant: string | null;
  readonly placementIds: readonly string[];
  readonly computeUnits: number;
  readonly memoryGiB: number;
  readonly storageGB: number;
  readonly storageClass: StorageClass | null;
  /** Accelerators at the speed of the reference, 0 without. */
  readonly accelerators: number;
  readonly acceleratorMemoryGiB: number;
}

/** Services that one kind of hardware has to carry. */
export interface Pool {
  readonly key: string;
  readonly architecture: Architecture;
  readonly services: readonly CentralService[];
}

export interface CentralNeeds {
  readonly pools: readonly Pool[];
  readonly staying: BaselineContents['staying'];
}

/** [K1] What moves to the centre, grouped by the hardware it needs. Services on devices belong to the devices. */
export function centralNeeds(evaluated: Evaluated, load: DayLoad, centreRank: number): CentralNeeds {
  const { site, graph, placements } = evaluated.model;
  const timeSeries = timeSeriesServices(site);
  const periodic = new Set(Object.values(site.flows).flatMap((flow) => (flow.periodMs === null ? [] : [flow.from.id as string])));
  const pools = new Map<string, { architecture: Architecture; services: CentralService[] }>();
  const staying: { serviceId: string; reason: 'accelerator' | 'architecture' | 'tier-device' }[] = [];
  for (const service of listRecords(site, 'services')) {
    const outside = (placements.get(service.id) ?? []).filter(({ node }) => {
      const rank = TIERS.indexOf(graph.nodes[node]?.tier ?? 'central');
      return rank < centreRank;
    });
    const moving = outside.filter(({ node }) => graph.nodes[node]?.tier !== 'device');
    if (moving.length < outside.length) staying.push({ serviceId: service.id, reason: 'tier-device' });
    if (moving.length === 0) continue;
    const placed = moving.map(({ placement }) => placement);
    const kept = timeSeries.has(service.id) ? TIME_SERIES_KEPT_SHARE : service.data.keptShare;
    const kind = getRecord(site, 'workloads', service.workloadId)?.kind;
    const now = placed.reduce((sum, one) => sum + one.replicas, 0);
    const replicas =
      kind === 'virtual-device' || periodic.has(service.id) ? now : replicasFor(evaluated, load, service, placed, now);
    const meanRequests = meanOfDay(
      load,
      sumOver(load, placed, (one) => one.requests),
    );
    const variants = new Set(placed.map((one) => one.variant));
    const need = service.accelerator;
    const architecture =
      service.architectures.length === 0 || service.architectures.includes('x86-64') ? 'x86-64' : service.architectures[0];
    if (architecture === undefined) continue;
    const key = `${need === null ? 'compute' : need.kinds.toSorted().join('+')} ${architecture}`;
    const pool = pools.get(key) ?? { architecture, services: [] };
    pool.services.push({
      service,
      replicas,
      variant: variants.size === 1 ? (placed[0]?.variant ?? null) : null,
      placementIds: placed.map((one) => one.id),
      computeUnits: replicas * service.perReplica.computeUnits * (1 + FORM_OVERHEAD[service.form].computeShare),
      memoryGiB: replicas * (service.perReplica.memoryGiB + FORM_OVERHEAD[service.form].memoryGiB),
      storageGB:
        Math.max(now * service.perReplica.storageGB, sumOf(volumeOf(service, kept, meanRequests).storedGB)) +
        (service.imageMB + service.modelMB) / 1000 +
        (service.state.kind === 'stateful' ? service.state.stateGB * service.state.copies : 0),
      storageClass: service.perReplica.storageClass,
      accelerators: need === null ? 0 : replicas * need.share,
      acceleratorMemoryGiB: need === null ? 0 : replicas * need.memoryGiB,
    });
    pools.set(key, pool);
  }
  return { pools: Array.from(pools, ([key, pool]) => ({ key, ...pool })).toSorted((a, b) => (a.key < b.key ? -1 : 1)), staying };
}

/** Replicas that carry the busiest hour of all sources together; never more than run now, nor fewer than the service allows. */
function replicasFor(
  evaluated: Evaluated,
  load: DayLoad,
  service: Service,
  placed: readonly RecordOf<'placements'>[],
  now: number,
): number {
  const target = service.replicas.targetUtilisation ?? CENTRAL_UTILISATION;
  const { site, graph } = evaluated.model;
  const inReferenceThreads = (one: LoadOf): Float64Array => {
    const type = getRecord(site, 'hardwareTypes', graph.nodes[one.node]?.typeId ?? '');
    return one.busyThreads.map((busy) => busy * (type?.compute.perThreadFactor ?? 0));
  };
  const vCPU = peakOfDay(load, sumOver(load, placed, inReferenceThreads));
  const units = service.perReplica.computeUnits;
  const byCpu = vCPU === 0 ? 0 : units > 0 ? vCPU / (units * target) : now;
  const need = service.accelerator;
  const requests = peakOfDay(
    load,
    sumOver(load, placed, (one) => one.requests),
  );
  // A reference accelerator that works in full batches; a replica has its share of one.
  const busy = need === null ? 0 : (requests / 1000) * (need.itemMs + need.batchSetupMs / need.maxBatch);
  const byAccelerator = need === null ? 0 : busy / (need.share * target);
  if (byCpu === 0 && byAccelerator === 0) return now;
  return Math.min(now, Math.max(1, service.replicas.min, Math.ceil(byCpu - 1e-9), Math.ceil(byAccelerator - 1e-9)));
}

type LoadOf = NonNullable<ReturnType<DayLoad['placements']['get']>>;

function sumOver(load: DayLoad, placed: readonly RecordOf<'placements'>[], of: (one: LoadOf) => Float64Array): Float64Array {
  const sum = new Float64Array(load.columns);
  for (const { id } of placed) {
    const one = load.placements.get(id);
    if (one === undefined) continue;
    for (const [column, value] of of(one).entries()) sum[column] = (sum[column] ?? 0) + value;
  }
  return sum;
}
