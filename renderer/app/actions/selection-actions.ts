import { IconBoxMultiple, IconKeyboard, IconListSearch, IconSelectAll } from '@tabler/icons-react';
import { sameKind } from '../../../core/site/edit/same-kind.ts';
import type { CollectionName } from '../../../core/site/site.ts';
import { listRecords } from '../../../core/site/site.ts';
import { openDialog } from '../../store/edit-store.ts';
import { selectMany } from '../../store/interaction-store.ts';
import { useSiteStore } from '../../store/site-store.ts';
import { action, hasSelection, isOpen } from './action.ts';
import type { Action } from './action.ts';
import { chosen } from './carry-out.ts';

/** What stands in the drawing: all of it is what one means by "all". */
const DRAWN: readonly CollectionName[] = ['places', 'nodes', 'deviceGroups', 'links'];

/** Choosing what is edited, and finding it. */
export const SELECTION_ACTIONS: readonly Action[] = [
  action({
    id: 'select-all',
    section: 'edit',
    group: true,
    shortcuts: ['mod+A'],
    icon: IconSelectAll,
    enabled: isOpen,
    run() {
      const { site } = useSiteStore.getState();
      if (site === null) return;
      selectMany(DRAWN.flatMap((collection) => listRecords(site, collection).map(({ id }) => ({ collection, id }))));
    },
  }),
  action({
    id: 'select-same',
    section: 'edit',
    shortcuts: ['Shift+S'],
    icon: IconBoxMultiple,
    enabled: hasSelection,
    run() {
      const { site } = useSiteStore.getState();
      if (site !== null) selectMany(sameKind(site, chosen()));
    },
  }),
  action({
    id: 'find',
    section: 'edit',
    shortcuts: ['mod+F'],
    icon: IconListSearch,
    enabled: isOpen,
    run: ({ showPalette }) => showPalette('records'),
  }),
  action({
    id: 'shortcuts',
    section: 'view',
    group: true,
    shortcuts: ['?'],
    icon: IconKeyboard,
    run: () => openDialog('shortcuts'),
  }),
];
