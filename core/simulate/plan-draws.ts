import type { Entry, Leg, Target } from './plan.ts';

/** The place that this request of a leg goes to; undefined where it cannot go anywhere. */
export function pickTarget(leg: Leg): Target | undefined {
  if (leg.pick === null) return leg.targets[0];
  const at = leg.pick();
  for (const target of leg.targets) if (at < target.below) return target;
  return leg.targets[leg.targets.length - 1];
}

/** How often a call is made: the whole part of the mean, and with the probability of the rest once more. */
export function callsOf(entry: Entry): number {
  return entry.oneMore > 0 && entry.random() < entry.oneMore ? entry.wholeCalls + 1 : entry.wholeCalls;
}
