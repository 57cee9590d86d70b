import type { TFunction } from 'i18next';
import type { MenuItem, MenuModel, MenuRole } from '../../../electron/ipc/contract.ts';
import type { Action, ActionState, Section } from './action.ts';
import { ACTIONS } from './actions.ts';

const SECTIONS: readonly Section[] = ['site', 'edit', 'insert', 'arrange', 'view', 'report'];
/** What the operating system does itself, behind the actions of each section. */
const ROLES: Readonly<Record<Section, readonly MenuRole[]>> = {
  site: ['quit'],
  edit: ['selectAll'],
  insert: [],
  arrange: [],
  view: ['togglefullscreen', 'minimize'],
  report: [],
};

/** The native menu of the desktop application, out of the table of actions. */
export function buildMenu(t: TFunction, state: ActionState): MenuModel {
  return {
    sections: SECTIONS.map((section) => ({
      label: t(`menu.${section}`),
      items: [
        ...ACTIONS.filter((action) => action.section === section).flatMap((action) => itemsOf(t, action, state)),
        ...(ROLES[section].length === 0 ? [] : [{ kind: 'separator' } as const]),
        ...ROLES[section].map((role) => ({ kind: 'role', role, label: t(`role.${role}`) }) as const),
      ],
    })),
  };
}

function itemsOf(t: TFunction, action: Action, state: ActionState): MenuItem[] {
  // The system's own, so that it works in fields too; the window then tells of it.
  if (action.native !== undefined)
    return [
      ...(action.group === true ? [{ kind: 'separator' } as const] : []),
      { kind: 'role', role: action.native, label: t(`role.${action.native}`) },
    ];
  const item: MenuItem = {
    kind: 'action',
    id: action.id,
    label: t(`action.${action.id}`),
    accelerator: acceleratorOf(action),
    enabled: action.enabled(state),
    checked: action.checked(state),
  };
  return action.group === true ? [{ kind: 'separator' }, item] : [item];
}

/** A bare letter is no accelerator: the menu would take it from the text one types, as it would what fields do with some others. */
function acceleratorOf(action: Action): string | null {
  const [first] = action.shortcuts;
  if (first === undefined || first === 'mod+A' || first.includes('Arrow') || !(first.includes('mod+') || first.includes('Alt+')))
    return null;
  return first.replace('mod', 'CmdOrCtrl');
}
