import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconHelpCircle,
  IconSearch,
  IconShoppingCart,
  IconTrash,
  IconWand,
} from '@tabler/icons-react';
import { removeCommand } from '../../panels/inspector/record-command.ts';
import { dispatch, redo, undo } from '../../store/document.ts';
import { select, useInteractionStore } from '../../store/interaction-store.ts';
import { usePlacingStore, wishPlacing } from '../../store/placing-store.ts';
import type { PlacingMode } from '../../store/placing-store.ts';
import { askWhy, selectedService, useWhyStore } from '../../store/why-store.ts';
import { showPanel } from '../../store/dock-store.ts';
import { action, isEditable, isOpen } from './action.ts';
import type { Action } from './action.ts';

export const EDIT_ACTIONS: readonly Action[] = [
  action({
    id: 'undo',
    section: 'edit',
    shortcuts: ['mod+Z'],
    icon: IconArrowBackUp,
    enabled: (state) => isEditable(state) && state.site.history.past.length > 0,
    run: () => undo(),
  }),
  action({
    id: 'redo',
    section: 'edit',
    shortcuts: ['mod+Shift+Z', 'mod+Y'],
    icon: IconArrowForwardUp,
    enabled: (state) => isEditable(state) && state.site.history.future.length > 0,
    run: () => redo(),
  }),
  action({
    id: 'remove',
    section: 'edit',
    group: true,
    shortcuts: ['Delete'],
    icon: IconTrash,
    enabled: (state) => isEditable(state) && state.interaction.selection.length > 0,
    run: () => {
      const command = removeCommand(useInteractionStore.getState().selection);
      if (command !== null && dispatch(command).status === 'ok') select(null);
    },
  }),
  action({
    id: 'place',
    section: 'edit',
    group: true,
    shortcuts: ['Alt+P'],
    icon: IconWand,
    enabled: isEditable,
    run: () => showPlacing('place'),
  }),
  action({
    id: 'improve',
    section: 'edit',
    shortcuts: ['Alt+I'],
    enabled: isEditable,
    run: () => showPlacing('improve'),
  }),
  action({
    id: 'explore',
    section: 'edit',
    shortcuts: ['Alt+X'],
    enabled: isEditable,
    run: () => showPlacing('explore'),
  }),
  action({
    id: 'replace',
    section: 'edit',
    shortcuts: ['Alt+Shift+P'],
    enabled: isEditable,
    run: () => {
      const nodes = useInteractionStore
        .getState()
        .selection.flatMap(({ collection, id }) => (collection === 'nodes' ? [id] : []));
      if (usePlacingStore.getState().status === 'idle' && nodes.length > 0) wishPlacing({ failedNodeIds: nodes });
      showPlacing('replace');
    },
  }),
  action({
    id: 'size',
    section: 'edit',
    shortcuts: ['Alt+S'],
    icon: IconShoppingCart,
    enabled: isEditable,
    run: () => showPanel('size'),
  }),
  action({
    id: 'why',
    section: 'edit',
    shortcuts: ['Alt+W'],
    icon: IconHelpCircle,
    enabled: (state) => isOpen(state) && selectedService() !== null,
    run: () => {
      const serviceId = selectedService();
      if (serviceId !== null) askWhy(serviceId);
    },
  }),
  action({
    id: 'clear-selection',
    section: 'edit',
    shortcuts: ['Escape'],
    enabled: (state) => state.interaction.selection.length > 0 && state.interaction.interaction.kind === 'idle',
    run: () => select(null),
  }),
  action({
    id: 'palette',
    section: 'edit',
    group: true,
    shortcuts: ['mod+K'],
    icon: IconSearch,
    run: ({ showPalette }) => showPalette(),
  }),
];

/** Opens the panel; a search that is under way or has an answer stays as it is. */
function showPlacing(mode: PlacingMode): void {
  if (usePlacingStore.getState().status === 'idle') wishPlacing({ mode });
  useWhyStore.setState({ serviceId: null });
  showPanel('place');
}
