import { z } from 'zod';
import { MOVE_NAMES } from '../site/moves.ts';
import { FEATURES } from './features.ts';

const weight = z.number().min(-1e6).max(1e6);

/** What was learned on a site, from what, and what it was worth there. */
export const learnedPolicySchema = z.strictObject({
  format: z.literal('edgewright-policy'),
  version: z.literal(1),
  siteId: z.string().max(64),
  seed: z.int().min(0),
  /** Weights of what a node offers to what arrives. */
  online: z.strictObject(
    Object.fromEntries(FEATURES.map((name) => [name, weight])) as Record<(typeof FEATURES)[number], typeof weight>,
  ),
  /** What each move of the search earned, 1 where nothing is known. */
  operators: z.strictObject(
    Object.fromEntries(MOVE_NAMES.map((name) => [name, z.number().min(0).max(1e6)])) as Record<
      (typeof MOVE_NAMES)[number],
      z.ZodNumber
    >,
  ),
  learnedFrom: z.strictObject({
    /** Arrivals that were recorded, or drawn from the busy hour of the site. */
    arrivals: z.enum(['recorded', 'drawn']),
    traces: z.int().min(1),
    arrivalsEach: z.int().min(0),
    kinds: z.int().min(0),
    candidates: z.int().min(1),
    /** Sites that were searched: the site, its scenarios, and grown ones. */
    searched: z.array(z.string().max(200)).max(100),
    movesEach: z.int().min(0),
    /** What they were worth in searches by another seed: share of the objective, or 1 for a plan that serves better; 0 where they were no help and are left alike. */
    operatorGain: z.number().min(0).max(1),
  }),
  /** Useful utilisation of the scarcest resource on those traces. */
  before: z.number().min(0).max(1),
  after: z.number().min(0).max(1),
});
export type LearnedPolicy = z.infer<typeof learnedPolicySchema>;
