import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { createRandom, type RandomStream } from '../../../../core/base/random.ts';
import type { Verdict } from '../verify.ts';
import { launchAppBrowser } from './app-browser.ts';
import { openApp, type AppPage } from './app-page.ts';
import { createPlan, type Plan } from './plan.ts';

const SITE_NAME = 'Car factory QC';
/** Counted in edits, so that a busy machine is killed among as many as an idle one. */
const EDITS = { least: 1, most: 30 };
/** From the last of them on; the editing goes on meanwhile. */
const KILL_MS = { least: 0, most: 600 };
/** From the launch on, so that the kill may hit the start, the opening or the recovery. */
const EARLY_KILL_MS = { least: 300, most: 5_000 };
const EARLY_KILL_SHARE = 0.15;
/** Rounds in which the page is also reloaded in the middle of the edits. */
const RELOAD_SHARE = 0.2;

/** What became of the site from one kill to the next. */
export interface AppRound {
  readonly round: number;
  readonly killedEarly: boolean;
  /** Revisions that the status line called safe in this round. */
  readonly acknowledged: number;
  /** Of the reopening and, where there was one, of the reload. None when the kill came before the site was open. */
  readonly verdicts: readonly AppVerdict[];
}

export interface AppVerdict extends Pick<Verdict, 'lost' | 'wrongState' | 'firstRunScreen'> {
  readonly after: 'kill' | 'reload';
  /** Revision the site came back with; null when it did not. */
  readonly revision: number | null;
}

export interface AppRunOptions {
  readonly executable: string;
  readonly url: string;
  readonly seed: number;
  /** Reopenings after a kill that are to be judged. */
  readonly rounds: number;
  readonly earlyKillShare?: number;
  readonly reloadShare?: number;
  readonly mostEdits?: number;
  /** With the page of each reopened site, before it is edited further. */
  onReopened?(page: Page): Promise<void>;
  onRound?(round: AppRound): void;
}

/** When a round's browser is killed, and whether the page is reloaded before. */
interface Schedule {
  readonly early: boolean;
  /** Edits before the kill; of no meaning when early. */
  readonly edits: number;
  /** From the launch when early, else from the last of the edits. */
  readonly killAfterMs: number;
  /** Edits before a reload; null for a round without one. */
  readonly editsToReload: number | null;
}

interface Run extends AppRunOptions {
  readonly profile: string;
  /** Streams of their own: how many edits a machine manages changes nothing of the times. */
  readonly times: RandomStream;
  readonly edits: RandomStream;
  /** Null until the sample is in the library. */
  plan: Plan | null;
  /** Highest revision that the status line has called safe. */
  safe: number;
  acknowledged: number;
}

/**
 * The served application on one profile, edited with mouse and keys: kill -9 of the browser's process tree at random
 * moments, and what "Your sites" and the opened site have of the edits afterwards.
 */
