import { problem } from '../../core/base/problem.ts';
import { besideM, pasteCommand } from '../../core/site/edit/copies.ts';
import { FRAGMENT_TYPE, looksLikeFragment, parseFragment, serializeFragment } from '../../core/site/edit/fragment-text.ts';
import { takeFragment } from '../../core/site/edit/fragment.ts';
import { removeCommand } from '../../core/site/edit/remove-several.ts';
import { dispatch } from '../store/document.ts';
import { tell } from '../store/edit-store.ts';
import { select } from '../store/interaction-store.ts';
import { useSiteStore } from '../store/site-store.ts';
import { chosen, makeCopies, refuse } from './actions/carry-out.ts';

/** The text of what is selected; null when nothing is. */
function copyText(): string | null {
  const { site } = useSiteStore.getState();
  const refs = chosen();
  return site === null || refs.length === 0 ? null : serializeFragment(takeFragment(site, refs));
}

function removeChosen(): void {
  const { site } = useSiteStore.getState();
  const command = site === null ? null : removeCommand(site, chosen());
  if (command !== null && dispatch(command).status === 'ok') select(null);
}

function paste(text: string): void {
  const { site } = useSiteStore.getState();
  if (site === null) return;
  const fragment = parseFragment(text);
  if (fragment.status === 'failed') return refuse(fragment.error);
  // In its own site beside what it is a copy of; in another one where it stood.
  const offsetM = fragment.value.siteId === site.header.id ? besideM(site, fragment.value) : { xM: 0, yM: 0 };
  makeCopies(pasteCommand(site, fragment.value, [offsetM], 'edit.step.paste'));
}

/** From a menu or the palette, where no event of the window brings the clipboard along. */
export async function copyByMenu(cut: boolean): Promise<void> {
  const text = copyText();
  if (text === null) return;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    return refuse(noClipboard());
  }
  tell({ key: 'edit.toClipboard', values: { count: chosen().length } });
  if (cut) removeChosen();
}

export async function pasteByMenu(): Promise<void> {
  try {
    paste(await navigator.clipboard.readText());
  } catch {
    refuse(noClipboard());
  }
}

function noClipboard(): ReturnType<typeof problem> {
  return problem(
    'clipboard.denied',
    'The clipboard may not be used from a menu here.',
    'Use the keys for copy and paste instead.',
  );
}

/** Texts that are selected or typed in are copied as ever. */
function isOfText(event: Event): boolean {
  const { target } = event;
  if (target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName)))
    return true;
  if (target instanceof Element && target.closest('[role="dialog"]') !== null) return true;
  return event.type !== 'paste' && window.getSelection()?.isCollapsed === false;
}

/** Copies and pastes records with the keys of the system, until the returned function is called. */
export function listenToClipboard(): () => void {
  function onCopy(event: ClipboardEvent): void {
    if (event.defaultPrevented || event.clipboardData === null || isOfText(event)) return;
    const text = copyText();
    if (text === null) return;
    event.preventDefault();
    event.clipboardData.setData(FRAGMENT_TYPE, text);
    event.clipboardData.setData('text/plain', text);
    tell({ key: 'edit.toClipboard', values: { count: chosen().length } });
    if (event.type === 'cut') removeChosen();
  }
  function onPaste(event: ClipboardEvent): void {
    const { clipboardData } = event;
    if (event.defaultPrevented || clipboardData === null || isOfText(event) || useSiteStore.getState().site === null) return;
    const own = clipboardData.getData(FRAGMENT_TYPE);
    const plain = clipboardData.getData('text/plain');
    event.preventDefault();
    paste(own !== '' ? own : looksLikeFragment(plain) ? plain : plain.slice(0, 1000));
  }
  window.addEventListener('copy', onCopy);
  window.addEventListener('cut', onCopy);
  window.addEventListener('paste', onPaste);
  return () => {
    window.removeEventListener('copy', onCopy);
    window.removeEventListener('cut', onCopy);
    window.removeEventListener('paste', onPaste);
  };
}
