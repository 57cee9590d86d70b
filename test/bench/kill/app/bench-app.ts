import type { BenchOutcome } from '../../main.ts';
import { findChromium } from '../browser.ts';
import { upperBound } from '../upper-bound.ts';
import { runAppRounds, type AppRound } from './rounds.ts';
import { serveApp } from './serve-app.ts';

/** The figures of `kill`, taken on the served application. */
export async function benchApp(rounds: number, seed: number): Promise<BenchOutcome> {
  const server = await serveApp();
  try {
    const rows = await runAppRounds({
      executable: findChromium(),
      url: server.url,
      seed,
      rounds,
      onRound: (round) => console.error(describe(round, rounds)),
    });
    return { figures: summarise(rows), rows };
  } finally {
    server.stop();
  }
}

function summarise(rows: readonly AppRound[]): Record<string, number> {
  const verdicts = rows.flatMap((row) => row.verdicts);
  const kills = verdicts.filter(({ after }) => after === 'kill');
  const isBad = (each: AppRound['verdicts'][number]): boolean => each.lost > 0 || each.wrongState || each.firstRunScreen;
  return {
    rounds: kills.length,
    kills: rows.length,
    reloads: verdicts.length - kills.length,
    acknowledged: rows.reduce((sum, { acknowledged }) => sum + acknowledged, 0),
    lost: verdicts.reduce((sum, { lost }) => sum + lost, 0),
    wrongStates: verdicts.filter(({ wrongState }) => wrongState).length,
    firstRunScreens: verdicts.filter(({ firstRunScreen }) => firstRunScreen).length,
    upper95: upperBound(kills.filter(isBad).length, kills.length),
  };
}

function describe({ round, killedEarly, acknowledged, verdicts }: AppRound, rounds: number): string {
  const judged = verdicts.map(({ after, revision, lost, wrongState, firstRunScreen }) =>
    [
      `${after}: revision ${revision ?? 'none'}, lost ${lost}`,
      ...(wrongState ? ['WRONG STATE'] : []),
      ...(firstRunScreen ? ['FIRST-RUN SCREEN'] : []),
    ].join(', '),
  );
  const found = judged.length === 0 ? 'killed before it opened' : judged.join('; ');
  return `app ${round}/${rounds}: ${found}, ${acknowledged} acknowledged${killedEarly ? ' (early kill)' : ''}`;
}
