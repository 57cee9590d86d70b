import { problem } from '../../core/base/problem.ts';
import type { CatalogLookups } from '../tools/catalog-lookups.ts';
import { useCatalogStore } from '../store/catalog-store.ts';
import { loadCatalog } from './load-catalog.ts';
import { templateCommands } from './template-commands.ts';

export interface CatalogStart {
  /** Resolves when it is there, or is known not to be. */
  readonly ready: Promise<void>;
  /** For gestures: nothing until it is there. */
  readonly lookups: CatalogLookups;
}

/** Begins to read the catalog. */
export function startCatalog(): CatalogStart {
  const lookups: CatalogLookups = {
    hardwareType: (id) => useCatalogStore.getState().hardwareTypes.get(id),
    template: (id) => useCatalogStore.getState().templates.get(id),
    media: () => [...useCatalogStore.getState().media.values()],
    templateCommands: (site, template, nodeId) =>
      templateCommands(site, template, nodeId, [...useCatalogStore.getState().media.values()]),
  };
  return { ready: read(), lookups };
}

async function read(): Promise<void> {
  try {
    const catalog = await loadCatalog();
    useCatalogStore.setState({ status: 'ready', ...catalog });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const why = problem(
      'catalog.unreadable',
      `The catalog cannot be read: ${reason}.`,
      'Start the application again; if it stays so, install it again.',
      {},
      { reason },
    );
    useCatalogStore.setState({ status: 'failed', problem: why });
  }
}
