import { FORM_OVERHEAD } from '../../catalog/platform-overhead.ts';
import { figure } from '../../evaluate/finding.ts';
import { reservedShare } from '../../evaluate/node-capacity.ts';
import { residencyZone } from '../../evaluate/place-capacity.ts';
import { freeId } from '../../evaluate/relief/free-id.ts';
import type { SimpleCommand } from '../../site/commands/schema.ts';
import type { HardwareType } from '../../site/schema/hardware-type.ts';
import type { Policy } from '../../site/schema/policy.ts';
import type { Node } from '../../site/schema/node.ts';
import type { Site } from '../../site/site.ts';
import { getRecord, listRecords } from '../../site/site.ts';
import type { SitePlan } from './plan.ts';
import type { LimitKind, Service } from './problem.ts';
import { overfull, withSeat } from './room.ts';
import type { Way } from './ways.ts';

/** Commands that lift limits just as far as needed, and what they do in words. */
interface Relaxation {
  readonly commands: readonly SimpleCommand[];
  readonly says: readonly string[];
}

type Patch = { -readonly [Key in keyof HardwareType]?: HardwareType[Key] };

/** [P3] Lifts all limits of a way; null where one of them cannot be lifted. */
export function relaxations(site: Site, plan: SitePlan, service: Service, way: Way): Relaxation | null {
  const commands: SimpleCommand[] = [];
  const says: string[] = [];
  const node = getRecord(site, 'nodes', way.nodeId);
  const type = node === undefined ? undefined : getRecord(site, 'hardwareTypes', node.typeId);
  if (node === undefined || type === undefined) return null;
  const patch: Patch = {};
  for (const kind of new Set(way.limits.map((limit) => limit.kind))) {
    const done = kind.startsWith('capacity-')
      ? moreRoom(site, plan, service, way, { ...type, ...patch }, kind, patch)
      : ruleLifted(site, plan, service, way, { ...type, ...patch }, node, kind, patch);
    if (done === null) return null;
    commands.push(...done.commands);
    says.push(...done.says);
  }
  if (Object.keys(patch).length > 0) {
    const id = freeId(site.hardwareTypes, `${type.id}-more`) as HardwareType['id'];
    commands.push(
      { kind: 'hardware-type.add', record: { ...type, ...patch, id, name: `${type.name}, extended` } },
      { kind: 'node.edit', id: node.id, patch: { typeId: id } },
    );
  }
  return { commands, says };
}

function moreRoom(
  site: Site,
  plan: SitePlan,
  service: Service,
  way: Way,
  type: HardwareType,
  kind: LimitKind,
  patch: Patch,
): Relaxation | null {
  const dimension = kind.slice('capacity-'.length);
  // What was added for another limit counts already.
  const extended = { ...site, hardwareTypes: { ...site.hardwareTypes, [type.id]: type } };
  const filling = overfull(extended, way.nodeId, withSeat(plan, service, way.nodeId, way.replicas)).find(
    (one) => one.dimension === dimension,
  );
  const node = getRecord(site, 'nodes', way.nodeId);
  if (node === undefined) return null;
  if (filling === undefined) return { commands: [], says: [] };
  const free = 1 - reservedShare(site, node);
  if (free <= 0) return null;
  // Overheads may take more than the hardware has: then what is asked for comes on top of them.
  const more = Math.ceil((filling.used - filling.available) / free - 1e-9) + (filling.available <= 0 ? overheadOf(service) : 0);
  const says = [`${figure(more)} ${filling.unit} more of ${dimension} on ${node.name}`];
  const [family = '', part = ''] = dimension.split('-');
  if (family === 'compute') patch.compute = { ...type.compute, computeUnits: type.compute.computeUnits + more };
  else if (family === 'memory') patch.memoryGiB = type.memoryGiB + more;
  else if (family === 'storage') {
    const known = type.storage.some((one) => one.class === part);
    const added = { class: part, capacityGB: more, iops: null, throughputMBps: null } as HardwareType['storage'][number];
    patch.storage = known
      ? type.storage.map((one) => (one.class === part ? { ...one, capacityGB: one.capacityGB + more } : one))
      : [...type.storage, added];
  } else if (family === 'accelerator' || family === 'acceleratorMemory') {
    const device = type.accelerators.find((one) => one.kind === part);
    if (device === undefined) return null;
    const count = family === 'accelerator' ? more : Math.ceil(more / Math.max(1, device.memoryGiB));
    patch.accelerators = type.accelerators.map((one) => (one === device ? { ...one, count: one.count + count } : one));
  } else return null;
  return { commands: [], says };
}

function overheadOf(service: Service): number {
  return Math.ceil(FORM_OVERHEAD[service.form].memoryGiB);
}

