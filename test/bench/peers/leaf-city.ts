/**
 * LEAF's smart city (MIT licence; Wiesner and Thamsen, ICFEC 2021; figures of examples/smart_city_traffic in its repository). A grid of 4 × 4 traffic lights; taxis enter
 * at one of 16 ends of its streets and leave at another.
 */
const AXIS = 4;
const BLOCK_M = { x: 274, y: 80 } as const;
const WIFI_RANGE_M = 300;

export interface Light {
  readonly name: string;
  readonly x: number;
  readonly y: number;
}

export const LIGHTS: readonly Light[] = Array.from({ length: AXIS * AXIS }, (_, at) => ({
  name: `light-${at}`,
  x: Math.floor(at / AXIS),
  y: at % AXIS,
}));

/** Pairs of lights within reach of each other's Wi-Fi. */
export function neighbours(): readonly (readonly [Light, Light])[] {
  return LIGHTS.flatMap((a, at) =>
    LIGHTS.slice(at + 1)
      .filter((b) => Math.hypot((a.x - b.x) * BLOCK_M.x, (a.y - b.y) * BLOCK_M.y) <= WIFI_RANGE_M)
      .map((b) => [a, b] as const),
  );
}

interface Entry {
  readonly x: number;
  readonly y: number;
  /** From the end of the street to its first light. */
  readonly lengthM: number;
}

const ENTRIES: readonly Entry[] = Array.from({ length: AXIS }, (_, at) => [
  { x: 0, y: at, lengthM: BLOCK_M.x },
  { x: AXIS - 1, y: at, lengthM: BLOCK_M.x },
  { x: at, y: 0, lengthM: BLOCK_M.y },
  { x: at, y: AXIS - 1, lengthM: BLOCK_M.y },
]).flat();

/** What a taxi does in the mean, over all pairs of entries; shares are over the time that taxis are on the road. */
export interface TaxiWays {
  readonly meanLengthM: number;
  /** By light: probability that it is on the way of a taxi that one meets. */
  readonly onWay: readonly number[];
  /** By light: share of the time that it is the nearest one. */
  readonly nearest: readonly number[];
}

/** All fewest-hop ways, along x first. */
export function taxiWays(): TaxiWays {
  const onWay = LIGHTS.map(() => 0);
  const nearest = LIGHTS.map(() => 0);
  let totalM = 0;
  let pairs = 0;
  for (const from of ENTRIES)
    for (const to of ENTRIES) {
      if (from === to) continue;
      const stops = wayBetween(from, to);
      const lengthM = from.lengthM + to.lengthM + stops.reduce((total, stop) => total + stop.fromLastM, 0);
      pairs += 1;
      totalM += lengthM;
      for (const [order, { light, fromLastM }] of stops.entries()) {
        const before = order === 0 ? from.lengthM : fromLastM / 2;
        const after = order === stops.length - 1 ? to.lengthM : (stops[order + 1]?.fromLastM ?? 0) / 2;
        onWay[light] = (onWay[light] ?? 0) + lengthM;
        nearest[light] = (nearest[light] ?? 0) + before + after;
      }
    }
  return {
    meanLengthM: totalM / pairs,
    onWay: onWay.map((sum) => sum / totalM),
    nearest: nearest.map((sum) => sum / totalM),
  };
}

function wayBetween(from: Entry, to: Entry): { readonly light: number; readonly fromLastM: number }[] {
  const stops = [{ light: from.x * AXIS + from.y, fromLastM: 0 }];
  const { y } = from;
  let { x } = from;
  while (x !== to.x) {
    x += Math.sign(to.x - x);
    stops.push({ light: x * AXIS + y, fromLastM: BLOCK_M.x });
  }
  for (let row = y; row !== to.y;) {
    row += Math.sign(to.y - row);
    stops.push({ light: x * AXIS + row, fromLastM: BLOCK_M.y });
  }
  return stops;
}

/** Taxis that enter in the fullest minute. */
const TAXIS_A_MINUTE = 75;
/**
 * Share of that by hour of the day, and speed in m/s: read off the tables by minute in settings.py (New York taxis, DEBS Grand Challenge 2015), rounded; the
 * speeds of three to eight o'clock, when few are on the road, are estimates between those before and after.
 */
const SHARE = [
  0.625, 0.46, 0.345, 0.25, 0.174, 0.162, 0.335, 0.582, 0.704, 0.722, 0.703, 0.73, 0.762, 0.757, 0.777, 0.738, 0.618, 0.755,
  0.925, 0.977, 0.922, 0.904, 0.877, 0.775,
] as const;
const SPEED = [
  6.78, 7.08, 7.2, 7.4, 7.8, 8, 7.2, 6.2, 5.6, 5.5, 5.5, 5.5, 5.5, 5.4, 5.6, 5.5, 5.44, 5.18, 5.07, 5.4, 5.8, 6, 6.4, 6.6,
] as const;

/** Taxis on the road in the mean over the day: what a re-run counted. */
const MEAN_TAXIS = 119;

/** Taxis on the road by hour of the day: who enters × how long the way takes, 125 in the mean; scaled to what was counted, as LEAF cuts the rest of a step off each street. */
export function taxisByHour(): number[] {
  const { meanLengthM } = taxiWays();
  const taxis = SHARE.map((share, hour) => ((TAXIS_A_MINUTE * share) / 60) * (meanLengthM / (SPEED[hour] ?? 1)));
  const mean = taxis.reduce((total, count) => total + count, 0) / taxis.length;
  return taxis.map((count) => (count * MEAN_TAXIS) / mean);
}
