import type { App, WebContents } from 'electron';

/** More reloads than this within the span mean that reloading does not help. */
const maxReloads = 3;
const spanMs = 60_000;

/**
 * Brings the page back when its process dies; what was acknowledged is in the journal. After `maxReloads` within
 * `spanMs` it stops and calls `giveUp`.
 */
export function recoverPage(
  contents: Pick<WebContents, 'on' | 'reload'>,
  nowMs: () => number,
  giveUp: (reason: string) => void,
): void {
  let reloadsMs: number[] = [];
  contents.on('render-process-gone', (_event, details) => {
    if (details.reason === 'clean-exit') return;
    const now = nowMs();
    reloadsMs = [...reloadsMs.filter((at) => now - at < spanMs), now];
    if (reloadsMs.length > maxReloads) giveUp(details.reason);
    else contents.reload();
  });
}

/** Tells the page that the graphics process died: it shows its flat view until a context comes back. */
export function watchGraphics(app: Pick<App, 'on'>, tell: (reason: string) => void): void {
  app.on('child-process-gone', (_event, details) => {
    if (details.type === 'GPU') tell(details.reason);
  });
}
