import { readFileSync } from 'node:fs';

export interface Relayed {
  /** Round trip measured between two hosts over the least round trip through one other host; may be below 1. */
  readonly ratio: number;
  readonly from: number;
  readonly to: number;
}

/** A square matrix of round trips in ms, row by row. */
export interface RoundTrips {
  readonly hosts: number;
  readonly ms: Float64Array;
}

export function readRoundTrips(path: string): RoundTrips {
  const rows = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const hosts = rows.length;
  if (rows.some((row) => row.length !== hosts)) throw new Error(`${path}: not a square matrix of ${hosts} rows`);
  return { hosts, ms: Float64Array.from(rows.flat()) };
}

/** Each pair of hosts against the best relay among the others: what the Internet's routes leave on the table. */
export function relayed({ hosts, ms }: RoundTrips): Relayed[] {
  const best = new Float64Array(hosts);
  const found: Relayed[] = [];
  for (let from = 0; from < hosts; from += 1) {
    best.fill(Infinity);
    for (let relay = 0; relay < hosts; relay += 1) {
      const first = ms[from * hosts + relay] ?? 0;
      if (relay === from || first <= 0) continue;
      for (let to = from + 1; to < hosts; to += 1) {
        const second = ms[relay * hosts + to] ?? 0;
        if (to !== relay && second > 0 && first + second < (best[to] ?? 0)) best[to] = first + second;
      }
    }
    for (let to = from + 1; to < hosts; to += 1) {
      const direct = ms[from * hosts + to] ?? 0;
      if (direct > 0) found.push({ ratio: direct / (best[to] ?? Infinity), from, to });
    }
  }
  return found;
}

/** Share of triangle inequalities, three a triple of hosts, that do not hold: one side is longer than the two others together. */
export function brokenTriangles({ hosts, ms }: RoundTrips): number {
  let broken = 0;
  for (let a = 0; a < hosts; a += 1)
    for (let b = a + 1; b < hosts; b += 1) {
      const side = ms[a * hosts + b] ?? 0;
      for (let c = 0; c < hosts; c += 1)
        if (c !== a && c !== b && side > (ms[a * hosts + c] ?? 0) + (ms[b * hosts + c] ?? 0)) broken += 1;
    }
  return broken / ((hosts * (hosts - 1) * (hosts - 2)) / 2);
}
