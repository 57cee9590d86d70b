import { compareCodeUnits } from '../../base/canonical-json.ts';
import type { TierRules } from '../../evaluate/tier-rules.ts';
import { tierRulesOf } from '../../evaluate/tier-rules.ts';
import { isSharedPool } from '../../evaluate/shared-pool.ts';
import type { HardwareType } from '../../site/schema/hardware-type.ts';
import type { Medium } from '../../site/schema/medium.ts';
import type { Node } from '../../site/schema/node.ts';
import type { Site } from '../../site/site.ts';
import { getRecord, listRecords } from '../../site/site.ts';
import { siteIf } from '../site/what-if.ts';
import { isOffered } from './mounts.ts';
import type { SizeOptions } from './options.ts';
import { outOfReach } from './out-of-reach.ts';
import type { OutOfReach } from './out-of-reach.ts';
import type { Stand } from './stands.ts';
import { openNodes, standsOf, without } from './stands.ts';
import { cutServices } from './autonomy.ts';

/** What the catalog offers. */
export interface Offered {
  readonly hardwareTypes: readonly HardwareType[];
  readonly media: readonly Medium[];
}

/** [P5] A site whose compute hardware is open. */
export interface SizeProblem {
  /** As it was given. */
  readonly given: Site;
  /** What is sized: with the growth asked for, services that must outlive a cut kept off the cloud, objectives that nothing reaches let go. */
  readonly site: Site;
  /** The same without all that is open. */
  readonly bare: Site;
  readonly options: SizeOptions;
  readonly stands: readonly Stand[];
  /** Compute nodes that stay whatever is bought, in the order of ids. */
  readonly fixed: readonly Node[];
  /** Types by id: the site's own figures before those of the catalog. */
  readonly types: ReadonlyMap<string, HardwareType>;
  /** Model variant of each service. */
  readonly variants: ReadonlyMap<string, string | null>;
  readonly redundant: ReadonlySet<string>;
  /** Of the site as given: objectives that are let go still count in them. */
  readonly tierRules: TierRules;
  readonly outOfReach: readonly OutOfReach[];
  /** Findings that no compute hardware is to blame for. */
  readonly givenErrors: ReadonlySet<string>;
  /** Types asked for by name that there is no price for in the site's currency. */
  readonly unpriced: readonly string[];
}

export function sizeProblem(given: Site, options: SizeOptions, offered: Offered): SizeProblem {
  const grown = asItRuns(withoutAutonomyGaps(siteIf(given, { failedNodeIds: [], growth: options.growth })));
  const types = new Map<string, HardwareType>(offered.hardwareTypes.map((type) => [type.id, type]));
  for (const type of Object.values(given.hardwareTypes)) types.set(type.id, type);
  const named = options.typeIds === null ? null : new Set(options.typeIds);
  const wanted = [...types.values()]
    .filter((type) => (named === null ? isOffered(type) : named.has(type.id) && type.compute.threads > 0))
    .toSorted((a, b) => compareCodeUnits(a.id, b.id));
  const priced = wanted.filter((type) => type.price?.currency === given.header.currency);
  const open = openNodes(grown, options);
  const stands = standsOf(grown, options, open, priced, offered.media);
  const reach = outOfReach(grown);
  const site = reach.relaxed;
  const gone = new Set<string>(open.map(({ id }) => id));
  return {
    given,
    site,
    bare: without(site, open),
    options,
    stands,
    fixed: listRecords(site, 'nodes').filter((node) => !gone.has(node.id) && isComputing(site, node)),
    types,
    variants: variantsOf(site),
    redundant: redundantServices(site, options),
    tierRules: tierRulesOf(grown),
    outOfReach: reach.flows,
    givenErrors: reach.errors,
    unpriced: wanted.filter((type) => !priced.includes(type)).map(({ id }) => id),
  };
}

function isComputing(site: Site, { typeId, status }: Node): boolean {
  const isWorking = status === 'planned' || status === 'installed';
  return isWorking && (getRecord(site, 'hardwareTypes', typeId)?.compute.threads ?? 0) > 0;
}

/** Whether a node is a pool of the cloud, of which the site pays a share. */
export function isPool(site: Site, node: Node): boolean {
  return isSharedPool(getRecord(site, 'hardwareTypes', node.typeId)?.category, node.tier);
}

/** [A3] Services that have to go on without the cloud may not stand in it. */
function withoutAutonomyGaps(site: Site): Site {
  const kept = cutServices(site);
  if (kept.size === 0) return site;
  const services = { ...site.services };
  for (const [id, allowedTiers] of kept) {
    const service = services[id];
    if (service !== undefined) services[id] = { ...service, allowedTiers: [...allowedTiers] };
  }
  return { ...site, services };
}

/** More replicas than a service's most that run now are no reason to refuse as many. */
function asItRuns(site: Site): Site {
  const running = new Map<string, number>();
  for (const { serviceId, replicas } of Object.values(site.placements))
    running.set(serviceId, (running.get(serviceId) ?? 0) + replicas);
  const services = { ...site.services };
  for (const [id, count] of running) {
    const service = services[id];
    if (service !== undefined && count > service.replicas.max)
      services[id] = { ...service, replicas: { ...service.replicas, max: count } };
  }
  return { ...site, services };
}

/** The variant that runs now (of the first placement), else the fastest that is as accurate as the workload asks, else none. */
function variantsOf(site: Site): Map<string, string | null> {
  const placed = new Map<string, string | null>();
  for (const { serviceId, variant } of listRecords(site, 'placements'))
    if (!placed.has(serviceId)) placed.set(serviceId, variant);
  return new Map(
    listRecords(site, 'services').map(({ id, workloadId, variants }) => {
      const known = placed.get(id);
      if (known !== undefined) return [id, known];
      const target = getRecord(site, 'workloads', workloadId)?.accuracyTarget ?? null;
      const time = (one: (typeof variants)[number]): number => one.computeMs + (one.acceleratorItemMs ?? 0);
      const fitting = target === null ? [] : variants.filter((one) => one.accuracy >= target);
      return [id, fitting.toSorted((a, b) => time(a) - time(b) || compareCodeUnits(a.name, b.name))[0]?.name ?? null];
    }),
  );
}

function redundantServices(site: Site, { redundancy }: SizeOptions): Set<string> {
  if (redundancy.kind === 'none') return new Set();
  const services = listRecords(site, 'services');
  if (redundancy.kind === 'all') return new Set(services.map(({ id }) => id));
  const { serviceIds, workloadIds, tiers } = redundancy;
  return new Set(
    services
      .filter(
        ({ id, workloadId, allowedTiers }) =>
          serviceIds.includes(id) || workloadIds.includes(workloadId) || allowedTiers.some((tier) => tiers.includes(tier)),
      )
      .map(({ id }) => id),
  );
}
