import type { TierRule } from '../site/schema/policy.ts';
import type { RuleCondition } from '../site/schema/tier-rule.ts';
import { DATA_TEMPERATURES } from '../site/schema/tier-rule.ts';
import type { RecordOf, Site } from '../site/site.ts';
import { getRecord, listRecords } from '../site/site.ts';
import { busyRate } from './access.ts';
import { flowBytes } from './demand.ts';
import { finding } from './finding.ts';
import type { Finding } from './result.ts';
import type { LivePlacement, SiteModel } from './site-model.ts';

type Service = RecordOf<'services'>;
type Temperature = RuleCondition['dataTemperatures'][number];

/** Rules that hold for each service that one holds for. */
export type TierRules = ReadonlyMap<string, readonly TierRule[]>;

const NO_RULES: TierRules = new Map();

/** What a rule may ask about a service. */
export interface ServiceTraits {
  /** Strictest p99 objective of the flows to it; Infinity where none has one. */
  readonly strictestMs: number;
  /** Between it and its devices at the busy hour, both ways. */
  readonly deviceMbps: number;
  readonly workload: RecordOf<'workloads'> | undefined;
  readonly privacy: Service['data']['privacy'];
  /** Of the data that it keeps; empty where it keeps nothing. */
  readonly temperatures: readonly Temperature[];
}

/** [P1] Which rules of tiers hold for which services. Cost: one look at each flow, where there is a rule at all. */
export function tierRulesOf(site: Site): TierRules {
  const rules = enabledRules(site);
  if (rules.length === 0) return NO_RULES;
  const traits = traitsOfServices(site);
  const found = new Map<string, readonly TierRule[]>();
  for (const [id, service] of traits) {
    const holding = rules.filter(({ when }) => meets(service, when));
    if (holding.length > 0) found.set(id, holding);
  }
  return found;
}

export function enabledRules(site: Site): TierRule[] {
  return listRecords(site, 'policies').filter((policy): policy is TierRule => policy.kind === 'tier-rule' && policy.enabled);
}

/** What rules may ask about, of every service in the order of ids. */
export function traitsOfServices(site: Site): ReadonlyMap<string, ServiceTraits> {
  const strictest = new Map<string, number>();
  const mbps = new Map<string, number>();
  for (const flow of listRecords(site, 'flows')) {
    if (flow.to.kind !== 'service') continue;
    const { id } = flow.to;
    if (flow.objectiveP99Ms !== null) strictest.set(id, Math.min(strictest.get(id) ?? Infinity, flow.objectiveP99Ms));
    const group = flow.from.kind === 'device-group' ? getRecord(site, 'deviceGroups', flow.from.id) : undefined;
    if (group !== undefined) mbps.set(id, (mbps.get(id) ?? 0) + trafficMbps(flow, group));
  }
  return new Map(
    listRecords(site, 'services').map((service) => [
      service.id,
      {
        strictestMs: strictest.get(service.id) ?? Infinity,
        deviceMbps: mbps.get(service.id) ?? 0,
        workload: getRecord(site, 'workloads', service.workloadId),
        privacy: service.data.privacy,
        temperatures: temperaturesKept(service),
      },
    ]),
  );
}

/** [S3] Busy hour, all devices of the group, both ways. */
function trafficMbps(flow: RecordOf<'flows'>, group: RecordOf<'deviceGroups'>): number {
  const { request, response } = flowBytes(flow, group);
  const stream = flow.requestBytes === null ? group.streamUpMbps + group.streamDownMbps : 0;
  return group.count * (busyRate(group) * flow.callsPerRequest * (request + response) * 8e-6 + stream);
}

function temperaturesKept({ data: { ingestBytesPerRequest, retentionH } }: Service): readonly Temperature[] {
  if (ingestBytesPerRequest === 0) return [];
  return DATA_TEMPERATURES.filter((temperature) => retentionH[`${temperature}H`] > 0);
}

function keepsOnly(asked: readonly Temperature[], kept: readonly Temperature[]): boolean {
  return kept.length > 0 && kept.every((one) => asked.includes(one));
}

/** Whether a service is all that the condition asks for. */
export function meets({ strictestMs, deviceMbps, workload, privacy, temperatures }: ServiceTraits, when: RuleCondition): boolean {
  const isOneOf = <Value>(list: readonly Value[], value: Value | null | undefined): boolean =>
    list.length === 0 || (value !== null && value !== undefined && list.includes(value));
  return (
    (when.upToP99Ms === null || strictestMs <= when.upToP99Ms) &&
    (when.aboveP99Ms === null || strictestMs > when.aboveP99Ms) &&
    isOneOf(when.workloadKinds, workload?.kind) &&
    isOneOf(when.privacy, privacy) &&
    (when.dataTemperatures.length === 0 || keepsOnly(when.dataTemperatures, temperatures)) &&
    isOneOf(when.tenants, workload?.tenant) &&
    (when.fromMbps === null || deviceMbps >= when.fromMbps) &&
    (when.fromPriority === null || (workload?.priority ?? 0) >= when.fromPriority) &&
    (when.fromAvailability === null || (workload?.availabilityTarget ?? 0) >= when.fromAvailability)
  );
}

/** [P1] Placements of a service on tiers that a rule does not name: one finding for each rule. */
export function tierRuleFindings(
  model: SiteModel,
  service: Service,
  placements: readonly LivePlacement[],
  rules: readonly TierRule[],
): Finding[] {
  return placements.flatMap(({ placement }) => {
    const node = getRecord(model.site, 'nodes', placement.nodeId);
    if (node === undefined) return [];
    return rules
      .filter(({ tiers }) => !tiers.includes(node.tier))
      .map((rule) => {
        const tiers = rule.tiers.join(', ');
        return finding({
          kind: 'tier-rule-broken',
          severity: 'error',
          subject: `placements/${placement.id}`,
          aspect: rule.id,
          limit: null,
          value: null,
          unit: '',
          why: ruleWhy(rule, service, node),
          remedy: `Move it to ${tiers}, or change the rule ${rule.name}.`,
          parameters: { rule: rule.name, ruleId: rule.id, service: service.name, node: node.name, tiers, tier: node.tier },
        });
      });
  });
}

/** Why a rule keeps a service from a node, in a sentence. */
export function ruleWhy({ name, tiers }: TierRule, service: Service, node: RecordOf<'nodes'>): string {
  return `Ruled out by ${name}: ${service.name} runs on ${tiers.join(', ')}; ${node.name} is on ${node.tier}.`;
}
