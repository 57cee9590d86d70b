import { evaluate } from '../../evaluate/evaluate.ts';
import { apply } from '../../site/commands/apply.ts';
import type { BatchCommand } from '../../site/commands/schema.ts';
import { applyDiff } from '../../site/diff.ts';
import type { Site } from '../../site/site.ts';
import { choiceOf } from './choices.ts';
import type { Weights } from './options.ts';
import { DEFAULT_PLACE_OPTIONS } from './options.ts';
import { explainRefusal } from './refusals.ts';
import type { Choice, Refused } from './result.ts';
import { Workbench } from './workbench.ts';

/** Placements and other nodes that are told of one service. */
const PLACEMENTS_TOLD = 8;
const ALTERNATIVES_TOLD = 10;

export interface WhyOptions {
  readonly serviceId: string;
  /** Null: those of the site's policy, else of the model. */
  readonly weights: Weights | null;
  /** A plan that is looked at and not carried out yet; null: the site as it is. */
  readonly command: BatchCommand | null;
}

/** Why a service is where it is, or why it does not run as it should. */
export interface Why {
  readonly serviceId: string;
  /** Replicas that have to run, and that do. */
  readonly required: number;
  readonly running: number;
  /** One for each placement, by node; the rest is only counted. */
  readonly choices: readonly Choice[];
  readonly placements: number;
  readonly pinnedOn: readonly string[];
  /** Null where it runs as it should. */
  readonly refused: Refused | null;
}

/** [P2, P3] Alternatives of each placement with what they would be worth or lack, and, where it does not run as it should, the conflict and the way out. Null: no such service. */
export function* whyInSteps(
  before: Site,
  { serviceId, weights, command }: WhyOptions,
): Generator<{ readonly done: number; readonly total: number }, Why | null> {
  const diff = command === null ? null : apply(before, command);
  const site = diff?.status === 'ok' ? applyDiff(before, diff.value) : before;
  const bench = new Workbench(site, { ...DEFAULT_PLACE_OPTIONS, weights });
  const open = bench.problem.open.get(serviceId);
  if (open === undefined) return null;
  const placements = bench.running(serviceId);
  const total = Math.min(placements.length, PLACEMENTS_TOLD) + 1;
  const choices: Choice[] = [];
  for (const { nodeId, replicas } of placements.slice(0, PLACEMENTS_TOLD)) {
    yield { done: choices.length, total };
    choices.push(choiceOf(bench, open, nodeId, replicas, ALTERNATIVES_TOLD));
  }
  const refusal = explainRefusal(bench, { site, evaluation: evaluate(site), wrong: [] }, open);
  for (;;) {
    yield { done: choices.length, total };
    const step = refusal.next();
    if (step.done !== true) continue;
    return {
      serviceId,
      required: open.required,
      running: bench.replicas(serviceId),
      choices,
      placements: placements.length,
      pinnedOn: placements.flatMap(({ nodeId, pinned }) => (pinned ? [nodeId] : [])),
      refused: step.value,
    };
  }
}
