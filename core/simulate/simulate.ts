import { canonicalJson } from '../base/canonical-json.ts';
import { must } from '../base/assert.ts';
import type { Site } from '../site/site.ts';
import { compilePlan } from './compile.ts';
import type { SimulationOptions } from './options.ts';
import { assertOptions, DEFAULT_OPTIONS } from './options.ts';
import type { Plan } from './plan.ts';
import { Recorder } from './recorder.ts';
import type { Simulation } from './result.ts';
import { flowResults, queueResults } from './results.ts';
import { Simulator } from './simulator.ts';
import { Tape } from './tape.ts';

/** Events between two steps: some tens of milliseconds of work. */
const EVENTS_A_STEP = 50_000;

export interface SimulationStep {
  readonly simulatedMs: number;
  readonly totalMs: number;
  readonly events: number;
}

/** [X1–X3] Runs a site by discrete events. Rules, assumptions and what it leaves out: `core/README.md`. */
export function simulate(site: Site, options: Partial<SimulationOptions> = {}): Simulation {
  const steps = simulateInSteps(site, options);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The same, in steps between which a caller may show progress or stop. */
export function* simulateInSteps(site: Site, partial: Partial<SimulationOptions> = {}): Generator<SimulationStep, Simulation> {
  const options = { ...DEFAULT_OPTIONS, ...partial };
  assertOptions(options);
  const plan = compilePlan(
    [{ fromMs: 0, site }, ...options.turns.map((turn) => ({ fromMs: turn.atMs, site: turn.site }))],
    options,
  );
  const totalMs = options.durationMs ?? durationOf(plan, options.requests);
  const warmUpMs = totalMs * options.warmUpShare;
  const recorder = new Recorder(
    plan.statistics.map((info) => info.flowId),
    options.windowMs,
  );
  const tape = options.tape === null ? null : new Tape(plan, options.tape);
  const simulator = new Simulator(plan, options, warmUpMs, recorder, tape);
  let finished = false;
  while (!finished && simulator.events < options.eventsAtMost) {
    finished = simulator.run(totalMs, Math.min(EVENTS_A_STEP, options.eventsAtMost - simulator.events));
    yield { simulatedMs: finished ? totalMs : simulator.queue.nowMs, totalMs, events: simulator.events };
  }
  const simulatedMs = finished ? totalMs : simulator.queue.nowMs;
  recorder.closeWindows(simulatedMs);
  const measuredMs = Math.max(0, simulatedMs - warmUpMs);
  const figures = {
    seed: options.seed,
    simulatedMs,
    warmUpMs,
    events: simulator.events,
    cutShort: !finished,
    flows: flowResults(plan, simulator, recorder, measuredMs),
    queues: queueResults(plan, simulator, measuredMs),
    windows: recorder.windows,
    openAtEnd: simulator.calls.live,
  };
  return { ...figures, hash: hashOf(canonicalJson(figures)), recording: tape?.finish() ?? null };
}

/** Time in which so many requests and timers are sent in the mean. */
function durationOf(plan: Plan, requests: number): number {
  let ratePerMs = 0;
  for (const [at, source] of must(plan.epochs[0], 'first site').sources.entries()) {
    if (source !== null && plan.sources[at]?.kind !== 'packets') ratePerMs += source.ratePerMs;
  }
  return ratePerMs === 0 ? 0 : requests / ratePerMs;
}

/** FNV-1a with 64 bits, over UTF-16 code units; to compare runs, not to protect them. */
function hashOf(text: string): string {
  let low = 0x84222325;
  let high = 0xcbf29ce4;
  for (let at = 0; at < text.length; at += 1) {
    low = (low ^ text.charCodeAt(at)) >>> 0;
    // The prime is 2^40 + 0x1b3.
    const product = low * 0x1b3;
    const carried = Math.floor(product / 2 ** 32);
    high = (Math.imul(high, 0x1b3) + carried + (low << 8)) >>> 0;
    low = product >>> 0;
  }
  return high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0');
}
