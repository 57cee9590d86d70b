import type { Command } from './commands/schema.ts';
import type { SiteDiff } from './diff.ts';
import { isEmptyDiff, reverseDiff, squashDiffs } from './diff.ts';

/** One step that a user can take back. */
export interface HistoryEntry {
  readonly command: Command;
  readonly diff: SiteDiff;
}

/** Undo and redo as data. `marks` are depths of `past` to which a gesture may bail or squash. */
export interface History {
  readonly past: readonly HistoryEntry[];
  readonly future: readonly HistoryEntry[];
  readonly marks: readonly number[];
}

export const EMPTY_HISTORY: History = Object.freeze({ past: [], future: [], marks: [] });

/** The history after a command; what could be redone is gone. A command that changed nothing leaves no step. */
export function recordStep(history: History, entry: HistoryEntry): History {
  if (isEmptyDiff(entry.diff)) return history;
  return { past: [...history.past, entry], future: [], marks: history.marks };
}

export interface HistoryMove {
  readonly history: History;
  /** To apply to the site. */
  readonly diff: SiteDiff;
  readonly entry: HistoryEntry;
}

/** Takes back the last step; null when there is none. */
export function undo(history: History): HistoryMove | null {
  const entry = history.past.at(-1);
  if (entry === undefined) return null;
  const past = history.past.slice(0, -1);
  return {
    history: { past, future: [entry, ...history.future], marks: history.marks.filter((mark) => mark <= past.length) },
    diff: reverseDiff(entry.diff),
    entry,
  };
}

/** Does the last step that was taken back once more; null when there is none. */
export function redo(history: History): HistoryMove | null {
  const entry = history.future[0];
  if (entry === undefined) return null;
  return {
    history: { past: [...history.past, entry], future: history.future.slice(1), marks: history.marks },
    diff: entry.diff,
    entry,
  };
}

/** Marks the present, so that `bail` or `squashToMark` can come back to it. Marks nest. */
export function mark(history: History): History {
  return { ...history, marks: [...history.marks, history.past.length] };
}

/** Back to the last mark as if nothing had happened since: no redo is left of it. Null without a mark. */
export function bail(history: History): { readonly history: History; readonly diff: SiteDiff | null } | null {
  const depth = history.marks.at(-1);
  if (depth === undefined) return null;
  const undone = history.past
    .slice(depth)
    .toReversed()
    .map((entry) => reverseDiff(entry.diff));
  const diff = undone.length === 0 ? null : undone.reduce(squashDiffs);
  return { history: { past: history.past.slice(0, depth), future: history.future, marks: history.marks.slice(0, -1) }, diff };
}

/** All steps since the last mark become one, under `label`. Without a mark, or with no step since, only the mark goes. */
export function squashToMark(history: History, label: string): History {
  const depth = history.marks.at(-1);
  if (depth === undefined) return history;
  const steps = history.past.slice(depth);
  const marks = history.marks.slice(0, -1);
  if (steps.length === 0) return { ...history, marks };
  const commands = steps.flatMap((step) => (step.command.kind === 'batch' ? step.command.commands : [step.command]));
  const entry: HistoryEntry = {
    command: { kind: 'batch', label, commands },
    diff: steps.map((step) => step.diff).reduce(squashDiffs),
  };
  return { past: [...history.past.slice(0, depth), entry], future: history.future, marks };
}
