import { action, isOpen } from './action.ts';
import type { Action } from './action.ts';

/** Parts of the window that the focus goes round: title bar, panels, status line. */
const REGIONS = 'header, [role="toolbar"], [role="tabpanel"], footer';

/** F6, as in browsers and offices: from part to part of the window, so that no part is many tabs away. */
export const FOCUS_ACTIONS: readonly Action[] = [
  action({ id: 'next-region', section: 'view', group: true, shortcuts: ['F6'], enabled: isOpen, run: () => step(1) }),
  action({ id: 'previous-region', section: 'view', shortcuts: ['Shift+F6'], enabled: isOpen, run: () => step(-1) }),
];

function step(by: 1 | -1): void {
  const all = [...document.querySelectorAll<HTMLElement>(REGIONS)];
  // A part within another is reached with it.
  const regions = all.filter((one) => one.checkVisibility() && !all.some((other) => other !== one && other.contains(one)));
  const at = regions.findIndex((one) => one.contains(document.activeElement));
  const next = regions.at(at < 0 && by < 0 ? -1 : (at + by) % regions.length);
  if (next === undefined) return;
  next.tabIndex = -1;
  next.focus();
}
