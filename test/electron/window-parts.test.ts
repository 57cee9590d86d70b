import type { App, WebContents } from 'electron';
import { describe, expect, test } from 'vitest';
import type { MenuModel } from '../../electron/ipc/contract.ts';
import { recoverPage, watchGraphics } from '../../electron/main/crashes.ts';
import type { ChosenFile } from '../../electron/main/files/user-files.ts';
import { menuTemplate } from '../../electron/main/menu.ts';
import { createPrintReport, type PrintApi } from '../../electron/main/print-report.ts';
import { fake, fakeEmitter } from './fakes.ts';

describe('the menu', () => {
  const model: MenuModel = {
    sections: [
      {
        label: 'View & tools',
        items: [
          { kind: 'action', id: 'view.tiers', label: 'Tiers', accelerator: 'CmdOrCtrl+T', enabled: false, checked: true },
          { kind: 'action', id: 'view.reset', label: 'Reset', accelerator: null, enabled: true, checked: null },
          { kind: 'separator' },
          { kind: 'role', role: 'copy', label: '复制' },
        ],
      },
    ],
  };

  test('shows what the page gave and sends back the id of what was chosen', () => {
    const chosen: string[] = [];
    const [section] = menuTemplate(model, (id) => chosen.push(id));
    expect(section?.label).toBe('View && tools');
    const items = Array.isArray(section?.submenu) ? section.submenu : [];
    expect(items).toMatchObject([
      { label: 'Tiers', enabled: false, type: 'checkbox', checked: true, accelerator: 'CmdOrCtrl+T', registerAccelerator: false },
      { label: 'Reset', enabled: true },
      { type: 'separator' },
      { role: 'copy', label: '复制' },
    ]);
    expect(items[1]).not.toHaveProperty('accelerator');
    (items[1]?.click as (() => void) | undefined)?.();
    expect(chosen).toEqual(['view.reset']);
  });
});

describe('a page that dies', () => {
  function open(): { die: (reason: string, atMs: number) => void; reloads: () => number; ends: string[] } {
    const contents = fakeEmitter();
    let reloads = 0;
    let nowMs = 0;
    const ends: string[] = [];
    recoverPage(
      fake<WebContents>({ ...contents, reload: () => (reloads += 1) }),
      () => nowMs,
      (reason) => ends.push(reason),
    );
    const die = (reason: string, atMs: number): void => {
      nowMs = atMs;
      contents.fire('render-process-gone', {}, { reason });
    };
    return { die, reloads: () => reloads, ends };
  }

  test('is loaded again; one that was closed is not', () => {
    const page = open();
    page.die('clean-exit', 0);
    expect(page.reloads()).toBe(0);
    for (const reason of ['crashed', 'oom', 'killed']) page.die(reason, 1_000);
    expect(page.reloads()).toBe(3);
  });

  test('is given up at its fourth death within a minute, not when they lie further apart', () => {
    const often = open();
    for (const atMs of [0, 10_000, 20_000, 30_000]) often.die('oom', atMs);
    expect([often.reloads(), often.ends]).toEqual([3, ['oom']]);
    const rarely = open();
    for (const atMs of [0, 30_000, 60_000, 90_000, 120_000]) rarely.die('oom', atMs);
    expect([rarely.reloads(), rarely.ends]).toEqual([5, []]);
  });

  test('hears of a dead graphics process and of no other', () => {
    const app = fakeEmitter();
    const heard: string[] = [];
    watchGraphics(fake<App>(app), (reason) => heard.push(reason));
    app.fire('child-process-gone', {}, { type: 'Utility', reason: 'crashed' });
    app.fire('child-process-gone', {}, { type: 'GPU', reason: 'killed' });
    expect(heard).toEqual(['killed']);
  });
});

describe('printing a report', () => {
  interface Printed {
    readonly served: { url: string; html: string; policy: string | null }[];
    readonly written: string[];
    destroyed: number;
    options: unknown;
    fetch: (url: string) => Response;
  }

  function open(
    load?: () => Promise<void>,
    cancelled = false,
  ): { printed: Printed; print: ReturnType<typeof createPrintReport> } {
    const printed: Printed = { served: [], written: [], destroyed: 0, options: null, fetch: () => new Response() };
    const api: PrintApi = {
      sessionOf: (partition) => {
        expect(partition).not.toMatch(/^persist:/);
        return fake<ReturnType<PrintApi['sessionOf']>>({
          ...fakeEmitter(),
          setPermissionRequestHandler: () => undefined,
          setPermissionCheckHandler: () => undefined,
          setDevicePermissionHandler: () => undefined,
          setDisplayMediaRequestHandler: () => undefined,
          webRequest: { onBeforeRequest: () => undefined },
          protocol: {
            handle: (_scheme: string, handler: (request: { url: string }) => Response) => {
              printed.fetch = (url) => handler({ url });
            },
          },
        });
      },
      createWindow: (options) => {
        printed.options = options;
        return fake<ReturnType<PrintApi['createWindow']>>({
          loadURL:
            load ??
            (async (url: string) => {
              const response = printed.fetch(url);
              printed.served.push({ url, html: await response.text(), policy: response.headers.get('Content-Security-Policy') });
            }),
          webContents: { printToPDF: async () => new TextEncoder().encode('%PDF-1.7') },
          destroy: () => (printed.destroyed += 1),
        });
      },
      choose: async () =>
        cancelled
          ? null
          : fake<ChosenFile>({
              write: async (bytes: Uint8Array) => {
                printed.written.push(new TextDecoder().decode(bytes));
                return { token: 't', name: 'report.pdf' };
              },
            }),
    };
    return { printed, print: createPrintReport(api) };
  }

  test('serves it once, without scripts, to a window without scripts, and writes the PDF', async () => {
    const { printed, print } = open();
    expect(await print('<h1>Plan</h1>', 'report.pdf')).toEqual({ token: 't', name: 'report.pdf' });
    expect(printed.served).toMatchObject([{ html: '<h1>Plan</h1>' }]);
    const policy = printed.served[0]?.policy ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('script-src');
    expect(policy.split('; ')).toContain('sandbox');
    expect(printed.options).toMatchObject({ show: false, webPreferences: { javascript: false, sandbox: true } });
    expect(printed.written).toEqual(['%PDF-1.7']);
    expect(printed.destroyed).toBe(1);
    // Afterwards its address leads nowhere.
    expect(printed.fetch(printed.served[0]?.url ?? '').status).toBe(404);
    expect(printed.fetch('app://report/anything').status).toBe(404);
    expect(printed.fetch('app://edgewright/').status).toBe(404);
  });

  test('leaves no window behind when loading fails, and does nothing when cancelled', async () => {
    const broken = open(() => Promise.reject(new Error('load failed')));
    await expect(broken.print('x', 'report.pdf')).rejects.toThrow('load failed');
    expect([broken.printed.destroyed, broken.printed.written]).toEqual([1, []]);
    const cancelled = open(undefined, true);
    expect(await cancelled.print('x', 'report.pdf')).toBeNull();
    expect(cancelled.printed.destroyed).toBe(0);
  });
});
