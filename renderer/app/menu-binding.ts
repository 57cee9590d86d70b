import type { i18n } from 'i18next';
import type { Shell } from '../../electron/ipc/contract.ts';
import { useEditStore } from '../store/edit-store.ts';
import { useHiddenStore } from '../store/hidden-store.ts';
import { useInteractionStore } from '../store/interaction-store.ts';
import { useResultsStore } from '../store/results-store.ts';
import { useSiteStore } from '../store/site-store.ts';
import { useViewStore } from '../store/view-store.ts';
import type { ActionPorts } from './actions/action.ts';
import { ACTIONS, readActionState } from './actions/actions.ts';
import { buildMenu } from './actions/menu.ts';

/** Keeps the native menu like the table of actions, and carries out what is chosen in it. */
export function bindMenu(shell: Shell, translations: i18n, ports: ActionPorts): void {
  let shown = '';
  let queued = false;

  function refresh(): void {
    queued = false;
    const menu = buildMenu(translations.t, readActionState());
    const text = JSON.stringify(menu);
    if (text === shown) return;
    shown = text;
    void shell.menu.set(menu);
  }

  /** Once a turn, however many stores have changed. */
  function queue(): void {
    if (queued) return;
    queued = true;
    queueMicrotask(refresh);
  }

  for (const store of [useSiteStore, useViewStore, useInteractionStore, useResultsStore, useEditStore, useHiddenStore])
    store.subscribe(queue);
  translations.on('languageChanged', queue);
  shell.on('menu.action', ({ id }) => {
    const action = ACTIONS.find((one) => one.id === id);
    if (action?.enabled(readActionState()) === true) action.run(ports);
  });
  shell.on('graphics.lost', ({ reason }) => useViewStore.setState({ twinLost: reason }));
  queue();
}
