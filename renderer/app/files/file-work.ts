import { slug } from '../../../core/base/ids.ts';
import type { Problem } from '../../../core/base/problem.ts';
import { problem } from '../../../core/base/problem.ts';
import { newHeader } from '../../../core/site/defaults.ts';
import { SITE_FILE_ENDING } from '../../../core/site/file-schema.ts';
import { COLLECTIONS, countRecords, emptySite } from '../../../core/site/site.ts';
import type { Site } from '../../../core/site/site.ts';
import type { Evaluation } from '../../../core/evaluate/result.ts';
import type { ImportRequest } from '../../engine/import-protocol.ts';
import type { ImportFinding } from '../../../core/formats/import-result.ts';
import { notify } from '../../store/notice-store.ts';
import type { Notice } from '../../store/notice-store.ts';
import { useResultsStore } from '../../store/results-store.ts';
import { useSiteStore } from '../../store/site-store.ts';
import type { Session } from '../session/session.ts';
import type { Documents } from '../../engine/document-client.ts';
import type { Content, FilePort, SaveTarget } from './file-port.ts';
import { createImportWork } from './import-work.ts';
import type { ImportWork, ReadFiles } from './import-work.ts';

/** Records from which on a site is saved compressed: some 20 MB of text, which shrink to a thirtieth. */
const COMPRESSED_FROM_RECORDS = 30_000;

export type TableName = 'flows' | 'nodes';

export interface FileWorkPorts {
  readonly session: Session;
  readonly documents: Pick<Documents, 'file'>;
  readonly files: FilePort;
  readonly read: ReadFiles;
  /** Name of a new site in the language of the screen. */
  newSiteName(): string;
  report(site: Site, evaluation: Evaluation): Promise<Blob>;
  table(site: Site, evaluation: Evaluation, name: TableName): Blob;
}

export interface FileWork {
  /** The import that is being read or looked at. */
  readonly imports: ImportWork;
  newSite(): Promise<void>;
  openFile(): Promise<void>;
  importFiles(): Promise<void>;
  /** Takes files that lie before us; says what is wrong with them and leaves the open site alone if anything is. */
  take(files: readonly File[], kind: ImportRequest['kind']): Promise<void>;
  saveFile(): Promise<void>;
  exportReport(): Promise<void>;
  exportTable(name: TableName): Promise<void>;
  /** A picture of the twin; `ending` without a dot. */
  exportPicture(content: Blob, ending: 'png' | 'svg'): Promise<void>;
}

/** Everything that reads or writes files of the user. */
export function createFileWork(ports: FileWorkPorts): FileWork {
  const imports = createImportWork(ports.read);
  /** Where the open site was saved to, so that it can be saved there again. */
  let saved: { readonly openId: string | null; readonly target: SaveTarget | null } = { openId: null, target: null };

  async function take(
    files: readonly File[],
    kind: ImportRequest['kind'],
    target: SaveTarget | null = null,
    about: Notice['about'] = 'open',
  ): Promise<void> {
    notify(null);
    const before = useSiteStore.getState();
    if (before.site === null) useSiteStore.setState({ phase: 'loading' });
    const read = await imports.read(kind, files);
    const isLoading = useSiteStore.getState().phase === 'loading';
    if (isLoading && (read === null || read.status === 'failed')) useSiteStore.setState({ phase: 'closed' });
    if (read === null) return;
    if (read.status === 'failed') {
      notify({ kind: 'error', about, problems: read.error });
      return;
    }
    const opened = await ports.session.addSite(read.value.site);
    if (opened.status === 'failed') {
      notify({ kind: 'error', about, problems: [opened.error] });
      return;
    }
    saved = { openId: ports.session.openId, target };
    const { findings } = read.value;
    if (findings.length > 0) notify({ kind: 'information', about: 'guesses', problems: findings.map(asProblem) });
  }

  async function pick(kind: 'site' | 'data'): Promise<void> {
    const picked = await ports.files.open(kind);
    if (picked.status === 'failed') notify({ kind: 'error', about: 'open', problems: [picked.error] });
    else if (picked.value !== null) {
      await take(picked.value.files, 'any', kind === 'site' ? picked.value.target : null, kind === 'site' ? 'open' : 'import');
    }
  }

  async function write(
    name: string,
    content: Content,
    about: Notice['about'],
    target: SaveTarget | null,
  ): Promise<SaveTarget | null> {
    const result = await ports.files.save(name, content, target);
    if (result.status === 'failed') notify({ kind: 'error', about, problems: [result.error] });
    return result.status === 'ok' ? (result.value?.target ?? null) : null;
  }

  /** The site with the answer to exactly this state; null and a word to the user when there is none. */
  function answered(): { readonly site: Site; readonly evaluation: Evaluation } | null {
    const { site, revision } = useSiteStore.getState();
    const results = useResultsStore.getState();
    if (site !== null && results.evaluation !== null && results.revision === revision)
      return { site, evaluation: results.evaluation };
    notify({ kind: 'error', about: 'export', problems: [noAnswer()] });
    return null;
  }

  async function siteContent(site: Site, name: string): Promise<Blob | null> {
    const content = await ports.documents.file(site, name.endsWith('.gz'));
    if (content.status === 'ok') return content.value;
    notify({ kind: 'error', about: 'save', problems: [content.error] });
    return null;
  }

  return {
    imports,
    take,
    openFile: () => pick('site'),
    importFiles: () => pick('data'),
    async newSite() {
      const name = ports.newSiteName();
      const site = emptySite(newHeader({ id: slug(name, 'site').replaceAll('.', '-'), name, kind: 'factory' }));
      const opened = await ports.session.addSite(site);
      if (opened.status === 'failed') notify({ kind: 'error', about: 'open', problems: [opened.error] });
    },
    async saveFile() {
      const { site } = useSiteStore.getState();
      if (site === null) return;
      const known = saved.openId === ports.session.openId ? saved.target : null;
      const compressed = COLLECTIONS.reduce((sum, name) => sum + countRecords(site, name), 0) >= COMPRESSED_FROM_RECORDS;
      const name = `${slug(site.header.name, 'site')}${SITE_FILE_ENDING}${compressed ? '.gz' : ''}`;
      const target = await write(name, (chosen) => siteContent(site, chosen), 'save', known);
      saved = { openId: ports.session.openId, target: target ?? known };
    },
    async exportReport() {
      const now = answered();
      if (now === null) return;
      const name = `${slug(now.site.header.name, 'site')}-report.html`;
      await write(name, () => ports.report(now.site, now.evaluation), 'export', null);
    },
    async exportPicture(content, ending) {
      const { site } = useSiteStore.getState();
      if (site !== null) await write(`${slug(site.header.name, 'site')}.${ending}`, async () => content, 'export', null);
    },
    async exportTable(name) {
      const now = answered();
      if (now === null) return;
      await write(
        `${slug(now.site.header.name, 'site')}-${name}.csv`,
        async () => ports.table(now.site, now.evaluation, name),
        'export',
        null,
      );
    },
  };
}

function noAnswer(): Problem {
  return problem(
    'export.no-answer',
    'There is no answer to the last change yet.',
    'Wait until the status line shows one, then export again.',
  );
}

function asProblem(finding: ImportFinding): Problem {
  return {
    code: `import.${finding.kind}`,
    file: null,
    place: finding.place ?? finding.subject,
    message: finding.text,
    remedy: finding.source,
    parameters: { text: finding.text, source: finding.source },
  };
}
