import type { FreeNetwork } from '../free-network.ts';
import type { FleetNode } from './fleet.ts';
import type { Passage } from '../../network/max-min.ts';
import type { RolloutMethod } from './result.ts';
import { finishTimes } from '../../network/transfers.ts';

/** [R1] Share of the possible rate that a swarm reaches. */
export const SWARM_EFFICIENCY = 0.5;
export const SWARM_SOURCE = 'Uber, Kraken (README): images at more than 50 % of the highest download speed of every host';

/** [R1] Share of an image that a container reads before it does useful work. */
export const READ_AT_START = 0.064;
export const READ_SOURCE =
  'Harter et al., Slacker: Fast Distribution with Lazy Docker Containers, FAST 2016: 6.4 % of the data pulled is read at start';

/** Ways of one fleet from where its images come from. */
export interface Ways {
  readonly fromRegistry: readonly (readonly Passage[])[];
  /** From its nearest mirror, that of the registry where it is nearer; and the mirror, −1 for the registry. */
  readonly fromMirror: readonly (readonly Passage[])[];
  readonly mirrorOf: Int32Array;
  readonly toMirror: ReadonlyMap<number, readonly Passage[]>;
}

/** How nodes get their payload, all starting at once. */
export interface Fetched {
  /** s, by member. */
  readonly seconds: readonly number[];
  /** Arc that held each back; −1 where none did. */
  readonly bottleneck: readonly number[];
  /** MB over each arc. */
  readonly carriedMB: ReadonlyMap<number, number>;
}

/** [R1] Members of a fleet fetch together. `seedsMbps`: what nodes that have it already can send, beside the registry. */
export function fetchTogether(
  network: FreeNetwork,
  fleet: readonly FleetNode[],
  members: readonly number[],
  ways: Ways,
  method: RolloutMethod,
  sizeOf: (node: FleetNode) => number,
  seedsMbps: number,
): Fetched {
  const usesMirrors = method === 'mirror';
  const wayOf = (index: number): readonly Passage[] => (usesMirrors ? ways.fromMirror[index] : ways.fromRegistry[index]) ?? [];
  const sizes = members.map((index) => sizeOf(fleet[index] as FleetNode));
  const alone = finishTimes(
    members.map((index, at) => ({ passages: wayOf(index), sizeMB: sizes[at] ?? 0 })),
    network.freeMbps,
  );
  const seconds = alone.seconds.map((one) => one ?? Infinity);
  const bottleneck = [...alone.bottleneck];
  if (method !== 'peers') return { seconds, bottleneck, carriedMB: carriedBy(members.map(wayOf), sizes) };
  return swarm(network, members.map(wayOf), sizes, { seconds, bottleneck }, seedsMbps);
}

/**
 * [R1] A swarm as a fluid (Kumar and Ross, Peer-Assisted File Distribution: The Minimum Distribution Time, HOTWEB 2006): a node is held back by
 * the narrowest link of its way, over which one copy goes for all behind it, and by what the seeds and all members can send together. A node
 * that the origin would serve sooner takes it from there.
 */
function swarm(
  network: FreeNetwork,
  ways: readonly (readonly Passage[])[],
  sizes: readonly number[],
  alone: Pick<Fetched, 'seconds' | 'bottleneck'>,
  seedsMbps: number,
): Fetched {
  const upMbps = ways.map((way) => sendMbps(network, way));
  const uploadMbps = upMbps.reduce((sum, one) => sum + one, originMbps(network, ways) + seedsMbps);
  const shareMbps = uploadMbps / Math.max(1, ways.length);
  const seconds: number[] = [];
  const bottleneck: number[] = [];
  for (const [at, way] of ways.entries()) {
    const { mbps, arc } = network.narrowest(way);
    const swarmS = way.length === 0 ? 0 : ((sizes[at] ?? 0) * 8) / (SWARM_EFFICIENCY * Math.min(mbps, shareMbps));
    const aloneS = alone.seconds[at] ?? Infinity;
    seconds.push(Math.min(swarmS, aloneS));
    bottleneck.push(swarmS < aloneS ? arc : (alone.bottleneck[at] ?? -1));
  }
  const carriedMB = new Map<number, number>();
  for (const [at, way] of ways.entries()) {
    const size = sizes[at] ?? 0;
    for (const { arc, weight } of way) carriedMB.set(arc, Math.max(carriedMB.get(arc) ?? 0, size * weight));
    // All copies but the first come from other members.
    const last = way.at(-1);
    const back = last === undefined ? undefined : network.opposite(last.arc);
    if (back !== undefined) carriedMB.set(back, (carriedMB.get(back) ?? 0) + (size * (ways.length - 1)) / ways.length);
  }
  return { seconds, bottleneck, carriedMB };
}

/** What a node can send to others: its last link the other way. */
export function sendMbps(network: FreeNetwork, way: readonly Passage[]): number {
  const last = way.at(-1);
  const back = last === undefined ? undefined : network.opposite(last.arc);
  return back === undefined ? 0 : network.freeMbps(back);
}

/** What the origin can send: its first links. */
function originMbps(network: FreeNetwork, ways: readonly (readonly Passage[])[]): number {
  const first = new Set(ways.flatMap((way) => (way[0] === undefined ? [] : [way[0].arc])));
  return [...first].reduce((sum, arc) => sum + network.freeMbps(arc), 0);
}

export function carriedBy(ways: readonly (readonly Passage[])[], sizes: readonly number[]): Map<number, number> {
  const carried = new Map<number, number>();
  for (const [at, way] of ways.entries())
    for (const { arc, weight } of way) carried.set(arc, (carried.get(arc) ?? 0) + (sizes[at] ?? 0) * weight);
  return carried;
}
