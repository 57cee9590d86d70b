import { createContext, useContext } from 'react';
import type { Problem } from '../../core/base/problem.ts';
import type { Result } from '../../core/base/result.ts';
import type { Command } from '../../core/site/commands/schema.ts';
import type { DragSubject, DropTarget } from '../store/interaction-store.ts';

/** How a panel carries something somewhere: by hand or by a menu. Both end in the same command. */
export interface Carry {
  /** To be called on `pointerdown`. */
  start(subject: DragSubject, event: { readonly clientX: number; readonly clientY: number; readonly button: number }): void;
  /** What dropping here would do. */
  command(subject: DragSubject, target: DropTarget): Result<Command, Problem>;
}

/** The application puts the gestures of `renderer/tools` here, so that panels need not know them. */
export const CarryContext = createContext<Carry | null>(null);

export function useCarry(): Carry {
  const carry = useContext(CarryContext);
  if (carry === null) throw new Error('useCarry: there is no CarryContext above');
  return carry;
}
