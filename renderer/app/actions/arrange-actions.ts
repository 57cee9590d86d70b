import {
  IconArrowAutofitDown,
  IconCopyPlus,
  IconEye,
  IconEyeOff,
  IconGridDots,
  IconLayoutAlignBottom,
  IconLayoutAlignCenter,
  IconLayoutAlignLeft,
  IconLayoutAlignMiddle,
  IconLayoutAlignRight,
  IconLayoutAlignTop,
  IconLayoutDistributeHorizontal,
  IconLayoutDistributeVertical,
  IconLock,
  IconLockOpen,
  IconMagnet,
  IconRotate,
  IconRotateClockwise,
  IconRuler2,
  IconTableShare,
} from '@tabler/icons-react';
import {
  alignCommand,
  distributeCommand,
  floorCommand,
  nudgeCommand,
  rotateCommand,
  snapCommand,
} from '../../../core/site/edit/arrange.ts';
import type { Axis, Edge } from '../../../core/site/edit/arrange.ts';
import { besideM, pasteCommand } from '../../../core/site/edit/copies.ts';
import { canLock, lockCommand } from '../../../core/site/edit/edit-fields.ts';
import { takeFragment } from '../../../core/site/edit/fragment.ts';
import { spotM } from '../../../core/site/edit/movable.ts';
import { getRecord } from '../../../core/site/site.ts';
import { openDialog, useEditStore } from '../../store/edit-store.ts';
import { hiddenHere, hide, showAll } from '../../store/hidden-store.ts';
import { select } from '../../store/interaction-store.ts';
import { useSiteStore } from '../../store/site-store.ts';
import { useViewStore } from '../../store/view-store.ts';
import { action, canEditSelection, hasSelection, isOpen } from './action.ts';
import type { Action, ActionState } from './action.ts';
import { chosen, editChosen, makeCopies } from './carry-out.ts';

const EDGES: readonly { readonly edge: Edge; readonly shortcut: string; readonly icon: NonNullable<Action['icon']> }[] = [
  { edge: 'left', shortcut: 'Alt+Shift+L', icon: IconLayoutAlignLeft },
  { edge: 'centre', shortcut: 'Alt+Shift+C', icon: IconLayoutAlignCenter },
  { edge: 'right', shortcut: 'Alt+Shift+R', icon: IconLayoutAlignRight },
  { edge: 'bottom', shortcut: 'Alt+Shift+B', icon: IconLayoutAlignBottom },
  { edge: 'middle', shortcut: 'Alt+Shift+M', icon: IconLayoutAlignMiddle },
  { edge: 'top', shortcut: 'Alt+Shift+T', icon: IconLayoutAlignTop },
];
const AXES: readonly { readonly axis: Axis; readonly shortcut: string; readonly icon: NonNullable<Action['icon']> }[] = [
  { axis: 'x', shortcut: 'Alt+Shift+H', icon: IconLayoutDistributeHorizontal },
  { axis: 'y', shortcut: 'Alt+Shift+V', icon: IconLayoutDistributeVertical },
];
const WAYS = [
  { way: 'left', key: 'ArrowLeft', xM: -1, yM: 0 },
  { way: 'right', key: 'ArrowRight', xM: 1, yM: 0 },
  { way: 'up', key: 'ArrowUp', xM: 0, yM: 1 },
  { way: 'down', key: 'ArrowDown', xM: 0, yM: -1 },
] as const;
/** Steps of a nudge with Shift. */
const COARSE_STEPS = 10;
/** Step of a nudge where nothing snaps, m. */
const FREE_STEP_M = 0.1;
const QUARTER_DEG = 90;

