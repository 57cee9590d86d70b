import { stretched } from '../base/moments.ts';
import { Meetings } from './meetings.ts';
import type { Pass } from './passes.ts';

/**
 * Share of what was bunched before that still is so behind a queue. Fitted to simulations of random sites; constant, so that more capacity never makes
 * anything slower.
 */
const BUNCHED_KEPT = 0.7;

/** Corrections to the mean of a delay, by part. */
export interface Correction {
  readonly queueingMs: number;
  readonly processingMs: number;
  /** What the cumulants are more than those of all waits each on its own. */
  readonly variance: number;
  readonly third: number;
}

/** What [L3, L6] made of the wait at one pass of a queue, ms. */
export interface PassEffect {
  readonly pass: Pass;
  /** Wait of a pass that comes by itself × this, where requests come back to the queue. */
  readonly stretch: number;
  /** Waited and spread out before; the most that is to spare here; what is spared. */
  readonly carriedMs: number;
  readonly sparableMs: number;
  readonly sparedMs: number;
  /** Waited and bunched before; the most that there is to add here; what is added. */
  readonly bunchedMs: number;
  readonly addableMs: number;
  readonly addedMs: number;
  /** Change of the second and third cumulant of this wait. */
  readonly variance: number;
  readonly third: number;
}

/**
 * [L3, L6] What the waits along a way are together, less what they would be each on its own. Time that messages of fixed size have waited at one queue they
 * need not wait at the next: of several fixed servers in a row the slowest makes all the waiting (Friedman, Reduction methods for tandem queuing systems,
 * Operations Research 13(1), 1965). Other streams and variable service undo part of that; what is left is at most
 * what was waited before and at most what there is to spare, and the wait varies that much less. `bench -- accuracy` measures how good that is.
 *
 * The total grows with every single wait, so that more capacity never makes it longer: what is spared grows no faster than what was waited,
 * and is spared once only.
 *
 * @param count of the first passes that are looked at.
 * @param note hears what becomes of each pass, for who explains it.
 * @returns one record that is used again: it stands until the next is asked for.
 */
export function correctionOf(passes: readonly Pass[], count = passes.length, note?: (effect: PassEffect) => void): Correction {
  let queueingMs = 0;
  let processingMs = 0;
  let spread = 0;
  let bunched = 0;
  let excess = 0;
  MET.look(passes, count);
  if (MET.repeats) CARRIED.clear();
  let { variance, third } = MET;
  for (let at = 0; at < count; at += 1) {
    const pass = passes[at] as Pass;
    if (pass.within !== null) continue;
    const { view, spreads, bunches } = pass;
    const { utilisation } = view;
    const first = MET.first[at] as number;
    const wait = stretched(view.wait, MET.stretch[first] as number);
    if (MET.repeats) CARRIED.reach(first);
    // Its neighbours of other streams are as they were.
    const own = 1 - utilisation + Math.min(utilisation, MET.utilisation[first] as number);
    const elsewhere = MET.repeats ? Math.max(0, spread - (CARRIED.spread[first] as number)) : spread;
    const bunchedElsewhere = MET.repeats ? bunched - (CARRIED.bunched[first] as number) : bunched;
    const sparable = wait.mean * own * view.sparable;
    const addable = wait.mean * own * view.addable * Math.max(1, excess);
    const spared = lesser(elsewhere, sparable);
    const added = harmonic(bunchedElsewhere, addable);
    const share = wait.mean === 0 ? 0 : spared / wait.mean;
    const moreVariance = (1 - share ** 2) * wait.variance - view.wait.variance;
    const moreThird = (1 - share ** 3) * wait.third - view.wait.third;
    variance += moreVariance;
    third += moreThird;
    note?.({
      pass,
      stretch: MET.stretch[first] as number,
      carriedMs: elsewhere,
      sparableMs: sparable,
      sparedMs: spared,
      bunchedMs: bunchedElsewhere,
      addableMs: addable,
      addedMs: added,
      variance: moreVariance,
      third: moreThird,
    });
    const moreMs = wait.mean - view.wait.mean + added - spared;
    if (view.part === 'queueing') queueingMs += moreMs;
    else processingMs += moreMs;
    // What is kept of an earlier rhythm falls with the square of utilisation: Whitt, The Queueing Network Analyzer, Bell System Technical Journal
    // 62(9), 1983, departures.
    const keeps = 1 - utilisation ** 2 * (1 - spreads);
    const bunchedMs = Math.min(1, bunches) * wait.mean;
    if (MET.repeats)
      CARRIED.pass(first, keeps, spreads, elsewhere === 0 ? 0 : spared / elsewhere, spreads * wait.mean, bunchedMs);
    spread = keeps * (spread - spared) + spreads * wait.mean;
    bunched = BUNCHED_KEPT * bunched + bunchedMs;
    excess = Math.max(BUNCHED_KEPT * excess, bunches);
  }
  FOUND.queueingMs = queueingMs;
  FOUND.processingMs = processingMs;
  FOUND.variance = variance;
  FOUND.third = third;
  return FOUND;
}

/** What of all that is spread and bunched comes from a queue, by its first pass: it says nothing when that is passed again, the stretch of its waits has it. */
class Carried {
  readonly spread: number[] = [];
  readonly bunched: number[] = [];
  /** Passes that have been reached: all later ones have nothing yet. */
  private reached = 0;

  clear(): void {
    this.reached = 0;
  }

  reach(first: number): void {
    for (; this.reached <= first; this.reached += 1) {
      this.spread[this.reached] = 0;
      this.bunched[this.reached] = 0;
    }
  }

  /** @param used share of what came from elsewhere that was spared at this pass. */
  pass(first: number, keeps: number, spreads: number, used: number, spreadMs: number, bunchedMs: number): void {
    for (let at = 0; at < this.reached; at += 1) {
      const was = this.spread[at] as number;
      // What is spared here would have been spread anew: that is no longer of one queue alone.
      const sparedMs = at === first ? 0 : was * used;
      this.spread[at] = keeps * (was - sparedMs) + spreads * sparedMs;
      this.bunched[at] = BUNCHED_KEPT * (this.bunched[at] as number);
    }
    this.spread[first] = (this.spread[first] as number) + spreadMs;
    this.bunched[first] = (this.bunched[first] as number) + bunchedMs;
  }
}

const FOUND: { -readonly [Name in keyof Correction]: number } = { queueingMs: 0, processingMs: 0, variance: 0, third: 0 };
const MET = new Meetings();
const CARRIED = new Carried();

/** Below the lesser of two, and close to it where they differ much; grows with both, no faster than either. */
function lesser(a: number, b: number): number {
  return a <= 0 || b <= 0 ? 0 : Math.min(a, b) / Math.sqrt(1 + (Math.min(a, b) / Math.max(a, b)) ** 2);
}

/** Below the lesser of two; grows with both, no faster than either. */
function harmonic(a: number, b: number): number {
  return a <= 0 || b <= 0 ? 0 : (a * b) / (a + b);
}
