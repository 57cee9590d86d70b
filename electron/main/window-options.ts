import type { BrowserWindowConstructorOptions, WebPreferences } from 'electron';

/** What every page of ours runs with. The values that are Electron's defaults are stated: a default may change. */
const lockedPreferences: WebPreferences = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  spellcheck: false,
  safeDialogs: true,
};

export function mainWindowOptions(preload: string, isPackaged: boolean): BrowserWindowConstructorOptions {
  return {
    width: 1440,
    height: 900,
    // The smallest window in which nothing of the layout is cut.
    minWidth: 1280,
    minHeight: 720,
    show: false,
    webPreferences: { ...lockedPreferences, preload, devTools: !isPackaged },
  };
}

/** A page that is only drawn for the printer: no script, no preload, a session of its own that keeps nothing. */
export function printWindowOptions(partition: string): BrowserWindowConstructorOptions {
  return { show: false, webPreferences: { ...lockedPreferences, javascript: false, devTools: false, partition } };
}
