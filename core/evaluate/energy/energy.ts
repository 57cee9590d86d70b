import { FORM_OVERHEAD } from '../../catalog/platform-overhead.ts';
import { TIERS } from '../../site/schema/common.ts';
import type { Site } from '../../site/site.ts';
import { getRecord } from '../../site/site.ts';
import type { DayLoad } from '../day-load.ts';
import { dayLoad, HOURS_A_DAY } from '../day-load.ts';
import type { Evaluated } from '../evaluate.ts';
import { enclosing } from '../place-capacity.ts';
import { ownShares } from '../shared-pool.ts';
import type { LivePlacement } from '../site-model.ts';
import { AssumptionList } from '../stated-assumption.ts';
import { networkEnergy } from './network-energy.ts';
import type { NodeActivity } from './node-activity.ts';
import { dayPower, nodeActivities } from './node-activity.ts';
import type { EnergyAssessment, NodeEnergy, YearEnergy } from './result.ts';
import { addEnergy, EnergySums, NO_ENERGY, yearOf } from './year-energy.ts';

/** Key of what belongs to no workload. */
const SHARED = '';

/**
 * [E1] Energy and carbon of a year by node, tier, place and workload, from the load over a whole day. Failed and retired hardware is off. Of pools that
 * others use too it has the site's share alone, as the cost has.
 * Cost O(flows × path × profiles + 24 × nodes).
 */
export function energyAssessment(evaluated: Evaluated, load: DayLoad = dayLoad(evaluated)): EnergyAssessment {
  const { site } = evaluated.model;
  const assumptions = new AssumptionList();
  const activities = nodeActivities(evaluated, load);
  const reserved = reservedUnits(evaluated);
  const hourlyW = new Float64Array(HOURS_A_DAY);
  const tiers = new EnergySums();
  const places = new EnergySums();
  const workloads = new EnergySums();
  const shares = ownShares(evaluated);
  let total = NO_ENERGY;
  let meanW = 0;
  const nodes = activities.map((activity): NodeEnergy => {
    const { node } = activity;
    const ownHourlyW = new Float64Array(HOURS_A_DAY);
    const share = shares.get(node.id) ?? 1;
    const power = dayPower(activity, 1, share, ownHourlyW);
    for (const [hour, watts] of ownHourlyW.entries()) hourlyW[hour] = (hourlyW[hour] ?? 0) + watts;
    const { pue, pueFrom } = pueOf(site, node.placeId);
    const energy = yearOf(power, pue, site.header.carbonGPerKWh);
    const nodeMeanW = power.idleW + power.workW + power.acceleratorW;
    meanW += nodeMeanW;
    total = addEnergy(total, energy);
    tiers.add(node.tier, energy);
    for (const place of enclosing(site, node.placeId)) places.add(place.id, energy);
    for (const [workload, part] of allocate(site, activity, share, reserved.get(node.id) ?? [], energy))
      workloads.add(workload, part);
    if (activity.range.shared)
      assumptions.add(
        'energy.accelerator-range',
        'Power between idle and maximum follows the busier of CPU and accelerator where no data sheet states the power of the accelerator alone.',
        'estimate: an upper bound when both are busy at different times',
        {},
        `nodes/${node.id}`,
      );
    const { at, value } = highest(ownHourlyW);
    return {
      id: node.id,
      tier: node.tier,
      placeId: node.placeId,
      ...energy,
      pue,
      pueFrom,
      share,
      meanW: nodeMeanW,
      peakW: value,
      peakHour: at,
    };
  });
  if (nodes.length > 0) stateCommon(site, nodes, assumptions);
  if (shares.size > 0)
    assumptions.add(
      'energy.shared-pool',
      'Clusters in the region and the centre are pools that others use too: the site has the share that it books of what they take when idle, and all that its load adds.',
      'dimension that is booked most',
      {},
      null,
      shares.size,
    );
  const network = networkEnergy(evaluated, load, assumptions);
  const { at: peakHour, value: peakW } = highest(hourlyW);
  return {
    total,
    meanW,
    peakW,
    peakHour,
    hourlyW: [...hourlyW],
    nodes,
    byTier: TIERS.flatMap((tier) => (tiers.keys().includes(tier) ? [{ tier, ...tiers.get(tier) }] : [])),
    byPlace: places.keys().map((id) => ({ id, ...places.get(id) })),
    byWorkload: workloads.keys().map((id) => ({ id, ...workloads.get(id) })),
    network,
    assumptions: assumptions.list(),
  };
}

/** [E1] Energy of a year with the load times `growth`. */
export function grownYearEnergy(
  site: Site,
  activities: readonly NodeActivity[],
  shares: ReadonlyMap<string, number>,
  growth: number,
): YearEnergy {
  let total = NO_ENERGY;
  for (const activity of activities) {
    const { pue } = pueOf(site, activity.node.placeId);
    const power = dayPower(activity, growth, shares.get(activity.node.id) ?? 1, null);
    total = addEnergy(total, yearOf(power, pue, site.header.carbonGPerKWh));
  }
  return total;
}

