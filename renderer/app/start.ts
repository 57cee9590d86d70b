import type { i18n } from 'i18next';
import type { Problem } from '../../core/base/problem.ts';
import { problem } from '../../core/base/problem.ts';
import type { Shell } from '../../electron/ipc/contract.ts';
import { version } from '../../package.json';
import { createEngineClient } from '../engine/client.ts';
import type { EngineListener } from '../engine/client.ts';
import { createDocuments } from '../engine/document-client.ts';
import { runImport } from '../engine/import-client.ts';
import { attach } from '../engine/spawn.ts';
import type { Carry } from '../panels/carry.ts';
import { browserEnvironment } from '../storage/browser-environment.ts';
import { electronEnvironment } from '../storage/electron-environment.ts';
import { openStorage } from '../storage/open-storage.ts';
import type { Storage } from '../storage/storage.ts';
import { useCatalogStore } from '../store/catalog-store.ts';
import { checkIntegrityAfterEachChange } from '../store/document.ts';
import { notify } from '../store/notice-store.ts';
import { usePaletteStore } from '../store/palette-store.ts';
import { useSiteStore } from '../store/site-store.ts';
import { startTour } from '../store/tour-store.ts';
import { useViewStore } from '../store/view-store.ts';
import { createCarry } from '../tools/carry.ts';
import type { AppPorts } from './app-context.ts';
import { bindAddress, siteInAddress } from './address.ts';
import { startCatalog } from './catalog.ts';
import { browserFiles } from './files/browser-files.ts';
import { createFileWork } from './files/file-work.ts';
import { createOwnCatalogFiles } from './files/own-catalog-files.ts';
import { createRuleFiles } from './files/rule-files.ts';
import { shellFiles } from './files/file-port.ts';
import { askForReport, csvTable, htmlReport } from './files/reports.ts';
import { bindMenu } from './menu-binding.ts';
import { listSamples } from './samples.ts';
import type { Sample } from './samples.ts';
import { createSession } from './session/session.ts';

/** Puts the parts of the application together. Whatever cannot be had is said, and the rest works. */
export async function startApplication(translations: i18n): Promise<{ readonly ports: AppPorts; readonly carry: Carry }> {
  const shell = (window as { readonly edgewright?: Shell }).edgewright ?? null;
  checkIntegrityAfterEachChange(import.meta.env.DEV);
  const catalog = startCatalog();
  const storage = await reachStorage(shell);
  const documents = createDocuments((ends) => attach(documentWorker(), ends));
  const session = createSession({
    storage,
    documents,
    createEngine: (listener: EngineListener) => createEngineClient({ spawn: (ends) => attach(engineWorker(), ends) }, listener),
    nowMs: () => Date.now(),
    whenIdle: (work) => void requestIdleCallback(work),
  });
  const userFiles = shell === null ? browserFiles() : shellFiles(shell);
  const files = createFileWork({
    session,
    documents,
    files: userFiles,
    read: async (kind, given, options, signal, progressed) => {
      await catalog.ready;
      const { hardwareTypes, media, templates, ruleSets } = useCatalogStore.getState();
      const request = { kind, files: given, catalog: { hardwareTypes, media, templates, ruleSets }, options };
      return runImport(request, (ends) => attach(importWorker(), ends), { signal, progressed });
    },
    newSiteName: () => translations.t('start.newSite'),
    report: async (site, evaluation) =>
      htmlReport(site, evaluation, {
        assessments: await askForReport(),
        language: useViewStore.getState().language,
        generatedAt: new Date().toISOString(),
        applicationVersion: version,
      }),
    table: csvTable,
  });

  async function openFromLibrary(siteId: string): Promise<void> {
    notify(null);
    const opened = await session.openSite(siteId);
    if (opened.status === 'failed') notify({ kind: 'error', about: 'open', problems: [opened.error] });
  }

  async function openSample(sample: Sample): Promise<void> {
    // An unedited copy is as good as a new one, and the library stays short.
    const copies = (await session.listSites()).filter((site) => isCopyOf(site.id, sample.id) && site.revision === 0);
    const [copy] = copies;
    if (copy !== undefined) return openFromLibrary(copy.id);
    useSiteStore.setState({ phase: 'loading', problem: null });
    const response = await fetch(sample.address);
    await files.take([new File([await response.blob()], `${sample.id}.edgewright.json`)], 'site');
  }

  /** The one sample that has racks, cells and findings at once. */
  async function startTourOnSample(): Promise<void> {
    const sample = listSamples().find(({ id }) => id === 'car-factory-qc');
    if (sample === undefined) return;
    const open = useSiteStore.getState().site?.header.id;
    if (open === undefined || !isCopyOf(open, sample.id)) {
      if (open !== undefined) await session.closeSite();
      await openSample(sample);
    }
    startTour();
  }

  const carry = createCarry(catalog.lookups);
  const ports: AppPorts = {
    session,
    files,
    rules: createRuleFiles(userFiles),
    ownCatalog: createOwnCatalogFiles(userFiles),
    samples: listSamples(),
    openSample,
    startTourOnSample,
    openFromLibrary,
    takeFiles: (dropped) => files.take(dropped, 'any'),
    showPalette: (what = 'all') => usePaletteStore.setState({ open: true, what, carried: null }),
    nameOfNew: (what) => translations.t(`new.${what}`),
  };
  bindAddress(session, openFromLibrary);
  if (shell !== null) bindMenu(shell, translations, ports);
  const asked = siteInAddress();
  if (asked !== null && (await session.listSites()).some((site) => site.id === asked)) {
    useSiteStore.setState({ phase: 'loading' });
    void openFromLibrary(asked);
  }
  return { ports, carry };
}

async function reachStorage(shell: Shell | null): Promise<Storage | null> {
  try {
    const storage = await openStorage(shell === null ? browserEnvironment() : electronEnvironment(shell));
    const { problems } = storage.startup;
    if (problems.length > 0) notify({ kind: 'information', about: 'start', problems });
    return storage;
  } catch (error) {
    notify({ kind: 'error', about: 'start', problems: [unreachable(error)] });
    return null;
  }
}

function unreachable(error: unknown): Problem {
  return problem(
    'session.no-storage',
    `The data of the application cannot be reached: ${error instanceof Error ? error.message : String(error)}.`,
    'Sites are not kept until this works again: save them to files.',
    {},
    { which: 'unreachable', reason: error instanceof Error ? error.message : String(error) },
  );
}

/** Copies of a sample are numbered: `melbourne-mec`, `melbourne-mec-2`. */
function isCopyOf(siteId: string, sampleId: string): boolean {
  return siteId === sampleId || new RegExp(`^${sampleId}-\\d+$`).test(siteId);
}

function engineWorker(): Worker {
  return new Worker(new URL('../engine/worker.ts', import.meta.url), { type: 'module', name: 'engine' });
}

function documentWorker(): Worker {
  return new Worker(new URL('../engine/document-worker.ts', import.meta.url), { type: 'module', name: 'document' });
}

function importWorker(): Worker {
  return new Worker(new URL('../engine/import-worker.ts', import.meta.url), { type: 'module', name: 'import' });
}
