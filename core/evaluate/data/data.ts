import type { Tier } from '../../site/schema/common.ts';
import { TIERS } from '../../site/schema/common.ts';
import { getRecord } from '../../site/site.ts';
import type { DayLoad } from '../day-load.ts';
import { dayLoad, meanOfDay } from '../day-load.ts';
import type { Evaluated } from '../evaluate.ts';
import { figure, finding, sortFindings } from '../finding.ts';
import type { Finding } from '../result.ts';
import { AssumptionList } from '../stated-assumption.ts';
import { boundaryTraffic } from './boundaries.ts';
import { residencyFindings } from './residency.ts';
import type { DataAssessment, DataVolume, NodeStorage, ServiceData } from './result.ts';
import type { Retained } from './storage.ts';
import { nodeStorage } from './storage.ts';
import { sentShare, storeFlows, storesFrom } from './stores.ts';
import {
  addVolumes,
  NO_DATA,
  partOf,
  TIME_SERIES_KEPT_SHARE,
  TIME_SERIES_SOURCE,
  timeSeriesServices,
  volumeOf,
} from './volume.ts';

/** Sentence of a finding. */
const OVERFILLED = 'retention-over-capacity';

/** [D1, D2] Data written, kept, stored and sent in a day. Cost O(flows × path × profiles + placements + nodes). */
export function dataAssessment(evaluated: Evaluated, load: DayLoad = dayLoad(evaluated)): DataAssessment {
  const { site, graph } = evaluated.model;
  const assumptions = new AssumptionList();
  const timeSeries = timeSeriesServices(site);
  const services = new Map<string, ServiceData>();
  const tiers = new Map<Tier, DataVolume>();
  const retained = new Map<string, Retained[]>();
  const flowsToStores = storeFlows(site);
  const keep = (at: number, kept: Retained): void => {
    const node = graph.nodes[at];
    if (node === undefined) return;
    tiers.set(node.tier, addVolumes(tiers.get(node.tier) ?? NO_DATA, kept.volume));
    const list = retained.get(node.id) ?? [];
    list.push(kept);
    retained.set(node.id, list);
  };
  let total = NO_DATA;
  for (const one of load.placements.values()) {
    const { service, placement } = one.station;
    if (service.data.ingestBytesPerRequest === 0) continue;
    const compressionAssumed = timeSeries.has(service.id);
    const keptShare = compressionAssumed ? TIME_SERIES_KEPT_SHARE : service.data.keptShare;
    const volume = volumeOf(service, keptShare, meanOfDay(load, one.requests));
    total = addVolumes(total, volume);
    const known = services.get(service.id) ?? { serviceId: service.id, keptShare, compressionAssumed, ...NO_DATA };
    services.set(service.id, { ...known, ...addVolumes(known, volume) });
    const own = { placement, service };
    const onward = flowsToStores.get(service.id);
    const stores = onward === undefined ? [] : storesFrom(evaluated, onward, one.node);
    const sent = onward === undefined || stores.length === 0 ? 0 : sentShare(onward, service, keptShare);
    const rest = addVolumes(partOf(volume, ['hot'], 1), partOf(volume, ['warm', 'cold'], 1 - sent));
    keep(one.node, { writer: service, keeper: own, volume: rest });
    for (const { live, share } of stores) {
      const store = getRecord(site, 'services', live.placement.serviceId);
      if (store !== undefined)
        keep(live.node, {
          writer: service,
          keeper: { placement: live.placement, service: store },
          volume: partOf(volume, ['warm', 'cold'], share * sent),
        });
    }
  }
  for (const { serviceId, compressionAssumed } of services.values())
    if (compressionAssumed)
      assumptions.add(
        'data.time-series',
        'Readings of sensors and controllers whose service states no share to keep are compressed by 80 %.',
        TIME_SERIES_SOURCE,
        { keptShare: TIME_SERIES_KEPT_SHARE },
        `services/${serviceId}`,
      );
  const storage = evaluated.evaluation.nodes.flatMap((node) => nodeStorage(node, retained.get(node.id) ?? []));
  if (total.rawGBPerDay > 0)
    assumptions.add(
      'data.where-it-lies',
      'Hot data stay on the node of the service that writes them; older ones move to the store that it sends them on to, as far as it sends them. Hot data lie on the fastest storage of a node, cold ones on the cheapest.',
      'no other place stated',
    );
  return {
    total,
    byTier: TIERS.flatMap((tier) => {
      const volume = tiers.get(tier);
      return volume === undefined ? [] : [{ tier, ...volume }];
    }),
    services: [...services.values()].toSorted((a, b) => (a.serviceId < b.serviceId ? -1 : 1)),
    storage,
    boundaries: boundaryTraffic(evaluated, load),
    findings: sortFindings([...residencyFindings(evaluated), ...storage.flatMap((one) => overfilled(evaluated, one))]),
    assumptions: assumptions.list(),
  };
}

/** [D1] Storage that retention fills beyond what is there. */
function overfilled(evaluated: Evaluated, one: NodeStorage): Finding[] {
  const neededGB = one.bookedGB + one.beyondReservationGB;
  // What reservations alone overfill is told by the capacity of the node.
  if (one.beyondReservationGB <= 0 || neededGB <= one.offeredGB) return [];
  const name = evaluated.model.site.nodes[one.nodeId]?.name ?? one.nodeId;
  const parameters = {
    name,
    class: one.class,
    needed: figure(neededGB),
    offered: figure(one.offeredGB),
    missing: figure(neededGB - one.offeredGB),
    days: one.fullAfterDays === null ? '–' : figure(one.fullAfterDays),
  };
  return [
    finding({
      kind: 'node-over-capacity',
      code: OVERFILLED,
      severity: 'error',
      subject: `nodes/${one.nodeId}`,
      aspect: `retention ${one.class}`,
      limit: one.offeredGB,
      value: neededGB,
      unit: 'GB',
      why: `${name} would hold ${parameters.needed} GB on ${one.class} once retention is full and offers ${parameters.offered} GB: it is full after ${parameters.days} days.`,
      remedy: `Add ${parameters.missing} GB, keep data for a shorter time, or keep a smaller share of them.`,
      parameters,
    }),
  ];
}
