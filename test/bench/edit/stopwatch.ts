/** What the page notes of one drop. Times in ms of the page's clock. */
export interface DropTiming {
  readonly dropToPaintMs: number;
  readonly workerMs: number;
  readonly revision: number;
}

declare global {
  interface Window {
    edgewrightDrops: DropTiming[];
  }
}

/**
 * Runs in the page, before the app. From each pointer release to the frame that shows the answer to the revision it made:
 * the status line carries the answer's revision, and a task after the next frame runs once that frame is painted.
 */
export function installStopwatch(): void {
  window.edgewrightDrops = [];
  let releasedAt: number | null = null;
  let revisionBefore = '';
  const status = (): HTMLElement | null => document.querySelector('[role="status"][data-answered]');
  window.addEventListener(
    'pointerup',
    () => {
      releasedAt = performance.now();
      revisionBefore = status()?.dataset['revision'] ?? '';
    },
    { capture: true },
  );
  const look = (): void => {
    const line = status();
    if (line === null || releasedAt === null) return;
    const { revision, answered, workerMs } = line.dataset;
    if (revision === undefined || revision === revisionBefore || revision !== answered) return;
    const from = releasedAt;
    releasedAt = null;
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.addEventListener('message', () => {
        window.edgewrightDrops.push({
          dropToPaintMs: performance.now() - from,
          workerMs: Number(workerMs),
          revision: Number(revision),
        });
        channel.port1.close();
      });
      channel.port1.start();
      channel.port2.postMessage(null);
    });
  };
  const observe = (): void =>
    new MutationObserver(look).observe(document, {
      subtree: true,
      childList: true,
      attributes: true,
      attributeFilter: ['data-answered', 'data-revision'],
    });
  observe();
}
