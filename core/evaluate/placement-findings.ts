import { must } from '../base/assert.ts';
import type { RecordOf, Site } from '../site/site.ts';
import { getRecord, listRecords } from '../site/site.ts';
import { finding } from './finding.ts';
import type { Finding, FindingKind } from './result.ts';
import type { LivePlacement, SiteModel } from './site-model.ts';
import { residencyZone } from './place-capacity.ts';

type Service = RecordOf<'services'>;

/** [P1] What a service asks of its placements together: replicas and spread. */
export function serviceFindings(model: SiteModel, service: Service): Finding[] {
  const placements = model.placements.get(service.id) ?? [];
  return [...replicaFindings(service, placements), ...spreadFindings(model, service, placements)];
}

/** Why a service may not stand on a node whatever the load; empty when it may. Used where a drop is judged, too. */
export function misfitReasons(
  site: Site,
  service: Service,
  nodeId: string,
): { readonly kind: FindingKind; readonly why: string; readonly remedy: string; readonly parameters: Record<string, string> }[] {
  const node = must(getRecord(site, 'nodes', nodeId), `nodes/${nodeId}`);
  const type = must(getRecord(site, 'hardwareTypes', node.typeId), `hardwareTypes/${node.typeId}`);
  const names = { service: service.name, node: node.name };
  const reasons: { kind: FindingKind; why: string; remedy: string; parameters: Record<string, string> }[] = [];
  const architecture = type.compute.architecture;
  if (service.architectures.length > 0 && (architecture === null || !service.architectures.includes(architecture))) {
    const wanted = service.architectures.join(', ');
    reasons.push({
      kind: 'architecture-mismatch',
      why: `${service.name} is built for ${wanted}; ${node.name} is ${architecture ?? 'without a processor for workloads'}.`,
      remedy: `Place it on hardware with ${wanted}, or build it for ${architecture ?? 'another architecture'}.`,
      parameters: { ...names, wanted, architecture: architecture ?? '–' },
    });
  }
  const need = service.accelerator;
  if (need !== null && !type.accelerators.some((one) => need.kinds.includes(one.kind) && one.memoryGiB >= need.memoryGiB)) {
    const wanted = `${need.kinds.join(' / ')}, ${need.memoryGiB} GiB`;
    reasons.push({
      kind: 'accelerator-missing',
      why: `${service.name} needs an accelerator (${wanted}) that ${node.name} does not have.`,
      remedy: `Place it on hardware with that accelerator, or add one to ${node.name}.`,
      parameters: { ...names, wanted },
    });
  }
  if (type.offers.forms.length > 0 && !type.offers.forms.includes(service.form)) {
    reasons.push({
      kind: 'form-unsupported',
      why: `${service.name} runs as ${service.form}; ${node.name} offers ${type.offers.forms.join(', ')}.`,
      remedy: `Place it on hardware that offers ${service.form}, or package it otherwise.`,
      parameters: { ...names, form: service.form, offered: type.offers.forms.join(', ') },
    });
  }
  if (service.allowedTiers.length > 0 && !service.allowedTiers.includes(node.tier)) {
    reasons.push({
      kind: 'tier-not-allowed',
      why: `${service.name} may run on ${service.allowedTiers.join(', ')}; ${node.name} is on ${node.tier}.`,
      remedy: 'Move it to an allowed tier, or widen its allowed tiers.',
      parameters: { ...names, allowed: service.allowedTiers.join(', '), tier: node.tier },
    });
  }
  const zones = allowedZones(site, service);
  const zone = residencyZone(site, node.placeId);
  if (zones !== null && (zone === null || !zones.includes(zone))) {
    reasons.push({
      kind: 'residency-violated',
      why: `Data of ${service.name} has to stay in ${zones.join(', ') || 'no zone at all'}; ${node.name} stands in ${zone ?? 'a place without a stated zone'}.`,
      remedy: 'Place it in an allowed zone, or state the zone of the place.',
      parameters: { ...names, zones: zones.join(', '), zone: zone ?? '–' },
    });
  }
  return reasons;
}

