import {
  IconCube3dSphere,
  IconFocusCentered,
  IconHelp,
  IconHomeMove,
  IconLanguage,
  IconLayout,
  IconLayoutBottombar,
  IconLayoutSidebar,
  IconLayoutSidebarRight,
  IconMoon,
  IconRoute,
  IconServer2,
  IconSquare,
  IconSquareArrowDown,
  IconSquareArrowRight,
  IconWaveSawTool,
} from '@tabler/icons-react';
import { foldSide, isSideOpen, resetDock, showPanel, SIDES, useDockStore } from '../../store/dock-store.ts';
import type { PanelId } from '../../store/dock-store.ts';
import { askCamera, useViewStore } from '../../store/view-store.ts';
import type { CameraPreset, Overlay } from '../../store/view-store.ts';
import { action, isOpen } from './action.ts';
import type { Action, ActionState } from './action.ts';
import { rackOf } from '../../panels/racks/rack-model.ts';

export const OVERLAYS: readonly Overlay[] = [
  'utilisation',
  'slack',
  'tier',
  'findings',
  'availability',
  'energy',
  'data',
  'tenant',
  'coverage',
];
export const CAMERAS = [
  { preset: 'home', key: 'H', icon: IconHomeMove },
  { preset: 'top', key: 'T', icon: IconSquare },
  { preset: 'front', key: 'N', icon: IconSquareArrowDown },
  { preset: 'side', key: 'M', icon: IconSquareArrowRight },
  { preset: 'selection', key: 'F', icon: IconFocusCentered },
] as const satisfies readonly { preset: CameraPreset; key: string; icon: unknown }[];
const SHOWN_PANELS = [
  'catalog',
  'outline',
  'inspector',
  'results',
  'history',
  'board',
  'racks',
] as const satisfies readonly PanelId[];

const FOLDS = {
  left: { key: 'mod+B', icon: IconLayoutSidebar },
  right: { key: 'mod+Alt+B', icon: IconLayoutSidebarRight },
  bottom: { key: 'mod+J', icon: IconLayoutBottombar },
} as const;

/** The rack one means: the selected one, or the one in which what is selected stands. */
function selectedRack({ site, interaction }: ActionState): string | null {
  const [first] = interaction.selection;
  return site.site === null || first === undefined ? null : rackOf(site.site, first.collection, first.id);
}

/** Turns the theme from what is seen, so that `auto` becomes the other one of the two. */
export function toggleTheme(): void {
  const shown = document.documentElement.dataset['mantineColorScheme'];
  useViewStore.setState({ colorScheme: shown === 'dark' ? 'light' : 'dark' });
}

function toggleLanguage(): void {
  useViewStore.setState((state) => ({ language: state.language === 'en' ? 'zh-CN' : 'en' }));
}

export const VIEW_ACTIONS: readonly Action[] = [
  ...OVERLAYS.map((overlay, index) =>
    action({
      id: `overlay-${overlay}`,
      section: 'view',
      shortcuts: [`Alt+${index + 1}`],
      icon: IconCube3dSphere,
      enabled: isOpen,
      checked: (state) => state.view.overlay === overlay,
      run: () => useViewStore.setState({ overlay, dimension: null }),
    }),
  ),
  action({
    id: 'toggle-animated',
    section: 'view',
    group: true,
    shortcuts: ['Alt+0'],
    icon: IconWaveSawTool,
    enabled: (state) => isOpen(state) && state.view.twinLost === null,
    checked: (state) => state.view.animated,
    run: () => useViewStore.setState((state) => ({ animated: !state.animated })),
  }),
  ...CAMERAS.map(({ preset, key, icon }, index) =>
    action({
      id: `camera-${preset}`,
      section: 'view',
      group: index === 0,
      shortcuts: [key],
      icon,
      enabled: (state) =>
        isOpen(state) && state.view.twinLost === null && (preset !== 'selection' || state.interaction.selection.length > 0),
      run: () => askCamera(preset),
    }),
  ),
  ...SHOWN_PANELS.map((panel, index) =>
    action({
      id: `show-${panel}`,
      section: 'view',
      group: index === 0,
      shortcuts: [`Shift+${index + 1}`],
      enabled: isOpen,
      run: () => showPanel(panel),
    }),
  ),
  action({
    id: 'open-rack',
    section: 'view',
    shortcuts: ['Alt+R'],
    icon: IconServer2,
    enabled: (state) => selectedRack(state) !== null,
    run: () => showPanel('racks'),
  }),
  ...SIDES.map((side, index) =>
    action({
      id: `toggle-${side}`,
      section: 'view',
      group: index === 0,
      shortcuts: [FOLDS[side].key],
      icon: FOLDS[side].icon,
      enabled: isOpen,
      checked: (state) => isSideOpen(state.dock, side),
      run: () => foldSide(side, isSideOpen(useDockStore.getState(), side)),
    }),
  ),
  action({
    id: 'reset-layout',
    section: 'view',
    shortcuts: ['mod+Alt+R'],
    icon: IconLayout,
    enabled: isOpen,
    run: resetDock,
  }),
  action({
    id: 'show-help',
    section: 'view',
    group: true,
    shortcuts: ['F1'],
    icon: IconHelp,
    enabled: isOpen,
    run: () => showPanel('help'),
  }),
  action({
    id: 'start-tour',
    section: 'view',
    shortcuts: ['Shift+F1'],
    icon: IconRoute,
    run: ({ startTourOnSample }) => void startTourOnSample(),
  }),
  action({
    id: 'first-steps',
    section: 'view',
    shortcuts: ['Alt+F1'],
    enabled: (state) => isOpen(state) && state.view.firstStepsClosed,
    run: () => useViewStore.setState({ firstStepsClosed: false }),
  }),
  action({
    id: 'toggle-theme',
    section: 'view',
    group: true,
    shortcuts: ['Shift+D'],
    icon: IconMoon,
    run: toggleTheme,
  }),
  action({
    id: 'toggle-language',
    section: 'view',
    shortcuts: ['Shift+L'],
    icon: IconLanguage,
    run: toggleLanguage,
  }),
];