/** Copies in the drawing, their order, and what is locked or hidden. */
export const ARRANGE_ACTIONS: readonly Action[] = [
  action({
    id: 'duplicate',
    section: 'arrange',
    shortcuts: ['mod+D'],
    icon: IconCopyPlus,
    enabled: canEditSelection,
    run() {
      const { site } = useSiteStore.getState();
      if (site === null) return;
      const fragment = takeFragment(site, chosen());
      makeCopies(pasteCommand(site, fragment, [besideM(site, fragment)], 'edit.step.duplicate'));
    },
  }),
  action({
    id: 'array',
    section: 'arrange',
    shortcuts: ['mod+Shift+D'],
    icon: IconTableShare,
    enabled: canEditSelection,
    run: () => openDialog('array'),
  }),
  turn('rotate-left', 'Shift+R', QUARTER_DEG, IconRotate, true),
  turn('rotate-right', 'R', -QUARTER_DEG, IconRotateClockwise, false),
  action({
    id: 'rotate-by',
    section: 'arrange',
    shortcuts: ['Alt+T'],
    enabled: canEditSelection,
    run: () => openDialog('rotate'),
  }),
  ...EDGES.map(({ edge, shortcut, icon }, index) =>
    action({
      id: `align-${edge}`,
      section: 'arrange',
      group: index === 0,
      shortcuts: [shortcut],
      icon,
      enabled: hasSeveral,
      run: () => editChosen((site, refs) => alignCommand(site, refs, edge)),
    }),
  ),
  ...AXES.map(({ axis, shortcut, icon }) =>
    action({
      id: `distribute-${axis}`,
      section: 'arrange',
      shortcuts: [shortcut],
      icon,
      enabled: hasSeveral,
      run: () => editChosen((site, refs) => distributeCommand(site, refs, axis)),
    }),
  ),
  action({
    id: 'snap',
    section: 'arrange',
    group: true,
    shortcuts: ['G'],
    icon: IconMagnet,
    enabled: isOpen,
    checked: (state) => state.view.snapping,
    run: () => useViewStore.setState(({ snapping }) => ({ snapping: !snapping })),
  }),
  action({
    id: 'snap-to-grid',
    section: 'arrange',
    shortcuts: ['Shift+G'],
    icon: IconGridDots,
    enabled: canEditSelection,
    run: () => editChosen((site, refs) => snapCommand(site, refs, useViewStore.getState().gridM)),
  }),
  action({
    id: 'snap-to-floor',
    section: 'arrange',
    shortcuts: ['Shift+F'],
    icon: IconArrowAutofitDown,
    enabled: canEditSelection,
    run: () => editChosen(floorCommand),
  }),
  ...[1, COARSE_STEPS].flatMap((steps) =>
    WAYS.map(({ way, key, xM, yM }, index) =>
      action({
        id: steps === 1 ? `nudge-${way}` : `nudge-far-${way}`,
        section: 'arrange',
        group: index === 0,
        shortcuts: [steps === 1 ? `mod+${key}` : `mod+Shift+${key}`],
        enabled: canEditSelection,
        run() {
          const { snapping, gridM } = useViewStore.getState();
          const stepM = (snapping ? gridM : FREE_STEP_M) * steps;
          editChosen((site, refs) => nudgeCommand(site, refs, { xM: xM * stepM, yM: yM * stepM }));
        },
      }),
    ),
  ),
  action({
    id: 'lock',
    section: 'arrange',
    group: true,
    shortcuts: ['mod+L'],
    icon: IconLock,
    enabled: (state) => canEditSelection(state) && lockable(state, true),
    run: () => editChosen((site, refs) => lockCommand(site, refs, true)),
  }),
  action({
    id: 'unlock',
    section: 'arrange',
    shortcuts: ['mod+Shift+L'],
    icon: IconLockOpen,
    enabled: (state) => canEditSelection(state) && lockable(state, false),
    run: () => editChosen((site, refs) => lockCommand(site, refs, false)),
  }),
  action({
    id: 'hide',
    section: 'arrange',
    shortcuts: ['Shift+H'],
    icon: IconEyeOff,
    enabled: hasSelection,
    run() {
      hide(chosen().map(({ collection, id }) => `${collection}/${id}`));
      select(null);
    },
  }),
  action({
    id: 'show-all',
    section: 'arrange',
    shortcuts: ['Alt+Shift+A'],
    icon: IconEye,
    enabled: (state) => isOpen(state) && hiddenHere(state.hidden).length > 0,
    run: showAll,
  }),
  action({
    id: 'measure',
    section: 'arrange',
    group: true,
    shortcuts: ['Shift+M'],
    icon: IconRuler2,
    enabled: isOpen,
    checked: (state) => state.edit.measuring,
    run: toggleMeasuring,
  }),
];

function turn(id: string, shortcut: string, byDeg: number, icon: NonNullable<Action['icon']>, group: boolean): Action {
  return action({
    id,
    section: 'arrange',
    group,
    shortcuts: [shortcut],
    icon,
    enabled: canEditSelection,
    run: () => editChosen((site, refs) => rotateCommand(site, refs, byDeg)),
  });
}

function hasSeveral(state: ActionState): boolean {
  return canEditSelection(state) && state.interaction.selection.length > 1;
}

function lockable({ site: { site }, interaction }: ActionState, locked: boolean): boolean {
  return site !== null && canLock(site, interaction.selection, locked);
}

/** Two selected records are measured at once: so it goes by keyboard, too. */
function toggleMeasuring(): void {
  const { site } = useSiteStore.getState();
  if (useEditStore.getState().measuring || site === null) {
    useEditStore.setState({ measuring: false, points: [] });
    return;
  }
  const refs = chosen();
  const points =
    refs.length > 2
      ? []
      : refs.flatMap((ref) => {
          const positionM = spotM(site, ref);
          const tier = ref.collection === 'nodes' ? (getRecord(site, 'nodes', ref.id)?.tier ?? null) : null;
          return positionM === null ? [] : [{ ref, positionM, tier }];
        });
  useEditStore.setState({ measuring: true, points });
}
