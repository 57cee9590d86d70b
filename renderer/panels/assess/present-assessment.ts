import type { Assessment } from '../../../core/engine/assessments.ts';
import type { Presented, Words } from './present.ts';
import { presentAutonomy } from './present-autonomy.ts';
import { presentAvailability } from './present-availability.ts';
import { presentBurst } from './present-burst.ts';
import { presentComparison, presentCost } from './present-cost.ts';
import { presentData } from './present-data.ts';
import { presentEnergy } from './present-energy.ts';
import { presentFailures } from './present-failures.ts';
import { presentRelief } from './present-relief.ts';
import { presentRollout } from './present-rollout.ts';
import { presentRunway } from './present-runway.ts';
import { presentTakeover } from './present-takeover.ts';
import { presentTraining } from './present-training.ts';
import { presentVariants } from './present-variants.ts';
import { presentTiming } from './present-timing.ts';

/** Any assessment in one form, so that one view shows them all. */
export function presentAssessment(assessment: Assessment, words: Words): Presented {
  switch (assessment.name) {
    case 'autonomy':
      return presentAutonomy(assessment.result, words);
    case 'availability':
      return presentAvailability(assessment.result, words);
    case 'failures':
      return presentFailures(assessment.result, words);
    case 'cost':
      return presentCost(assessment.result, words);
    case 'comparison':
      return presentComparison(assessment.result, words);
    case 'burst':
      return presentBurst(assessment.result, words);
    case 'takeover':
      return presentTakeover(assessment.result, words);
    case 'runway':
      return presentRunway(assessment.result, words);
    case 'relief':
      return presentRelief(assessment.result, words);
    case 'rollout':
      return presentRollout(assessment.result, words);
    case 'training':
      return presentTraining(assessment.result, words);
    case 'variants':
      return presentVariants(assessment.result, words);
    case 'energy':
      return presentEnergy(assessment.result, words);
    case 'data':
      return presentData(assessment.result, words);
    case 'timing':
      return presentTiming(assessment.result, words);
  }
}
