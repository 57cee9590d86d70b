import { MantineProvider } from '@mantine/core';
import { useEffect, useSyncExternalStore } from 'react';
import type { ReactElement } from 'react';
import { useSiteStore } from '../store/site-store.ts';
import { useViewStore } from '../store/view-store.ts';
import { CarryContext } from '../panels/carry.ts';
import type { Carry } from '../panels/carry.ts';
import { AppContext } from './app-context.ts';
import type { AppPorts } from './app-context.ts';
import { DropZone } from './drop-zone.tsx';
import { listenToKeys } from './actions/keyboard.ts';
import { ImportPreview } from './import/import-preview.tsx';
import { ImportReading } from './import/import-reading.tsx';
import { NoticePanel } from './notice-panel.tsx';
import { Palette } from './palette.tsx';
import { StartPage } from './start-page.tsx';
import { theme } from './theme.ts';
import { Workspace } from './workspace.tsx';

const DARK = window.matchMedia('(prefers-color-scheme: dark)');

/** The window: start page or workspace, and what can lie over both. */
export function App({ ports, carry }: { ports: AppPorts; carry: Carry }): ReactElement {
  const isOpen = useSiteStore((state) => state.site !== null);
  const colorScheme = useViewStore((state) => state.colorScheme);
  const scheme = useSystemScheme();
  useEffect(() => listenToKeys(ports), [ports]);
  return (
    <MantineProvider theme={theme} forceColorScheme={colorScheme === 'auto' ? scheme : colorScheme}>
      <AppContext value={ports}>
        <CarryContext value={carry}>
          <DropZone>{isOpen ? <Workspace /> : <StartPage />}</DropZone>
          <Palette />
          <NoticePanel />
          <ImportReading />
          <ImportPreview />
        </CarryContext>
      </AppContext>
    </MantineProvider>
  );
}

function useSystemScheme(): 'light' | 'dark' {
  return useSyncExternalStore(
    (changed) => {
      DARK.addEventListener('change', changed);
      return () => DARK.removeEventListener('change', changed);
    },
    () => (DARK.matches ? 'dark' : 'light'),
  );
}
