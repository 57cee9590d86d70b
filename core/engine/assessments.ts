import { compareCodeUnits } from '../base/canonical-json.ts';
import { autonomyAssessment } from '../evaluate/autonomy/autonomy.ts';
import { takeoverInSteps } from '../evaluate/autonomy/takeover.ts';
import { availabilityInSteps } from '../evaluate/availability/availability.ts';
import { burstInSteps } from '../evaluate/burst/burst.ts';
import type { BurstOptions } from '../evaluate/burst/result.ts';
import { compareCostInSteps } from '../evaluate/cost/compare.ts';
import { costAssessment } from '../evaluate/cost/cost.ts';
import { dataAssessment } from '../evaluate/data/data.ts';
import { energyAssessment } from '../evaluate/energy/energy.ts';
import type { Evaluated } from '../evaluate/evaluate.ts';
import { failuresInSteps } from '../evaluate/failures/failures.ts';
import { relieveInSteps } from '../evaluate/relief/relief.ts';
import type { RolloutOptions } from '../evaluate/rollout/result.ts';
import { rolloutInSteps } from '../evaluate/rollout/rollout.ts';
import { runwayInSteps } from '../evaluate/runway/runway.ts';
import { trainingAssessments } from '../evaluate/training/training.ts';
import { variantsInSteps } from '../evaluate/variants/variants.ts';
import { timingAssessment } from '../evaluate/timing/timing.ts';
import type { ParetoProgress } from '../place/site/pareto.ts';
import type { SizeProgress } from '../place/size/result.ts';
import type { PlaceProgress } from '../place/site/search.ts';
import type { HardwareType } from '../site/schema/hardware-type.ts';

/** How far a long question is. */
export interface QuestionStep {
  readonly stage: string;
  readonly done: number;
  readonly total: number;
  /** Incumbent and bound of a placement. */
  readonly place?: PlaceProgress;
  /** Plans of a front of placements so far. */
  readonly front?: ParetoProgress['front'];
  /** Incumbent and bound of a bill of materials. */
  readonly size?: SizeProgress;
}

/** What some of them need beside the site. */
export interface AssessOptions {
  /** What the catalog offers, for those that buy something. */
  readonly hardwareTypes: readonly HardwareType[];
  /** What is rolled out; else the service on most nodes, as usual. */
  readonly rollout?: Partial<RolloutOptions> & Pick<RolloutOptions, 'serviceIds'>;
  /** How large the burst is; else three times the demand, of all workloads. */
  readonly burst?: Partial<BurstOptions>;
}

type InSteps<Result> = Generator<QuestionStep, Result>;
type Counted = Omit<QuestionStep, 'stage' | 'place' | 'front' | 'size'>;

/** Questions beside the live evaluation, answered when somebody asks. Add one here and screen and terminal can ask it. */
const ASSESSMENTS = {
  availability: (evaluated: Evaluated) => availabilityInSteps(evaluated),
  failures: (evaluated: Evaluated) => failuresInSteps(evaluated),
  autonomy: (evaluated: Evaluated) => atOnce(() => autonomyAssessment(evaluated)),
  takeover: (evaluated: Evaluated) => named('takeover', takeoverInSteps(evaluated)),
  runway: (evaluated: Evaluated) => runwayInSteps(evaluated),
  burst: (evaluated: Evaluated, { burst }: AssessOptions) => named('burst', burstInSteps(evaluated, burst)),
  relief: (evaluated: Evaluated) => named('relief', relieveInSteps(evaluated)),
  cost: (evaluated: Evaluated) => atOnce(() => costAssessment(evaluated)),
  comparison: (evaluated: Evaluated, options: AssessOptions) => compareCostInSteps(evaluated, options),
  energy: (evaluated: Evaluated) => atOnce(() => energyAssessment(evaluated)),
  data: (evaluated: Evaluated) => atOnce(() => dataAssessment(evaluated)),
  rollout: (evaluated: Evaluated, { rollout }: AssessOptions) =>
    named('rollout', rolloutInSteps(evaluated, rollout ?? { serviceIds: widest(evaluated) })),
  training: (evaluated: Evaluated) => atOnce(() => trainingAssessments(evaluated)),
  variants: (evaluated: Evaluated) => named('variants', variantsInSteps(evaluated)),
  timing: (evaluated: Evaluated) => atOnce(() => timingAssessment(evaluated)),
} satisfies { readonly [name: string]: (evaluated: Evaluated, options: AssessOptions) => InSteps<unknown> };

export type AssessmentName = keyof typeof ASSESSMENTS;
export const ASSESSMENT_NAMES = Object.keys(ASSESSMENTS) as readonly AssessmentName[];

type ResultOf<Name extends AssessmentName> =
  ReturnType<(typeof ASSESSMENTS)[Name]> extends Generator<unknown, infer Result> ? Result : never;

/** An assessment with the name of its question, so that who gets it knows what it is. */
export type Assessment = {
  readonly [Name in AssessmentName]: { readonly name: Name; readonly result: ResultOf<Name> };
}[AssessmentName];

/** One assessment in steps. */
export function* assess(evaluated: Evaluated, name: AssessmentName, options: AssessOptions): Generator<QuestionStep, Assessment> {
  const result: unknown = yield* ASSESSMENTS[name](evaluated, options);
  return { name, result } as Assessment;
}

// oxlint-disable-next-line require-yield -- short ones have no steps
function* atOnce<Result>(answer: () => Result): InSteps<Result> {
  return answer();
}

function* named<Result>(stage: string, steps: Generator<Counted, Result>): InSteps<Result> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    yield { stage, done: step.value.done, total: step.value.total };
  }
}

/** The service that runs on most nodes: the rollout that takes longest. Of equals the first by id. */
function widest({ model }: Evaluated): string[] {
  const spread = [...model.placements].toSorted(([a, one], [b, two]) => two.length - one.length || compareCodeUnits(a, b));
  return spread.slice(0, 1).map(([id]) => id);
}
