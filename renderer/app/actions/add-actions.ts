import { IconLink, IconPlus, IconStackPush, IconArrowsMove } from '@tabler/icons-react';
import { subjectOf } from '../../panels/carry-targets.ts';
import { dispatch } from '../../store/document.ts';
import { select, useInteractionStore } from '../../store/interaction-store.ts';
import type { DragSubject, InteractionState } from '../../store/interaction-store.ts';
import { askTarget } from '../../store/palette-store.ts';
import { useSiteStore } from '../../store/site-store.ts';
import { NEW_RECORDS, newRecord } from '../../tools/new-record.ts';
import type { NewRecord } from '../../tools/new-record.ts';
import { action, isEditable } from './action.ts';
import type { Action } from './action.ts';

/** With Alt and Shift, in the order of the menu; a flow by its letter, for there is no eleventh digit. */
const KEYS: Readonly<Record<NewRecord, string>> = {
  building: '1',
  floor: '2',
  room: '3',
  zone: '4',
  rack: '5',
  intersection: '6',
  pole: '7',
  'device-group': '8',
  workload: '9',
  service: '0',
  flow: 'F',
};

/** What one adds by name, and what one carries by name: everything a hand does in the drawing. */
export const ADD_ACTIONS: readonly Action[] = [
  ...NEW_RECORDS.map((what, index) =>
    action({
      id: `add-${what}`,
      section: 'insert',
      shortcuts: [`Alt+Shift+${KEYS[what]}`],
      group: what === 'device-group' || what === 'workload',
      icon: index === 0 ? IconPlus : IconStackPush,
      enabled: isEditable,
      run: ({ nameOfNew }) => {
        const { site } = useSiteStore.getState();
        if (site === null) return;
        const [near = null] = useInteractionStore.getState().selection;
        const added = newRecord(site, what, near, nameOfNew(what));
        if (added.status === 'failed') useSiteStore.setState({ problem: added.error });
        else if (dispatch(added.value.command).status === 'ok') select(added.value.ref);
      },
    }),
  ),
  action({
    id: 'move-to',
    section: 'edit',
    group: true,
    shortcuts: ['mod+M'],
    icon: IconArrowsMove,
    enabled: (state) => isEditable(state) && carried(state.interaction) !== null,
    run: () => ask(carried(useInteractionStore.getState())),
  }),
  action({
    id: 'link-to',
    section: 'edit',
    shortcuts: ['mod+Shift+K'],
    icon: IconLink,
    enabled: (state) => isEditable(state) && linked(state.interaction) !== null,
    run: () => ask(linked(useInteractionStore.getState())),
  }),
];

function ask(subject: DragSubject | null): void {
  if (subject !== null) askTarget(subject);
}

function carried({ selection }: InteractionState): DragSubject | null {
  const [only] = selection;
  return only === undefined || selection.length > 1 ? null : subjectOf(only);
}

function linked(state: InteractionState): DragSubject | null {
  const subject = carried(state);
  return subject?.kind === 'node' ? { kind: 'link-end', fromNodeId: subject.nodeId } : null;
}
