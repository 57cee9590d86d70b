import type { ComponentType } from 'react';
import type { DockState } from '../../store/dock-store.ts';
import type { InteractionState } from '../../store/interaction-store.ts';
import type { ResultsState } from '../../store/results-store.ts';
import type { SiteState } from '../../store/site-store.ts';
import type { ViewState } from '../../store/view-store.ts';
import type { FileWork } from '../files/file-work.ts';
import type { Session } from '../session/session.ts';

/** What an action may look at to know whether it makes sense now. */
export interface ActionState {
  readonly site: SiteState;
  readonly view: ViewState;
  readonly dock: DockState;
  readonly interaction: InteractionState;
  readonly results: ResultsState;
}

/** What an action may use. */
export interface ActionPorts {
  readonly session: Session;
  readonly files: FileWork;
  showPalette(): void;
  startTourOnSample(): Promise<void>;
}

/** A section of the menu; keys its heading `menu.<section>`. */
export type Section = 'site' | 'edit' | 'view' | 'report';

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
  enabled(state: ActionState): boolean;
  /** Null for one that is not switched on and off. */
  checked(state: ActionState): boolean | null;
  run(ports: ActionPorts): void;
}

interface ActionFields extends Pick<Action, 'id' | 'section' | 'run'> {
  readonly group?: boolean;
  readonly shortcuts?: readonly string[];
  readonly icon?: ComponentType<{ size?: number }>;
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

export function isEditable(state: ActionState): boolean {
  return state.site.site !== null && state.site.readOnly === null;
}
