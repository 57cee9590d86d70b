import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRandom } from '../../../core/base/random.ts';
import { type PlacementProblem, placementProblem } from '../../../core/place/problem.ts';

/** Metres of a degree of latitude: the mean meridian of WGS 84. */
const METRES_A_DEGREE = 111_195;
/** Cost in metres of access distance, so that a user who is not served outweighs any detour and a site in use about one street. */
const NOT_SERVED = 2000;
const SITE_IN_USE = 150;
/** Radius in which a site serves, metres: that of a small cell, drawn for each site. */
const RADIUS_M = [150, 250] as const;
/** What users ask for: vCPU, memory GiB, bandwidth in 10 Mbps. Three classes, equally likely. */
const CLASSES = [
  [1, 2, 1],
  [2, 3, 3],
  [4, 6, 5],
] as const;
/** Mean and standard deviation of what a site offers of each. */
const OFFER = [18, 6] as const;

export interface EuaProblem {
  readonly problem: PlacementProblem;
  readonly distanceM: Float64Array;
}

/**
 * Users and base-station sites of Melbourne's centre (EUA data set) as a placement problem in the manner of Lai et al. (ICSOC 2018): serve as many users
 * as possible with few sites, here nearby. Our own recipe, drawn by seed: radii uniform, capacities normal and at least a class-three user's, classes uniform.
 */
export function euaProblem(folder: string, seed: number): EuaProblem {
  const sites = readPoints(join(folder, 'site-optus-melbCBD.csv'), 'LATITUDE', 'LONGITUDE');
  const users = readPoints(join(folder, 'users-melbcbd-generated.csv'), 'Latitude', 'Longitude');
  const random = createRandom(seed, 'eua capacities');
  // The sum of twelve uniform numbers, less six, is normal enough.
  const normal = (): number => Array.from({ length: 12 }, random).reduce((sum, each) => sum + each, -6);
  const radius = sites.map(() => RADIUS_M[0] + (RADIUS_M[1] - RADIUS_M[0]) * random());
  const capacity = sites.flatMap(() => CLASSES[2].map((least) => Math.max(least, Math.round(OFFER[0] + OFFER[1] * normal()))));
  const demand = users.flatMap(() => CLASSES[Math.floor(random() * CLASSES.length)] as readonly number[]);
  const distanceM = Float64Array.from(users.flatMap((user) => sites.map((site) => distance(user, site))));
  const cost = distanceM.map((metres, at) => (metres <= (radius[at % sites.length] as number) ? metres : Infinity));
  const problem = placementProblem({
    itemIds: users.map((_, user) => `user ${user + 1}`),
    binIds: sites.map((_, site) => `site ${site + 1}`),
    resources: ['vCPU', 'memory', 'bandwidth'].map((name) => ({ name, transient: false })),
    capacity: Float64Array.from(capacity),
    cost,
    demand: Float64Array.from(demand),
    openCost: new Float64Array(sites.length).fill(SITE_IN_USE),
    leaveOutCost: new Float64Array(users.length).fill(NOT_SERVED),
  });
  return { problem, distanceM };
}

interface Point {
  readonly latitude: number;
  readonly longitude: number;
}

function distance(a: Point, b: Point): number {
  const north = (a.latitude - b.latitude) * METRES_A_DEGREE;
  const east = (a.longitude - b.longitude) * METRES_A_DEGREE * Math.cos((a.latitude * Math.PI) / 180);
  return Math.hypot(north, east);
}

/** Columns come by name; those that are asked for stand before any text that has commas in it. */
function readPoints(file: string, latitude: string, longitude: string): Point[] {
  const [header = '', ...lines] = readFileSync(file, 'utf8').trim().split(/\r?\n/);
  const columns = header.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    return { latitude: Number(cells[columns.indexOf(latitude)]), longitude: Number(cells[columns.indexOf(longitude)]) };
  });
}
