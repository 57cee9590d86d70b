const pollMs = 500;

/**
 * Calls `end` once the process that started this one is gone, when that was npm's: npm hands a signal to its shell
 * only, and the shell dies without telling. Returns what ends the watch.
 * @param {() => void} end
 * @returns {() => void}
 */
export function whenParentGone(end) {
  if (process.env['npm_lifecycle_event'] === undefined) return () => undefined;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    end();
  }, pollMs);
  timer.unref();
  return () => clearInterval(timer);
}
