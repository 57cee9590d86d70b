import { MantineProvider } from '@mantine/core';
import { lazy, Suspense, useDeferredValue, useEffect, useSyncExternalStore } from 'react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useSiteStore } from '../store/site-store.ts';
import { useViewStore } from '../store/view-store.ts';
import { CarryContext } from '../panels/carry.ts';
import type { Carry } from '../panels/carry.ts';
import { AppContext } from './app-context.ts';
import type { AppPorts } from './app-context.ts';
import { listenToClipboard } from './clipboard.ts';
import { DropZone } from './drop-zone.tsx';
import { listenToKeys } from './actions/keyboard.ts';
import { ImportPreview } from './import/import-preview.tsx';
import { ImportReading } from './import/import-reading.tsx';
import { NoticePanel } from './notice-panel.tsx';
import { Palette } from './palette.tsx';
import { ShortcutSheet } from './shortcut-sheet.tsx';
import { StartPage } from './start-page.tsx';
import { theme } from './theme.ts';

const loadWorkspace = () => import('./workspace.tsx');
/** The start page shows before the panels of the workspace are there. */
const Workspace = lazy(async () => ({ default: (await loadWorkspace()).Workspace }));

/** So long after the start page shows the panels are fetched, too. */
const PREFETCH_MS = 2_000;

const DARK = window.matchMedia('(prefers-color-scheme: dark)');

/** The window: start page or workspace, and what can lie over both. */
export function App({ ports, carry }: { ports: AppPorts; carry: Carry }): ReactElement {
  const { t } = useTranslation();
  const hasSite = useSiteStore((state) => state.site !== null);
  // The workspace is made bit by bit behind what is shown before, and it goes at once when the site does.
  const isOpen = useDeferredValue(hasSite) && hasSite;
  const colorScheme = useViewStore((state) => state.colorScheme);
  const scheme = useSystemScheme();
  useEffect(() => listenToKeys(ports), [ports]);
  useEffect(listenToClipboard, []);
  // So that a site that is opened next does not wait for it.
  useEffect(() => {
    const timer = setTimeout(() => void loadWorkspace(), PREFETCH_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <MantineProvider theme={theme} forceColorScheme={colorScheme === 'auto' ? scheme : colorScheme}>
      <AppContext value={ports}>
        <CarryContext value={carry}>
          <section id="overlays" aria-label={t('panel.overlays')} />
          <DropZone>
            {isOpen ? (
              <Suspense fallback={null}>
                <Workspace />
              </Suspense>
            ) : (
              <StartPage />
            )}
          </DropZone>
          <Palette />
          <ShortcutSheet />
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
