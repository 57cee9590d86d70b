import type { Problem } from '../../core/base/problem.ts';
import type { Result } from '../../core/base/result.ts';
import { apply } from '../../core/site/commands/apply.ts';
import type { Command } from '../../core/site/commands/schema.ts';
import type { Site } from '../../core/site/site.ts';
import { dispatch, requestPreview } from '../store/document.ts';
import { useInteractionStore } from '../store/interaction-store.ts';
import type { DragSubject, DropTarget, TypedSpot } from '../store/interaction-store.ts';
import { useSiteStore } from '../store/site-store.ts';
import { NO_CHANGE } from './drop-problems.ts';
import { selectDropped } from './select-dropped.ts';
import { sameTarget } from './targets.ts';
import type { Pointer } from './targets.ts';
import { atTyped, typeKey } from './typed-spot.ts';

/** How far a pressed pointer goes before it is a drag and not a click. */
const THRESHOLD_PX = 4;

export interface DragPorts {
  resolve(subject: DragSubject, pointer: Pointer): DropTarget | null;
  command(site: Site, subject: DragSubject, target: DropTarget): Result<Command, Problem>;
  /** Runs once before the next frame is drawn; the result takes it back. */
  nextFrame(run: () => void): () => void;
}

export interface Drag {
  /** The pointer went down on something that can be carried. Until it has moved a little, nothing shows. */
  start(subject: DragSubject, pointer: Pointer): void;
  move(pointer: Pointer): void;
  /** Carries out the one command; null when it was a click, or nothing came of it. */
  drop(pointer: Pointer): Command | null;
  /** Ends it without a trace. */
  cancel(): void;
  /** A key that was pressed meanwhile; true when it entered a coordinate of where to drop. */
  type(key: string): boolean;
  readonly phase: 'idle' | 'pressed' | 'dragging';
}

/**
 * One gesture for everything that is carried: pressed → dragging → dropped or cancelled. While it lasts it writes to the interaction
 * store only; the document is touched once, on release. Targets are looked at once a frame, the newest pointer wins.
 */
export function createDrag(ports: DragPorts): Drag {
  let phase: Drag['phase'] = 'idle';
  let subject: DragSubject | null = null;
  let pressedAt: Pointer = { xPx: 0, yPx: 0 };
  let pointer: Pointer = pressedAt;
  let target: DropTarget | null = null;
  let command: Command | null = null;
  let looked = false;
  let typed: TypedSpot | null = null;
  /** Where the hand pointed when typing began: fields that are not typed in stay there. */
  let held: Extract<DropTarget, { kind: 'place' }> | null = null;
  let forgetFrame: (() => void) | null = null;

  function look(): void {
    forgetFrame = null;
    if (phase !== 'dragging' || subject === null) return;
    const next = typed === null ? ports.resolve(subject, pointer) : atTyped(held, typed);
    const same = looked && sameTarget(next, target);
    looked = true;
    target = next;
    useInteractionStore.setState({ interaction: { kind: 'dragging', subject, target, pointer, typed } });
    if (same) return;
    const refusal = weigh();
    requestPreview(refusal === null ? command : null);
    useInteractionStore.setState(refusal === null ? { refusal: null } : { refusal, preview: null });
  }

  /** Finds the command of the target; the reason when there is none. */
  function weigh(): Problem | null {
    command = null;
    const site = useSiteStore.getState().site;
    if (site === null || subject === null || target === null) return null;
    const result = ports.command(site, subject, target);
    if (result.status === 'failed') return result.error.code === NO_CHANGE ? null : result.error;
    const outcome = apply(site, result.value);
    if (outcome.status === 'failed') return outcome.error;
    command = result.value;
    return null;
  }

  function end(): void {
    forgetFrame?.();
    forgetFrame = null;
    phase = 'idle';
    subject = null;
    target = null;
    looked = false;
    typed = null;
    held = null;
    requestPreview(null);
    useInteractionStore.setState({ interaction: { kind: 'idle' }, preview: null, refusal: null });
  }

  return {
    get phase() {
      return phase;
    },
    start(carried, at) {
      if (phase !== 'idle') this.cancel();
      phase = 'pressed';
      subject = carried;
      pressedAt = at;
      pointer = at;
    },
    move(at) {
      if (phase === 'idle' || subject === null) return;
      pointer = at;
      if (phase === 'pressed') {
        if (Math.hypot(at.xPx - pressedAt.xPx, at.yPx - pressedAt.yPx) < THRESHOLD_PX) return;
        phase = 'dragging';
        useInteractionStore.setState({ hover: null });
      }
      forgetFrame ??= ports.nextFrame(look);
    },
    drop(at) {
      if (phase !== 'dragging' || subject === null) {
        phase = 'idle';
        subject = null;
        return null;
      }
      pointer = at;
      forgetFrame?.();
      look();
      const refusal = weigh();
      const carriedOut = command;
      end();
      if (carriedOut === null) {
        if (refusal !== null) useSiteStore.setState({ problem: refusal });
        return null;
      }
      const result = dispatch(carriedOut);
      if (result.status === 'failed') return null;
      // Several that went together stay selected.
      if (useInteractionStore.getState().selection.length <= 1 || !isMove(carriedOut)) selectDropped(carriedOut);
      return carriedOut;
    },
    type(key) {
      if (phase !== 'dragging') return false;
      const spot = held ?? (target?.kind === 'place' && target.positionM !== null ? target : null);
      if (spot === null || spot.positionM === null) return false;
      const next = typeKey(typed, key, spot.positionM);
      if (next === undefined) return false;
      typed = next;
      held = next === null ? null : spot;
      forgetFrame ??= ports.nextFrame(look);
      return true;
    },
    cancel() {
      if (phase === 'dragging') end();
      phase = 'idle';
      subject = null;
    },
  };
}

function isMove(command: Command): boolean {
  return command.kind === 'batch' && command.label === 'edit.step.moveSeveral';
}