/** [P1, D2] Rules that a placement has to keep whatever its load: architecture, accelerator, form, tier, residency. */
export function misfits(model: SiteModel, service: Service, live: LivePlacement): Finding[] {
  return misfitReasons(model.site, service, live.placement.nodeId).map((reason) =>
    finding({ ...reason, severity: 'error', subject: `placements/${live.placement.id}`, limit: null, value: null, unit: '' }),
  );
}

/** [D2] Zones that the service and the policies on its workload both allow; null when nothing limits them. */
export function allowedZones(site: Site, service: Service): string[] | null {
  let zones = service.data.residencyZones.length > 0 ? [...service.data.residencyZones] : null;
  for (const policy of listRecords(site, 'policies')) {
    if (policy.kind !== 'residency' || !policy.enabled) continue;
    if (policy.workloadIds.length > 0 && !policy.workloadIds.includes(service.workloadId)) continue;
    zones = zones === null ? [...policy.zones] : zones.filter((zone) => policy.zones.includes(zone));
  }
  return zones;
}

function replicaFindings(service: Service, placements: readonly LivePlacement[]): Finding[] {
  const replicas = placements.reduce((total, { placement }) => total + placement.replicas, 0);
  if (replicas === 0 || replicas >= service.replicas.min) return [];
  return [
    finding({
      kind: 'replicas-below-minimum',
      severity: 'error',
      subject: `services/${service.id}`,
      limit: service.replicas.min,
      value: replicas,
      unit: 'replicas',
      why: `${service.name} has ${replicas} of at least ${service.replicas.min} replicas.`,
      remedy: `Place ${service.replicas.min - replicas} more.`,
      parameters: { service: service.name, replicas, minimum: service.replicas.min, missing: service.replicas.min - replicas },
    }),
  ];
}

function spreadFindings(model: SiteModel, service: Service, placements: readonly LivePlacement[]): Finding[] {
  if (service.antiAffinity === 'none') return [];
  const groups = new Map<string, number>();
  for (const { placement, node } of placements) {
    const place = model.graph.nodes[node]?.placeId ?? placement.nodeId;
    const key = service.antiAffinity === 'node' ? placement.nodeId : place;
    groups.set(key, (groups.get(key) ?? 0) + placement.replicas);
  }
  return [...groups].flatMap(([where, replicas]) =>
    replicas > 1 ? [spreadFinding(`services/${service.id}`, service.name, where, replicas, service.antiAffinity)] : [],
  );
}

/** [P1] Policies that keep services apart. */
export function spreadPolicyFindings(model: SiteModel): Finding[] {
  const findings: Finding[] = [];
  for (const policy of listRecords(model.site, 'policies')) {
    if (policy.kind !== 'spread' || !policy.enabled) continue;
    const groups = new Map<string, Set<string>>();
    for (const serviceId of policy.serviceIds) {
      for (const { node } of model.placements.get(serviceId) ?? []) {
        const record = must(model.graph.nodes[node], `node ${node}`);
        const key = policy.across === 'node' ? record.id : policy.across === 'tier' ? record.tier : (record.placeId ?? record.id);
        const together = groups.get(key) ?? new Set<string>();
        together.add(serviceId);
        groups.set(key, together);
      }
    }
    for (const [where, together] of groups) {
      if (together.size > 1)
        findings.push(spreadFinding(`policies/${policy.id}`, policy.name, where, together.size, policy.across));
    }
  }
  return findings;
}

function spreadFinding(subject: string, name: string, where: string, together: number, across: string): Finding {
  return finding({
    kind: 'spread-violated',
    severity: 'error',
    subject,
    aspect: where,
    limit: 1,
    value: together,
    unit: 'replicas',
    why: `${together} of ${name} share ${where}; they have to stand on different ${across}s.`,
    remedy: `Move ${together - 1} of them to another ${across}.`,
    parameters: { name, together, where, across, surplus: together - 1 },
  });
}
