import type { Result } from '../../core/base/result.ts';
import { failed } from '../../core/base/result.ts';
import { problem } from '../../core/base/problem.ts';
import { apply } from '../../core/site/commands/apply.ts';
import type { Refusal } from '../../core/site/commands/rules.ts';
import type { Command } from '../../core/site/commands/schema.ts';
import { applyDiff, isEmptyDiff } from '../../core/site/diff.ts';
import type { SiteDiff } from '../../core/site/diff.ts';
import * as history from '../../core/site/history.ts';
import type { History } from '../../core/site/history.ts';
import { checkIntegrity } from '../../core/site/integrity.ts';
import type { Site } from '../../core/site/site.ts';
import { carryingSite } from '../../core/site/site.ts';
import { useInteractionStore } from './interaction-store.ts';
import { CLOSED_SITE, useSiteStore } from './site-store.ts';

/** One change that has happened. The journal and the engine hear of it in this form. */
export interface DocumentChange {
  readonly kind: 'command' | 'undo' | 'redo';
  readonly revision: number;
  readonly command: Command;
  readonly diff: SiteDiff;
  readonly site: Site;
}

/** Who carries changes on: engine and journal. Set once by the application, replaced in tests. */
export interface DocumentPorts {
  changed(change: DocumentChange): void;
  /** Asks for the consequence of a command; the answer arrives in the interaction store. Null stops asking. */
  preview(command: Command | null): void;
}

const SILENT: DocumentPorts = { changed: () => undefined, preview: () => undefined };
let ports: DocumentPorts = SILENT;
let checksIntegrity = false;

export function connectDocument(connected: DocumentPorts | null): void {
  ports = connected ?? SILENT;
}

/** Development and tests: the whole document is checked after each change, and a broken one is a bug. */
export function checkIntegrityAfterEachChange(on: boolean): void {
  checksIntegrity = on;
}

/** Shows a site. Its revision starts where storage left it. */
export function showSite(site: Site, revision = 0, steps: History = history.EMPTY_HISTORY): void {
  useSiteStore.setState({
    ...CLOSED_SITE,
    phase: 'open',
    site: carryingSite(site),
    revision,
    history: steps,
    saved: { status: 'saved', revision, atMs: null },
  });
  useInteractionStore.setState({ interaction: { kind: 'idle' }, selection: [], hover: null, preview: null, refusal: null });
}

/** Carries out a command: the only way into the document. A refusal changes nothing and is kept for the status line. */
export function dispatch(command: Command): Result<SiteDiff, Refusal> {
  const state = useSiteStore.getState();
  if (state.site === null) {
    return failed(problem('document.closed', 'No site is open.', 'Open a site first.'));
  }
  if (state.readOnly !== null) {
    useSiteStore.setState({ problem: state.readOnly });
    return failed(state.readOnly);
  }
  const result = apply(state.site, command);
  if (result.status === 'failed') {
    useSiteStore.setState({ problem: result.error });
    return result;
  }
  if (isEmptyDiff(result.value)) return result;
  commit('command', command, result.value, history.recordStep(state.history, { command, diff: result.value }));
  return result;
}

export function undo(): void {
  move('undo', history.undo);
}

export function redo(): void {
  move('redo', history.redo);
}

/** Asks what a command would do, for the figures at the cursor. */
export function requestPreview(command: Command | null): void {
  if (command === null) useInteractionStore.setState({ preview: null, refusal: null });
  ports.preview(command);
}

function move(kind: 'undo' | 'redo', step: (steps: History) => history.HistoryMove | null): void {
  const state = useSiteStore.getState();
  if (state.site === null || state.readOnly !== null) return;
  const moved = step(state.history);
  if (moved !== null) commit(kind, moved.entry.command, moved.diff, moved.history);
}

function commit(kind: DocumentChange['kind'], command: Command, diff: SiteDiff, steps: History): void {
  const state = useSiteStore.getState();
  if (state.site === null) return;
  const site = applyDiff(state.site, diff);
  if (checksIntegrity) {
    const broken = checkIntegrity(site, 1)[0];
    if (broken !== undefined)
      throw new Error(`A ${kind} of ${command.kind} broke the document: ${broken.place}: ${broken.message}`);
  }
  const revision = state.revision + 1;
  useSiteStore.setState({ site, revision, history: steps, problem: null, saved: { ...state.saved, status: 'saving' } });
  ports.changed({ kind, revision, command, diff, site });
}
