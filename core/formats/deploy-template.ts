import type { WorkloadTemplate } from '../catalog/template.ts';
import { instantiate } from '../catalog/instantiate.ts';
import { newHeader } from '../site/defaults.ts';
import { deviceGroupId } from '../site/schema/common.ts';
import type { HardwareType } from '../site/schema/hardware-type.ts';
import type { RecordOf } from '../site/site.ts';
import { emptySite } from '../site/site.ts';
import type { SiteAssembly } from './site-assembly.ts';

/** A node that may run services, and what it is. */
export interface Host {
  readonly nodeId: string;
  readonly type: HardwareType;
  readonly tier: HardwareType['tiers'][number];
  /** Requests per second of the device groups that stand nearest to it. */
  readonly requestsPerSecond: number;
}

/** Share of a node and of a replica that is filled when replicas are counted: half, so that bursts find room. */
const PLANNED_UTILISATION = 0.5;

/**
 * A workload of the catalog in the site, used by device groups: its services, its flows (those of the sources once for each
 * group), and a placement of each service on every host of the first ring that may run it. `rings` go from the device
 * inwards. A service that no host may run stays unplaced, which the engine reports.
 */
export function deployTemplate(
  assembly: SiteAssembly,
  template: WorkloadTemplate,
  rings: readonly (readonly Host[])[],
  groupIds: readonly string[],
): void {
  const requestsPerSecond = template.source.requestsPerSecond * groupIds.length;
  const nothing = emptySite(newHeader({ id: 'none', name: 'none', kind: 'mec' }));
  const sources = groupIds.map((id) => deviceGroupId.parse(id));
  const { command, services } = instantiate(nothing, template, { name: template.name, sources });
  for (const each of command.commands) {
    if (each.kind === 'workload.add') assembly.add('workloads', each.record);
    else if (each.kind === 'service.add') assembly.add('services', each.record);
    else if (each.kind === 'flow.add') assembly.add('flows', each.record);
  }
  for (const service of services.values()) {
    const hosts = rings.find((ring) => ring.some((host) => mayRun(service, host))) ?? [];
    for (const host of hosts.filter((each) => mayRun(service, each)))
      place(assembly, service, host, hosts === rings[0] ? host.requestsPerSecond : requestsPerSecond / hosts.length);
  }
}

type Service = RecordOf<'services'>;

/** Hard rules that a host must meet for one replica: tier, form, architecture, accelerator and size. */
function mayRun(service: Service, { type, tier }: Host): boolean {
  const need = service.accelerator;
  return (
    (service.allowedTiers.length === 0 || service.allowedTiers.includes(tier)) &&
    (type.offers.forms.length === 0 || type.offers.forms.includes(service.form)) &&
    (service.architectures.length === 0 || service.architectures.some((one) => one === type.compute.architecture)) &&
    (need === null ||
      type.accelerators.some(
        ({ kind, tops, memoryGiB }) => need.kinds.includes(kind) && tops > 0 && memoryGiB >= need.memoryGiB,
      )) &&
    service.perReplica.computeUnits <= type.compute.computeUnits &&
    service.perReplica.memoryGiB <= type.memoryGiB
  );
}

/** As many replicas as the requests need at half load, within what the service allows and half the node holds; one at least. */
function place(assembly: SiteAssembly, service: Service, host: Host, requestsPerSecond: number): void {
  const { computeUnits, memoryGiB } = service.perReplica;
  const busyMs = Math.max(service.work.computeMs / Math.max(1, computeUnits), service.accelerator?.itemMs ?? 0);
  const needed = Math.ceil((requestsPerSecond * busyMs) / 1000 / PLANNED_UTILISATION);
  const room = Math.min(
    computeUnits > 0 ? host.type.compute.computeUnits / computeUnits : Infinity,
    memoryGiB > 0 ? host.type.memoryGiB / memoryGiB : Infinity,
    service.replicas.max,
  );
  const replicas = Math.max(1, Math.min(needed, Math.floor(room * PLANNED_UTILISATION)));
  const id = assembly.freshId('placements', `${service.id}-${host.nodeId}`);
  assembly.add('placements', { id, serviceId: service.id, nodeId: host.nodeId, replicas, pinned: false, variant: null });
}
