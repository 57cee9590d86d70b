import type { MenuModel } from '../ipc/contract.ts';
import type { JournalFiles } from './files/journal-files.ts';
import type { SentinelFile } from './files/sentinel-file.ts';
import type { SnapshotFiles } from './files/snapshot-files.ts';
import type { UserFiles } from './files/user-files.ts';
import type { Handlers } from './handle.ts';
import type { PrintReport } from './print-report.ts';

export interface ShellParts {
  readonly journals: JournalFiles;
  readonly sentinel: SentinelFile;
  readonly snapshots: SnapshotFiles;
  readonly files: UserFiles;
  readonly printReport: PrintReport;
  readonly setMenu: (model: MenuModel) => void;
}

/** Which part does the work of which channel. */
export function createHandlers(parts: ShellParts): Handlers {
  const { journals, sentinel, snapshots, files } = parts;
  return {
    'journal.append': async ({ siteId, lines }) => done(await journals.append(siteId, lines)),
    'journal.read': ({ siteId }) => journals.read(siteId),
    'journal.replace': async ({ siteId, lines }) => done(await journals.replace(siteId, lines)),
    'journal.list': () => journals.list(),
    'sentinel.read': () => sentinel.read(),
    'sentinel.write': async ({ text }) => done(await sentinel.write(text)),
    'snapshot.write': async ({ siteId, name, text }) => done(await snapshots.write(siteId, name, text)),
    'snapshot.list': ({ siteId }) => snapshots.list(siteId),
    'snapshot.read': ({ siteId, name }) => snapshots.read(siteId, name),
    'snapshot.remove': async ({ siteId, name }) => done(await snapshots.remove(siteId, name)),
    'file.open': ({ kind }) => files.open(kind),
    'file.save': ({ suggestedName, bytes, token }) => files.save(suggestedName, bytes, token),
    'report.printPdf': ({ html, suggestedName }) => parts.printReport(html, suggestedName),
    'menu.set': async (model) => done(parts.setMenu(model)),
  };
}

/** The reply of a channel that has nothing to tell but that it is done. */
function done(_nothing: void): null {
  return null;
}
