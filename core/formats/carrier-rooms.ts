import { must } from '../base/assert.ts';

interface Point {
  readonly xM: number;
  readonly yM: number;
}

/** Which site holds which room of the carrier; indices into the sites. */
export interface CarrierRooms {
  /** Site that holds each aggregation room. */
  readonly aggregation: readonly number[];
  /** Index into `aggregation` of the room each site reports to. */
  readonly roomOf: readonly number[];
  readonly heavyAggregation: number;
  readonly core: number;
}

/** Sites of one aggregation room: 118 sites under 12 proxies in the tree that iFogSim2 draws over the same region. */
const SITES_A_ROOM = 10;
/** Lloyd's steps; the rooms of a city settle within ten. */
const STEPS = 20;

/**
 * Carrier rooms over sites: aggregation rooms by k-means on the sites' positions, each in the site nearest to the middle of
 * its cluster; the heavy-aggregation and the core room in the free sites nearest to the middle of all. Deterministic:
 * starts at the site nearest to the middle, adds the farthest site each time (Gonzalez 1985), ties go to the first.
 * Asserts at least one site.
 */
export function carrierRooms(sites: readonly Point[]): CarrierRooms {
  const count = Math.max(1, Math.round(sites.length / SITES_A_ROOM));
  const middle = centroid(sites);
  let centres = farthestPoints(sites, nearest(sites, middle), count).map((index) => must(sites[index], `site ${index}`));
  let clusterOf = sites.map((site) => nearest(centres, site));
  for (let step = 0; step < STEPS; step += 1) {
    centres = centres.map((centre, cluster) => {
      const members = sites.filter((_, index) => clusterOf[index] === cluster);
      return members.length === 0 ? centre : centroid(members);
    });
    const next = sites.map((site) => nearest(centres, site));
    if (next.every((cluster, index) => cluster === clusterOf[index])) break;
    clusterOf = next;
  }
  const used = [...new Set(clusterOf)].toSorted((a, b) => a - b);
  const aggregation = used.map((cluster) => {
    const centre = must(centres[cluster], `centre ${cluster}`);
    return nearestOf(sites, centre, (index) => clusterOf[index] === cluster);
  });
  const taken = new Set(aggregation);
  const free = (index: number): boolean => !taken.has(index) || taken.size >= sites.length;
  const heavyAggregation = nearestOf(sites, middle, free);
  taken.add(heavyAggregation);
  return {
    aggregation,
    roomOf: clusterOf.map((cluster) => used.indexOf(cluster)),
    heavyAggregation,
    core: nearestOf(sites, middle, free),
  };
}

function farthestPoints(points: readonly Point[], first: number, count: number): number[] {
  const chosen = [first];
  const distances = points.map((point) => squared(point, must(points[first], 'first point')));
  while (chosen.length < count) {
    let farthest = 0;
    for (const [index, distance] of distances.entries()) if (distance > (distances[farthest] ?? 0)) farthest = index;
    if (distances[farthest] === 0) break; // all others stand on chosen ones
    chosen.push(farthest);
    const added = must(points[farthest], 'farthest point');
    for (const [index, point] of points.entries()) distances[index] = Math.min(distances[index] ?? 0, squared(point, added));
  }
  return chosen;
}

function nearest(points: readonly Point[], to: Point): number {
  return nearestOf(points, to, () => true);
}

function nearestOf(points: readonly Point[], to: Point, may: (index: number) => boolean): number {
  let best = -1;
  let least = Infinity;
  for (const [index, point] of points.entries()) {
    const distance = squared(point, to);
    if (distance < least && may(index)) [best, least] = [index, distance];
  }
  return best;
}

function centroid(points: readonly Point[]): Point {
  let [xM, yM] = [0, 0];
  for (const point of points) {
    xM += point.xM / points.length;
    yM += point.yM / points.length;
  }
  return { xM, yM };
}

function squared(a: Point, b: Point): number {
  return (a.xM - b.xM) ** 2 + (a.yM - b.yM) ** 2;
}
