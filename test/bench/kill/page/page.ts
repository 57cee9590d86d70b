import { browserEnvironment } from '../../../../renderer/storage/browser-environment.ts';
import type { StorageEnvironment } from '../../../../renderer/storage/environment.ts';
import { openStorage } from '../../../../renderer/storage/open-storage.ts';
import type { Storage } from '../../../../renderer/storage/storage.ts';
import { applyEdit, EMPTY_STATE, editAt, type Edit, type EditedState } from '../edits.ts';
import type { Acknowledged, PageReport, Variant } from '../protocol.ts';

const SITE_ID = 'edited-site';
const SUMMARY = { name: 'Edited site', kind: 'factory', counts: {}, thumbnail: null };
/** Edits between two checkpoints: few, so that many kills hit one. */
const EDITS_PER_CHECKPOINT = 60;
const EDITS_AT_ONCE = 4;

const parameters = new URLSearchParams(location.search);
const seed = Number(parameters.get('seed'));
const variant = parameters.get('variant') as Variant;

async function run(): Promise<void> {
  const storage = await openStorage(environmentOf(variant));
  const known = (await storage.listSites()).some(({ id }) => id === SITE_ID);
  const state = known ? await reopen(storage) : null;
  if (state === null) await create(storage);
  await edit(storage, state ?? EMPTY_STATE);
}

function environmentOf(build: Variant): StorageEnvironment {
  if (build === 'unflushed') {
    return browserEnvironment(() => new Worker(new URL('./unflushed-worker.ts', import.meta.url), { type: 'module' }));
  }
  const environment = browserEnvironment();
  if (build === 'real') return environment;
  return { ...environment, sentinels: [{ read: async () => null, write: async () => undefined }] };
}

/** What the application does: the document, then the entries after it. */
async function reopen(storage: Storage): Promise<EditedState> {
  const opened = await storage.openSite(SITE_ID);
  if (opened.status === 'failed') throw new Error(opened.error.message);
  const { value: site } = opened;
  const state = site.entries.reduce((before, entry) => applyEdit(before, entry.payload as Edit), site.document as EditedState);
  const problems = [...storage.startup.problems, ...site.problems].map(({ code, message }) => `${code}: ${message}`);
  const recovered = storage.startup.status === 'recovered' || site.status === 'recovered';
  if (site.access !== 'read-write') throw new Error(`opened read-only: ${problems.join(' ')}`);
  await report({ kind: 'opened', firstRun: false, recovered, state, problems });
  return state;
}

async function create(storage: Storage): Promise<void> {
  const problems = storage.startup.problems.map(({ code, message }) => `${code}: ${message}`);
  const { status } = storage.startup;
  await report({ kind: 'opened', firstRun: status === 'first-run', recovered: status === 'recovered', state: null, problems });
  const created = await storage.createSite({ id: SITE_ID, summary: SUMMARY, revision: 0, document: EMPTY_STATE });
  if (created.status === 'failed') throw new Error(created.error.message);
  const opened = await storage.openSite(SITE_ID);
  if (opened.status === 'failed') throw new Error(opened.error.message);
}

async function edit(storage: Storage, start: EditedState): Promise<never> {
  let state = start;
  let sinceCheckpoint = 0;
  for (;;) {
    const flushed = await Promise.all(
      Array.from({ length: EDITS_AT_ONCE }, async (): Promise<Acknowledged> => {
        const payload = editAt(seed, state.revision + 1);
        state = applyEdit(state, payload);
        const { revision, digest } = state;
        const result = await storage.append(SITE_ID, { kind: 'command', revision, payload });
        if (result.status === 'failed') throw new Error(result.error.message);
        return { sequence: result.value.sequence, revision, digest };
      }),
    );
    await report({ kind: 'acknowledged', edits: flushed });
    sinceCheckpoint += flushed.length;
    if (sinceCheckpoint >= EDITS_PER_CHECKPOINT) {
      sinceCheckpoint = 0;
      const stored = await storage.checkpoint(SITE_ID, { revision: state.revision, summary: SUMMARY, document: state });
      if (stored.status === 'failed') throw new Error(stored.error.message);
    }
  }
}

async function report(content: PageReport): Promise<void> {
  await fetch('/report', { method: 'POST', body: JSON.stringify(content) });
}

run().catch((error: unknown) => report({ kind: 'error', message: error instanceof Error ? `${error.stack}` : String(error) }));
