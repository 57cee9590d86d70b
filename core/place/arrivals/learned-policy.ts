import { z } from 'zod';
import { canonicalJson } from '../../base/canonical-json.ts';
import type { Problem } from '../../base/problem.ts';
import { problem } from '../../base/problem.ts';
import type { Result } from '../../base/result.ts';
import { failed, ok } from '../../base/result.ts';
import { jsonPath, safeJson } from '../../base/safe-json.ts';
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

const MOST_CHARS = 2 ** 18;

export function serializeLearnedPolicy(policy: LearnedPolicy): string {
  return `${canonicalJson(policy, 1)}\n`;
}

/** A learned policy from the text of a file that is not trusted. */
export function parseLearnedPolicy(text: string, file: string): Result<LearnedPolicy, readonly Problem[]> {
  const json = text.length > MOST_CHARS ? null : safeJson(text);
  if (json === null)
    return failed([
      problem(
        'policy.too-large',
        `A policy has at most ${MOST_CHARS / 1024} Ki characters.`,
        'Choose a file of `learn --out`.',
        { file },
        { limit: MOST_CHARS / 1024 },
      ),
    ]);
  if (json.status === 'failed') return failed([{ ...json.error, file }]);
  const parsed = learnedPolicySchema.safeParse(json.value);
  if (parsed.success) return ok(parsed.data);
  return failed(
    parsed.error.issues.slice(0, 20).map(({ message, path }) => {
      const place = jsonPath(path.map((step) => (typeof step === 'number' ? step : String(step).slice(0, 80))));
      return problem(
        'policy.invalid',
        `${message}.`,
        'Learn it again: `learn <site> --out`.',
        { file, place },
        { detail: message },
      );
    }),
  );
}
