import { Menu } from '@mantine/core';
import { Fragment, useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { CollectionName } from '../../core/site/site.ts';
import { isSelected, select, useInteractionStore } from '../store/interaction-store.ts';
import type { RecordRef } from '../store/interaction-store.ts';
import { useSiteStore } from '../store/site-store.ts';
import { actionById } from './actions/actions.ts';
import { MenuAction } from './menu-action.tsx';
import css from './context-menu.module.css';

const SHOWN = [
  ['why', 'replace', 'open-rack', 'camera-selection', 'show-inspector', 'select-same'],
  ['cut', 'copy', 'duplicate', 'array'],
  ['rotate-right', 'align-left', 'snap-to-grid', 'measure'],
  ['lock', 'unlock', 'hide', 'show-all'],
  ['remove'],
] as const;
/** A press of the right button that moved less is no turn of the camera, px. */
const STILL_PX = 4;

interface Spot {
  readonly xPx: number;
  readonly yPx: number;
}

/** What can be done with the record under the pointer: the same actions as elsewhere, on a right click or the menu key. Records say who they are by `data-record`. */
export function ContextMenu(): ReactElement | null {
  const { t } = useTranslation();
  const [spot, setSpot] = useState<Spot | null>(null);
  useEffect(() => listenForMenus(setSpot), []);
  if (spot === null) return null;
  return (
    <Menu
      opened
      onClose={() => setSpot(null)}
      position="bottom-start"
      offset={0}
      width={240}
      transitionProps={{ duration: 0 }}
      returnFocus
    >
      <Menu.Target>
        <span className={css.anchor} style={{ left: spot.xPx, top: spot.yPx }} />
      </Menu.Target>
      <Menu.Dropdown aria-label={t('menu.context')} onContextMenu={(event) => event.preventDefault()}>
        {SHOWN.map((group, index) => (
          <Fragment key={group[0]}>
            {index === 0 ? null : <Menu.Divider />}
            {group.map((id) => (
              <MenuAction key={id} action={actionById(id)} />
            ))}
          </Fragment>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function listenForMenus(show: (spot: Spot) => void): () => void {
  let pressed: Spot | null = null;
  function onContextMenu(event: MouseEvent): void {
    const { target } = event;
    if (!(target instanceof Element) || target.closest('input, textarea, [contenteditable="true"]') !== null) return;
    // The twin turns its camera with this button: its menu comes when the button is let go where it was pressed.
    if (target instanceof HTMLCanvasElement) return void event.preventDefault();
    const ref = recordAt(target);
    if (ref === null) return;
    event.preventDefault();
    open(ref, spotOf(event, target));
  }
  function onPointerDown({ button, clientX, clientY }: PointerEvent): void {
    pressed = button === 2 ? { xPx: clientX, yPx: clientY } : null;
  }
  function onPointerUp(event: PointerEvent): void {
    const { button, clientX, clientY, target } = event;
    if (button !== 2 || pressed === null || !(target instanceof HTMLCanvasElement)) return;
    const { hover } = useInteractionStore.getState();
    if (hover === null || Math.hypot(clientX - pressed.xPx, clientY - pressed.yPx) > STILL_PX) return;
    open(hover, { xPx: clientX, yPx: clientY });
  }
  function open(ref: RecordRef, spot: Spot): void {
    // Within a selection of several the menu is for all of them.
    if (!isSelected(useInteractionStore.getState(), ref)) select(ref);
    show(spot);
  }
  window.addEventListener('contextmenu', onContextMenu);
  window.addEventListener('pointerdown', onPointerDown, true);
  window.addEventListener('pointerup', onPointerUp, true);
  return () => {
    window.removeEventListener('contextmenu', onContextMenu);
    window.removeEventListener('pointerdown', onPointerDown, true);
    window.removeEventListener('pointerup', onPointerUp, true);
  };
}

/** The menu key has no pointer: then the menu opens below the element. */
function spotOf({ clientX, clientY }: MouseEvent, target: Element): Spot {
  if (clientX !== 0 || clientY !== 0) return { xPx: clientX, yPx: clientY };
  const { left, bottom } = target.getBoundingClientRect();
  return { xPx: left, yPx: bottom };
}

function recordAt(target: Element): RecordRef | null {
  const said = target.closest('[data-record]')?.getAttribute('data-record') ?? activeRecord(target);
  if (said === null) return null;
  const [collection = '', id = ''] = said.split('/');
  const { site } = useSiteStore.getState();
  const known = site !== null && collection in site && Object.hasOwn(site[collection as CollectionName], id);
  return known ? { collection: collection as CollectionName, id } : null;
}

/** In a list with one focus for all its rows: the row that is active. */
function activeRecord(target: Element): string | null {
  const id = target.closest('[aria-activedescendant]')?.getAttribute('aria-activedescendant') ?? null;
  return id === null ? null : (document.getElementById(id)?.getAttribute('data-record') ?? null);
}
