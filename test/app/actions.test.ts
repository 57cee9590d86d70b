import { describe, expect, test } from 'vitest';
import { ACTIONS, readActionState } from '../../renderer/app/actions/actions.ts';
import { matchesShortcut } from '../../renderer/app/actions/keyboard.ts';
import type { KeyStroke } from '../../renderer/app/actions/keyboard.ts';
import { buildMenu } from '../../renderer/app/actions/menu.ts';

const stroke = (key: string, modifiers: Partial<KeyStroke> = {}): KeyStroke => ({
  key,
  code: /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : /^\d$/.test(key) ? `Digit${key}` : key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...modifiers,
});

describe('the table of actions', () => {
  test('ids and shortcuts are unique, and every action has one', () => {
    const ids = ACTIONS.map((action) => action.id);
    expect(new Set(ids).size).toBe(ids.length);
    const shortcuts = ACTIONS.flatMap((action) => action.shortcuts);
    expect(ACTIONS.filter((action) => action.shortcuts.length === 0).map((action) => action.id)).toEqual([]);
    expect(new Set(shortcuts).size).toBe(shortcuts.length);
  });

  test('with no site open only what needs none is possible', () => {
    const possible = ACTIONS.filter((action) => action.enabled(readActionState())).map((action) => action.id);
    expect(possible.toSorted()).toEqual([
      'import-files',
      'new-site',
      'open-file',
      'palette',
      'shortcuts',
      'start-tour',
      'toggle-language',
      'toggle-theme',
    ]);
  });

  test('the menu holds each action once, and no bare letter as accelerator', () => {
    const menu = buildMenu(((key: string) => key) as never, readActionState());
    const items = menu.sections.flatMap((section) => section.items.flatMap((item) => (item.kind === 'action' ? [item] : [])));
    // Cut, copy and paste are the system's own, so that they work in fields.
    const own = ACTIONS.filter((action) => action.native === undefined);
    expect(items.map((item) => item.id).toSorted()).toEqual(own.map((action) => action.id).toSorted());
    const roles = menu.sections.flatMap(({ items: all }) => all.flatMap((item) => (item.kind === 'role' ? [item.role] : [])));
    expect(roles).toEqual(expect.arrayContaining(['cut', 'copy', 'paste']));
    expect(items.filter((item) => item.accelerator?.includes('Arrow') === true || item.accelerator === 'CmdOrCtrl+A')).toEqual(
      [],
    );
    expect(items.filter((item) => item.accelerator !== null && !item.accelerator.includes('+'))).toEqual([]);
    expect(items.find((item) => item.id === 'redo')?.accelerator).toBe('CmdOrCtrl+Shift+Z');
  });
});

describe('a shortcut', () => {
  test('needs exactly its modifiers', () => {
    expect(matchesShortcut(stroke('z', { ctrlKey: true }), 'mod+Z', false)).toBe(true);
    expect(matchesShortcut(stroke('Z', { ctrlKey: true, shiftKey: true }), 'mod+Z', false)).toBe(false);
    expect(matchesShortcut(stroke('Z', { ctrlKey: true, shiftKey: true }), 'mod+Shift+Z', false)).toBe(true);
    expect(matchesShortcut(stroke('z'), 'mod+Z', false)).toBe(false);
  });

  test('may be a sign, wherever the layout has it', () => {
    expect(matchesShortcut(stroke('?', { shiftKey: true }), '?', false)).toBe(true);
    expect(matchesShortcut(stroke('?'), '?', false)).toBe(true);
    expect(matchesShortcut(stroke('/', { shiftKey: true }), '?', false)).toBe(false);
  });

  test('is the command key on a Mac', () => {
    expect(matchesShortcut(stroke('z', { metaKey: true }), 'mod+Z', true)).toBe(true);
    expect(matchesShortcut(stroke('z', { ctrlKey: true }), 'mod+Z', true)).toBe(false);
  });

  test('with Alt goes by the key, whatever it writes', () => {
    expect(matchesShortcut({ ...stroke('1', { altKey: true }), key: '¡' }, 'Alt+1', true)).toBe(true);
    expect(matchesShortcut({ ...stroke('b', { altKey: true, metaKey: true }), key: '∫' }, 'mod+Alt+B', true)).toBe(true);
  });
});
