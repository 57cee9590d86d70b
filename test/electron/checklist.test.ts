import type { App, HandlerDetails, Session } from 'electron';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { projectRoot } from '../../electron/launch/root.mjs';
import { readSourceTree } from '../architecture/source-tree.ts';
import { fuses } from '../../electron/main/fuses.ts';
import { createShell } from '../../electron/preload/shell.ts';
import { appHeaders } from '../../electron/main/security/headers.ts';
import { guardAllContents } from '../../electron/main/security/contents-guards.ts';
import { isAppUrl, startUrl } from '../../electron/main/security/origin.ts';
import { guardSession } from '../../electron/main/security/session-guards.ts';
import { mainWindowOptions, printWindowOptions } from '../../electron/main/window-options.ts';
import { channelNames } from '../../electron/ipc/names.ts';
import { eventFrom, fake, fakeEmitter, fakePage, openDoor } from './fakes.ts';
import { goodRequests } from './requests.ts';

// The numbers are those of "Checklist: Security recommendations" in Electron's documentation (tutorial/security).

const shellSources = readSourceTree(projectRoot, ['electron'])
  .filter(({ path }) => !path.startsWith('electron/launch/'))
  .map(({ path }) => ({ path, text: readFileSync(join(projectRoot, path), 'utf8') }));
const windows = {
  main: mainWindowOptions('preload.cjs', true).webPreferences ?? {},
  print: printWindowOptions('report').webPreferences ?? {},
};

describe.each(Object.entries(windows))('the %s window', (_name, preferences) => {
  test('#2 has no Node in its pages, frames or workers', () => {
    expect(preferences).toMatchObject({
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
    });
  });
  test('#3 isolates the context of the preload script', () => expect(preferences.contextIsolation).toBe(true));
  test('#4 is sandboxed', () => expect(preferences.sandbox).toBe(true));
  test('#6 keeps web security on', () => expect(preferences.webSecurity).toBe(true));
  test('#8 runs no insecure content', () => expect(preferences.allowRunningInsecureContent).toBe(false));
  test('#9 has no experimental features', () => expect(preferences.experimentalFeatures).toBe(false));
  test('#10 switches no Blink feature', () => expect(Object.keys(preferences).filter((key) => /blink/i.test(key))).toEqual([]));
  test('#11 has no <webview>, so none with popups', () => expect(preferences.webviewTag).toBe(false));
});

test('#1 loads its own files only: every other address is cancelled', () => {
  expect(startUrl).toBe('app://edgewright/');
  const { blocks } = openSession();
  for (const url of [
    'http://example.org/',
    'https://example.org/',
    'ws://x/',
    'ftp://x/',
    'file:///etc/passwd',
    'app://other/',
    'blob:https://x/1',
  ]) {
    expect(blocks(url), url).toBe(true);
  }
  for (const url of ['app://edgewright/', 'app://edgewright/assets/a.js', 'blob:app://edgewright/1', 'data:image/png;base64,']) {
    expect(blocks(url), url).toBe(false);
  }
});

test('#4 every process is sandboxed, whatever a window says', () => {
  expect(sourceOf('electron/main/main.ts')).toContain('app.enableSandbox()');
});

test('#5 denies every permission, asked for or checked, and every device', () => {
  const { session } = openSession();
  let granted: boolean | null = null;
  session.request(null, 'media', (answer: boolean) => (granted = answer));
  expect(granted).toBe(false);
  expect(session.check(null, 'clipboard-read', 'app://edgewright')).toBe(false);
  expect(session.device({ deviceType: 'usb' })).toBe(false);
  let stream: unknown = null;
  session.display({}, (answer: unknown) => (stream = answer));
  expect(stream).toEqual({});
});

test('#7 has a policy that starts from nothing and never trusts a string as code', () => {
  const policy = new Map(
    (appHeaders('text/html')['Content-Security-Policy'] ?? '').split('; ').map((part) => {
      const [name = '', ...sources] = part.split(' ');
      return [name, sources];
    }),
  );
  expect(policy.get('default-src')).toEqual(["'none'"]);
  expect(policy.get('script-src')).toEqual(["'self'", "'wasm-unsafe-eval'"]);
  expect(policy.get('require-trusted-types-for')).toEqual(["'script'"]);
  expect(policy.get('trusted-types')).toEqual(['default']);
  for (const name of ['base-uri', 'form-action', 'frame-ancestors']) expect(policy.get(name), name).toEqual(["'none'"]);
  for (const [name, sources] of policy) {
    expect(
      sources.filter((source) => /^(https?:|wss?:|\*|'unsafe-eval'|[a-z-]+\.)/.test(source)),
      name,
    ).toEqual([]);
    if (name !== 'style-src') expect(sources, name).not.toContain("'unsafe-inline'");
  }
  expect(appHeaders('text/html')).toMatchObject({
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Permissions-Policy': expect.stringContaining('camera=()'),
  });
});

describe('every page, whoever makes it', () => {
  const contents = fakeEmitter();
  let opener: (details: HandlerDetails) => unknown = () => 'not set';
  const app = fakeEmitter();
  guardAllContents(fake<App>(app));
  app.fire('web-contents-created', {}, { ...contents, setWindowOpenHandler: (handler: typeof opener) => (opener = handler) });

  const isPrevented = (name: string, url: string, isMainFrame = true): boolean => {
    let prevented = false;
    contents.fire(name, { url, isMainFrame, preventDefault: () => (prevented = true) });
    return prevented;
  };

  test('#12 attaches no <webview>', () => expect(isPrevented('will-attach-webview', 'app://edgewright/')).toBe(true));

  test.each(['will-navigate', 'will-frame-navigate'])('#13 stays where it is: %s', (name) => {
    for (const url of [
      'https://example.org/',
      'app://edgewright.example/',
      'file:///etc/passwd',
      'javascript:alert(1)',
      'data:text/html,x',
    ]) {
      expect(isPrevented(name, url), url).toBe(true);
    }
    expect(isPrevented(name, 'app://edgewright/', false)).toBe(true);
    expect(isPrevented(name, 'app://edgewright/')).toBe(false);
  });

  test('#13 follows no redirect', () => expect(isPrevented('will-redirect', 'app://edgewright/')).toBe(true));

  test('#14 opens no window', () => {
    for (const url of ['https://example.org/', 'app://edgewright/', 'about:blank']) {
      expect(opener(fake<HandlerDetails>({ url }))).toEqual({ action: 'deny' });
    }
  });
});

