import { z } from 'zod';
import { isSafeJson } from '../../base/safe-json.ts';
import { name, scenarioId, text } from './common.ts';

/** A file may be nested 64 deep, and a scenario's commands stand four levels down in it. */
const MAX_DEPTH = 48;

/** A scenario: commands on the base site. They are kept as data here and parsed by `parseCommand` where they are applied. */
export const scenarioSchema = z.strictObject({
  id: scenarioId,
  name,
  description: text,
  commands: z
    .array(z.record(z.string(), z.json()))
    .max(10000)
    .refine((commands) => isSafeJson(commands, MAX_DEPTH), 'commands are nested too deep or use a forbidden key'),
});
export type Scenario = z.infer<typeof scenarioSchema>;
