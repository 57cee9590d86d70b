import { problem } from '../../core/base/problem.ts';
import type { CatalogLookups } from '../tools/catalog-lookups.ts';
import type { Catalog } from '../../core/catalog/catalog.ts';
import { checkOwnCatalog } from '../../core/catalog/own-catalog.ts';
import type { OwnCatalog } from '../../core/catalog/own-catalog.ts';
import { useOwnCatalogStore } from '../store/own-catalog-store.ts';
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

/** Entries of one's own come first. Those that no longer hold, after a version that asks more, are kept and not shown. */
function withOwn(catalog: Catalog, own: OwnCatalog): Catalog {
  const holds = (kind: keyof OwnCatalog) => (entry: object) =>
    checkOwnCatalog({ hardwareTypes: [], media: [], templates: [], [kind]: [entry] }, '').status === 'ok';
  return {
    ...catalog,
    hardwareTypes: joined(own.hardwareTypes.filter(holds('hardwareTypes')), catalog.hardwareTypes),
    media: joined(own.media.filter(holds('media')), catalog.media),
    templates: joined(own.templates.filter(holds('templates')), catalog.templates),
  };
}

function joined<Entry extends { readonly id: string }>(
  own: readonly Entry[],
  given: ReadonlyMap<string, Entry>,
): ReadonlyMap<string, Entry> {
  return own.length === 0 ? given : new Map([...own.map((entry) => [entry.id, entry] as const), ...given]);
}

async function read(): Promise<void> {
  try {
    const catalog = await loadCatalog();
    const join = (own: OwnCatalog): void => useCatalogStore.setState({ status: 'ready', ...withOwn(catalog, own) });
    join(useOwnCatalogStore.getState());
    useOwnCatalogStore.subscribe(join);
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
