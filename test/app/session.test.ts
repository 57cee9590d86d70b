import { Machine } from '../storage/machine.ts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { must } from '../../core/base/assert.ts';
import type { Preview } from '../../core/engine/protocol.ts';
import { emptyIndex, patchIndex } from '../../core/engine/evaluation-index.ts';
import { readPatch, wholePatch } from '../../core/engine/evaluation-patch.ts';
import { evaluate } from '../../core/evaluate/evaluate.ts';
import { serializeSite } from '../../core/site/file.ts';
import type { Site } from '../../core/site/site.ts';
import { createSession } from '../../renderer/app/session/session.ts';
import type { Session } from '../../renderer/app/session/session.ts';
import type { EngineClient, EngineListener } from '../../renderer/engine/client.ts';
import type { Storage } from '../../renderer/storage/storage.ts';
import { checkIntegrityAfterEachChange, dispatch, redo, requestPreview, undo } from '../../renderer/store/document.ts';
import { select, useInteractionStore } from '../../renderer/store/interaction-store.ts';
import { useResultsStore } from '../../renderer/store/results-store.ts';
import { CLOSED_SITE, useSiteStore } from '../../renderer/store/site-store.ts';
import { localDocuments } from '../helpers/local-documents.ts';
import { randomSite } from '../helpers/random-site.ts';

const site = randomSite(11);

/** An engine that notes what it is asked and lets the test answer. */
class NotedEngine implements EngineClient {
  readonly asked: string[] = [];
  watched: string | null = null;
  readonly listener: EngineListener;

  constructor(listener: EngineListener) {
    this.listener = listener;
  }

  load(_site: Site, revision: number): void {
    this.asked.push(`load ${revision}`);
  }
  change(_diff: unknown, revision: number): void {
    this.asked.push(`change ${revision}`);
  }
  preview(command: unknown): void {
    this.asked.push(command === null ? 'no preview' : 'preview');
  }
  watchFlow(flowId: string | null): void {
    this.watched = flowId;
  }
  ask(): () => void {
    return () => undefined;
  }
  unload(): void {
    this.asked.push('unload');
  }
  restart(): void {
    this.asked.push('restart');
  }
  close(): void {
    this.asked.push('close');
  }
}

const savedState = (): string => useSiteStore.getState().saved.status;
const until = async (holds: () => boolean): Promise<void> => {
  for (let turn = 0; turn < 500 && !holds(); turn += 1) await new Promise((resolve) => setTimeout(resolve, 2));
  expect(holds(), 'in time').toBe(true);
};

let machine: Machine;
let storage: Storage;
let engine: NotedEngine;
let session: Session;

async function start(): Promise<void> {
  storage = await machine.open();
  session = createSession({
    storage,
    createEngine: (listener) => (engine = new NotedEngine(listener)),
    documents: localDocuments(),
    nowMs: () => 1_000,
    whenIdle: (work) => work(),
  });
}

/** Everything of the window is gone, as after `kill -9`. */
async function killAndStart(): Promise<void> {
  machine.restart();
  useSiteStore.setState(CLOSED_SITE);
  await start();
}

beforeEach(async () => {
  checkIntegrityAfterEachChange(true);
  machine = new Machine();
  await start();
});
afterEach(async () => {
  await session.dispose();
  useSiteStore.setState(CLOSED_SITE);
});

