import { apply } from '../../../core/site/commands/apply.ts';
import type { SimpleCommand } from '../../../core/site/commands/schema.ts';
import { applyDiff } from '../../../core/site/diff.ts';
import type { Site } from '../../../core/site/site.ts';

/** The site after these commands; throws where they are refused. */
export function remedied(site: Site, commands: readonly SimpleCommand[]): Site {
  const result = apply(site, { kind: 'batch', label: 'remedy', commands: [...commands] });
  if (result.status === 'failed') throw new Error(result.error.message);
  return applyDiff(site, result.value);
}
