import { isObject } from './migration.ts';

/** Version 2 and those before knew one rule of tiers, by latency class alone. It becomes a rule that asks for nothing else. */
export function withTierRule(record: unknown): unknown {
  if (!isObject(record) || record['kind'] !== 'latency-tiers') return record;
  const { upToP99Ms, ...rest } = record;
  const when = {
    upToP99Ms,
    aboveP99Ms: null,
    workloadKinds: [],
    privacy: [],
    dataTemperatures: [],
    tenants: [],
    fromMbps: null,
    fromPriority: null,
    fromAvailability: null,
  };
  return { ...rest, kind: 'tier-rule', when, reason: '' };
}

/** A command as an older version wrote it, in a scenario or a journal. What is of the current form stays the same value. */
export function migrateCommand(command: unknown): unknown {
  if (!isObject(command)) return command;
  const { kind, commands, record } = command;
  if (kind === 'batch' && Array.isArray(commands)) {
    const migrated = commands.map(migrateCommand);
    return migrated.every((one, index) => one === commands[index]) ? command : { ...command, commands: migrated };
  }
  if (kind !== 'policy.add' && kind !== 'policy.replace') return command;
  const after = withTierRule(record);
  return after === record ? command : { ...command, record: after };
}