/** PUE of a place: its own, that of the nearest place around it that has one, else the site's. */
export function pueOf(site: Site, placeId: string | null): { readonly pue: number; readonly pueFrom: string } {
  const place = enclosing(site, placeId).find((one) => one.pue !== null);
  return place === undefined || place.pue === null
    ? { pue: site.header.pue, pueFrom: 'header' }
    : { pue: place.pue, pueFrom: `places/${place.id}` };
}

interface Reservation {
  readonly workloadId: string;
  readonly units: number;
}

/** Reference vCPU that services reserve on each node. */
function reservedUnits(evaluated: Evaluated): Map<string, Reservation[]> {
  const { site, placements } = evaluated.model;
  const byNode = new Map<string, Reservation[]>();
  for (const list of placements.values()) for (const live of list) reserve(site, byNode, live);
  return byNode;
}

function reserve(site: Site, byNode: Map<string, Reservation[]>, { placement }: LivePlacement): void {
  const service = getRecord(site, 'services', placement.serviceId);
  if (service === undefined) return;
  const units = placement.replicas * service.perReplica.computeUnits * (1 + FORM_OVERHEAD[service.form].computeShare);
  const list = byNode.get(placement.nodeId) ?? [];
  list.push({ workloadId: service.workloadId, units });
  byNode.set(placement.nodeId, list);
}

/** Idle energy by reserved vCPU, work by CPU time, accelerator energy by time in use; the rest is shared. Adds up to the node's energy, of which the site has `part`. */
function allocate(
  site: Site,
  activity: NodeActivity,
  part: number,
  reservations: readonly Reservation[],
  energy: YearEnergy,
): Map<string, YearEnergy> {
  const shares = new Map<string, { idle: number; work: number; accelerator: number }>();
  const of = (workload: string): { idle: number; work: number; accelerator: number } => {
    const known = shares.get(workload) ?? { idle: 0, work: 0, accelerator: 0 };
    shares.set(workload, known);
    return known;
  };
  const booked = reservations.reduce((sum, one) => sum + one.units, 0);
  const capacity = Math.max(activity.type.compute.computeUnits * part, booked);
  if (capacity > 0) for (const { workloadId, units } of reservations) of(workloadId).idle += units / capacity;
  const threads = activity.placements.reduce((sum, one) => sum + one.busyThreads, 0);
  const accelerators = activity.placements.reduce((sum, one) => sum + one.busyAccelerators, 0);
  for (const { load, busyThreads, busyAccelerators } of activity.placements) {
    const share = of(load.station.service.workloadId);
    if (threads > 0) share.work += busyThreads / threads;
    if (accelerators > 0) share.accelerator += busyAccelerators / accelerators;
  }
  const given = [...shares.values()].reduce(
    (sum, one) => ({ idle: sum.idle + one.idle, work: sum.work + one.work, accelerator: sum.accelerator + one.accelerator }),
    { idle: 0, work: 0, accelerator: 0 },
  );
  const rest = of(SHARED);
  rest.idle += Math.max(0, 1 - given.idle);
  rest.work += Math.max(0, 1 - given.work);
  rest.accelerator += Math.max(0, 1 - given.accelerator);
  const facility = energy.totalKWh === energy.facilityKWh ? 0 : energy.facilityKWh / (energy.totalKWh - energy.facilityKWh);
  return new Map(
    Array.from(shares, ([workload, share]) => {
      const idleKWh = energy.idleKWh * share.idle;
      const workKWh = energy.workKWh * share.work;
      const acceleratorKWh = energy.acceleratorKWh * share.accelerator;
      const facilityKWh = (idleKWh + workKWh + acceleratorKWh) * facility;
      const totalKWh = idleKWh + workKWh + acceleratorKWh + facilityKWh;
      return [
        workload,
        { idleKWh, workKWh, acceleratorKWh, facilityKWh, totalKWh, carbonKg: (totalKWh * site.header.carbonGPerKWh) / 1000 },
      ] as const;
    }),
  );
}

function stateCommon(site: Site, nodes: readonly NodeEnergy[], assumptions: AssumptionList): void {
  const fromSite = nodes.filter((node) => node.pueFrom === 'header').length;
  if (fromSite > 0)
    assumptions.add(
      'energy.pue-of-site',
      `Hardware in places without a PUE of their own takes that of the site, ${site.header.pue}.`,
      'site settings',
      { pue: site.header.pue },
      null,
      fromSite,
    );
  const steady = Object.values(site.deviceGroups).filter(
    (group) => group.dayProfile === null && group.requestsPerSecond > 0,
  ).length;
  if (steady > 0)
    assumptions.add(
      'energy.flat-day',
      'Device groups without a day profile ask evenly around the clock.',
      'no profile stated',
      {},
      null,
      steady,
    );
}

function highest(values: Float64Array): { readonly at: number; readonly value: number } {
  let at = 0;
  for (let index = 1; index < values.length; index += 1) if ((values[index] ?? 0) > (values[at] ?? 0)) at = index;
  return { at, value: values[at] ?? 0 };
}
