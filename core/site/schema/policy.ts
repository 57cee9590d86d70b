import { z } from 'zod';
import { name, policyId, serviceId, share, tier, workloadId } from './common.ts';
import { tierRuleFields } from './tier-rule.ts';

const base = { id: policyId, name, enabled: z.boolean() };

/** A policy: a rule of the plan that is not a property of one record (P1, P2). */
export const policySchema = z.discriminatedUnion('kind', [
  /** Where services of a class run: "what has to answer within 50 ms sinks to the edge". */
  z.strictObject({ ...base, kind: z.literal('tier-rule'), ...tierRuleFields }),
  z.strictObject({
    ...base,
    kind: z.literal('spread'),
    serviceIds: z.array(serviceId).max(1000),
    across: z.enum(['node', 'place', 'tier']),
  }),
  z.strictObject({
    ...base,
    kind: z.literal('residency'),
    workloadIds: z.array(workloadId).max(1000),
    zones: z.array(z.string().max(40)).min(1).max(40),
  }),
  z.strictObject({ ...base, kind: z.literal('headroom'), tier: tier.nullable(), reservedShare: share }),
  z.strictObject({
    ...base,
    kind: z.literal('steering'),
    workloadIds: z.array(workloadId).max(1000),
    rule: z.enum(['nearest', 'spread']),
  }),
  z.strictObject({ ...base, kind: z.literal('weights'), cost: share, performance: share, energy: share }),
  /** Share of a limit from which a finding warns. */
  z.strictObject({ ...base, kind: z.literal('warning'), nearLimitShare: share }),
]);
export type Policy = z.infer<typeof policySchema>;
export type TierRule = Extract<Policy, { kind: 'tier-rule' }>;
