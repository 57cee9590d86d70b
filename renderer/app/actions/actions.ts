import { must } from '../../../core/base/assert.ts';
import { useDockStore } from '../../store/dock-store.ts';
import { useEditStore } from '../../store/edit-store.ts';
import { useHiddenStore } from '../../store/hidden-store.ts';
import { useInteractionStore } from '../../store/interaction-store.ts';
import { useResultsStore } from '../../store/results-store.ts';
import { useSiteStore } from '../../store/site-store.ts';
import { useViewStore } from '../../store/view-store.ts';
import type { Action, ActionState } from './action.ts';
import { ADD_ACTIONS } from './add-actions.ts';
import { ARRANGE_ACTIONS } from './arrange-actions.ts';
import { EDIT_ACTIONS } from './edit-actions.ts';
import { SELECTION_ACTIONS } from './selection-actions.ts';
import { FOCUS_ACTIONS } from './focus-actions.ts';
import { SITE_ACTIONS } from './site-actions.ts';
import { VIEW_ACTIONS } from './view-actions.ts';

/** Everything a user can ask for. */
export const ACTIONS: readonly Action[] = [
  ...SITE_ACTIONS,
  ...EDIT_ACTIONS,
  ...ADD_ACTIONS,
  ...SELECTION_ACTIONS,
  ...ARRANGE_ACTIONS,
  ...VIEW_ACTIONS,
  ...FOCUS_ACTIONS,
];

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
    edit: useEditStore.getState(),
    hidden: useHiddenStore.getState(),
  };
}

/** Whether an action is possible and switched on now, for a button that shows it. */
export function useActionStatus(action: Action): { readonly enabled: boolean; readonly checked: boolean | null } {
  const site = useSiteStore();
  const view = useViewStore();
  const dock = useDockStore();
  const interaction = useInteractionStore();
  const results = useResultsStore();
  const edit = useEditStore();
  const hidden = useHiddenStore();
  const state = { site, view, dock, interaction, results, edit, hidden };
  return { enabled: action.enabled(state), checked: action.checked(state) };
}