function ruleLifted(
  site: Site,
  plan: SitePlan,
  service: Service,
  way: Way,
  type: HardwareType,
  node: Node,
  kind: LimitKind,
  patch: Patch,
): Relaxation | null {
  if (kind.startsWith('rule-'))
    return policiesChanged(site, (policy) =>
      policy.kind === 'tier-rule' && kind === `rule-${policy.id}`
        ? { record: { ...policy, tiers: [...policy.tiers, node.tier] }, says: `${policy.name} with ${node.tier}` }
        : null,
    );
  const edit = (fields: Partial<Service>, ...says: string[]): Relaxation => ({
    commands: [{ kind: 'service.edit', id: service.id, patch: fields } as SimpleCommand],
    says,
  });
  switch (kind) {
    case 'architecture-mismatch': {
      const { architecture } = type.compute;
      if (architecture === null) return null;
      return edit({ architectures: [...service.architectures, architecture] }, `a build of ${service.name} for ${architecture}`);
    }
    case 'tier-not-allowed':
      return edit({ allowedTiers: [...service.allowedTiers, node.tier] }, `${service.name} allowed on ${node.tier}`);
    case 'residency-violated':
      return widerResidency(site, service, node);
    case 'replica-maximum': {
      const others = plan.of(service.id).reduce((sum, one) => sum + (one.nodeId === way.nodeId ? 0 : one.replicas), 0);
      const max = others + way.replicas;
      return edit({ replicas: { ...service.replicas, max } }, `${max} replicas of ${service.name} allowed`);
    }
    case 'spread':
      return edit({ antiAffinity: 'none' }, `replicas of ${service.name} allowed together`);
    case 'form-unsupported':
      patch.offers = { ...type.offers, forms: [...type.offers.forms, service.form] };
      return { commands: [], says: [`${service.form} on ${node.name}`] };
    case 'accelerator-missing':
      return newAccelerator(site, service, type, node, patch);
    case 'spread-policy':
      return policiesChanged(site, (policy) =>
        policy.kind === 'spread' && policy.serviceIds.includes(service.id)
          ? {
              record: { ...policy, serviceIds: policy.serviceIds.filter((id) => id !== service.id) },
              says: `${policy.name} without ${service.name}`,
            }
          : null,
      );
    case 'objective':
      return laterObjectives(site, way);
    default:
      return null;
  }
}

function widerResidency(site: Site, service: Service, node: Node): Relaxation | null {
  const zone = residencyZone(site, node.placeId);
  if (zone === null) return null;
  const own = service.data.residencyZones;
  const policies = policiesChanged(site, (policy) => {
    if (policy.kind !== 'residency' || policy.zones.includes(zone)) return null;
    if (policy.workloadIds.length > 0 && !policy.workloadIds.includes(service.workloadId)) return null;
    return { record: { ...policy, zones: [...policy.zones, zone] }, says: `${policy.name} with ${zone}` };
  });
  if (own.length === 0 || own.includes(zone)) return policies;
  const data = { ...service.data, residencyZones: [...own, zone] };
  return {
    commands: [...policies.commands, { kind: 'service.edit', id: service.id, patch: { data } }],
    says: [...policies.says, `data of ${service.name} allowed in ${zone}`],
  };
}

/** An accelerator of the kind that some hardware of the site has, and enough memory. */
function newAccelerator(site: Site, service: Service, type: HardwareType, node: Node, patch: Patch): Relaxation | null {
  const need = service.accelerator;
  const device = listRecords(site, 'hardwareTypes')
    .flatMap((one) => one.accelerators)
    .find((one) => need !== null && need.kinds.includes(one.kind) && one.memoryGiB >= need.memoryGiB);
  if (need === null || device === undefined || type.accelerators.some((one) => one.kind === device.kind)) return null;
  const count = Math.max(1, Math.ceil(need.share));
  patch.accelerators = [...type.accelerators, { ...device, count }];
  return { commands: [], says: [`${count} × ${device.model} in ${node.name}`] };
}

function policiesChanged(
  site: Site,
  change: (policy: Policy) => { readonly record: Policy; readonly says: string } | null,
): Relaxation {
  const changed = listRecords(site, 'policies').flatMap((policy) => (policy.enabled ? (change(policy) ?? []) : []));
  return {
    commands: changed.map(({ record }) => ({ kind: 'policy.replace', record })),
    says: changed.map(({ says }) => says),
  };
}

function laterObjectives(site: Site, { lateMs }: Way): Relaxation | null {
  if (lateMs.size === 0) return null;
  const late = [...lateMs].flatMap(([id, ms]) => {
    const flow = getRecord(site, 'flows', id);
    return flow?.objectiveP99Ms ? [{ flow, objectiveMs: Math.ceil(ms * 10) / 10, before: flow.objectiveP99Ms }] : [];
  });
  return {
    commands: late.map(({ flow, objectiveMs }) => ({ kind: 'flow.edit', id: flow.id, patch: { objectiveP99Ms: objectiveMs } })),
    says: late.map(({ flow, objectiveMs, before }) => `${flow.name}: objective + ${figure(objectiveMs - before)} ms`),
  };
}
