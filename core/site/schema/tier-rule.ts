import { z } from 'zod';
import { name, positive, share, text, tier } from './common.ts';
import { WORKLOAD_KINDS } from './workload.ts';

/** Classes of data by how long they are kept: what is only hot is read at once, cold is an archive. */
export const DATA_TEMPERATURES = ['hot', 'warm', 'cold'] as const;

/** What a service has to be like for a rule to hold for it: all of it. Empty lists and null ask for nothing. */
export const ruleConditionSchema = z.strictObject({
  /** Latency class: the strictest p99 objective of the flows to the service is at most this. */
  upToP99Ms: positive.nullable(),
  /** The other end of the class: that objective is above this, or there is none. */
  aboveP99Ms: positive.nullable(),
  workloadKinds: z.array(z.enum(WORKLOAD_KINDS)).max(WORKLOAD_KINDS.length),
  privacy: z.array(z.enum(['raw', 'anonymised', 'federated'])).max(3),
  /** The service keeps data of these temperatures and no others. */
  dataTemperatures: z.array(z.enum(DATA_TEMPERATURES)).max(DATA_TEMPERATURES.length),
  tenants: z.array(z.string().min(1).max(100)).max(100),
  /** Traffic between the service and its devices at the busy hour, both ways, is at least this. */
  fromMbps: positive.nullable(),
  /** Criticality: priority of the workload is at least this. */
  fromPriority: z.int().min(0).max(1000).nullable(),
  /** Share of time that the workload has to be up is at least this. */
  fromAvailability: share.nullable(),
});
export type RuleCondition = z.infer<typeof ruleConditionSchema>;

/** What a rule of tiers says beside its identity: where services run to which the condition applies, and why. */
export const tierRuleFields = {
  name,
  when: ruleConditionSchema,
  tiers: z.array(tier).min(1).max(5),
  reason: text,
};

/** A condition that every service meets. */
export const ANY_SERVICE: RuleCondition = {
  upToP99Ms: null,
  aboveP99Ms: null,
  workloadKinds: [],
  privacy: [],
  dataTemperatures: [],
  tenants: [],
  fromMbps: null,
  fromPriority: null,
  fromAvailability: null,
};
