import type { Access } from '../../evaluate/access.ts';
import { busyRate } from '../../evaluate/access.ts';
import { stationOf } from '../../evaluate/service-time.ts';
import type { Placement } from '../../site/schema/placement.ts';
import type { RecordOf, Site } from '../../site/site.ts';
import { getRecord } from '../../site/site.ts';
import type { Service } from './problem.ts';

/** What a device group asks by a flow at the busy hour, requests a millisecond. */
export function requestsPerMs({ group }: Access, flow: RecordOf<'flows'>): number {
  return (group.count * busyRate(group) * flow.callsPerRequest) / 1000;
}

/**
 * [L6] Time that a request keeps one replica of a node busy at the least, ms, of what it waits for there that takes most: its accelerator with full batches, else its CPU. A
 * placement whose requests ask for more than its replicas have is saturated.
 */
export function busyMsOn(site: Site, service: Service, nodeId: string): (computeMs: number) => number {
  const type = getRecord(site, 'hardwareTypes', getRecord(site, 'nodes', nodeId)?.typeId ?? '');
  if (type === undefined) return () => 0;
  const stations = variantsOf(service).map((variant) => stationOf(service, seatOf(service, nodeId, 1, variant), type));
  const devicesMs = stations.map(({ accelerator }) =>
    accelerator === null
      ? 0
      : (accelerator.setupMs + accelerator.maxBatch * accelerator.itemMs) /
        accelerator.maxBatch /
        Math.max(1, accelerator.servers),
  );
  const cpuMs = stations.map(({ speed, servers, workScale }) => (speed > 0 ? workScale / speed / Math.max(1, servers) : 0));
  const [device, cpu] = [Math.min(...devicesMs), Math.min(...cpuMs)];
  const isDevice = device > cpu * service.work.computeMs;
  return (computeMs) => (isDevice ? device : cpu * computeMs);
}

export function variantsOf(service: Service): (string | null)[] {
  return [null, ...service.variants.map(({ name }) => name)];
}

export function seatOf(service: Service, nodeId: string, replicas: number, variant: string | null): Placement {
  return { id: service.id, serviceId: service.id, nodeId, replicas, pinned: false, variant } as unknown as Placement;
}
