/**
 * As much of an event of Chromium's trace as is read here. `tts` and `tdur` count the CPU time of the thread, in microseconds: while it
 * waits for another process or another program has the processor they stand still.
 */
export interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly tts?: number;
  readonly tdur?: number;
  readonly pid: number;
  readonly tid: number;
}

/** What the developer tools count as scripting. */
const SCRIPTING = new Set([
  'EvaluateScript',
  'FunctionCall',
  'FireAnimationFrame',
  'FireIdleCallback',
  'EventDispatch',
  'TimerFire',
  'RunMicrotasks',
  'HandlePostMessage',
  'v8.callFunction',
  'v8.run',
  'MinorGC',
  'MajorGC',
  'GCEvent',
]);

/**
 * CPU time of scripts in each frame, in ms: of the page's main thread, from the end of one wait for the rasteriser to the start of the next,
 * whatever ran there (input handlers, React, the frame's callback with three's submission of the draw calls, garbage collection).
 * Nested events are counted once.
 */
export function scriptTimes(events: readonly TraceEvent[], startMark: string, endMark: string): number[] {
  const marks = events
    .filter(({ name }) => name === startMark || name === endMark)
    .toSorted((a, b) => (a.tts ?? 0) - (b.tts ?? 0));
  const [first] = marks;
  if (first === undefined) return [];
  const spans = events
    .filter(({ name, ph, tid, pid }) => ph === 'X' && tid === first.tid && pid === first.pid && SCRIPTING.has(name))
    .map(({ tts = 0, tdur = 0 }) => [tts, tts + tdur] as const)
    .toSorted((a, b) => a[0] - b[0]);
  const merged: [number, number][] = [];
  for (const [from, to] of spans) {
    const last = merged.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  const times: number[] = [];
  // What led to the first frame counts from where the trace begins.
  let from: number | null = -Infinity;
  let at = 0;
  for (const { name, tts = 0 } of marks) {
    if (name === endMark) {
      from = tts;
      continue;
    }
    if (from === null) continue;
    while ((merged[at]?.[1] ?? Infinity) <= from) at += 1;
    let total = 0;
    for (let index = at; (merged[index]?.[0] ?? Infinity) < tts; index += 1) {
      const [begin, end] = merged[index] ?? [0, 0];
      total += Math.max(0, Math.min(end, tts) - Math.max(begin, from));
    }
    times.push(total / 1000);
    from = null;
  }
  return times;
}
