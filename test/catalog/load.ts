import { formatProblem } from '../../core/base/problem.ts';
import type { Catalog } from '../../core/catalog/catalog.ts';
import { loadCatalog } from '../../core/cli/load-catalog.ts';

/** The catalog that comes with the program; throws what is wrong with it. */
export function testCatalog(): Catalog {
  const loaded = loadCatalog();
  if (loaded.status === 'failed') throw new Error(loaded.error.map(formatProblem).join('\n'));
  return loaded.value;
}
