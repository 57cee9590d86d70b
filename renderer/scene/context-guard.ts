/** The browser gave the graphics context up; it may come back. */
const RESTORE_MS = 2500;
/** So often in one session; after that the board stays. */
const MOST_LOSSES = 3;

export type LossReason = 'context-lost' | 'no-webgl';

/** Whether a scene can be drawn at all. */
export function hasWebgl(): boolean {
  try {
    const canvas = document.createElement('canvas');
    const context = canvas.getContext('webgl2');
    context?.getExtension('WEBGL_lose_context')?.loseContext();
    return context !== null;
  } catch {
    return false;
  }
}

let losses = 0;

/**
 * Watches one canvas. A loss is reported at once, so that the board can stand in; when the context comes back in time, that is reported too.
 * Returns how to stop watching.
 */
export function guardContext(
  canvas: HTMLCanvasElement,
  report: { lost(reason: LossReason): void; restored(): void },
): () => void {
  const lost = (event: Event): void => {
    // Without this the browser never restores it.
    event.preventDefault();
    losses += 1;
    report.lost('context-lost');
    if (losses > MOST_LOSSES) return;
    // The board has taken the canvas off the screen by then; this goes on, or nobody would bring the twin back.
    setTimeout(() => {
      if (hasWebgl()) report.restored();
    }, RESTORE_MS);
  };
  canvas.addEventListener('webglcontextlost', lost);
  return () => canvas.removeEventListener('webglcontextlost', lost);
}
