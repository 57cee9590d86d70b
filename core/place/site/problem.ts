import { compareCodeUnits } from '../../base/canonical-json.ts';
import type { FindingKind } from '../../evaluate/result.ts';
import { misfitReasons } from '../../evaluate/placement-findings.ts';
import type { TierRules } from '../../evaluate/tier-rules.ts';
import { ruleWhy, tierRulesOf } from '../../evaluate/tier-rules.ts';
import type { SiteModel } from '../../evaluate/site-model.ts';
import type { RecordOf, Site } from '../../site/site.ts';
import { getRecord, listRecords } from '../../site/site.ts';
import type { PlaceOptions, Weights } from './options.ts';
import { DEFAULT_WEIGHTS } from './options.ts';

export type Service = RecordOf<'services'>;

/** Names of hard limits. Those of capacity name the dimension, those of rules the policy. */
export type LimitKind =
  | Extract<
      FindingKind,
      'architecture-mismatch' | 'accelerator-missing' | 'form-unsupported' | 'tier-not-allowed' | 'residency-violated'
    >
  | `rule-${string}`
  | 'no-processor'
  | 'replica-maximum'
  | 'spread'
  | 'spread-policy'
  | 'cpu-ceiling'
  | 'objective'
  | `capacity-${string}`;

/** Why a service may not stand somewhere. */
export interface Limit {
  readonly kind: LimitKind;
  readonly why: string;
}

/** A service that may be placed. */
export interface OpenService {
  readonly service: Service;
  readonly priority: number;
  /** Replicas that have to run. */
  readonly required: number;
  /** Replicas that may run: what it may have, or what runs already where that is more. */
  readonly most: number;
  /** Working nodes that no rule keeps it from, in the order of ids. */
  readonly nodeIds: readonly string[];
}

export interface SiteProblem {
  readonly site: Site;
  readonly weights: Weights;
  readonly open: ReadonlyMap<string, OpenService>;
  readonly tierRules: TierRules;
  readonly workingNodeIds: readonly string[];
}

/** [P1] Which services may be placed anew, where, and how often. */
export function siteProblem(model: SiteModel, options: PlaceOptions): SiteProblem {
  const { site } = model;
  const workingNodeIds = [...model.graph.indexOf.keys()].toSorted(compareCodeUnits);
  const tierRules = tierRulesOf(site);
  const open = new Map<string, OpenService>();
  const used = usedServices(site);
  const running = replicasOn(site, new Set(workingNodeIds));
  for (const service of listRecords(site, 'services')) {
    if (options.workloadIds !== null && !options.workloadIds.includes(service.workloadId)) continue;
    const required = requiredReplicas(site, service, used);
    const nodeIds = workingNodeIds.filter((nodeId) => rulesAgainst({ site, tierRules }, service, nodeId).length === 0);
    const priority = getRecord(site, 'workloads', service.workloadId)?.priority ?? 0;
    const most = Math.max(service.replicas.max, running.get(service.id) ?? 0);
    open.set(service.id, { service, priority, required, most, nodeIds });
  }
  return { site, weights: options.weights ?? siteWeights(site), open, tierRules, workingNodeIds };
}

/** Replicas of each service on these nodes. */
function replicasOn(site: Site, nodeIds: ReadonlySet<string>): ReadonlyMap<string, number> {
  const running = new Map<string, number>();
  for (const { serviceId, nodeId, replicas } of listRecords(site, 'placements'))
    if (nodeIds.has(nodeId)) running.set(serviceId, (running.get(serviceId) ?? 0) + replicas);
  return running;
}

/** Services that some flow leads to or starts from. */
function usedServices(site: Site): ReadonlySet<string> {
  return new Set(listRecords(site, 'flows').flatMap((flow) => [flow.to.id, flow.from.id] as string[]));
}

/** Replicas of a service that have to run: its least number, and one where anything is asked of it. */
export function requiredReplicas(site: Site, service: Service, used: ReadonlySet<string> = usedServices(site)): number {
  return Math.max(service.replicas.min, used.has(service.id) ? 1 : 0);
}

/** [P1] Rules that keep a service from a node whatever else runs there. */
export function rulesAgainst(
  { site, tierRules }: Pick<SiteProblem, 'site' | 'tierRules'>,
  service: Service,
  nodeId: string,
): Limit[] {
  const limits: Limit[] = misfitReasons(site, service, nodeId).map(({ kind, why }) => ({ kind: kind as LimitKind, why }));
  const node = getRecord(site, 'nodes', nodeId);
  const type = node === undefined ? undefined : getRecord(site, 'hardwareTypes', node.typeId);
  if (node === undefined || type === undefined) return limits;
  if (type.compute.threads === 0 && needsProcessor(service))
    limits.push({ kind: 'no-processor', why: `${node.name} has no processor for workloads.` });
  for (const rule of tierRules.get(service.id) ?? [])
    if (!rule.tiers.includes(node.tier)) limits.push({ kind: `rule-${rule.id}`, why: ruleWhy(rule, service, node) });
  return limits;
}

function needsProcessor({ perReplica, work }: Service): boolean {
  return perReplica.computeUnits > 0 || work.computeMs > 0;
}

function siteWeights(site: Site): Weights {
  const policy = listRecords(site, 'policies').findLast((one) => one.kind === 'weights' && one.enabled);
  return policy?.kind === 'weights' ? policy : DEFAULT_WEIGHTS;
}
