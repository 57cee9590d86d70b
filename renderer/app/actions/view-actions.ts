import {
  IconCube3dSphere,
  IconFocusCentered,
  IconHomeMove,
  IconLanguage,
  IconLayoutBottombar,
  IconLayoutSidebar,
  IconLayoutSidebarRight,
  IconMoon,
  IconSquare,
  IconSquareArrowDown,
  IconSquareArrowRight,
} from '@tabler/icons-react';
import { askCamera, useViewStore } from '../../store/view-store.ts';
import type { CameraPreset, LeftTab, Overlay, RightTab } from '../../store/view-store.ts';
import { action, isOpen } from './action.ts';
import type { Action } from './action.ts';

export const OVERLAYS: readonly Overlay[] = ['utilisation', 'slack', 'tier', 'findings'];
export const CAMERAS = [
  { preset: 'home', key: 'H', icon: IconHomeMove },
  { preset: 'top', key: 'T', icon: IconSquare },
  { preset: 'front', key: 'N', icon: IconSquareArrowDown },
  { preset: 'side', key: 'M', icon: IconSquareArrowRight },
  { preset: 'selection', key: 'F', icon: IconFocusCentered },
] as const satisfies readonly { preset: CameraPreset; key: string; icon: unknown }[];
const LEFT_TABS: readonly LeftTab[] = ['catalog', 'outline'];
const RIGHT_TABS: readonly RightTab[] = ['inspector', 'results', 'history'];

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
      run: () => useViewStore.setState({ overlay }),
    }),
  ),
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
  ...LEFT_TABS.map((leftTab, index) =>
    action({
      id: `show-${leftTab}`,
      section: 'view',
      group: index === 0,
      enabled: isOpen,
      run: () => useViewStore.setState({ leftTab, leftOpen: true }),
    }),
  ),
  ...RIGHT_TABS.map((rightTab) =>
    action({
      id: `show-${rightTab}`,
      section: 'view',
      enabled: isOpen,
      run: () => useViewStore.setState({ rightTab, rightOpen: true }),
    }),
  ),
  action({
    id: 'toggle-left',
    section: 'view',
    group: true,
    shortcuts: ['mod+B'],
    icon: IconLayoutSidebar,
    enabled: isOpen,
    checked: (state) => state.view.leftOpen,
    run: () => useViewStore.setState((state) => ({ leftOpen: !state.leftOpen })),
  }),
  action({
    id: 'toggle-board',
    section: 'view',
    shortcuts: ['mod+J'],
    icon: IconLayoutBottombar,
    enabled: (state) => isOpen(state) && state.view.twinLost === null,
    checked: (state) => state.view.boardOpen,
    run: () => useViewStore.setState((state) => ({ boardOpen: !state.boardOpen })),
  }),
  action({
    id: 'toggle-right',
    section: 'view',
    shortcuts: ['mod+Alt+B'],
    icon: IconLayoutSidebarRight,
    enabled: isOpen,
    checked: (state) => state.view.rightOpen,
    run: () => useViewStore.setState((state) => ({ rightOpen: !state.rightOpen })),
  }),
  action({
    id: 'toggle-theme',
    section: 'view',
    group: true,
    icon: IconMoon,
    run: toggleTheme,
  }),
  action({
    id: 'toggle-language',
    section: 'view',
    icon: IconLanguage,
    run: toggleLanguage,
  }),
];
