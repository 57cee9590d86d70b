import { z } from 'zod';
import { deviceGroupSchema } from '../site/schema/device-group.ts';
import { flowSchema } from '../site/schema/flow.ts';
import { serviceSchema } from '../site/schema/service.ts';
import { workloadSchema } from '../site/schema/workload.ts';
import { name, sourceNote, templateId, text } from '../site/schema/common.ts';

/**
 * A workload of the catalog: services and flows with local ids, and the device group it usually serves.
 * `instantiate` gives them the site's ids. The literal id "sources" in a flow end stands for the device groups that use it.
 */
export const workloadTemplateSchema = z.strictObject({
  id: templateId,
  name,
  description: text,
  /** The same words in the other languages of the application; a workload that is made of it keeps the English ones. */
  translations: z.strictObject({ 'zh-CN': z.strictObject({ name, description: text }) }),
  /** Field it comes from, for the filter of the catalog. */
  industry: z.enum(['manufacturing', 'city', 'carrier', 'media', 'health', 'retail', 'energy', 'transport', 'it']),
  workload: workloadSchema.omit({ id: true, templateId: true, name: true, sources: true }),
  services: z
    .array(serviceSchema.omit({ workloadId: true }))
    .min(1)
    .max(20),
  flows: z.array(flowSchema.omit({ workloadId: true })).max(60),
  /** Typical source; rates and bytes are per device. */
  source: deviceGroupSchema.omit({ id: true, placeId: true, positionM: true, attachment: true, locked: true, notes: true }),
  sources: z.array(sourceNote).min(1).max(24),
});
export type WorkloadTemplate = z.infer<typeof workloadTemplateSchema>;
