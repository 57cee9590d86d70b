import { compareCodeUnits } from '../../base/canonical-json.ts';
import { EvaluationState } from '../../evaluate/evaluate.ts';
import type { HardwareType } from '../../site/schema/hardware-type.ts';
import { pieceNode } from './build.ts';
import { LeastDelays } from './least-delays.ts';
import type { Need } from './needs.ts';
import { needsOf } from './needs.ts';
import type { Host, KnownRates, Offer } from './offers.ts';
import { offerOf } from './offers.ts';
import type { SizeProblem } from './problem.ts';
import type { Stand } from './stands.ts';

/** One type in one stand. */
export interface StandOffer extends Offer {
  readonly stand: Stand;
  readonly price: number;
}

/** Offers of one type that are worth the same wherever they stand: what they hold counts together. */
export interface Lot {
  readonly offer: StandOffer;
  readonly price: number;
  /** Indices of its offers. */
  readonly members: readonly number[];
}

/** Requests that are answered in time from the same offers and nodes; each set of them once, all services' apart. */
export interface ReachClass {
  readonly serviceId: string;
  readonly requestsPerSecond: number;
  /** Indices of lots, then of fixed nodes behind them. */
  readonly from: ReadonlySet<number>;
}

/** Everything that can be had, and what it can do for whom. */
export interface Showroom {
  readonly needs: readonly Need[];
  readonly offers: readonly StandOffer[];
  readonly lots: readonly Lot[];
  readonly fixed: readonly Offer[];
  readonly classes: readonly ReachClass[];
  readonly delays: LeastDelays;
}

/** [P5] What each type would be worth in each stand. Types that another beats in everything are left out. */
export function showroomOf(problem: SizeProblem): Showroom {
  const { model } = new EvaluationState(problem.site).evaluated;
  const needs = needsOf(model);
  const known: KnownRates = new Map();
  const offers = problem.stands.flatMap((stand) => {
    const all = stand.types.flatMap((type): StandOffer[] => {
      const hardwareTypes = { ...problem.bare.hardwareTypes, [type.id]: type };
      const node = pieceNode({ ...problem.bare, hardwareTypes }, { stand, slot: 0, type }, problem.options.headroom);
      const site = { ...problem.bare, hardwareTypes, nodes: { ...problem.bare.nodes, [node.id]: node } };
      const offer = offerOf(site, node, needs, problem, known);
      return offer === null ? [] : [{ ...offer, stand, price: type.price?.amount ?? 0 }];
    });
    return all.filter((one) => !all.some((other) => beats(other, one)));
  });
  const fixed = problem.fixed.flatMap((node) => offerOf(problem.site, node, needs, problem, known) ?? []);
  const delays = new LeastDelays(model);
  const inReach = reachOf(delays, needs, [...offers, ...fixed], offers);
  const { kept, lots, lotOf } = gathered(offers, inReach);
  return { needs, offers: kept, lots, fixed, classes: reachClasses(needs, inReach, offers.length, lots.length, lotOf), delays };
}

/** Whether one offer in the same stand is at least as good in everything, and better or first by name. */
function beats(a: StandOffer, b: StandOffer): boolean {
  if (a === b || a.type.compute.architecture !== b.type.compute.architecture) return false;
  if (b.stand.node?.typeId === b.type.id) return false;
  const smaller = (of: (type: HardwareType) => number | null): number => (of(b.type) ?? 0) - (of(a.type) ?? 0);
  const margins = [
    b.price - a.price,
    smaller((type) => type.power.maxW),
    smaller((type) => type.power.idleW),
    smaller((type) => type.rackUnits),
    smaller((type) => type.weightKg),
    (a.type.forwardingMbps ?? 0) - (b.type.forwardingMbps ?? 0),
  ];
  for (const dimension of new Set([...a.available.keys(), ...b.available.keys()]))
    margins.push((a.available.get(dimension) ?? 0) - (b.available.get(dimension) ?? 0));
  for (const [id, host] of b.hosts) margins.push(...hostMargins(a.hosts.get(id), host));
  if (a.type.category !== b.type.category || a.type.reliability.mtbfH !== b.type.reliability.mtbfH) return false;
  if (margins.some((margin) => !(margin >= 0))) return false;
  return margins.some((margin) => margin > 0) || compareCodeUnits(a.type.id, b.type.id) < 0;
}

