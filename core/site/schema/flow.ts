import { z } from 'zod';
import { deviceGroupId, flowId, name, nonNegative, positive, serviceId, share, workloadId } from './common.ts';

export const endpointSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('device-group'), id: deviceGroupId }),
  z.strictObject({ kind: z.literal('service'), id: serviceId }),
]);
export type Endpoint = z.infer<typeof endpointSchema>;

/** A flow: what one end of a workload asks of another (S4, L7). */
export const flowSchema = z.strictObject({
  id: flowId,
  workloadId,
  name,
  from: endpointSchema,
  to: endpointSchema,
  /** `request-response` waits for the answer; `one-way` ends where it is processed, and later one-way flows carry it on. */
  pattern: z.enum(['request-response', 'one-way']),
  /** Synchronous flows of one service run stage by stage; within one stage at the same time, the slowest counts (L7). */
  stage: z.int().min(0).max(100),
  /** An asynchronous flow loads the network and its target but nobody waits for it. */
  mode: z.enum(['synchronous', 'asynchronous']),
  /** Calls for each request that arrives at the source; 1 from a device group. */
  callsPerRequest: nonNegative.max(1e6),
  /** Null: the device group's bytes, and with them its continuous stream. Between services null is 0. */
  requestBytes: nonNegative.nullable(),
  responseBytes: nonNegative.nullable(),
  transport: z.strictObject({
    protocol: z.enum(['none', 'udp', 'tcp-tls13', 'quic']),
    /** Share of requests that use a connection that is already open. */
    reuseShare: share,
  }),
  /** Arrival that sets it off, where its source does different things for different requests; null: any request. */
  triggeredBy: flowId.nullable(),
  /** Sent at this period by each replica of its source, not by requests; then nobody waits for it. */
  periodMs: positive.nullable(),
  /** CPU time of one request at the target on one reference vCPU; null: the service's figure. */
  computeMs: nonNegative.nullable(),
  timeoutMs: positive.nullable(),
  retries: z.int().min(0).max(20),
  objectiveP99Ms: positive.nullable(),
});
export type Flow = z.infer<typeof flowSchema>;
