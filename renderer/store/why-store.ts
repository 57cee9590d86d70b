import { create } from 'zustand';
import { useInteractionStore } from './interaction-store.ts';
import type { RecordRef } from './interaction-store.ts';
import { useSiteStore } from './site-store.ts';
import { panelOnTop, showPanel } from './dock-store.ts';
import type { PanelId } from './dock-store.ts';

/** The service that is asked about; null when none is. `from` is the panel to go back to. */
export const useWhyStore = create<{ readonly serviceId: string | null; readonly from: PanelId }>(() => ({
  serviceId: null,
  from: 'inspector',
}));

/** The service that a record is or belongs to: a service, a placement of it, a flow to it. Null: none. */
export function serviceOf({ collection, id }: RecordRef): string | null {
  const { site } = useSiteStore.getState();
  if (site === null) return null;
  if (collection === 'services') return Object.hasOwn(site.services, id) ? id : null;
  if (collection === 'placements') return site.placements[id]?.serviceId ?? null;
  const flow = collection === 'flows' ? site.flows[id] : undefined;
  if (flow === undefined) return null;
  return flow.to.kind === 'service' ? flow.to.id : flow.from.kind === 'service' ? flow.from.id : null;
}

/** The service that the selection is about. */
export function selectedService(): string | null {
  const [first] = useInteractionStore.getState().selection;
  return first === undefined ? null : serviceOf(first);
}

/** Shows why a service is where it is, in the panel of placement. */
export function askWhy(serviceId: string): void {
  useWhyStore.setState(({ serviceId: before, from }) => ({
    serviceId,
    from: before === null ? panelOnTop('place') : from,
  }));
  showPanel('place');
}

export function closeWhy(): void {
  const { from } = useWhyStore.getState();
  useWhyStore.setState({ serviceId: null });
  showPanel(from);
}
