import type { ComponentType } from 'react';
import type { DockState } from '../../store/dock-store.ts';
import type { EditState } from '../../store/edit-store.ts';
import type { HiddenState } from '../../store/hidden-store.ts';
import type { InteractionState } from '../../store/interaction-store.ts';
import type { ResultsState } from '../../store/results-store.ts';
import type { SiteState } from '../../store/site-store.ts';
import type { ViewState } from '../../store/view-store.ts';
import type { FileWork } from '../files/file-work.ts';
import type { NewRecord } from '../../tools/new-record.ts';
import type { Session } from '../session/session.ts';

/** What an action may look at to know whether it makes sense now. */
export interface ActionState {
  readonly site: SiteState;
  readonly view: ViewState;
  readonly dock: DockState;
  readonly interaction: InteractionState;
  readonly results: ResultsState;
  readonly edit: EditState;
  readonly hidden: HiddenState;
}

/** What an action may use. */
export interface ActionPorts {
  readonly session: Session;
  readonly files: FileWork;
  startTourOnSample(): Promise<void>;
  /** Everything one can do and everything there is, or records alone. */
  showPalette(what?: 'all' | 'records'): void;
  /** What a new record of a kind is called, before its number, in the language of the screen. */
  nameOfNew(what: NewRecord): string;
}

/** A section of the menu; keys its heading `menu.<section>`. */
export type Section = 'site' | 'edit' | 'insert' | 'arrange' | 'view' | 'report';

/** One thing a user can ask for. Menu, keyboard, palette and toolbar all read this table and nothing else. */
export interface Action {
  /** Stable; keys its name `action.<id>`. */
  readonly id: string;
  readonly section: Section;
  /** Starts a new group of its section in the menu. */
  readonly group?: boolean;
  /** `mod` is Ctrl, on a Mac the command key: `mod+Shift+Z`. The first is shown, all are heard. */
  readonly shortcuts: readonly string[];
  readonly icon: ComponentType<{ size?: number }> | null;
  /** Its shortcut is the window's own (copy, paste): what the window then tells carries it out, so that fields keep theirs. */
  readonly native?: 'copy' | 'cut' | 'paste';
  enabled(state: ActionState): boolean;
  /** Null for one that is not switched on and off. */
  checked(state: ActionState): boolean | null;
  run(ports: ActionPorts): void;
}

interface ActionFields extends Pick<Action, 'id' | 'section' | 'run'> {
  readonly group?: boolean;
  readonly shortcuts?: readonly string[];
  readonly icon?: ComponentType<{ size?: number }>;
  readonly native?: Action['native'];
  readonly enabled?: (state: ActionState) => boolean;
  readonly checked?: (state: ActionState) => boolean;
}

/** An action, always possible and never checked unless it says otherwise. */
export function action(fields: ActionFields): Action {
  return { shortcuts: [], icon: null, enabled: () => true, checked: () => null, ...fields } as Action;
}

export function isOpen(state: ActionState): boolean {
  return state.site.site !== null;
}

export function hasSelection(state: ActionState): boolean {
  return isOpen(state) && state.interaction.selection.length > 0;
}

/** Something is selected and may be changed. */
export function canEditSelection(state: ActionState): boolean {
  return isEditable(state) && state.interaction.selection.length > 0;
}

export function isEditable(state: ActionState): boolean {
  return state.site.site !== null && state.site.readOnly === null;
}
