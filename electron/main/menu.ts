import type { MenuItemConstructorOptions } from 'electron';
import type { MenuItem, MenuModel } from '../ipc/contract.ts';

/** Electron's template of the page's menu. A click sends the action's id back; what it does is the page's business. */
export function menuTemplate(model: MenuModel, onAction: (id: string) => void): MenuItemConstructorOptions[] {
  return model.sections.map((section) => ({
    label: escapeMnemonic(section.label),
    submenu: section.items.map((item) => itemTemplate(item, onAction)),
  }));
}

function itemTemplate(item: MenuItem, onAction: (id: string) => void): MenuItemConstructorOptions {
  switch (item.kind) {
    case 'separator':
      return { type: 'separator' };
    case 'role':
      return { role: item.role, label: escapeMnemonic(item.label) };
    case 'action':
      return {
        label: escapeMnemonic(item.label),
        enabled: item.enabled,
        ...(item.accelerator === null ? {} : { accelerator: item.accelerator }),
        // The page handles its own keys, with or without a menu: here the shortcut is only shown.
        registerAccelerator: false,
        ...(item.checked === null ? {} : { type: 'checkbox' as const, checked: item.checked }),
        click: () => onAction(item.id),
      };
  }
}

/** A single `&` would underline the next letter instead of being shown. */
function escapeMnemonic(label: string): string {
  return label.replaceAll('&', '&&');
}
