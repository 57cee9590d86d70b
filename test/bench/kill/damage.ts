import { existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RandomStream } from '../../../core/base/random.ts';

/** What happens to the browser's database between the kill and the reopening, as it was measured in the wild. */
export type Damage = 'none' | 'emptied' | 'flipped' | 'truncated';

/** Carries the damage out on the IndexedDB folder of a profile; gives what was really done. */
export function damageDatabase(profile: string, damage: Damage, random: RandomStream): Damage {
  const folder = join(profile, 'Default', 'IndexedDB');
  if (damage === 'none' || !existsSync(folder)) return 'none';
  if (damage === 'emptied') {
    rmSync(folder, { recursive: true });
    return damage;
  }
  const logs = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.log'));
  const log = logs.map((name) => join(folder, name)).find((path) => readFileSync(path).length > 0);
  if (log === undefined) return 'none';
  const bytes = readFileSync(log);
  const at = Math.floor(random() * bytes.length);
  if (damage === 'truncated') truncateSync(log, at);
  else writeFileSync(log, bytes.fill((bytes[at] ?? 0) ^ (1 << Math.floor(random() * 8)), at, at + 1));
  return damage;
}
