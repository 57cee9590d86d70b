import { z } from 'zod';
import { attachmentId, instant, name, observationId, positionM, text } from './common.ts';

/** An observation: what a surveyor measured or saw, and of what. */
export const observationSchema = z.strictObject({
  id: observationId,
  /** Null once the record it spoke of is gone: an observation outlives it. */
  subject: z
    .strictObject({
      collection: z.enum(['places', 'nodes', 'links', 'deviceGroups', 'services']),
      id: z.string().max(64),
    })
    .nullable(),
  quantity: z.enum([
    'rtt',
    'one-way',
    'jitter',
    'loss',
    'throughput',
    'length',
    'power',
    'temperature',
    'signal',
    'position',
    'photo',
    'note',
  ]),
  /** Null for a photo or a note. */
  value: z.number().nullable(),
  unit: z.string().max(20),
  statistic: z.enum(['single', 'mean', 'median', 'p95', 'p99', 'min', 'max']),
  positionM: positionM.nullable(),
  measuredAt: instant.nullable(),
  surveyor: z.string().max(100),
  method: text,
  attachmentIds: z.array(attachmentId).max(100),
  title: name,
  note: text,
});
export type Observation = z.infer<typeof observationSchema>;
