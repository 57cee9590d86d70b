import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import type { OwnCatalog } from '../../core/catalog/own-catalog.ts';

export type EntryKind = keyof OwnCatalog;

/** Entries of one's own and favourites; kept on this machine, in no site until they are used there. */
export interface OwnCatalogState extends OwnCatalog {
  /** Ids of hardware types and templates. */
  readonly favourites: readonly string[];
}

export const useOwnCatalogStore = create<OwnCatalogState>()(
  persist((): OwnCatalogState => ({ hardwareTypes: [], media: [], templates: [], favourites: [] }), {
    name: 'edgewright-own-catalog',
    version: 1,
  }),
);

export function toggleFavourite(id: string): void {
  useOwnCatalogStore.setState(({ favourites }) => ({
    favourites: favourites.includes(id) ? favourites.filter((one) => one !== id) : [...favourites, id],
  }));
}

/** Puts an entry, that was checked, in the place of the one of its id or in front. */
export function keepEntry<Kind extends EntryKind>(kind: Kind, entry: OwnCatalog[Kind][number]): void {
  useOwnCatalogStore.setState((state) => {
    const entries: readonly { readonly id: string }[] = state[kind];
    const known = entries.some(({ id }) => id === entry.id);
    const next = known ? entries.map((one) => (one.id === entry.id ? entry : one)) : [entry, ...entries];
    return { [kind]: next } as Partial<OwnCatalogState>;
  });
}

export function removeEntry(kind: EntryKind, id: string): void {
  useOwnCatalogStore.setState((state) => {
    const entries: readonly { readonly id: string }[] = state[kind];
    return {
      [kind]: entries.filter((one) => one.id !== id),
      favourites: state.favourites.filter((one) => one !== id),
    } as Partial<OwnCatalogState>;
  });
}
