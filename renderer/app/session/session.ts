import type { Problem } from '../../../core/base/problem.ts';
import { problem } from '../../../core/base/problem.ts';
import type { Result } from '../../../core/base/result.ts';
import { failed, ok } from '../../../core/base/result.ts';
import { freeId, slug } from '../../../core/base/ids.ts';
import type { Site } from '../../../core/site/site.ts';
import { COLLECTIONS, countRecords } from '../../../core/site/site.ts';
import type { EngineClient, EngineListener } from '../../engine/client.ts';
import type { Documents } from '../../engine/document-client.ts';
import type { OpenedSite, SiteListing, SiteSummary, Storage, StorageStatus } from '../../storage/storage.ts';
import { connectDocument, showSite } from '../../store/document.ts';
import { useExplainStore } from '../../store/explain-store.ts';
import { useImportStore } from '../../store/import-store.ts';
import { useInteractionStore } from '../../store/interaction-store.ts';
import { notify } from '../../store/notice-store.ts';
import { connectLearning, forgetLearned } from '../../store/learned-store.ts';
import { connectPlacing, forgetPlacing } from '../../store/placing-store.ts';
import { connectSizing, forgetSizing } from '../../store/sizing-store.ts';
import { connectQuestions, forgetQuestions } from '../../store/questions-store.ts';
import { noteTrend } from '../../store/trend-store.ts';
import { NO_RESULTS, useResultsStore } from '../../store/results-store.ts';
import { CLOSED_SITE, useSiteStore } from '../../store/site-store.ts';
import { createJournal } from './journal.ts';
import type { Journal } from './journal.ts';
import { prepareForEdits } from './prepare-for-edits.ts';
import { replay } from './replay.ts';

export interface SessionPorts {
  /** Null where nothing can be kept: then the session says so and works on. */
  readonly storage: Storage | null;
  createEngine(listener: EngineListener): EngineClient;
  readonly documents: Documents;
  /** Wall clock, only to say how long ago something was saved. */
  nowMs(): number;
  /** Does some milliseconds of work when nothing else is to do. */
  whenIdle(work: () => void): void;
}

export interface Session {
  listSites(): Promise<readonly SiteListing[]>;
  /** Opens a site of the library as it was left. */
  openSite(siteId: string): Promise<Result<null, Problem>>;
  /** Takes a document into the library under a free id and opens it. */
  addSite(site: Site): Promise<Result<null, Problem>>;
  deleteSite(siteId: string): Promise<Result<null, Problem>>;
  restoreSite(siteId: string): Promise<Result<null, Problem>>;
  closeSite(): Promise<void>;
  /** Stops reading or storing the document that is being opened; the start page shows again. */
  stopOpening(): void;
  /** Tries again to save after a failure. */
  retrySave(): void;
  restartEngine(): void;
  /** Id in the library of the open site; null when none is open. */
  readonly openId: string | null;
  dispose(): Promise<void>;
}

