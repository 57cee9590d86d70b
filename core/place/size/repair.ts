import { getRecord } from '../../site/site.ts';
import type { Bill } from './build.ts';
import { freeSlot, inOrder } from './build.ts';
import type { Candidate, Hunt } from './hunt.ts';
import type { Need } from './needs.ts';
import type { SizeProblem } from './problem.ts';
import type { Showroom, StandOffer } from './showroom.ts';
import type { Trial } from './trial.ts';
import { priceOfBill } from './trial.ts';

/** Times that one bill is repaired. */
const REPAIRS = 6;

/** Requests per second by service, of one door to the network. */
type Demand = Map<string, number>;

/** [P5] The same bill with more where it lacks something, then with more for all who ask the same; null where that is no use. */
export function repairOf(hunt: Hunt, { shares, repairs = 0 }: Candidate, trial: Trial): Candidate | null {
  const { problem, showroom, best } = hunt;
  if (!isRepairable(trial) || repairs >= REPAIRS) return null;
  const bill = repairedBill(problem, showroom, trial, repairs >= REPAIRS / 2);
  if (bill === null || hunt.knows(bill) || (best !== null && priceOfBill(problem, bill) >= best.price)) return null;
  return { bill, shares, repairs: repairs + 1 };
}

/**
 * [P5] A bill with more hardware where requests come from that a plan answers late or not at all: another type where their devices hang on a piece of it, else a piece in the nearest
 * stand. `everywhere`: for all requests to the services that lack something, not those alone. Null where nothing more can be had there.
 */
function repairedBill(problem: SizeProblem, showroom: Showroom, trial: Trial, everywhere: boolean): Bill | null {
  const demands = demandsOf(problem, showroom, trial, everywhere);
  let bill = trial.bill;
  const far = new Map<string, Demand>();
  for (const [nodeId, demand] of demands) {
    const piece = bill.find(({ stand }) => stand.node?.id === nodeId);
    if (piece !== undefined) {
      const offers = showroom.offers.filter(({ stand }) => stand === piece.stand);
      const now = offers.find(({ type }) => type.id === piece.type.id);
      const next = cheapest(
        offers.filter((offer) => offer.price > (now?.price ?? 0)),
        demand,
        now === undefined ? 0 : share(now, demand),
      );
      if (next !== null) bill = inOrder(bill.map((one) => (one === piece ? { ...one, type: next.type } : one)));
      if (next !== null || (now !== undefined && share(now, demand) >= 1)) continue;
    }
    const stand = nearestStand(showroom, nodeId, demand);
    if (stand === null) continue;
    const sum = far.get(stand) ?? new Map<string, number>();
    for (const [id, rate] of demand) sum.set(id, (sum.get(id) ?? 0) + rate);
    far.set(stand, sum);
  }
  for (const [standId, demand] of far) {
    const offers = showroom.offers.filter(({ stand }) => stand.id === standId);
    const standing = bill.filter(({ stand }) => stand.id === standId);
    const best = Math.max(
      0,
      ...offers.filter(({ type }) => standing.some((one) => one.type.id === type.id)).map((one) => share(one, demand)),
    );
    const offer = cheapest(offers, demand, Math.min(best, 0.999));
    const slot = offer === null ? null : freeSlot(bill, offer.stand);
    if (offer !== null && slot !== null) bill = inOrder([...bill, { stand: offer.stand, slot, type: offer.type }]);
  }
  return bill === trial.bill ? null : bill;
}

/** By node that devices hang on. */
function demandsOf({ site }: SizeProblem, showroom: Showroom, { lacks }: Trial, everywhere: boolean): Map<string, Demand> {
  const services = new Set(lacks.flatMap(({ serviceIds }) => serviceIds));
  const flowIds = new Set(lacks.flatMap(({ subject }) => (subject.startsWith('flows/') ? [subject.slice('flows/'.length)] : [])));
  const called = (need: Need): boolean => services.has(need.service.id);
  const demands = new Map<string, Demand>();
  for (const need of showroom.needs)
    for (const { flow, requestsPerSecond } of need.rates) {
      if (flow.from.kind !== 'device-group' || !called(need) || (!everywhere && !flowIds.has(flow.id))) continue;
      const nodeId = getRecord(site, 'deviceGroups', flow.from.id)?.attachment?.nodeId;
      if (nodeId === undefined) continue;
      const demand = demands.get(nodeId) ?? new Map<string, number>();
      demand.set(need.service.id, (demand.get(need.service.id) ?? 0) + requestsPerSecond);
      demands.set(nodeId, demand);
    }
  return demands;
}

/** The cheapest that answers more than so much; of those that answer everything, else the one that answers most. */
function cheapest(offers: readonly StandOffer[], demand: Demand, above: number): StandOffer | null {
  const able = offers.filter((offer) => share(offer, demand) > above).toSorted((a, b) => a.price - b.price);
  return (
    able.find((offer) => share(offer, demand) >= 1) ?? able.toSorted((a, b) => share(b, demand) - share(a, demand))[0] ?? null
  );
}

/** What a node answers of a demand when all its services share it: 1 and above is everything. */
function share({ hosts, available }: StandOffer, demand: Demand): number {
  const used = new Map<string, number>();
  for (const [id, rate] of demand) {
    const host = hosts.get(id);
    if (host === undefined || !(host.prompt > 0)) return 0;
    const replicas = Math.max(1, Math.ceil(rate / host.prompt - 1e-9));
    if (host.fit < replicas) return host.fit / replicas;
    for (const [dimension, each] of host.takes) used.set(dimension, (used.get(dimension) ?? 0) + each * replicas);
  }
  let least = Infinity;
  for (const [dimension, sum] of used) least = Math.min(least, (available.get(dimension) ?? 0) / sum);
  return least;
}

/** New hardware can stand there, holds all of it, and is reached soonest. */
function nearestStand(showroom: Showroom, nodeId: string, demand: Demand): string | null {
  let best: string | null = null;
  let bestMs = Infinity;
  for (const { stand, hosts } of showroom.offers) {
    if (stand.uplink === null || [...demand.keys()].some((id) => !hosts.has(id))) continue;
    const { propagationUsPerKm, baseLatencyMs } = stand.uplink.medium;
    const ms = showroom.delays.betweenMs(nodeId, stand.uplink.nodeId) + baseLatencyMs + propagationUsPerKm * 1e-6;
    if (ms >= bestMs) continue;
    bestMs = ms;
    best = stand.id;
  }
  return best;
}

/** Whether a repair may help: what lacks is requests alone. */
function isRepairable({ lacks }: Trial): boolean {
  return lacks.length > 0 && lacks.every(({ kind }) => kind === 'missed' || kind === 'unserved' || kind === 'limit');
}
