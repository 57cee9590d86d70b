import { z } from 'zod';
import { name, scenarioId, text } from './common.ts';

/** A scenario: commands on the base site. They are kept as data here and parsed by `parseCommand` where they are applied. */
export const scenarioSchema = z.strictObject({
  id: scenarioId,
  name,
  description: text,
  commands: z.array(z.record(z.string(), z.json())).max(10000),
});
export type Scenario = z.infer<typeof scenarioSchema>;
