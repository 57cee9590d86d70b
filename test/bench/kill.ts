import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createRandom, type RandomStream } from '../../core/base/random.ts';
import type { BenchOutcome } from './main.ts';
import { benchApp } from './kill/app/bench-app.ts';
import { findChromium, launchBrowser } from './kill/browser.ts';
import { damageDatabase, type Damage } from './kill/damage.ts';
import { upperBound } from './kill/upper-bound.ts';
import type { Variant } from './kill/protocol.ts';
import { servePage, type PageServer } from './kill/serve-page.ts';
import { createVerifier, type Verdict, type Verifier } from './kill/verify.ts';

/** A page that has not opened its site by then is a failure of its own. */
const OPEN_TIMEOUT_MS = 60_000;
const EDITING_MS = { least: 60, most: 900 };
/** From the launch on, so that the kill may hit the opening, the recovery or the first edits. */
const EARLY_KILL_MS = { least: 150, most: 1_500 };
const EARLY_KILL_SHARE = 0.1;
const DAMAGE_SHARES: readonly (readonly [Damage, number])[] = [
  ['emptied', 0.2],
  ['flipped', 0.1],
  ['truncated', 0.1],
];
/** Both broken builds are caught when the database is emptied. They run until they are; this many rounds guard against a slow machine. */
const MUTANT_ROUNDS = 40;

interface Setup {
  readonly executable: string;
  readonly server: PageServer;
  readonly seed: number;
  readonly random: RandomStream;
}

interface Round {
  readonly round: number;
  readonly variant: Variant;
  readonly damage: Damage;
  readonly killedEarly: boolean;
  /** Acknowledged in this round. */
  readonly acknowledged: number;
  /** Null when the kill came before the site was open: the next round judges. */
  readonly verdict: Verdict | null;
  readonly problems: readonly string[];
}

/**
 * kill -9 of the browser's process tree at random moments of continuous editing, and what the next start finds.
 * In a share of the rounds the browser's database is emptied or damaged before that start.
 * With `--app` it is the served application that is edited, with mouse and keys, in place of a page of this benchmark.
 */
export async function bench(options: readonly string[]): Promise<BenchOutcome> {
  const { values } = parseArgs({
    args: [...options],
    options: {
      rounds: { type: 'string', default: '60' },
      seed: { type: 'string', default: '1' },
      app: { type: 'boolean', default: false },
    },
  });
  const [rounds, seed] = [Number(values.rounds), Number(values.seed)];
  if (!Number.isInteger(rounds) || rounds < 1 || !Number.isInteger(seed))
    throw new Error('--rounds and --seed take whole numbers.');
  if (values.app) return benchApp(rounds, seed);
  const setup = { executable: findChromium(), server: await servePage(), seed, random: createRandom(seed, 'kill') };
  try {
    const real = await runRounds(setup, 'real', rounds, () => false);
    const unflushed = await runRounds(setup, 'unflushed', MUTANT_ROUNDS, isCaught);
    const forgetful = await runRounds(setup, 'forgetful', MUTANT_ROUNDS, isCaught);
    return { figures: summarise(real, unflushed, forgetful), rows: [...real, ...unflushed, ...forgetful] };
  } finally {
    setup.server.close();
  }
}

function summarise(real: readonly Round[], unflushed: readonly Round[], forgetful: readonly Round[]): Record<string, number> {
  const verdicts = real.flatMap(({ verdict }) => verdict ?? []);
  const bad = verdicts.filter(isBad).length;
  return {
    rounds: verdicts.length,
    acknowledged: real.reduce((sum, round) => sum + round.acknowledged, 0),
    lost: verdicts.reduce((sum, verdict) => sum + verdict.lost, 0),
    wrongStates: verdicts.filter((verdict) => verdict.wrongState).length,
    firstRunScreens: verdicts.filter((verdict) => verdict.firstRunScreen).length,
    recoveries: verdicts.filter((verdict) => verdict.recovered).length,
    damagedDatabases: real.filter(({ damage }) => damage !== 'none').length,
    upper95: upperBound(bad, verdicts.length),
    mutantCaught: unflushed.some(isCaught) && forgetful.some(isCaught) ? 1 : 0,
    mutantUnflushedCaught: unflushed.some(isCaught) ? 1 : 0,
    mutantForgetfulCaught: forgetful.some(isCaught) ? 1 : 0,
  };
}

function isCaught({ verdict }: Round): boolean {
  return verdict !== null && isBad(verdict);
}

