import { app, BrowserWindow, dialog, ipcMain, Menu, protocol, session } from 'electron';
import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import type { EventName, Events } from '../ipc/contract.ts';
import { wireName } from '../ipc/names.ts';
import { appSchemePrivileges, handleAppProtocol } from './app-protocol.ts';
import { recoverPage, watchGraphics } from './crashes.ts';
import { createJournalFiles } from './files/journal-files.ts';
import { createSentinelFile } from './files/sentinel-file.ts';
import { createSnapshotFiles } from './files/snapshot-files.ts';
import { createUserFiles } from './files/user-files.ts';
import { registerHandlers } from './handle.ts';
import { createHandlers } from './handlers.ts';
import { menuTemplate } from './menu.ts';
import { createPrintReport } from './print-report.ts';
import { listAppFiles } from './security/app-files.ts';
import { guardAllContents } from './security/contents-guards.ts';
import { isAppUrl, startUrl } from './security/origin.ts';
import { isTrustedSender } from './security/sender.ts';
import { guardSession } from './security/session-guards.ts';
import { mainWindowOptions } from './window-options.ts';

// The one file that touches Electron's API: all else takes what it needs as an argument.

let mainWindow: BrowserWindow | null = null;

if (app.requestSingleInstanceLock()) {
  // The user's data lies beside the browser's own databases, not among them: those can come back empty after a crash.
  app.setPath('sessionData', join(app.getPath('userData'), 'browser'));
  protocol.registerSchemesAsPrivileged([appSchemePrivileges]);
  app.enableSandbox();
  guardAllContents(app);
  app.on('second-instance', showMainWindow);
  app.on('window-all-closed', () => app.quit());
  app.whenReady().then(start, fail);
} else {
  app.quit();
}

async function start(): Promise<void> {
  guardSession(session.defaultSession, isAppUrl);
  handleAppProtocol(protocol, await listAppFiles(join(app.getAppPath(), 'renderer', 'dist')), (path) => fs.readFile(path));
  const data = join(app.getPath('userData'), 'data');
  const files = createUserFiles(fs, dialog, requireMainWindow);
  const handlers = createHandlers({
    journals: createJournalFiles(fs, join(data, 'journal')),
    snapshots: createSnapshotFiles(fs, join(data, 'snapshots')),
    sentinel: createSentinelFile(fs, join(data, 'sentinel.json')),
    files,
    printReport: createPrintReport({
      createWindow: (options) => new BrowserWindow(options),
      sessionOf: (partition) => session.fromPartition(partition),
      choose: files.choose,
    }),
    setMenu: (model) => Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(model, (id) => send('menu.action', { id })))),
  });
  registerHandlers(ipcMain, handlers, (event) => isTrustedSender(event, mainWindow?.webContents ?? null), console.error);
  watchGraphics(app, (reason) => send('graphics.lost', { reason }));
  // Until the page sends its menu there is none: the default one can open the developer's tools and reload.
  Menu.setApplicationMenu(null);
  await openMainWindow();
}

async function openMainWindow(): Promise<void> {
  const window = new BrowserWindow(mainWindowOptions(join(import.meta.dirname, 'preload.cjs'), app.isPackaged));
  mainWindow = window;
  window.once('ready-to-show', () => window.show());
  window.on('closed', () => (mainWindow = null));
  recoverPage(
    window.webContents,
    () => performance.now(),
    (reason) => fail(new Error(`The page keeps failing (${reason}).`)),
  );
  await window.loadURL(startUrl);
}

function showMainWindow(): void {
  if (mainWindow?.isMinimized() === true) mainWindow.restore();
  mainWindow?.focus();
}

function requireMainWindow(): BrowserWindow {
  if (mainWindow === null) throw new Error('There is no window to show a dialog in');
  return mainWindow;
}

function send<Name extends EventName>(name: Name, data: Events[Name]): void {
  mainWindow?.webContents.send(wireName(name), data);
}

function fail(error: unknown): void {
  console.error(error);
  app.exit(1);
}
