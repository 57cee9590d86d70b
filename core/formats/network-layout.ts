import { must } from '../base/assert.ts';
import type { GeoPoint } from '../site/schema/common.ts';
import { CAPITALS } from './capitals.ts';
import { greatCircleM } from './geo.ts';

/** What the layout needs of a network. */
export interface LayoutNode {
  readonly label: string;
  readonly country: string;
  readonly geo: GeoPoint | null;
}

export interface Placed {
  readonly geo: GeoPoint;
  /** How the spot was found; null when the file states it. */
  readonly guess: string | null;
}

/** Angle that never lines up: 2π (1 − 1/φ), the golden angle. */
const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));
/** A guessed node stands off the middle of its neighbours by this share of the map, so that no two coincide. */
const OFFSET_SHARE = 0.03;
const LEAST_OFFSET_M = 5_000;
const METRES_PER_DEGREE = 111_195;

/**
 * A spot for every node of a network of which some are known: between its known neighbours, a little aside; where a whole
 * part of the network is unknown, around the middle of the rest. Null when not one node is known. Deterministic: in the order
 * of the nodes, round by round outwards from what is known.
 */
export function placeNodes(nodes: readonly LayoutNode[], edges: readonly { from: number; to: number }[]): Placed[] | null {
  const placed: (Placed | null)[] = nodes.map(({ geo }) => (geo === null ? null : { geo, guess: null }));
  if (placed.every((each) => each === null)) placeInCapitals(nodes, placed);
  const known = placed.filter((each) => each !== null).map(({ geo }) => geo);
  if (known.length === 0) return null;
  const neighbours: number[][] = nodes.map(() => []);
  for (const { from, to } of edges) {
    neighbours[from]?.push(to);
    neighbours[to]?.push(from);
  }
  const offsetM = Math.max(LEAST_OFFSET_M, extentM(known) * OFFSET_SHARE);
  let number = 0;
  const guess = (around: readonly GeoPoint[], index: number, words: string): void => {
    number += 1;
    placed[index] = { geo: aside(middle(around), offsetM * (1 + (number % 5) / 5), number * GOLDEN_ANGLE), guess: words };
  };
  const spread = (from: readonly number[]): void => {
    let front = from;
    while (front.length > 0) {
      const next = [...new Set(front.flatMap((index) => neighbours[index] ?? []))].filter((index) => placed[index] === null);
      next.sort((a, b) => a - b);
      // All of a round look at what stood before it, so that their order does not matter.
      const before = next.map((index) => (neighbours[index] ?? []).flatMap((other) => placed[other]?.geo ?? []));
      for (const [at, index] of next.entries()) guess(must(before[at], 'neighbours'), index, 'between its neighbours');
      front = next;
    }
  };
  spread([...nodes.keys()].filter((index) => placed[index] !== null));
  for (const index of nodes.keys()) {
    if (placed[index] !== null) continue;
    guess(known, index, 'near the middle of the map, as nothing around it is known');
    spread([index]);
  }
  return placed.map((each) => must(each, 'every node is placed'));
}

/** A network of countries: where most labels are two-letter codes, each node stands in the capital. */
function placeInCapitals(nodes: readonly LayoutNode[], placed: (Placed | null)[]): void {
  const spots = nodes.map(({ label, country }) => CAPITALS.get(label.trim()) ?? CAPITALS.get(country.trim()));
  if (nodes.length < 3 || spots.filter((spot) => spot !== undefined).length < nodes.length * 0.6) return;
  for (const [index, spot] of spots.entries()) {
    if (spot === undefined) continue;
    const [latitudeDeg, longitudeDeg] = spot;
    placed[index] = { geo: { latitudeDeg, longitudeDeg }, guess: `in the capital of ${nodes[index]?.label ?? ''}` };
  }
}

/** Positions in metres for a network without any geography: a tree of steps from the node with the most links, drawn in rings. */
export function ringLayout(
  count: number,
  edges: readonly { from: number; to: number }[],
  stepM: number,
): { xM: number; yM: number }[] {
  const neighbours: number[][] = Array.from({ length: count }, () => []);
  for (const { from, to } of edges) {
    neighbours[from]?.push(to);
    neighbours[to]?.push(from);
  }
  const rings: number[][] = [];
  const seen = new Set<number>();
  const byLinks = neighbours
    .map((near, index) => ({ index, links: near.length }))
    .toSorted((a, b) => b.links - a.links || a.index - b.index);
  for (const { index } of byLinks) {
    if (seen.has(index)) continue;
    seen.add(index);
    // Another part of the network starts on the next ring, so that parts do not cover each other.
    let depth = rings.length;
    let front = [index];
    while (front.length > 0) {
      (rings[depth] ??= []).push(...front);
      const next = [...new Set(front.flatMap((each) => neighbours[each] ?? []))].filter((each) => !seen.has(each));
      for (const each of next) seen.add(each);
      front = next;
      depth += 1;
    }
  }
  const spots: { xM: number; yM: number }[] = [];
  for (const [ring, members] of rings.entries()) {
    for (const [at, index] of members.entries()) {
      const angle = (2 * Math.PI * at) / members.length + ring * GOLDEN_ANGLE;
      const radius = ring === 0 && members.length === 1 ? 0 : (ring + (rings[0]?.length === 1 ? 0 : 1)) * stepM;
      spots[index] = { xM: Math.round(radius * Math.cos(angle)) + 0, yM: Math.round(radius * Math.sin(angle)) + 0 };
    }
  }
  return spots;
}

/** Middle of points on the globe: of their directions, so that the date line does not matter. */
function middle(points: readonly GeoPoint[]): GeoPoint {
  let [x, y, z] = [0, 0, 0];
  for (const { latitudeDeg, longitudeDeg } of points) {
    const latitude = (latitudeDeg * Math.PI) / 180;
    const longitude = (longitudeDeg * Math.PI) / 180;
    x += Math.cos(latitude) * Math.cos(longitude);
    y += Math.cos(latitude) * Math.sin(longitude);
    z += Math.sin(latitude);
  }
  return { latitudeDeg: (Math.atan2(z, Math.hypot(x, y)) * 180) / Math.PI, longitudeDeg: (Math.atan2(y, x) * 180) / Math.PI };
}

function aside({ latitudeDeg, longitudeDeg }: GeoPoint, distanceM: number, angle: number): GeoPoint {
  const north = (distanceM * Math.cos(angle)) / METRES_PER_DEGREE;
  const narrow = Math.max(0.1, Math.cos((latitudeDeg * Math.PI) / 180));
  const east = (distanceM * Math.sin(angle)) / (METRES_PER_DEGREE * narrow);
  const longitude = longitudeDeg + east;
  return {
    latitudeDeg: round5(Math.max(-89, Math.min(89, latitudeDeg + north))),
    longitudeDeg: round5(longitude > 180 ? longitude - 360 : longitude < -180 ? longitude + 360 : longitude),
  };
}

/** Of the box around the points, corner to corner. */
function extentM(points: readonly GeoPoint[]): number {
  let [south, north, west, east] = [90, -90, 180, -180];
  for (const { latitudeDeg, longitudeDeg } of points) {
    [south, north] = [Math.min(south, latitudeDeg), Math.max(north, latitudeDeg)];
    [west, east] = [Math.min(west, longitudeDeg), Math.max(east, longitudeDeg)];
  }
  return greatCircleM({ latitudeDeg: south, longitudeDeg: west }, { latitudeDeg: north, longitudeDeg: east });
}

function round5(degrees: number): number {
  return Math.round(degrees * 1e5) / 1e5 + 0;
}
