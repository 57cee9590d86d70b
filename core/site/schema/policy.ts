import { z } from 'zod';
import { name, policyId, positive, serviceId, share, tier, workloadId } from './common.ts';

const base = { id: policyId, name, enabled: z.boolean() };

/** A policy: a rule of the plan that is not a property of one record (P1, P2). */
export const policySchema = z.discriminatedUnion('kind', [
  z.strictObject({ ...base, kind: z.literal('latency-tiers'), upToP99Ms: positive, tiers: z.array(tier).min(1).max(5) }),
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
