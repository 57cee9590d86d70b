import { normalizeWorkspaceModel } from 'react-resizable-panels';
import type { TabNode, TabsetNode, WorkspaceModel, WorkspaceNode } from 'react-resizable-panels';
import { PANELS, SIDES, tabsetsOf } from '../../store/dock-store.ts';
import type { PanelId, Side } from '../../store/dock-store.ts';

const SIDE_PX = { left: 300, right: 360, bottom: 264 } as const;
/** Least room of a panel beside its head, px. */
const MIN_PX = { left: '220px', right: '260px', bottom: '96px' } as const;

/** Where each panel lies until someone moves it. */
const HOME: Readonly<Record<Side, readonly PanelId[]>> = {
  left: ['catalog', 'outline', 'help'],
  right: ['inspector', 'results', 'place', 'size', 'history'],
  bottom: ['board', 'racks'],
};
const FIRST_SHOWN: Readonly<Record<Side, PanelId>> = { left: 'catalog', right: 'results', bottom: 'board' };

/** The arrangement of a new window: catalog left, the twin over the tier board, answers right. */
export function usualArrangement(): WorkspaceModel {
  return {
    version: 1,
    root: {
      type: 'split',
      id: 'columns',
      orientation: 'horizontal',
      children: [
        sideNode('left'),
        { type: 'split', id: 'centre', orientation: 'vertical', children: [twinNode(), sideNode('bottom')] },
        sideNode('right'),
      ],
    },
  };
}

/**
 * The arrangement that was remembered, as far as it can still be read: panels this version does not know are dropped, those it
 * does not hold come to where they usually lie. The usual one where there is none.
 */
export function readArrangement(remembered: unknown): WorkspaceModel {
  const known = new Set<string>(PANELS);
  const model = normalizeWorkspaceModel(remembered, { mapTab: (tab) => (known.has(tab.id) ? tab : null) });
  if (model === null) return usualArrangement();
  const groups = tabsetsOf(model);
  const ids = new Set(groups.map(({ id }) => id));
  if (!ids.has('twin') || SIDES.some((side) => !ids.has(side))) return usualArrangement();
  const held = new Set(groups.flatMap(({ tabs }) => tabs.map(({ id }) => id)));
  return mapTabsets(model, (tabset) => {
    const missing = SIDES.flatMap((side) => (side === tabset.id ? HOME[side].filter((panel) => !held.has(panel)) : []));
    return missing.length === 0 ? tabset : { ...tabset, tabs: [...tabset.tabs, ...missing.map(tabOf)] };
  });
}

/** Groups that came about by dropping a panel on an edge fold like the ones there were; null when all do. */
export function foldable(model: WorkspaceModel): WorkspaceModel | null {
  if (tabsetsOf(model).every(({ id, collapsible }) => id === 'twin' || collapsible === true)) return null;
  return mapTabsets(model, (tabset) => (tabset.id === 'twin' ? tabset : { ...tabset, collapsible: true }));
}

function mapTabsets(model: WorkspaceModel, change: (tabset: TabsetNode) => TabsetNode): WorkspaceModel {
  const below = (node: WorkspaceNode): WorkspaceNode =>
    node.type === 'tabset' ? change(node) : { ...node, children: node.children.map(below) };
  return { ...model, root: below(model.root) };
}

function sideNode(side: Side): TabsetNode {
  return {
    type: 'tabset',
    id: side,
    size: `${SIDE_PX[side]}px`,
    ...(side === 'bottom' ? { minHeight: MIN_PX[side] } : { minWidth: MIN_PX[side] }),
    collapsible: true,
    keepWhenEmpty: true,
    selectedId: FIRST_SHOWN[side],
    tabs: HOME[side].map(tabOf),
  };
}

function twinNode(): TabsetNode {
  return {
    type: 'tabset',
    id: 'twin',
    minWidth: '320px',
    minHeight: '160px',
    keepWhenEmpty: true,
    disableDrag: true,
    selectedId: 'twin',
    tabs: [tabOf('twin')],
  };
}

function tabOf(panel: PanelId): TabNode {
  return { id: panel, data: null, disableClose: true, disableDrag: panel === 'twin' };
}