function isBad(verdict: Verdict): boolean {
  return verdict.lost > 0 || verdict.wrongState || verdict.firstRunScreen;
}

/** Rounds on one profile until `rounds` reopenings were judged, or `enough` says so. */
async function runRounds(setup: Setup, variant: Variant, rounds: number, enough: (round: Round) => boolean): Promise<Round[]> {
  const profile = mkdtempSync(join(tmpdir(), 'edgewright-kill-profile-'));
  const verifier = createVerifier(setup.seed);
  const done: Round[] = [];
  let judged = 0;
  try {
    // The launch that creates the site has nothing to judge.
    await runRound(setup, variant, 0, profile, verifier, 'none', false);
    for (let round = 1; judged < rounds; round += 1) {
      const early = variant === 'real' && setup.random() < EARLY_KILL_SHARE;
      const wanted = variant === 'real' ? pickDamage(setup.random()) : 'emptied';
      const damage = damageDatabase(profile, wanted, setup.random);
      const outcome = await runRound(setup, variant, round, profile, verifier, damage, early);
      done.push(outcome);
      if (outcome.verdict !== null) judged += 1;
      console.error(describe(outcome, rounds));
      if (enough(outcome)) break;
    }
  } finally {
    rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
  return done;
}

async function runRound(
  { executable, server, seed, random }: Setup,
  variant: Variant,
  round: number,
  profile: string,
  verifier: Verifier,
  damage: Damage,
  killedEarly: boolean,
): Promise<Round> {
  const before = verifier.acknowledged();
  let verdict: Verdict | null = null;
  let problems: readonly string[] = [];
  let failure: string | null = null;
  let firstAcknowledged = (): void => undefined;
  const edited = new Promise<void>((resolve) => {
    firstAcknowledged = resolve;
  });
  const opened = new Promise<void>((resolve) => {
    server.listen((report) => {
      if (report.kind === 'acknowledged') {
        verifier.acknowledge(report.edits);
        firstAcknowledged();
      } else if (report.kind === 'opened') {
        verdict = verifier.verify(report);
        problems = report.problems;
        resolve();
      } else {
        failure = report.message;
        resolve();
      }
    });
  });
  const browser = launchBrowser(executable, profile, `${server.origin}/?variant=${variant}&seed=${seed}`);
  try {
    if (killedEarly) await pause(between(EARLY_KILL_MS, random()));
    else {
      if (!(await within(OPEN_TIMEOUT_MS, opened))) {
        throw new Error(`round ${round} of the ${variant} build: nothing was opened within ${OPEN_TIMEOUT_MS} ms`);
      }
      // Without one acknowledged edit there is nothing that a later round could find lost: a slow machine must not hide a mutant.
      if (round === 0 && !(await within(OPEN_TIMEOUT_MS, edited)))
        throw new Error(`the ${variant} build: nothing was acknowledged within ${OPEN_TIMEOUT_MS} ms`);
      await pause(between(EDITING_MS, random()));
    }
  } finally {
    await browser.kill();
  }
  // A broken build may refuse to go on after it was found out.
  if (failure !== null && verdict === null) throw new Error(`round ${round} of the ${variant} build: ${failure}`);
  return { round, variant, damage, killedEarly, acknowledged: verifier.acknowledged() - before, verdict, problems };
}

function pickDamage(drawn: number): Damage {
  let threshold = 0;
  for (const [damage, share] of DAMAGE_SHARES) {
    threshold += share;
    if (drawn < threshold) return damage;
  }
  return 'none';
}

function describe({ round, variant, damage, killedEarly, acknowledged, verdict, problems }: Round, rounds: number): string {
  const judged =
    verdict === null ? 'killed before it opened' : `lost ${verdict.lost}${verdict.wrongState ? ', WRONG STATE' : ''}`;
  const screen = verdict?.firstRunScreen === true ? ', FIRST-RUN SCREEN' : '';
  const notes = problems.length === 0 ? '' : ` · ${problems.join(' · ')}`;
  return `${variant} ${round}/${rounds}: database ${damage}, ${judged}${screen}, then ${acknowledged} edits${killedEarly ? ' (early kill)' : ''}${notes}`;
}

function between({ least, most }: { least: number; most: number }, share: number): number {
  return least + share * (most - least);
}

/** Whether `work` is done in that time. */
function within(limitMs: number, work: Promise<unknown>): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(false), limitMs);
    work.then(() => resolve(true), reject).finally(() => clearTimeout(timer));
  });
}

function pause(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}
