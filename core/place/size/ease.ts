import { getRecord } from '../../site/site.ts';
import type { OutOfReach } from './out-of-reach.ts';
import { withoutObjectives } from './out-of-reach.ts';
import type { SizeProblem } from './problem.ts';
import type { Trial } from './trial.ts';

/** Share of the flows that may be let go at most: where more are late it is the bill that is wrong, or a limit. */
const MOST_SHARE = 0.1;

/**
 * [P5] The problem without the objectives that a plan misses, if they are few and it lacks nothing else: the best for all the rest. Null where that is not so, or where a budget
 * may be to blame.
 */
export function easedProblem(problem: SizeProblem, trial: Trial): SizeProblem | null {
  const late = lateFlows(problem, trial);
  if (late === null) return null;
  const known = new Set(problem.outOfReach.map(({ flowId }) => flowId));
  const outOfReach = [...problem.outOfReach, ...late.filter(({ flowId }) => !known.has(flowId))];
  return { ...problem, outOfReach, site: withoutObjectives(problem.site, late), bare: withoutObjectives(problem.bare, late) };
}

/** Flows that a plan answers late; null where something else is lacking, or too many are. */
export function lateFlows(problem: SizeProblem, { lacks }: Trial): readonly OutOfReach[] | null {
  const flows = Object.keys(problem.site.flows).length;
  if (problem.options.budget !== null || lacks.length === 0 || lacks.length > MOST_SHARE * flows) return null;
  const late = lacks.flatMap(({ kind, subject, limit, value }): OutOfReach[] => {
    const flow = getRecord(problem.site, 'flows', subject.slice('flows/'.length));
    if (kind !== 'missed' || flow === undefined) return [];
    return [{ flowId: flow.id, objectiveP99Ms: limit, bestP99Ms: value, blockedBy: null, isProven: false }];
  });
  return late.length === lacks.length ? late : null;
}
