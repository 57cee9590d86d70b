import type { BrowserWindow, BrowserWindowConstructorOptions, Session } from 'electron';
import { randomUUID } from 'node:crypto';
import { problem } from '../../core/base/problem.ts';
import type { SavedFile } from '../ipc/contract.ts';
import { ShellFailure } from './failure.ts';
import type { ChosenFile } from './files/user-files.ts';
import { refusalHeaders, reportHeaders } from './security/headers.ts';
import { appScheme, isReportUrl, reportHost } from './security/origin.ts';
import { guardSession, type GuardedSession } from './security/session-guards.ts';
import { printWindowOptions } from './window-options.ts';

export interface PrintApi {
  readonly createWindow: (options: BrowserWindowConstructorOptions) => Pick<BrowserWindow, 'loadURL' | 'webContents' | 'destroy'>;
  readonly sessionOf: (partition: string) => GuardedSession & Pick<Session, 'protocol'>;
  readonly choose: (suggestedName: string) => Promise<ChosenFile | null>;
}

/** Without the `persist:` prefix the session lives in memory only. */
const partition = 'report';
const timeLimitMs = 60_000;

export type PrintReport = (html: string, suggestedName: string) => Promise<SavedFile | null>;

/** Prints HTML to a PDF where the user wants it. The report is served once, from memory, under a policy without scripts. */
export function createPrintReport(api: PrintApi): PrintReport {
  const waiting = new Map<string, string>();
  let isPrepared = false;
  const prepare = (): void => {
    if (isPrepared) return;
    isPrepared = true;
    const session = api.sessionOf(partition);
    guardSession(session, isReportUrl);
    session.protocol.handle(appScheme, (request) => {
      const html = isReportUrl(request.url) ? waiting.get(new URL(request.url).pathname.slice(1)) : undefined;
      if (html === undefined) return new Response(null, { status: 404, headers: refusalHeaders() });
      return new Response(html, { headers: reportHeaders() });
    });
  };
  return async (html, suggestedName) => {
    const target = await api.choose(suggestedName);
    if (target === null) return null;
    prepare();
    const id = randomUUID();
    waiting.set(id, html);
    const window = api.createWindow(printWindowOptions(partition));
    try {
      await within(timeLimitMs, window.loadURL(`${appScheme}://${reportHost}/${id}`));
      const pdf = await within(
        timeLimitMs,
        window.webContents.printToPDF({ pageSize: 'A4', printBackground: true, preferCSSPageSize: true }),
      );
      return await target.write(pdf);
    } finally {
      waiting.delete(id);
      window.destroy();
    }
  };
}

async function within<Value>(limitMs: number, work: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const failure = problem(
      'print-timeout',
      `Printing took longer than ${limitMs / 1000} s.`,
      'Print fewer sections at a time.',
      {},
      { seconds: limitMs / 1000 },
    );
    timer = setTimeout(() => reject(new ShellFailure(failure)), limitMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