/** Wires the document to the engine and the store. One a window; everything it needs of the outside comes in as ports. */
export function createSession(ports: SessionPorts): Session {
  const { storage, documents } = ports;
  let opening = new AbortController();
  let openId: string | null = null;
  let journal: Journal | null = null;
  /** Rises with each opening and closing, so that a slow one notices that it has been overtaken. */
  let turn = 0;

  const engine = ports.createEngine({
    answered({ evaluation, index }, revision, workerMs) {
      if (useResultsStore.getState().evaluation === null) prepareForEdits(() => useSiteStore.getState().site, ports.whenIdle);
      useResultsStore.setState({ evaluation, ...index, revision, workerMs, problem: null });
      noteTrend(evaluation, revision);
    },
    previewed(preview, refusal) {
      if (useInteractionStore.getState().interaction.kind === 'dragging') useInteractionStore.setState({ preview, refusal });
    },
    detailed: (flowDetail) => useResultsStore.setState({ flowDetail }),
    progressed: (progress) => useResultsStore.setState({ progress }),
    stateChanged: (state, why) =>
      useResultsStore.setState(state === 'idle' ? { engine: state, problem: null } : { engine: state, problem: why }),
  });

  connectDocument({
    changed(change) {
      engine.change(change.diff, change.revision, change.site);
      if (journal === null) unsaved(nowhereToSave());
      else journal.append(change);
    },
    preview: (command) => engine.preview(command),
  });

  connectQuestions(engine);
  connectPlacing(engine, () => performance.now());
  connectLearning(engine, () => performance.now());
  connectSizing(engine, () => performance.now());

  const stopWatching = useInteractionStore.subscribe((state, before) => {
    if (state.selection === before.selection) return;
    const flow = state.selection.length === 1 && state.selection[0]?.collection === 'flows' ? state.selection[0].id : null;
    engine.watchFlow(flow);
  });
  const stopListening = storage?.onStatus(onStorageStatus) ?? (() => undefined);

  function onStorageStatus(status: StorageStatus): void {
    if (status.kind === 'problem') {
      notify({ kind: 'information', about: 'recovery', problems: [status.problem] });
      return;
    }
    const readOnly = useSiteStore.getState().readOnly !== null;
    // The other window went on or gave the site up: what is shown here follows.
    if (status.siteId === openId && readOnly && (status.kind === 'changed' || status.kind === 'takeover'))
      void openSite(status.siteId);
  }

  function unsaved(why: Problem): void {
    useSiteStore.setState((state) => ({ problem: why, saved: { ...state.saved, status: 'failed' } }));
  }

  function show(siteId: string | null, site: Site, revision: number): void {
    openId = siteId;
    useResultsStore.setState(NO_RESULTS);
    useExplainStore.setState({ subject: null });
    forgetQuestions();
    forgetPlacing();
    forgetLearned();
    forgetSizing();
    journal =
      storage === null || siteId === null
        ? null
        : createJournal({
            storage,
            siteId,
            documents,
            current() {
              const state = useSiteStore.getState();
              return state.site === null ? null : { site: state.site, revision: state.revision };
            },
            summarise: summariseSite,
            saved(saved) {
              if (openId !== siteId) return;
              useSiteStore.setState((state) => ({
                saved: { status: saved >= state.revision ? 'saved' : 'saving', revision: saved, atMs: ports.nowMs() },
              }));
            },
            failed: (why) => {
              if (openId === siteId) unsaved(why);
            },
          });
    engine.load(site, revision);
  }

  async function leave(): Promise<void> {
    const leaving = openId;
    const pending = journal;
    openId = null;
    journal = null;
    engine.unload();
    await pending?.settle();
    if (leaving !== null) await storage?.closeSite(leaving);
  }

  /** Shows that a whole document is worked on, and begins anew what stops it. */
  function begin(name: string): AbortSignal {
    opening.abort();
    opening = new AbortController();
    const { signal } = opening;
    useImportStore.setState({ reading: name, share: null });
    return signal;
  }

  function end(signal: AbortSignal): void {
    if (opening.signal === signal) useImportStore.setState({ reading: null, share: null });
  }

  async function read({ document, summary }: OpenedSite, known: Known | null): Promise<Result<Site, Problem> | null> {
    if (known !== null && JSON.stringify(document) === JSON.stringify(known.document)) return ok(known.site);
    const signal = begin(summary.name);
    try {
      return await documents.unpack(document, summary.name, {
        signal,
        progressed: (share) => {
          if (opening.signal === signal) useImportStore.setState({ share });
        },
      });
    } finally {
      end(signal);
    }
  }

  /** `known`: what the library was given a moment ago, which need not be read again. */
  async function openSite(siteId: string, known: Known | null = null): Promise<Result<null, Problem>> {
    if (storage === null) return failed(nowhereToSave());
    turn += 1;
    const mine = turn;
    const before = useSiteStore.getState();
    useSiteStore.setState({ phase: before.site === null ? 'loading' : before.phase });
    if (openId !== null) await leave();
    if (mine !== turn) return ok(null);
    const opened = await storage.openSite(siteId);
    if (mine !== turn) {
      await storage.closeSite(siteId);
      return ok(null);
    }
    const document = opened.status === 'ok' ? await read(opened.value, known) : opened;
    if (mine !== turn) {
      await storage.closeSite(siteId);
      return ok(null);
    }
    if (document === null) {
      await storage.closeSite(siteId);
      useSiteStore.setState(CLOSED_SITE);
      return ok(null);
    }
    if (document.status === 'failed' || opened.status === 'failed') {
      const why = document.status === 'failed' ? document.error : nowhereToSave();
      await storage.closeSite(siteId);
      useSiteStore.setState({ ...CLOSED_SITE, problem: why });
      return failed(why);
    }
    const { revision, entries, access, problems } = opened.value;
    const now = replay(document.value, revision, entries);
    showSite(now.site, now.revision, now.history);
    const found = now.problem === null ? problems : [...problems, now.problem];
    if (access === 'read-only' || now.problem !== null) useSiteStore.setState({ readOnly: found[0] ?? readOnlyHere() });
    show(siteId, now.site, now.revision);
    if (found.length > 0) notify({ kind: 'information', about: 'recovery', problems: found });
    return ok(null);
  }

  async function addSite(site: Site): Promise<Result<null, Problem>> {
    if (storage === null) {
      turn += 1;
      await leave();
      showSite(site);
      show(null, site, 0);
      unsaved(nowhereToSave());
      return ok(null);
    }
    const taken = new Set([...(await storage.listSites()), ...(await storage.listDeletedSites())].map((listing) => listing.id));
    const id = freeId(slug(site.header.id, 'site').replaceAll('.', '-'), (candidate) => taken.has(candidate));
    const signal = begin(site.header.name);
    const packed = await documents.pack(site, signal);
    end(signal);
    if (packed === null) {
      if (useSiteStore.getState().phase === 'loading') useSiteStore.setState(CLOSED_SITE);
      return ok(null);
    }
    if (packed.status === 'failed') return packed;
    const document = packed.value;
    const created = await storage.createSite({ id, summary: summariseSite(site), revision: 0, document });
    return created.status === 'failed' ? created : openSite(id, { site, document });
  }

  return {
    listSites: async () => (storage === null ? [] : storage.listSites()),
    openSite: (siteId) => openSite(siteId),
    addSite,
    deleteSite: async (siteId) => (storage === null ? failed(nowhereToSave()) : storage.deleteSite(siteId)),
    restoreSite: async (siteId) => (storage === null ? failed(nowhereToSave()) : storage.restoreSite(siteId)),
    async closeSite() {
      turn += 1;
      await leave();
      useSiteStore.setState(CLOSED_SITE);
      useResultsStore.setState(NO_RESULTS);
      useInteractionStore.setState({ interaction: { kind: 'idle' }, selection: [], hover: null, preview: null, refusal: null });
    },
    stopOpening: () => opening.abort(),
    retrySave: () => journal?.retry(),
    restartEngine: () => engine.restart(),
    get openId() {
      return openId;
    },
    async dispose() {
      stopWatching();
      stopListening();
      connectDocument(null);
      await leave();
      engine.close();
    },
  };
}

/** A document and the form in which the library keeps it. */
interface Known {
  readonly site: Site;
  readonly document: unknown;
}

/** What a card of the start page shows of a site. */
export function summariseSite(site: Site): SiteSummary {
  return {
    name: site.header.name,
    kind: site.header.kind,
    counts: Object.fromEntries(COLLECTIONS.map((name) => [name, countRecords(site, name)])),
    thumbnail: null,
  };
}

function nowhereToSave(): Problem {
  return problem('session.no-storage', 'This browser keeps no data for the application.', 'Save the site to a file.');
}

function readOnlyHere(): Problem {
  return problem('session.read-only', 'The site is open for reading only.', 'Save a copy to a file to edit it.');
}
