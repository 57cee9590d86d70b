import { reverseDiff } from '../../site/diff.ts';
import { nodeScore } from './node-score.ts';
import type { Limit, OpenService } from './problem.ts';
import { rulesAgainst } from './problem.ts';
import type { Alternative, Choice, PlaceChange } from './result.ts';
import { limitsBroken } from './room.ts';
import type { Workbench } from './workbench.ts';

/** Changes that are explained, and the best other nodes of each. */
const CHOICES_TOLD = 40;
const ALTERNATIVES_TOLD = 5;

/** [P2] Why what was placed or moved is where it is: the score of its node, and what the next best nodes are worth or lack. */
export function* explainChoices(bench: Workbench, changes: readonly PlaceChange[]): Generator<void, Choice[]> {
  const choices: Choice[] = [];
  for (const { kind, serviceId, to, after } of changes) {
    const open = bench.problem.open.get(serviceId);
    if (choices.length === CHOICES_TOLD) break;
    if ((kind !== 'place' && kind !== 'move') || open === undefined || to === null) continue;
    choices.push(choiceOf(bench, open, to, after, ALTERNATIVES_TOLD));
    yield;
  }
  return choices;
}

/** [P2] Why so many replicas of a service are on a node, beside the best of the others. Cost: up to three evaluations of what changes for each. */
export function choiceOf(bench: Workbench, open: OpenService, nodeId: string, replicas: number, told: number): Choice {
  const { service } = open;
  const sources = bench.near.sourcesOf(service.id);
  const scoreOf = (id: string): ReturnType<typeof nodeScore> =>
    nodeScore(bench.site, bench.plan, bench.near, sources, service, id, replicas);
  const others = bench.problem.workingNodeIds
    .filter((id) => id !== nodeId && rulesAgainst(bench.problem, service, id).every(({ kind }) => kind !== 'no-processor'))
    .map(scoreOf)
    .toSorted((a, b) => b.score - a.score || (a.nodeId < b.nodeId ? -1 : 1))
    .slice(0, told);
  return {
    serviceId: service.id,
    nodeId,
    score: scoreOf(nodeId),
    alternatives: others.map((score) => ({ ...score, ...instead(bench, open, nodeId, score.nodeId) })),
  };
}

/** What would be with the service there instead, evaluated. */
function instead(
  bench: Workbench,
  { service }: OpenService,
  from: string,
  to: string,
): Pick<Alternative, 'limits' | 'objectiveMore'> {
  const replicas = bench.plan.at(service.id, from)?.replicas ?? 1;
  const value = bench.value;
  const away = bench.apply([{ serviceId: service.id, nodeId: from, replicas: 0 }]);
  const there = (bench.plan.at(service.id, to)?.replicas ?? 0) + replicas;
  const limits: Limit[] = [
    ...rulesAgainst(bench.problem, service, to),
    ...limitsBroken(bench.site, bench.plan, service, to, there),
  ];
  let objectiveMore: number | null = null;
  if (limits.length === 0) {
    const moved = bench.apply([{ serviceId: service.id, nodeId: to, replicas: there }]);
    if (bench.value.broken > value.broken)
      limits.push({ kind: 'cpu-ceiling', why: 'A limit of the node would not hold under its load.' });
    else if (bench.value.unserved > value.unserved || bench.value.missed > value.missed)
      limits.push({ kind: 'objective', why: 'More requests would come late or not be answered.' });
    else objectiveMore = bench.value.objective - value.objective;
    bench.take(reverseDiff(moved));
  }
  bench.take(reverseDiff(away));
  return { limits, objectiveMore };
}
