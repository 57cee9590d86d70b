import { TEMPLATE_SOURCES } from '../catalog/catalog.ts';
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
  /** Requests per second of the device groups below it, for which it is the nearest of its ring. */
  readonly requestsPerSecond: number;
}

/** Share of a node and of a replica that is filled when replicas are counted: half, so that bursts find room. */
const PLANNED_UTILISATION = 0.5;

/**
 * A workload of the catalog in the site, used by device groups: its services, its flows (those of the sources once for each
 * group), and placements: what the devices call on every asked host of the first of the `rings`, which go from the device inwards,
 * what that calls in the second, and so on; where no host of a ring may run a service, in the next that may. A service that no host may run stays unplaced, which the engine reports.
 */
export function deployTemplate(
  assembly: SiteAssembly,
  template: WorkloadTemplate,
  rings: readonly (readonly Host[])[],
  groupIds: readonly string[],
): void {
  const nothing = emptySite(newHeader({ id: 'none', name: 'none', kind: 'mec' }));
  const sources = groupIds.map((id) => deviceGroupId.parse(id));
  const { command, services } = instantiate(nothing, template, { name: template.name, sources });
  for (const each of command.commands) {
    if (each.kind === 'workload.add') assembly.add('workloads', each.record);
    else if (each.kind === 'service.add') assembly.add('services', each.record);
    else if (each.kind === 'flow.add') assembly.add('flows', each.record);
  }
  const depths = depthsOf(template);
  for (const [localId, service] of services) {
    const depth = depths.get(localId) ?? 0;
    const willing = (ring: readonly Host[]): boolean => ring.some((host) => mayRun(service, host));
    const hosts = rings.slice(depth).find(willing) ?? rings.find(willing) ?? [];
    const able = hosts.filter((host) => mayRun(service, host));
    const asked = able.filter((host) => host.requestsPerSecond > 0);
    for (const host of asked.length > 0 ? asked : able) place(assembly, service, host);
  }
}

/** Calls between the sources and each service, less one: what the devices call stands at 0, what that calls at 1. */
function depthsOf({ flows }: WorkloadTemplate): Map<string, number> {
  const depths = new Map<string, number>();
  let front = new Set<string>([TEMPLATE_SOURCES]);
  for (let depth = 0; front.size > 0; depth += 1) {
    const next = flows.filter(({ from, to }) => front.has(from.id) && to.kind === 'service' && !depths.has(to.id));
    for (const { to } of next) depths.set(to.id, depth);
    front = new Set(next.map(({ to }) => to.id));
  }
  return depths;
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
function place(assembly: SiteAssembly, service: Service, { nodeId, type, requestsPerSecond }: Host): void {
  const { computeUnits, memoryGiB } = service.perReplica;
  const need = service.accelerator;
  const device = type.accelerators.find(({ kind, tops }) => need?.kinds.includes(kind) === true && tops > 0);
  const cpuMs = service.work.computeMs / Math.max(1, computeUnits);
  const share = need === null || (need.share < 1 && device?.shareable === false) ? 1 : need.share;
  const acceleratorMs =
    need === null || device === undefined ? 0 : (need.itemMs * need.referenceTops) / (device.tops * Math.min(1, share));
  const needed = Math.ceil((requestsPerSecond * Math.max(cpuMs, acceleratorMs)) / 1000 / PLANNED_UTILISATION);
  const fits = (available: number, each: number): number =>
    each > 0 ? Math.floor((available * PLANNED_UTILISATION) / each) : Infinity;
  const room = Math.min(
    fits(type.compute.computeUnits, computeUnits),
    fits(type.memoryGiB, memoryGiB),
    device === undefined ? Infinity : fits(device.count, share),
    service.replicas.max,
  );
  const id = assembly.freshId('placements', `${service.id}-${nodeId}`);
  assembly.add('placements', {
    id,
    serviceId: service.id,
    nodeId,
    replicas: Math.max(1, Math.min(needed, room)),
    pinned: false,
    variant: null,
  });
}