export async function runAppRounds(options: AppRunOptions): Promise<AppRound[]> {
  const profile = mkdtempSync(join(tmpdir(), 'edgewright-kill-app-'));
  const streams = { times: createRandom(options.seed, 'kill-app-times'), edits: createRandom(options.seed, 'kill-app-edits') };
  const run: Run = { ...options, ...streams, profile, plan: null, safe: 0, acknowledged: 0 };
  const done: AppRound[] = [];
  try {
    // The launch that takes the sample into the library has nothing to judge.
    await runRound(run, 0, {
      early: false,
      edits: options.mostEdits ?? EDITS.most,
      killAfterMs: KILL_MS.most,
      editsToReload: null,
    });
    for (let judged = 0; judged < options.rounds;) {
      const outcome = await runRound(run, done.length + 1, schedule(run));
      done.push(outcome);
      options.onRound?.(outcome);
      if (outcome.verdicts.some(({ after }) => after === 'kill')) judged += 1;
      // Without its site there is nothing more to edit.
      if (outcome.verdicts.some(({ firstRunScreen }) => firstRunScreen)) break;
    }
  } finally {
    rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
  return done;
}

function schedule(run: Run): Schedule {
  const { times, mostEdits = EDITS.most, earlyKillShare = EARLY_KILL_SHARE, reloadShare = RELOAD_SHARE } = run;
  const early = times() < earlyKillShare;
  const count = { least: EDITS.least, most: mostEdits };
  const edits = Math.round(between(count, times()));
  const killAfterMs = between(early ? EARLY_KILL_MS : KILL_MS, times());
  const editsToReload = Math.round(between(count, times()));
  return { early, edits, killAfterMs, editsToReload: times() < reloadShare && !early ? editsToReload : null };
}

async function runRound(run: Run, round: number, { early, edits, killAfterMs, editsToReload }: Schedule): Promise<AppRound> {
  const before = run.acknowledged;
  const verdicts: AppVerdict[] = [];
  const browser = launchAppBrowser(run.executable, run.profile);
  let isOver = false;
  const visit = async (): Promise<Visit> => {
    const app = await openApp(await browser.context, run.url, SITE_NAME, (revision) => {
      run.acknowledged += Math.max(0, revision - run.safe);
      run.safe = Math.max(run.safe, revision);
    });
    let plan = run.plan === null ? await begin(run, app) : await judge(run, run.plan, app, 'kill', verdicts);
    if (plan !== null && round > 0) await run.onReopened?.(app.page);
    if (plan !== null && editsToReload !== null) {
      await editTimes(app, plan, run.edits, editsToReload);
      await app.reload();
      plan = await judge(run, plan, app, 'reload', verdicts);
    }
    if (plan === null) return { edited: Promise.resolve(), ended: Promise.resolve() };
    const edited = editTimes(app, plan, run.edits, edits);
    const goOn = plan;
    return { edited, ended: edited.then(() => app.edit(goOn, run.edits, () => isOver)) };
  };
  const visiting = visit();
  // What is under way when the browser goes cannot end well; what ends badly before is told below.
  const ended = visiting.then((visit) => visit.ended).catch(unlessOver);
  ended.catch(() => undefined);
  function unlessOver(error: unknown): void {
    if (!isOver) throw error;
  }
  try {
    if (!early) await (await visiting).edited;
    // Ends sooner only by an error, or when there was no site to edit.
    await Promise.race([pause(killAfterMs), ended]);
  } finally {
    isOver = true;
    await browser.kill();
    await ended.catch(() => undefined);
  }
  return { round, killedEarly: early, acknowledged: run.acknowledged - before, verdicts };
}

interface Visit {
  /** Resolves when the edits that the schedule asks for are done. */
  readonly edited: Promise<void>;
  /** Resolves when nothing is edited any more. */
  readonly ended: Promise<void>;
}

function editTimes(app: AppPage, plan: Plan, random: RandomStream, times: number): Promise<void> {
  const last = plan.revision + times;
  return app.edit(plan, random, () => plan.revision >= last);
}

async function begin(run: Run, app: AppPage): Promise<Plan> {
  await app.openSample();
  const plan = createPlan(await app.save(), await app.revision());
  run.plan = plan;
  return plan;
}

/** Compares what came back with what was safe and with what the gestures lead to; gives the plan to go on with, if any. */
async function judge(
  run: Run,
  plan: Plan,
  app: AppPage,
  after: AppVerdict['after'],
  verdicts: AppVerdict[],
): Promise<Plan | null> {
  if (after === 'kill') {
    if (!(await app.isListed())) {
      verdicts.push({ after, revision: null, lost: run.safe, wrongState: false, firstRunScreen: true });
      return null;
    }
    await app.openFromList();
  }
  const revision = await app.revision();
  const file = await app.save();
  const wrongState = !plan.matches(file, revision);
  const lost = Math.max(0, run.safe - revision);
  verdicts.push({ after, revision, lost, wrongState, firstRunScreen: false });
  run.safe = revision;
  if (wrongState) run.plan = createPlan(file, revision);
  else plan.resume(revision);
  return run.plan;
}

function between({ least, most }: { readonly least: number; readonly most: number }, share: number): number {
  return least + share * (most - least);
}

function pause(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}
