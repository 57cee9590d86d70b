import type { Problem } from '../../../core/base/problem.ts';
import { problem } from '../../../core/base/problem.ts';
import type { Command } from '../../../core/site/commands/schema.ts';
import { parseCommand } from '../../../core/site/commands/parse.ts';
import { apply } from '../../../core/site/commands/apply.ts';
import type { SiteDiff } from '../../../core/site/diff.ts';
import { applyDiff, reverseDiff } from '../../../core/site/diff.ts';
import * as history from '../../../core/site/history.ts';
import type { History } from '../../../core/site/history.ts';
import { migrateCommand } from '../../../core/site/migrations/tier-rules.ts';
import type { Site } from '../../../core/site/site.ts';
import type { DocumentChange } from '../../store/document.ts';
import type { Entry, StoredEntry } from '../../storage/storage.ts';

/** What the journal keeps of a change: an undo also its diff, for the step it takes back may lie before the snapshot. */
interface Payload {
  readonly command: Command;
  readonly diff: SiteDiff | null;
}

export function toEntry(change: DocumentChange): Entry {
  const payload: Payload = { command: change.command, diff: change.kind === 'command' ? null : change.diff };
  return { kind: change.kind, revision: change.revision, payload };
}

export interface Replayed {
  readonly site: Site;
  readonly revision: number;
  readonly history: History;
  /** Why replaying stopped early; null when every entry was carried out. */
  readonly problem: Problem | null;
}

/** The document after the entries of the journal, and the steps that can be undone. Stops at the first that does not fit. */
export function replay(base: Site, revision: number, entries: readonly StoredEntry[]): Replayed {
  let state: Replayed = { site: base, revision, history: history.EMPTY_HISTORY, problem: null };
  for (const entry of entries) {
    const next = step(state, entry);
    if (next === null) return { ...state, problem: stoppedAt(entry) };
    state = next;
  }
  return state;
}

function step(state: Replayed, entry: StoredEntry): Replayed | null {
  const { command: kept, diff } = entry.payload as Payload;
  const parsed = parseCommand(migrateCommand(kept));
  if (parsed.status === 'failed') return null;
  const command = parsed.value;
  try {
    if (entry.kind === 'command') {
      const result = apply(state.site, command);
      if (result.status === 'failed') return null;
      return after(state, entry, result.value, history.recordStep(state.history, { command, diff: result.value }));
    }
    const steps = diff === null ? state.history : withOlderStep(state.history, entry.kind, command, diff);
    const moved = entry.kind === 'undo' ? history.undo(steps) : history.redo(steps);
    return moved === null ? null : after(state, entry, moved.diff, moved.history);
  } catch {
    // applyDiff throws on a diff of another document; here that is a damaged journal, not a bug.
    return null;
  }
}

/**
 * The history with the step that the entry moves over, when that is older than the snapshot. It has to be there to be
 * moved: a redo that comes later counts on it.
 */
function withOlderStep(steps: History, kind: 'undo' | 'redo', command: Command, diff: SiteDiff): History {
  if (kind === 'undo') return steps.past.length > 0 ? steps : { ...steps, past: [{ command, diff: reverseDiff(diff) }] };
  return steps.future.length > 0 ? steps : { ...steps, future: [{ command, diff }] };
}

function after(state: Replayed, entry: StoredEntry, diff: SiteDiff, steps: History): Replayed {
  return { site: applyDiff(state.site, diff), revision: entry.revision, history: steps, problem: state.problem };
}

function stoppedAt(entry: StoredEntry): Problem {
  return problem(
    'session.replay-stopped',
    `The edits from number ${entry.sequence} on do not fit the document and were left out.`,
    'Check the site; make the missing edits again.',
    { place: `sequence ${entry.sequence}` },
    { sequence: entry.sequence },
  );
}
