import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconHelpCircle,
  IconSearch,
  IconShoppingCart,
  IconClipboard,
  IconCopy,
  IconCut,
  IconTrash,
  IconWand,
} from '@tabler/icons-react';
import { removeCommand } from '../../../core/site/edit/remove-several.ts';
import { redo, undo } from '../../store/document.ts';
import { useEditStore } from '../../store/edit-store.ts';
import { select, useInteractionStore } from '../../store/interaction-store.ts';
import { usePlacingStore, wishPlacing } from '../../store/placing-store.ts';
import type { PlacingMode } from '../../store/placing-store.ts';
import { askWhy, selectedService, useWhyStore } from '../../store/why-store.ts';
import { showPanel } from '../../store/dock-store.ts';
import { copyByMenu, pasteByMenu } from '../clipboard.ts';
import { action, canEditSelection, hasSelection, isEditable, isOpen } from './action.ts';
import type { Action } from './action.ts';
import { editChosen } from './carry-out.ts';

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
    id: 'cut',
    section: 'edit',
    group: true,
    shortcuts: ['mod+X'],
    native: 'cut',
    icon: IconCut,
    enabled: canEditSelection,
    run: () => void copyByMenu(true),
  }),
  action({
    id: 'copy',
    section: 'edit',
    shortcuts: ['mod+C'],
    native: 'copy',
    icon: IconCopy,
    enabled: hasSelection,
    run: () => void copyByMenu(false),
  }),
  action({
    id: 'paste',
    section: 'edit',
    shortcuts: ['mod+V'],
    native: 'paste',
    icon: IconClipboard,
    enabled: isEditable,
    run: () => void pasteByMenu(),
  }),
  action({
    id: 'remove',
    section: 'edit',
    shortcuts: ['Delete', 'Backspace'],
    icon: IconTrash,
    enabled: canEditSelection,
    run: () => {
      if (editChosen(removeCommand)) select(null);
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
    enabled: (state) =>
      (state.interaction.selection.length > 0 || state.edit.measuring) && state.interaction.interaction.kind === 'idle',
    run() {
      if (useEditStore.getState().measuring) useEditStore.setState({ measuring: false, points: [] });
      else select(null);
    },
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
