import type { Action, ActionPorts } from './action.ts';
import { ACTIONS, readActionState } from './actions.ts';

/** The parts of a key event that choose an action. */
export interface KeyStroke {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

/** Whether a stroke is the shortcut, such as `mod+Shift+Z`. Letters and digits go by the key's place, whatever the layout writes with Alt. */
export function matchesShortcut(stroke: KeyStroke, shortcut: string, isMac: boolean): boolean {
  const parts = shortcut.split('+');
  const key = parts.pop() ?? '';
  const wants = { mod: parts.includes('mod'), shift: parts.includes('Shift'), alt: parts.includes('Alt') };
  // The sign itself, wherever the layout has it.
  if (shortcut === '?') return stroke.key === '?' && !stroke.ctrlKey && !stroke.metaKey && !stroke.altKey;
  const mod = isMac ? stroke.metaKey : stroke.ctrlKey;
  const otherMod = isMac ? stroke.ctrlKey : stroke.metaKey;
  if (mod !== wants.mod || otherMod || stroke.shiftKey !== wants.shift || stroke.altKey !== wants.alt) return false;
  if (/^[0-9]$/.test(key)) return stroke.code === `Digit${key}`;
  return stroke.key.toLowerCase() === key.toLowerCase() || (wants.alt && stroke.code === `Key${key}`);
}

/** What edits a text, and moves in it. */
const OF_FIELDS: ReadonlySet<string> = new Set([
  'mod+Z',
  'mod+Shift+Z',
  'mod+Y',
  'mod+A',
  'mod+C',
  'mod+X',
  'mod+V',
  ...['Left', 'Right', 'Up', 'Down'].flatMap((way) => [`mod+Arrow${way}`, `mod+Shift+Arrow${way}`]),
]);

/** Fields keep the keys that edit them: only shortcuts with a modifier, and not those of editing, pass through. */
function belongsToField(target: EventTarget | null, shortcut: string): boolean {
  if (!(target instanceof HTMLElement)) return false;
  const isField = target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName);
  if (!isField) return false;
  const plain = !shortcut.includes('mod+') && !shortcut.includes('Alt+');
  return plain || OF_FIELDS.has(shortcut);
}

/** A dialog has the keys pressed in it to itself, a modal one all keys. One that closes, or merely stands there, takes none from the rest. */
function belongsToDialog(target: EventTarget | null): boolean {
  if (target instanceof Element && target.closest('[role="dialog"]') !== null) return true;
  return document.querySelector('[role="dialog"][aria-modal="true"]') !== null;
}

/** Listens for the shortcuts of all actions until the returned function is called. */
export function listenToKeys(ports: ActionPorts): () => void {
  const isMac = navigator.platform.startsWith('Mac');
  function onKeyDown(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing) return;
    const found = findAction(event, isMac);
    if (found === null) return;
    if (belongsToDialog(event.target) || found.native !== undefined) return;
    event.preventDefault();
    found.run(ports);
  }
  window.addEventListener('keydown', onKeyDown);
  return () => window.removeEventListener('keydown', onKeyDown);
}

function findAction(event: KeyboardEvent, isMac: boolean): Action | null {
  const state = readActionState();
  for (const action of ACTIONS) {
    const shortcut = action.shortcuts.find((one) => matchesShortcut(event, one, isMac));
    if (shortcut === undefined || belongsToField(event.target, shortcut)) continue;
    if (action.enabled(state)) return action;
  }
  return null;
}

const ARROWS: Readonly<Record<string, string>> = { ArrowLeft: '←', ArrowRight: '→', ArrowUp: '↑', ArrowDown: '↓' };

/** A shortcut as the user's keyboard names it. */
export function shortcutText(shortcut: string, isMac: boolean): string {
  return shortcut
    .split('+')
    .map((part) =>
      part === 'mod'
        ? isMac
          ? '⌘'
          : 'Ctrl'
        : part === 'Shift' && isMac
          ? '⇧'
          : part === 'Alt' && isMac
            ? '⌥'
            : (ARROWS[part] ?? part),
    )
    .join(isMac ? '' : ' ');
}
