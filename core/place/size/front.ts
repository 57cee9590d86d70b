import type { Trial } from './trial.ts';

/** Plans that are told. */
const MOST = 8;
/** Differences that nobody would choose a plan for, as a share. */
const SAME = 0.005;

/** Plans none of which is worse than another in price, latency and power, the cheapest first; alike ones once. At most a handful: the ends, and what is farthest apart. */
export function frontOf(trials: readonly Trial[]): Trial[] {
  const sorted = trials.toSorted((a, b) => a.price - b.price || a.latency - b.latency || a.powerW - b.powerW);
  const front: Trial[] = [];
  for (const one of sorted) if (!front.some((other) => covers(other, one))) front.push(one);
  // Who was let in first may be beaten in everything but a hair of price.
  const clean = front.filter((one) => !front.some((other) => other !== one && beats(other, one)));
  if (clean.length <= MOST) return clean;
  const ends = [least(clean, (one) => one.price), least(clean, (one) => one.latency), least(clean, (one) => one.powerW)];
  const chosen = new Set(ends);
  while (chosen.size < MOST) chosen.add(farthest(clean, chosen));
  return clean.filter((one) => chosen.has(one));
}

/** As good in everything, within what counts as the same. */
function covers(a: Trial, b: Trial): boolean {
  return a.price <= b.price * (1 + 1e-9) && a.latency <= b.latency * (1 + SAME) && a.powerW <= b.powerW * (1 + SAME);
}

function beats(a: Trial, b: Trial): boolean {
  const none = a.price <= b.price && a.latency <= b.latency && a.powerW <= b.powerW;
  return none && (a.price < b.price || a.latency < b.latency || a.powerW < b.powerW);
}

function least(list: readonly Trial[], of: (one: Trial) => number): Trial {
  return list.reduce((best, one) => (of(one) < of(best) ? one : best));
}

/** The one that is farthest from all that are chosen, each measure by its range. */
function farthest(list: readonly Trial[], chosen: ReadonlySet<Trial>): Trial {
  const range = (of: (one: Trial) => number): number => Math.max(...list.map(of)) - Math.min(...list.map(of)) || 1;
  const scale = [range((one) => one.price), range((one) => one.latency), range((one) => one.powerW)] as const;
  const distance = (a: Trial, b: Trial): number =>
    Math.abs(a.price - b.price) / scale[0] +
    Math.abs(a.latency - b.latency) / scale[1] +
    Math.abs(a.powerW - b.powerW) / scale[2];
  const apart = (one: Trial): number => Math.min(...[...chosen].map((other) => distance(one, other)));
  return list.filter((one) => !chosen.has(one)).reduce((best, one) => (apart(one) > apart(best) ? one : best));
}
