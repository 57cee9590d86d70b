import { availabilityInSteps } from '../../evaluate/availability/availability.ts';
import { autonomyAssessment } from '../../evaluate/autonomy/autonomy.ts';
import { evaluate, EvaluationState } from '../../evaluate/evaluate.ts';
import type { Evaluation } from '../../evaluate/result.ts';
import { apply } from '../../site/commands/apply.ts';
import { applyDiff } from '../../site/diff.ts';
import type { HardwareType } from '../../site/schema/hardware-type.ts';
import type { Placement } from '../../site/schema/placement.ts';
import type { Site } from '../../site/site.ts';
import type { SizeResult, SizePlan } from './result.ts';

/** What was offered. */
interface Offered {
  readonly hardwareTypes: readonly HardwareType[];
}

type Answer = Pick<SizeResult, 'options' | 'bound' | 'outOfReach'>;

/**
 * [P5] What a plan is worth without trusting who made it: its command is carried out on the site as by hand, and everything that was asked is found anew: what may change, types and places,
 * prices and spares, the budget, every limit and objective by an evaluation from scratch, each failure with what it starts elsewhere, availability and autonomy. Told is what does not hold.
 */
export function checkSize(site: Site, offered: Offered, answer: Answer, plan: SizePlan): string[] {
  const diff = apply(site, plan.command);
  if (diff.status === 'failed') return [`refused: ${diff.error.message}`];
  const after = applyDiff(site, diff.value);
  const grown = withGrowth(after, answer.options.growth);
  return [
    ...changesWrong(site, after, answer),
    ...typesWrong(site, after, offered, answer),
    ...priceWrong(after, grown, answer, plan),
    ...objectivesWrong(withGrowth(site, answer.options.growth), grown, answer),
    ...failuresWrong(site, grown, answer, plan),
    ...dependabilityWrong(grown, plan),
  ];
}

function withGrowth(site: Site, growth: number): Site {
  const deviceGroups = Object.fromEntries(
    Object.entries(site.deviceGroups).map(([id, group]) => [
      id,
      { ...group, requestsPerSecond: group.requestsPerSecond * growth },
    ]),
  );
  return { ...site, deviceGroups };
}

/** Only planned compute hardware goes or changes, nothing that is locked, pinned, installed or paid for; devices keep their access. */
function changesWrong(before: Site, after: Site, { options }: Answer): string[] {
  const wrong: string[] = [];
  for (const collection of ['places', 'deviceGroups', 'workloads', 'services', 'flows', 'observations', 'scenarios'] as const)
    if (JSON.stringify(before[collection]) !== JSON.stringify(after[collection])) wrong.push(`${collection} changed`);
  for (const node of Object.values(before.nodes)) {
    const then = after.nodes[node.id];
    if (then?.typeId === node.typeId) continue;
    const computes = (before.hardwareTypes[node.typeId]?.compute.threads ?? 0) > 0;
    if (node.status !== 'planned' || node.locked || !computes || options.existing === 'keep')
      wrong.push(`nodes/${node.id} may not change`);
  }
  for (const { id, pinned, nodeId, replicas } of Object.values(before.placements))
    if (pinned && (after.placements[id]?.nodeId !== nodeId || after.placements[id]?.replicas !== replicas))
      wrong.push(`pinned ${id} changed`);
  const running = (site: Site, serviceId: string): number =>
    Object.values(site.placements).reduce((sum, one) => sum + (one.serviceId === serviceId ? one.replicas : 0), 0);
  for (const { id, replicas } of Object.values(after.services)) {
    const count = running(after, id);
    if (count > Math.max(replicas.max, running(before, id)))
      wrong.push(`services/${id} has ${count} replicas of ${replicas.max} at most`);
    if (count < replicas.min) wrong.push(`services/${id} has ${count} replicas of ${replicas.min} at least`);
  }
  return wrong;
}

