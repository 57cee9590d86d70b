import { must } from '../../../core/base/assert.ts';
import { useDockStore } from '../../store/dock-store.ts';
import { useInteractionStore } from '../../store/interaction-store.ts';
import { useResultsStore } from '../../store/results-store.ts';
import { useSiteStore } from '../../store/site-store.ts';
import { useViewStore } from '../../store/view-store.ts';
import type { Action, ActionState } from './action.ts';
import { EDIT_ACTIONS } from './edit-actions.ts';
import { SITE_ACTIONS } from './site-actions.ts';
import { VIEW_ACTIONS } from './view-actions.ts';

/** Everything a user can ask for. */
export const ACTIONS: readonly Action[] = [...SITE_ACTIONS, ...EDIT_ACTIONS, ...VIEW_ACTIONS];

const BY_ID = new Map(ACTIONS.map((action) => [action.id, action]));

export function actionById(id: string): Action {
  return must(BY_ID.get(id), `action ${id}`);
}

export function readActionState(): ActionState {
  return {
    site: useSiteStore.getState(),
    view: useViewStore.getState(),
    dock: useDockStore.getState(),
    interaction: useInteractionStore.getState(),
    results: useResultsStore.getState(),
  };
}

/** Whether an action is possible and switched on now, for a button that shows it. */
export function useActionStatus(action: Action): { readonly enabled: boolean; readonly checked: boolean | null } {
  const site = useSiteStore();
  const view = useViewStore();
  const dock = useDockStore();
  const interaction = useInteractionStore();
  const results = useResultsStore();
  const state = { site, view, dock, interaction, results };
  return { enabled: action.enabled(state), checked: action.checked(state) };
}
