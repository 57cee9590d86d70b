import { reverseDiff } from '../../site/diff.ts';
import { lateAt } from './late.ts';
import type { OpenService } from './problem.ts';
import { compareValues } from './value.ts';
import { WaysInTime } from './ways-in-time.ts';
import type { Workbench } from './workbench.ts';

/** Evaluations for one flow, and flows of one service that are helped, one after the other. */
const EVALUATIONS = 48;
const HELPED = 24;

/**
 * Goes through the services whose requests come late or are more than can be answered, and runs the placement to blame where they come in time, if that makes the plan better:
 * what a search by chance finds late on a large site. Yields evaluations made.
 */
export function* repairLate(bench: Workbench): Generator<number> {
  for (const open of bench.problem.open.values())
    for (let helped = 0; helped < HELPED; helped += 1) {
      const isHelped = yield* help(bench, open);
      if (!isHelped) break;
    }
}

function* help(bench: Workbench, open: OpenService): Generator<number, boolean> {
  const late = lateAt(bench, open);
  if (late === null || late.at.pinned) return false;
  const budget = { left: EVALUATIONS };
  const ways = new WaysInTime(bench, open, late, budget);
  const steps = ways.find(new Set(ways.kinds));
  for (;;) {
    const { left } = budget;
    const step = steps.next();
    if (step.done !== true) {
      yield left - budget.left;
      continue;
    }
    if (typeof step.value === 'string') return false;
    const { nodeId, replicas } = step.value;
    const { id: serviceId } = open.service;
    const away = { serviceId, nodeId: late.at.nodeId, replicas: 0 };
    const seat = { serviceId, nodeId, replicas, variant: late.at.variant };
    const seats = nodeId === late.at.nodeId ? [seat] : [away, seat];
    if (!bench.allows(seats)) return false;
    const before = bench.value;
    const diff = bench.apply(seats);
    const isBetter = compareValues(bench.value, before) < 0;
    if (!isBetter) bench.take(reverseDiff(diff));
    yield 1;
    return isBetter;
  }
}