/** What is bought is as the catalog has it, of the types and in the places that were named, and plugged in. */
function typesWrong(before: Site, after: Site, { hardwareTypes }: Offered, { options }: Answer): string[] {
  const wrong: string[] = [];
  for (const node of Object.values(after.nodes)) {
    const was = before.nodes[node.id];
    if (was?.typeId === node.typeId) continue;
    const type = after.hardwareTypes[node.typeId];
    const original = before.hardwareTypes[node.typeId] ?? hardwareTypes.find(({ id }) => id === node.typeId);
    if (type === undefined || JSON.stringify(type) !== JSON.stringify(original))
      wrong.push(`${node.id}: ${node.typeId} is not the catalog's`);
    else if (!type.tiers.includes(node.tier)) wrong.push(`${node.id}: ${type.id} does not belong on ${node.tier}`);
    if (options.typeIds !== null && !options.typeIds.includes(node.typeId))
      wrong.push(`${node.id}: ${node.typeId} was not allowed`);
    if (options.placeIds !== null && !chain(after, node.placeId).some((id) => options.placeIds?.includes(id)))
      wrong.push(`${node.id} stands in a place that was not allowed`);
    const isPlugged = Object.values(after.links).some(
      ({ fromNodeId, toNodeId }) => fromNodeId === node.id || toNodeId === node.id,
    );
    if (was === undefined && !isPlugged) wrong.push(`${node.id} has no link`);
    if (node.reservedShare < options.headroom) wrong.push(`${node.id} keeps less free than asked`);
  }
  return wrong;
}

function chain(site: Site, placeId: string | null): string[] {
  const ids: string[] = [];
  for (let at = placeId; at !== null; at = site.places[at]?.parentId ?? null) ids.push(at);
  return ids;
}

/** Price by what stands on the site afterwards, and by its bill. */
function priceWrong(after: Site, grown: Site, { options, bound }: Answer, plan: SizePlan): string[] {
  const counts = new Map<string, number>();
  const listed = new Set(plan.bom.flatMap((line) => line.nodeIds));
  const wrong: string[] = [];
  let bought = 0;
  for (const id of listed) {
    const typeId = after.nodes[id]?.typeId ?? '';
    counts.set(typeId, (counts.get(typeId) ?? 0) + 1);
    bought += after.hardwareTypes[typeId]?.price?.amount ?? 0;
  }
  for (const [typeId, count] of counts) {
    const spares = Math.max(options.spares.each, Math.ceil(options.spares.share * count - 1e-9));
    bought += spares * (after.hardwareTypes[typeId]?.price?.amount ?? 0);
    const told = plan.spares.find((one) => one.typeId === typeId)?.count ?? 0;
    if (told !== spares) wrong.push(`${told} spares of ${typeId} and not ${spares}`);
  }
  const pools = poolShares(grown);
  if (Math.abs(bought + pools - plan.figures.price) > 1e-6 * Math.max(1, plan.figures.price))
    wrong.push(`the price is ${bought + pools} and is told as ${plan.figures.price}`);
  if (options.budget !== null && bought > options.budget * (1 + 1e-9))
    wrong.push(`${bought} is above the budget of ${options.budget}`);
  if (plan.figures.price < bound * (1 - 1e-6)) wrong.push(`the price ${plan.figures.price} is below the bound ${bound}`);
  for (const line of plan.bom) if (line.count !== line.nodeIds.length) wrong.push(`${line.typeId} is counted wrong`);
  return wrong;
}

/** [K1] Of planned clusters on the regional and central tier the share of the dimension that is booked most. */
function poolShares(site: Site): number {
  const { nodes } = evaluate(site);
  return nodes.reduce((sum, { id, tier, utilisation }) => {
    const node = site.nodes[id];
    const type = site.hardwareTypes[node?.typeId ?? ''];
    if (type?.category !== 'cluster' || (tier !== 'regional' && tier !== 'central') || node?.status !== 'planned') return sum;
    if (type.price?.currency !== site.header.currency) return sum;
    const booked = Object.entries(utilisation).filter(([dimension]) => /^(compute|memory|storage-|accelerator-)/.test(dimension));
    return sum + type.price.amount * Math.min(1, Math.max(0, ...booked.map(([, used]) => used)));
  }, 0);
}

/** Every flow in time but those that were told to be out of reach; no error that the site did not have. */
function objectivesWrong(before: Site, after: Site, { outOfReach }: Answer): string[] {
  const evaluation = evaluate(after);
  const known = new Set(evaluate(before).findings.map(({ id }) => id));
  return [...late(evaluation, outOfReach), ...errors(evaluation, known)];
}

function late({ flows }: Evaluation, outOfReach: Answer['outOfReach']): string[] {
  const excused = new Set(outOfReach.map(({ flowId }) => flowId));
  return flows.flatMap(({ id, status }) => (status === 'met' || excused.has(id) ? [] : [`flows/${id} is ${status}`]));
}

