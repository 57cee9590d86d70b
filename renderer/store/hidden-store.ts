import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { useSiteStore } from './site-store.ts';

/** What is not drawn, by site, as `collection/id`; remembered on this machine, never part of the site: every figure stays what it is. */
export interface HiddenState {
  readonly bySite: Readonly<Record<string, readonly string[]>>;
}

export const useHiddenStore = create<HiddenState>()(
  persist((): HiddenState => ({ bySite: {} }), { name: 'edgewright-hidden', version: 1 }),
);

const NOTHING: readonly string[] = [];

/** What is hidden in the site that is open. */
export function hiddenHere(state: HiddenState): readonly string[] {
  const id = useSiteStore.getState().site?.header.id;
  return id === undefined ? NOTHING : (state.bySite[id] ?? NOTHING);
}

export function hide(keys: readonly string[]): void {
  const id = useSiteStore.getState().site?.header.id;
  if (id === undefined) return;
  useHiddenStore.setState((state) => ({
    bySite: { ...state.bySite, [id]: [...new Set([...(state.bySite[id] ?? NOTHING), ...keys])] },
  }));
}

export function showAll(): void {
  const id = useSiteStore.getState().site?.header.id;
  if (id === undefined) return;
  useHiddenStore.setState((state) => ({
    bySite: Object.fromEntries(Object.entries(state.bySite).filter(([site]) => site !== id)),
  }));
}