test('#15 opens nothing outside: shell.openExternal is not used at all', () => {
  expect(shellSources.length).toBeGreaterThan(10);
  expect(shellSources.filter(({ text }) => /openExternal|openPath|\bshell\.open/.test(text)).map(({ path }) => path)).toEqual([]);
});

test('#16 uses a current line of Electron', () => {
  const lock = JSON.parse(readFileSync(join(projectRoot, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { version: string } | undefined>;
  };
  const major = Number(lock.packages['node_modules/electron']?.version.split('.')[0]);
  // The newest line when this was written; the three newest get fixes.
  expect(major).toBeGreaterThanOrEqual(45);
});

test.each(channelNames)('#17 checks the sender of %s', async (name) => {
  const door = openDoor(fakePage('app://edgewright/'));
  expect(await door.call(name, eventFrom(fakePage('app://edgewright/')), goodRequests[name])).toMatchObject({
    error: { code: 'sender-refused' },
  });
  expect(door.worked).toEqual([]);
});

test('#17 is done in one place: nothing else listens to pages', () => {
  const listening = shellSources.filter(({ text }) => /ipcMain|\bipc\.(handle|on)\(/.test(text)).map(({ path }) => path);
  expect(listening.toSorted()).toEqual(['electron/main/handle.ts', 'electron/main/main.ts', 'electron/preload/shell.ts']);
  expect(sourceOf('electron/main/main.ts').match(/ipcMain\b/g)).toHaveLength(2);
});

test('#18 uses a scheme of its own and no file: address', () => {
  expect(isAppUrl('file:///index.html')).toBe(false);
  expect(shellSources.filter(({ text }) => /loadFile\(|['"`]file:/.test(text)).map(({ path }) => path)).toEqual([]);
});

test('#19 burns in the fuses that close the ways around', () => {
  expect(fuses).toEqual({
    RunAsNode: false,
    EnableCookieEncryption: true,
    EnableNodeOptionsEnvironmentVariable: false,
    EnableNodeCliInspectArguments: false,
    EnableEmbeddedAsarIntegrityValidation: true,
    OnlyLoadAppFromAsar: true,
    LoadBrowserProcessSpecificV8Snapshot: false,
    GrantFileProtocolExtraPrivileges: false,
  });
});

test('#20 hands the page one function a channel, never Electron’s own objects', async () => {
  const sent: unknown[][] = [];
  const ipc = fakeEmitter();
  const off: string[] = [];
  const shell = createShell(
    fake<Parameters<typeof createShell>[0]>({
      ...ipc,
      invoke: async (...args: unknown[]) => sent.push(args),
      off: (name: string) => off.push(name),
    }),
  );
  const methods = Object.entries(shell).flatMap(([group, members]) =>
    typeof members === 'function' ? [] : Object.keys(members).map((method) => `${group}.${method}`),
  );
  expect(methods.toSorted()).toEqual([...channelNames].toSorted());
  await shell.journal.read({ siteId: 'a' });
  expect(sent).toEqual([['edgewright:journal.read', { siteId: 'a' }]]);
  const heard: unknown[] = [];
  const stop = shell.on('menu.action', (...args) => heard.push(args));
  ipc.fire('edgewright:menu.action', { sender: 'electron’s own event' }, { id: 'edit.undo' });
  expect(heard).toEqual([[{ id: 'edit.undo' }]]);
  stop();
  expect(off).toEqual(['edgewright:menu.action']);
  expect(() => shell.on('constructor' as 'menu.action', () => undefined)).toThrow('No event');
});

interface OpenSession {
  readonly request: (contents: unknown, permission: string, answer: (granted: boolean) => void) => void;
  readonly check: (contents: unknown, permission: string, origin: string) => boolean;
  readonly device: (details: unknown) => boolean;
  readonly display: (request: unknown, answer: (streams: unknown) => void) => void;
}

/** A session after the guards went over it, with what they set. */
function openSession(): { session: OpenSession; blocks: (url: string) => boolean } {
  const set: Record<string, unknown> = {};
  const keep = (name: string) => (handler: unknown) => void (set[name] = handler);
  let before: (details: { url: string }, answer: (result: { cancel?: boolean }) => void) => void = () => undefined;
  guardSession(
    fake<Session>({
      ...fakeEmitter(),
      setPermissionRequestHandler: keep('request'),
      setPermissionCheckHandler: keep('check'),
      setDevicePermissionHandler: keep('device'),
      setDisplayMediaRequestHandler: keep('display'),
      webRequest: { onBeforeRequest: (listener: typeof before) => (before = listener) },
    }),
    isAppUrl,
  );
  const blocks = (url: string): boolean => {
    let cancel: boolean | undefined;
    before({ url }, (result) => (cancel = result.cancel));
    if (cancel === undefined) throw new Error('The guard did not answer');
    return cancel;
  };
  return { session: fake<OpenSession>(set), blocks };
}

function sourceOf(path: string): string {
  const found = shellSources.find((source) => source.path === path);
  if (found === undefined) throw new Error(`${path} is not there`);
  return found.text;
}