function errors({ findings }: Evaluation, known: ReadonlySet<string>): string[] {
  return findings.flatMap(({ id, kind, severity, why }) =>
    severity !== 'error' || kind === 'objective-missed' || kind === 'no-route' || kind === 'unplaced' || known.has(id)
      ? []
      : [why],
  );
}

/** Each node that a redundant service runs on goes down, and what was said to start elsewhere does. */
function failuresWrong(given: Site, after: Site, { options, outOfReach }: Answer, plan: SizePlan): string[] {
  const { redundancy } = options;
  if (redundancy.kind === 'none') return [];
  const isAsked = (serviceId: string): boolean => {
    const service = given.services[serviceId];
    if (service === undefined) return false;
    if (redundancy.kind === 'all') return true;
    return (
      redundancy.serviceIds.includes(serviceId) ||
      redundancy.workloadIds.includes(service.workloadId) ||
      service.allowedTiers.some((tier) => redundancy.tiers.includes(tier))
    );
  };
  const attached = new Set<string>(Object.values(after.deviceGroups).flatMap(({ attachment }) => attachment?.nodeId ?? []));
  const wrong: string[] = [];
  for (const nodeId of new Set<string>(
    Object.values(after.placements).flatMap((one) => (isAsked(one.serviceId) ? [one.nodeId] : [])),
  )) {
    const node = after.nodes[nodeId];
    const isPool =
      after.hardwareTypes[node?.typeId ?? '']?.category === 'cluster' && (node?.tier === 'regional' || node?.tier === 'central');
    if (node === undefined || isPool || attached.has(nodeId)) continue;
    const failover = plan.failovers.find((one) => one.nodeId === nodeId);
    if (failover === undefined) {
      wrong.push(`nodes/${nodeId}: nothing takes over`);
      continue;
    }
    const placements: Record<string, Placement> = Object.fromEntries(failover.placements.map((one) => [one.id, one]));
    if (failover.placements.some((one) => one.nodeId === nodeId)) wrong.push(`nodes/${nodeId} takes over from itself`);
    const failed: Site = { ...after, nodes: { ...after.nodes, [nodeId]: { ...node, status: 'failed' } }, placements };
    const alone = aloneRedundant(after, isAsked);
    for (const one of late(evaluate(failed), outOfReach))
      if (alone.has(one.split(' ')[0]?.slice('flows/'.length) ?? '')) wrong.push(`without ${nodeId}: ${one}`);
  }
  return wrong;
}

/** Flows all of whose answers come from services that are redundant. */
function aloneRedundant(site: Site, isAsked: (serviceId: string) => boolean): Set<string> {
  const flows = Object.values(site.flows);
  const needs = (serviceId: string, seen: readonly string[]): string[] =>
    seen.includes(serviceId)
      ? []
      : [
          serviceId,
          ...flows.flatMap((flow) =>
            flow.from.kind === 'service' &&
            flow.from.id === serviceId &&
            flow.mode === 'synchronous' &&
            flow.to.kind === 'service'
              ? needs(flow.to.id, [...seen, serviceId])
              : [],
          ),
        ];
  return new Set(flows.flatMap(({ id, to }) => (to.kind === 'service' && needs(to.id, []).every(isAsked) ? [id as string] : [])));
}

/** [A1, A3] Targets but for those whose network is to blame, and hours without the cloud. */
function dependabilityWrong(site: Site, { weakNetworks }: SizePlan): string[] {
  const { evaluated } = new EvaluationState(site);
  const workloadIds = Object.values(site.workloads).flatMap((one) => (one.availabilityTarget === null ? [] : [one.id as string]));
  const excused = new Set(weakNetworks.map(({ workloadId }) => workloadId));
  const wrong: string[] = [];
  if (workloadIds.length > 0) {
    const steps = availabilityInSteps(evaluated, { workloadIds });
    let step = steps.next();
    while (step.done !== true) step = steps.next();
    for (const one of step.value.workloads)
      if (one.verdict === 'missed' && !excused.has(one.workloadId))
        wrong.push(`workloads/${one.workloadId} is available ${one.availability} of ${one.target}`);
  }
  for (const one of autonomyAssessment(evaluated).workloads)
    if (one.verdict === 'missed')
      wrong.push(`workloads/${one.workloadId} goes on ${one.hours ?? 'for ever'} of ${one.requiredH} h`);
  return wrong;
}