describe('a session', () => {
  test('takes a document into the library, opens it and asks the engine', async () => {
    expect(await session.addSite(site)).toMatchObject({ status: 'ok' });
    expect(useSiteStore.getState()).toMatchObject({ phase: 'open', revision: 0, readOnly: null });
    expect(engine.asked).toEqual(['load 0']);
    const [listed] = await session.listSites();
    expect(listed).toMatchObject({ id: session.openId, name: site.header.name, revision: 0 });
  });

  test('a second copy of the same document gets another id', async () => {
    await session.addSite(site);
    const first = session.openId;
    await session.addSite(site);
    expect(session.openId).not.toBe(first);
    expect(await session.listSites()).toHaveLength(2);
  });

  test('says saved only after the store has acknowledged', async () => {
    await session.addSite(site);
    let open = (): void => undefined;
    machine.gate = new Promise((resolve) => (open = resolve));
    dispatch({ kind: 'site.edit', patch: { name: 'Renamed' } });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(savedState()).toBe('saving');
    open();
    await until(() => savedState() === 'saved');
    expect(useSiteStore.getState().saved).toEqual({ status: 'saved', revision: 1, atMs: 1_000 });
  });

  test('after a kill the acknowledged edits are back, with their undo steps', async () => {
    await session.addSite(site);
    const id = must(session.openId, 'an open site');
    for (const name of ['One', 'Two', 'Three']) dispatch({ kind: 'site.edit', patch: { name } });
    undo();
    undo();
    redo();
    await until(() => savedState() === 'saved');
    const before = serializeSite(must(useSiteStore.getState().site, 'the site'));
    await killAndStart();
    expect(await session.openSite(id)).toMatchObject({ status: 'ok' });
    const state = useSiteStore.getState();
    expect(serializeSite(must(state.site, 'the site'))).toBe(before);
    expect(state.site?.header.name).toBe('Two');
    expect(state.revision).toBe(6);
    expect(state.history.past).toHaveLength(2);
    expect(state.history.future).toHaveLength(1);
    undo();
    expect(useSiteStore.getState().site?.header.name).toBe('One');
  });

  test('more edits than a checkpoint holds come back as well, and an undo across it', async () => {
    await session.addSite(site);
    const id = must(session.openId, 'an open site');
    for (let count = 0; count < 70; count += 1) {
      dispatch({ kind: 'site.edit', patch: { name: `Name ${count}` } });
      await until(() => savedState() === 'saved');
    }
    await killAndStart();
    await session.openSite(id);
    expect(useSiteStore.getState().site?.header.name).toBe('Name 69');
    dispatch({ kind: 'site.edit', patch: { name: 'After' } });
    undo();
    await until(() => savedState() === 'saved');
    await killAndStart();
    await session.openSite(id);
    expect(useSiteStore.getState().site?.header.name).toBe('Name 69');
    expect(useSiteStore.getState().revision).toBe(72);
  });

  test('a second window opens the site for reading only', async () => {
    await session.addSite(site);
    const id = must(session.openId, 'an open site');
    const other = await machine.open();
    const mine = session;
    session = createSession({
      storage: other,
      createEngine: (listener) => (engine = new NotedEngine(listener)),
      documents: localDocuments(),
      nowMs: () => 0,
      whenIdle: () => undefined,
    });
    await session.openSite(id);
    expect(useSiteStore.getState().readOnly).toMatchObject({ code: 'storage.other-window' });
    expect(dispatch({ kind: 'site.edit', patch: { name: 'No' } })).toMatchObject({ status: 'failed' });
    await mine.dispose();
  });

  test('a refusal changes nothing and reaches neither engine nor store', async () => {
    await session.addSite(site);
    const asked = engine.asked.length;
    expect(dispatch({ kind: 'node.remove', id: 'no-such-node' as never })).toMatchObject({ status: 'failed' });
    expect(engine.asked).toHaveLength(asked);
    expect(useSiteStore.getState()).toMatchObject({ revision: 0, saved: { status: 'saved' } });
  });

  test('closing gives the site up and clears the screen', async () => {
    await session.addSite(site);
    const id = must(session.openId, 'an open site');
    await session.closeSite();
    expect(useSiteStore.getState()).toMatchObject({ phase: 'closed', site: null });
    const other = await machine.open();
    expect(await other.openSite(id)).toMatchObject({ status: 'ok', value: { access: 'read-write' } });
  });

  test('an unknown site is refused and leaves the start page', async () => {
    expect(await session.openSite('nothing-there')).toMatchObject({ status: 'failed' });
    expect(useSiteStore.getState()).toMatchObject({ phase: 'closed', site: null });
  });

  test('answers go to the results, previews only to a drag', async () => {
    await session.addSite(site);
    const evaluation = evaluate(site);
    const index = patchIndex(emptyIndex(), readPatch(wholePatch(evaluation)));
    engine.listener.answered({ evaluation, index }, 0, 4);
    expect(useResultsStore.getState()).toMatchObject({ revision: 0, workerMs: 4 });
    expect(useResultsStore.getState().flows.size).toBe(evaluation.flows.length);
    const preview: Preview = { flows: [], appear: [], vanish: [], worstFlow: null, tightest: null };
    engine.listener.previewed(preview, null);
    expect(useInteractionStore.getState().preview).toBeNull();
    useInteractionStore.setState({
      interaction: {
        kind: 'dragging',
        subject: { kind: 'node', nodeId: 'x' },
        target: null,
        pointer: { xPx: 0, yPx: 0 },
        typed: null,
      },
    });
    requestPreview({ kind: 'site.edit', patch: { name: 'x' } });
    engine.listener.previewed(preview, null);
    expect(useInteractionStore.getState().preview).toBe(preview);
    useInteractionStore.setState({ interaction: { kind: 'idle' }, preview: null });
  });

  test('the way of the selected flow is watched, of nothing else', async () => {
    await session.addSite(site);
    select({ collection: 'flows', id: 'f-1' });
    expect(engine.watched).toBe('f-1');
    select({ collection: 'nodes', id: 'n-1' });
    expect(engine.watched).toBeNull();
  });

  test('without a store the site opens all the same and says that it is not kept', async () => {
    await session.dispose();
    session = createSession({
      storage: null,
      createEngine: (listener) => (engine = new NotedEngine(listener)),
      documents: localDocuments(),
      nowMs: () => 0,
      whenIdle: () => undefined,
    });
    expect(await session.addSite(site)).toMatchObject({ status: 'ok' });
    dispatch({ kind: 'site.edit', patch: { name: 'Kept nowhere' } });
    expect(useSiteStore.getState()).toMatchObject({ saved: { status: 'failed' }, site: { header: { name: 'Kept nowhere' } } });
  });
});
