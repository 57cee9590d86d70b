import { book, openLedger } from '../../evaluate/node-capacity.ts';
import { NO_SERVICE_LOAD } from '../../evaluate/loads.ts';
import { processingAt, stationOf } from '../../evaluate/service-time.ts';
import type { TierRules } from '../../evaluate/tier-rules.ts';
import { answerAt, highestRate } from '../../evaluate/variants/rates.ts';
import type { HardwareType } from '../../site/schema/hardware-type.ts';
import type { Node } from '../../site/schema/node.ts';
import type { Placement } from '../../site/schema/placement.ts';
import type { RecordOf, Site } from '../../site/site.ts';
import { getRecord } from '../../site/site.ts';
import { rulesAgainst } from '../site/problem.ts';
import type { Need } from './needs.ts';

type Service = RecordOf<'services'>;

/** What one replica takes of a node, and what it can do there. */
export interface Host {
  readonly need: Need;
  /** By dimension of [C1]; storage of no stated class as `storage`. */
  readonly takes: ReadonlyMap<string, number>;
  /** Once a placement, however many replicas. */
  readonly once: ReadonlyMap<string, number>;
  /** Replicas that an empty node holds. */
  readonly fit: number;
  /** Requests per second and replica that stay in time, all `fit` together and one alone; Infinity where nothing is worked on. */
  readonly most: number;
  readonly mostAlone: number;
  /** Requests per second of one replica at which even the most urgent is likely in time: never more than `mostAlone`. */
  readonly prompt: number;
  /** Least time that a request of no queue takes, ms. */
  readonly leastMs: number;
}

/** A node that could be: what it offers, and whom it can hold. */
export interface Offer {
  readonly node: Node;
  readonly type: HardwareType;
  readonly available: ReadonlyMap<string, number>;
  readonly hosts: ReadonlyMap<string, Host>;
}

/** What is known of replicas of a service on a type, wherever it stands, by service, type and number of them: hundreds of stands ask the same. */
export type KnownRates = Map<string, number>;

/** [C1, L6, P1] What a node of the site offers to each service that may run there. */
export function offerOf(
  site: Site,
  node: Node,
  needs: readonly Need[],
  { variants, tierRules }: { readonly variants: ReadonlyMap<string, string | null>; readonly tierRules: TierRules },
  known: KnownRates,
): Offer | null {
  const type = getRecord(site, 'hardwareTypes', node.typeId);
  if (type === undefined) return null;
  const ledger = openLedger(site, node, type);
  const available = withAllStorage(ledger.available);
  const hosts = new Map<string, Host>();
  for (const need of needs) {
    if (rulesAgainst({ site, tierRules }, need.service, node.id).length > 0) continue;
    const host = hostOf(site, node, type, need, available, variants.get(need.service.id) ?? null, known);
    if (host !== null) hosts.set(need.service.id, host);
  }
  return { node, type, available, hosts };
}

function hostOf(
  site: Site,
  node: Node,
  type: HardwareType,
  need: Need,
  available: ReadonlyMap<string, number>,
  variant: string | null,
  known: KnownRates,
): Host | null {
  const { service } = need;
  const one = booked(site, node, type, service, 1, variant);
  const two = booked(site, node, type, service, 2, variant);
  const takes = new Map<string, number>();
  const once = new Map<string, number>();
  for (const [dimension, used] of two) {
    const each = used - (one.get(dimension) ?? 0);
    if (each > 0) takes.set(dimension, each);
    const rest = (one.get(dimension) ?? 0) - each;
    if (rest > 1e-12) once.set(dimension, rest);
  }
  let fit = service.antiAffinity === 'none' ? service.replicas.max : 1;
  for (const dimension of new Set([...takes.keys(), ...once.keys()])) {
    const room = (available.get(dimension) ?? 0) * (1 + 1e-9) + 1e-12 - (once.get(dimension) ?? 0);
    const each = takes.get(dimension) ?? 0;
    if (room < 0) return null;
    if (each > 0) fit = Math.min(fit, Math.floor(room / each + 1e-9));
  }
  if (fit < 1) return null;
  const rateOf = (replicas: number): number =>
    foundOnce(known, `${service.id} ${type.id} ${replicas}`, () => mostRate(need, type, variant, replicas, need.patienceMs));
  const most = rateOf(fit) / fit;
  const mostAlone = fit === 1 ? most : rateOf(1);
  if (need.load.requestsPerSecond > 0 && most <= 0) return null;
  const least = foundOnce(known, `${service.id} ${type.id} least`, () => leastMs(need, type, variant));
  const urgent = foundOnce(known, `${service.id} ${type.id} prompt`, () =>
    mostRate(need, type, variant, 1, need.urgencyMs * PROMPT_SHARE),
  );
  const prompt = urgent > 0 ? Math.min(urgent, mostAlone) : mostAlone;
  return { need, takes, once, fit, most, mostAlone, prompt, leastMs: least };
}

function foundOnce(known: KnownRates, key: string, find: () => number): number {
  const before = known.get(key);
  if (before !== undefined) return before;
  const found = find();
  known.set(key, found);
  return found;
}

function booked(
  site: Site,
  node: Node,
  type: HardwareType,
  service: Service,
  replicas: number,
  variant: string | null,
): Map<string, number> {
  const ledger = openLedger(site, node, type);
  // Storage of no stated class goes where most is free: into the sum of all.
  const anyClass = service.perReplica.storageClass === null;
  book(ledger, type, service, replicas, service.variants.find((one) => one.name === variant) ?? null);
  return new Map(
    [...ledger.used].map(([dimension, used]) => [anyClass && dimension.startsWith('storage-') ? 'storage' : dimension, used]),
  );
}

function withAllStorage(available: ReadonlyMap<string, number>): Map<string, number> {
  const all = new Map(available);
  let total = 0;
  for (const [dimension, amount] of available) if (dimension.startsWith('storage-')) total += amount;
  all.set('storage', total);
  return all;
}

/** Share of an objective that work may take where the rest is left to the network; only where to look first depends on it. */
const PROMPT_SHARE = 0.5;
/** A rate at which nothing waits. */
const HARDLY_ANY = 1e-3;

/**
 * [L6] Requests per second that a placement of so many replicas takes without being saturated or later, in p99 of processing alone, than is allowed.
 * More replicas together take more than as many alone, so that the rate of a full node is the most that any of its replicas can do.
 */
function mostRate(need: Need, type: HardwareType, variant: string | null, replicas: number, patienceMs: number): number {
  const { load, service } = need;
  if (load.requestsPerSecond === 0) return Infinity;
  const station = stationOf(service, placementOf(service, variant, replicas), type);
  const most = highestRate(station, load, patienceMs === Infinity ? null : patienceMs);
  if (most !== null) return most;
  const least = answerAt(station, load, HARDLY_ANY);
  return least !== null && least.p99Ms <= patienceMs ? Infinity : 0;
}

function leastMs(need: Need, type: HardwareType, variant: string | null): number {
  const station = stationOf(need.service, placementOf(need.service, variant, 1), type);
  const least = Math.min(...need.timed.map(({ flow }) => flow.computeMs ?? need.service.work.computeMs), Infinity);
  const done = processingAt(station, NO_SERVICE_LOAD, least === Infinity ? 0 : least);
  return done.status === 'ok' ? done.moments.minimum : Infinity;
}

function placementOf(service: Service, variant: string | null, replicas: number): Placement {
  return { id: 'one', serviceId: service.id, nodeId: 'one', replicas, pinned: false, variant } as unknown as Placement;
}