function hostMargins(a: Host | undefined, b: Host): number[] {
  if (a === undefined) return [-1];
  const more = (x: number, y: number): number => (x === y ? 0 : x - y);
  const margins = [a.fit - b.fit, more(a.most, b.most), more(a.mostAlone, b.mostAlone), b.leastMs - a.leastMs];
  for (const [dimension, each] of a.takes) margins.push((b.takes.get(dimension) ?? 0) - each);
  return margins;
}

/** By service, then by each of its timed requests: offers, then fixed nodes, that may answer it in time; null where all that hold the service may. */
type InReach = ReadonlyMap<string, readonly (ReadonlySet<number> | null)[]>;

function reachOf(delays: LeastDelays, needs: readonly Need[], all: readonly Offer[], offers: readonly StandOffer[]): InReach {
  const doors = all.map((offer, index) => {
    const stand = offers[index]?.stand;
    return stand === undefined || stand.node !== null ? offer.node.id : (stand.uplink?.nodeId ?? offer.node.id);
  });
  return new Map(
    needs.map(({ service, timed }) => {
      const holders = all.flatMap((offer, index) => (offer.hosts.has(service.id) ? [index] : []));
      const sets = timed.map(({ flow, objectiveMs }) => {
        const from = holders.filter((index) => {
          const host = all[index]?.hosts.get(service.id);
          return host !== undefined && delays.ofAnswerMs(flow, doors[index] ?? '') + host.leastMs <= objectiveMs;
        });
        return from.length === holders.length ? null : new Set(from);
      });
      return [service.id, sets];
    }),
  );
}

/** Offers that are worth the same as one lot. What a node's own position offers is left out where a new node in the same place is worth the same. */
function gathered(
  offers: readonly StandOffer[],
  inReach: InReach,
): { readonly kept: readonly StandOffer[]; readonly lots: readonly Lot[]; readonly lotOf: ReadonlyMap<number, number> } {
  const keys = offers.map((offer, index) => worthOf(offer, index, inReach));
  const anew = new Set(offers.flatMap(({ stand }, index) => (stand.node === null ? [`${stand.placeId} ${keys[index]}`] : [])));
  const kept: StandOffer[] = [];
  const members = new Map<string, number[]>();
  const firsts: number[] = [];
  for (const [index, offer] of offers.entries()) {
    const { stand, type } = offer;
    const isPresent = stand.node?.typeId === type.id;
    if (stand.node !== null && !stand.isRequired && !isPresent && anew.has(`${stand.placeId} ${keys[index]}`)) continue;
    const key = keys[index] ?? '';
    const list = members.get(key) ?? [];
    if (list.length === 0) firsts.push(index);
    list.push(kept.length);
    members.set(key, list);
    kept.push(offer);
  }
  const lots = firsts.map((index): Lot => {
    const offer = offers[index] as StandOffer;
    return { offer, price: offer.price, members: members.get(keys[index] ?? '') ?? [] };
  });
  return { kept, lots, lotOf: new Map(firsts.map((index, lot) => [index, lot])) };
}

/** Everything that a program of bills knows of an offer, but for its place. */
function worthOf({ type, available, hosts }: StandOffer, index: number, inReach: InReach): string {
  const parts: (string | number)[] = [type.id];
  for (const [dimension, amount] of available) parts.push(dimension, amount);
  for (const [id, { fit, most, mostAlone, takes, once }] of hosts) {
    parts.push(id, fit, most, mostAlone, ...takes.values(), ...once.values());
    for (const [at, from] of (inReach.get(id) ?? []).entries()) if (from !== null && from.has(index)) parts.push(at);
  }
  return parts.join(' ');
}

/** Requests by where they can be answered in time at best; those that can be everywhere need no class. */
function reachClasses(
  needs: readonly Need[],
  inReach: InReach,
  offers: number,
  lots: number,
  lotOf: ReadonlyMap<number, number>,
): ReachClass[] {
  const classes = new Map<string, { serviceId: string; requestsPerSecond: number; from: Set<number> }>();
  for (const { service, timed } of needs) {
    for (const [at, { requestsPerSecond }] of timed.entries()) {
      const from = inReach.get(service.id)?.[at];
      if (from === null || from === undefined) continue;
      const placed = [...from].flatMap((index) => (index < offers ? (lotOf.get(index) ?? []) : [lots + index - offers]));
      const key = `${service.id} ${placed.join()}`;
      const known = classes.get(key) ?? { serviceId: service.id, requestsPerSecond: 0, from: new Set(placed) };
      known.requestsPerSecond += requestsPerSecond;
      classes.set(key, known);
    }
  }
  return [...classes.values()];
}
