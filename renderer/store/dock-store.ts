import type { TabNode, TabsetNode, WorkspaceModel, WorkspaceNode } from 'react-resizable-panels';
import { create } from 'zustand';
import { persist } from 'zustand/middleware';

/** What can be docked. The twin stays in the middle, the rest goes where one puts it. */
export const PANELS = [
  'twin',
  'catalog',
  'outline',
  'help',
  'inspector',
  'results',
  'place',
  'size',
  'history',
  'board',
  'racks',
] as const;
export type PanelId = (typeof PANELS)[number];

/** Sides of the window that always take panels, even when nothing is left there. */
export const SIDES = ['left', 'right', 'bottom'] as const;
export type Side = (typeof SIDES)[number];

/** How panels are arranged; remembered on this machine. Null until they are first shown. */
export interface DockState {
  readonly model: WorkspaceModel | null;
}

export const useDockStore = create<DockState>()(
  persist((): DockState => ({ model: null }), { name: 'edgewright-dock', version: 1 }),
);

/** The panel of a tab. */
export function panelOf(tab: TabNode): PanelId {
  return PANELS.find((one) => one === tab.id) ?? 'twin';
}

/** Who arranges the panels on the screen. */
export interface DockDoor {
  show(panel: PanelId): void;
  move(panel: PanelId, side: Side): void;
  fold(side: Side, folded: boolean): void;
  reset(): void;
}

let door: DockDoor | null = null;
let wanted: PanelId | null = null;

/** Connects the screen; what was asked for before is shown now. */
export function connectDock(connected: DockDoor | null): void {
  door = connected;
  if (connected === null || wanted === null) return;
  connected.show(wanted);
  wanted = null;
}

/** Brings a panel to the front of where it lies, and unfolds that. */
export function showPanel(panel: PanelId): void {
  if (door === null) wanted = panel;
  else door.show(panel);
}

export function movePanel(panel: PanelId, side: Side): void {
  door?.move(panel, side);
}

export function foldSide(side: Side, folded: boolean): void {
  door?.fold(side, folded);
}

export function resetDock(): void {
  door?.reset();
}

/** Groups of panels that share one spot. */
export function tabsetsOf(model: WorkspaceModel): TabsetNode[] {
  const below = (node: WorkspaceNode): TabsetNode[] => (node.type === 'tabset' ? [node] : node.children.flatMap(below));
  return [...below(model.root), ...(model.floating ?? [])];
}

/** The group in which a panel lies. */
export function tabsetWith(model: WorkspaceModel | null, panel: PanelId): TabsetNode | null {
  return model === null ? null : (tabsetsOf(model).find(({ tabs }) => tabs.some(({ id }) => id === panel)) ?? null);
}

/** The panel on top where this one lies: what comes back when this one is closed. */
export function panelOnTop(panel: PanelId): PanelId {
  const top = tabsetWith(useDockStore.getState().model, panel)?.selectedId;
  return PANELS.find((one) => one === top) ?? panel;
}

export function isSideOpen(state: DockState, side: Side): boolean {
  const found = state.model === null ? undefined : tabsetsOf(state.model).find(({ id }) => id === side);
  return found !== undefined && found.collapsed !== true;
}
