import { canonicalJson } from '../base/canonical-json.ts';
import type { Problem } from '../base/problem.ts';
import { problem } from '../base/problem.ts';
import type { Result } from '../base/result.ts';
import { failed, ok } from '../base/result.ts';
import { jsonPath, safeJson } from '../base/safe-json.ts';
import type { LearnedPolicy } from '../place/arrivals/learned-policy.ts';
import { learnedPolicySchema } from '../place/arrivals/learned-policy.ts';
import { ARRIVAL_POLICIES } from '../place/arrivals/policies.ts';

/** Policies that a question about arrivals may name; the first is what the others are compared with. */
export const ONLINE_POLICIES = ARRIVAL_POLICIES;

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
