import type { Migration, OldSite } from './migration.ts';
import { isObject } from './migration.ts';
import { migrateCommand, withTierRule } from './tier-rules.ts';

/** Version 3 has rules of tiers with conditions beside the latency class, among the policies and in the commands of scenarios. */
export const v2ToV3: Migration = {
  from: 2,
  note: 'Policies of tiers by latency became rules that may ask for more than the latency; they mean what they meant before.',
  migrate(site: OldSite): OldSite {
    return {
      ...site,
      ...mapped(site, 'policies', withTierRule),
      ...mapped(site, 'scenarios', (scenario) => {
        if (!isObject(scenario) || !Array.isArray(scenario['commands'])) return scenario;
        return { ...scenario, commands: scenario['commands'].map(migrateCommand) };
      }),
    };
  },
};

function mapped(site: OldSite, collection: string, change: (record: unknown) => unknown): OldSite {
  const records = site[collection];
  if (!isObject(records)) return {};
  return { [collection]: Object.fromEntries(Object.entries(records).map(([id, record]) => [id, change(record)])) };
}
