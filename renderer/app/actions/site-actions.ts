import {
  IconDeviceFloppy,
  IconFileExport,
  IconFileImport,
  IconFolderOpen,
  IconHome,
  IconPlus,
  IconReportAnalytics,
  IconTable,
} from '@tabler/icons-react';
import { action, isOpen } from './action.ts';
import type { Action, ActionState } from './action.ts';

function hasAnswer(state: ActionState): boolean {
  return state.results.evaluation !== null;
}

/** Sites as files and in the library, and what goes out of them. */
export const SITE_ACTIONS: readonly Action[] = [
  action({
    id: 'new-site',
    section: 'site',
    shortcuts: ['mod+Alt+N'],
    icon: IconPlus,
    run: ({ files }) => void files.newSite(),
  }),
  action({
    id: 'open-file',
    section: 'site',
    shortcuts: ['mod+O'],
    icon: IconFolderOpen,
    run: ({ files }) => void files.openFile(),
  }),
  action({
    id: 'import-files',
    section: 'site',
    shortcuts: ['mod+I'],
    icon: IconFileImport,
    run: ({ files }) => void files.importFiles(),
  }),
  action({
    id: 'save-file',
    section: 'site',
    group: true,
    shortcuts: ['mod+S'],
    icon: IconDeviceFloppy,
    enabled: isOpen,
    run: ({ files }) => void files.saveFile(),
  }),
  action({
    id: 'save-again',
    section: 'site',
    shortcuts: ['mod+Shift+S'],
    enabled: (state) => state.site.saved.status === 'failed',
    run: ({ session }) => session.retrySave(),
  }),
  action({
    id: 'start-page',
    section: 'site',
    group: true,
    shortcuts: ['mod+Alt+H'],
    icon: IconHome,
    enabled: isOpen,
    run: ({ session }) => void session.closeSite(),
  }),
  action({
    id: 'export-report',
    section: 'report',
    shortcuts: ['mod+P'],
    icon: IconReportAnalytics,
    enabled: hasAnswer,
    run: ({ files }) => void files.exportReport(),
  }),
  action({
    id: 'export-flows',
    section: 'report',
    shortcuts: ['mod+Alt+F'],
    icon: IconTable,
    enabled: hasAnswer,
    run: ({ files }) => void files.exportTable('flows'),
  }),
  action({
    id: 'export-nodes',
    section: 'report',
    shortcuts: ['mod+Alt+E'],
    icon: IconFileExport,
    enabled: hasAnswer,
    run: ({ files }) => void files.exportTable('nodes'),
  }),
];
