import type { Problem } from '../../core/base/problem.ts';
import { problem } from '../../core/base/problem.ts';
import type { Result } from '../../core/base/result.ts';
import { failed } from '../../core/base/result.ts';
import { onGrid } from '../../core/site/edit/arrange.ts';
import type { Site } from '../../core/site/site.ts';
import type { Command } from '../../core/site/commands/schema.ts';
import { sceneDoor, setCarryStarter } from '../scene/registry.ts';
import { useInteractionStore } from '../store/interaction-store.ts';
import type { DragSubject, DropTarget } from '../store/interaction-store.ts';
import { useViewStore } from '../store/view-store.ts';
import { useSiteStore } from '../store/site-store.ts';
import type { CatalogLookups } from './catalog-lookups.ts';
import { createDrag } from './drag.ts';
import { dropSeveral } from './drop-several.ts';
import { dropCommand } from './drop-command.ts';
import { sceneTarget } from './scene-target.ts';
import { domResolver, resolveTarget } from './targets.ts';
import type { DropElement, Pointer, TargetResolver } from './targets.ts';

/** As much of a pointer event as starts a drag; a React event and a DOM event both are one. */
export interface PressEvent {
  readonly clientX: number;
  readonly clientY: number;
  readonly button: number;
}

export interface Carrying {
  /** To be called on `pointerdown`. The pointer is followed on the window until it is released. */
  start(subject: DragSubject, event: PressEvent): void;
  command(subject: DragSubject, target: DropTarget): Result<Command, Problem>;
  /** Lets go of whatever is carried and of the window. */
  dispose(): void;
}

/** Binds the gesture to the mouse, pen or finger. One a window. */
export function createCarry(catalog: CatalogLookups): Carrying {
  const drag = createDrag({
    resolve: (subject, pointer) => resolveTarget([panels, scene], subject, pointer),
    command: (site, subject, target) => dropSeveral(site, subject, target, useInteractionStore.getState().selection, dropNow),
    nextFrame(run) {
      const frame = requestAnimationFrame(run);
      return () => cancelAnimationFrame(frame);
    },
  });
  const dropNow = (site: Site, subject: DragSubject, target: DropTarget): Result<Command, Problem> =>
    dropCommand(site, catalog, subject, target);
  const panels = domResolver(elementAt);
  const scene: TargetResolver = (subject, pointer) => {
    const door = sceneDoor();
    const site = useSiteStore.getState().site;
    const element = document.elementFromPoint(pointer.xPx, pointer.yPx);
    if (door === null || site === null || element === null || !door.element.contains(element)) return undefined;
    return snapped(sceneTarget(site, catalog, subject, door.hits(pointer.xPx, pointer.yPx)));
  };
  let release: (() => void) | null = null;
  let last: Pointer = { xPx: 0, yPx: 0 };

  function follow(): void {
    const listening = new AbortController();
    const options = { signal: listening.signal, capture: true };
    release = () => {
      listening.abort();
      release = null;
      document.documentElement.removeAttribute('data-dragging');
    };
    window.addEventListener(
      'pointermove',
      (event) => {
        last = at(event);
        drag.move(last);
        if (drag.phase !== 'dragging') return;
        document.documentElement.setAttribute('data-dragging', '');
        event.preventDefault();
      },
      options,
    );
    window.addEventListener(
      'pointerup',
      (event) => {
        const moved = drag.phase === 'dragging';
        release?.();
        drag.drop(at(event));
        if (moved) swallowClick();
      },
      options,
    );
    const cancel = (): void => {
      release?.();
      drag.cancel();
    };
    window.addEventListener('pointercancel', cancel, options);
    window.addEventListener('blur', cancel, { signal: listening.signal });
    window.addEventListener(
      'keydown',
      (event) => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          cancel();
        } else if (event.key === 'Enter' && drag.phase === 'dragging') {
          event.stopPropagation();
          event.preventDefault();
          release?.();
          drag.drop(last);
          swallowClick();
        } else if (!event.ctrlKey && !event.metaKey && !event.altKey && drag.type(event.key)) {
          event.stopPropagation();
          event.preventDefault();
        }
      },
      options,
    );
    // Text would be selected and images dragged along.
    window.addEventListener('dragstart', (event) => event.preventDefault(), options);
    window.addEventListener(
      'selectstart',
      (event) => {
        if (drag.phase === 'dragging') event.preventDefault();
      },
      options,
    );
  }

  function start(subject: DragSubject, event: PressEvent): void {
    if (event.button !== 0 || useSiteStore.getState().site === null) return;
    release?.();
    last = at(event);
    drag.start(subject, last);
    follow();
  }

  setCarryStarter(start);
  return {
    start,
    command(subject, target) {
      const site = useSiteStore.getState().site;
      if (site === null) return failed(problem('document.closed', 'No site is open.', 'Open a site first.'));
      return dropSeveral(site, subject, target, useInteractionStore.getState().selection, dropNow);
    },
    dispose() {
      setCarryStarter(null);
      release?.();
      if (useInteractionStore.getState().interaction.kind === 'dragging') drag.cancel();
    },
  };
}

/** The same target on the grid, where that is switched on. */
function snapped(target: DropTarget | null): DropTarget | null {
  const { snapping, gridM } = useViewStore.getState();
  if (!snapping || target?.kind !== 'place' || target.positionM === null) return target;
  return { ...target, positionM: onGrid(target.positionM, gridM) };
}

function at(event: { readonly clientX: number; readonly clientY: number }): Pointer {
  return { xPx: event.clientX, yPx: event.clientY };
}

function elementAt({ xPx, yPx }: Pointer): DropElement | null {
  const element = document.elementFromPoint(xPx, yPx);
  return element instanceof HTMLElement ? element : (element?.closest<HTMLElement>('[data-drop-node],[data-drop-tier]') ?? null);
}

/** The release of a drag is no click on what it ends on. */
function swallowClick(): void {
  const swallow = (event: Event): void => {
    event.stopPropagation();
    event.preventDefault();
  };
  window.addEventListener('click', swallow, { capture: true, once: true });
  setTimeout(() => window.removeEventListener('click', swallow, { capture: true }), 0);
}
