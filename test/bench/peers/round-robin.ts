/** Offered work is looked up at these steps, as a share of the servers. */
const STEPS = 60;
const known = new Map<number, readonly number[]>();

/** The same as `regularTime`, between the nearest steps: its inverse is nearly straight there. Null from 99 % on. */
export function regularTimeNear(servers: number, offered: number): number | null {
  const at = (offered / servers) * STEPS;
  let table = known.get(servers);
  if (table === undefined) {
    table = Array.from({ length: STEPS }, (_, step) => regularTime(servers, (servers * step) / STEPS) ?? Infinity);
    known.set(servers, table);
  }
  const [below, above] = [table[Math.floor(at)], table[Math.floor(at) + 1]];
  if (below === undefined || above === undefined) return null;
  const part = at - Math.floor(at);
  return 1 / ((1 - part) / below + part / above);
}

/** More requests at one machine than ever are under way there. */
const STATES = 40;

/**
 * Mean time at one of many machines that requests go to in turn, in units of the mean work: so many that each sees them come at regular intervals. D/M/c by the
 * chain that arrivals see (Kleinrock, Queueing Systems I, 6.2); for exponential work the numbers are the same first come, first served and shared.
 * Null where they cannot keep up.
 *
 * @param offered work that comes to one machine, in servers.
 */
export function regularTime(servers: number, offered: number): number | null {
  if (offered >= servers * 0.999) return null;
  if (offered === 0) return 1;
  const left = survivors(servers, 1 / offered);
  let seen: number[] = Array.from({ length: STATES }, (_, at) => (at === 0 ? 1 : 0));
  for (let round = 0, moved = 1; round < 400 && moved > 1e-10; round += 1) {
    const next: number[] = seen.map(() => 0);
    for (const [here, weight] of seen.entries())
      for (const [there, chance] of (left[Math.min(STATES - 1, here + 1)] ?? []).entries())
        next[there] = (next[there] ?? 0) + weight * chance;
    moved = next.reduce((sum, weight, at) => sum + Math.abs(weight - (seen[at] ?? 0)), 0);
    seen = next;
  }
  // In the mean over time n are under way with probability λ × P(an arrival sees n − 1) / (min(n, c) μ).
  return seen.reduce((sum, weight, at) => sum + ((at + 1) * weight) / Math.min(at + 1, servers), 0);
}

/** By number at the start: how many are left after a time, as chances. Uniformised at the rate of all servers. */
function survivors(servers: number, time: number): number[][] {
  const rate = servers * time;
  const chances: number[][] = Array.from({ length: STATES }, () => Array<number>(STATES).fill(0));
  let after: number[][] = chances.map((_, start) => chances.map((__, at) => (at === start ? 1 : 0)));
  let weight = Math.exp(-rate);
  for (let events = 0; events < rate + 12 * Math.sqrt(rate) + 12; events += 1) {
    for (const [start, row] of chances.entries())
      for (let at = 0; at < STATES; at += 1) row[at] = (row[at] ?? 0) + weight * (after[start]?.[at] ?? 0);
    weight *= rate / (events + 1);
    after = after.map((row) => row.map((_, at) => stay(row, at, servers) + leave(row, at + 1, servers)));
  }
  return chances;
}

function stay(row: readonly number[], at: number, servers: number): number {
  return (row[at] ?? 0) * (1 - Math.min(at, servers) / servers);
}

function leave(row: readonly number[], at: number, servers: number): number {
  return ((row[at] ?? 0) * Math.min(at, servers)) / servers;
}
