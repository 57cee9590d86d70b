import { create } from 'zustand';
import type { Problem } from '../../core/base/problem.ts';
import type { LearnedPolicy } from '../../core/place/arrivals/learned-policy.ts';
import type { OnlineOptions, OnlineResult } from '../../core/place/arrivals/online-site.ts';
import { createSearchRun } from './search-run.ts';
import { useSiteStore } from './site-store.ts';

export interface LearnedState {
  readonly status: 'idle' | 'learning' | 'comparing' | 'answered' | 'changed' | 'failed';
  /** Of learning and comparing together, 0 to 1. */
  readonly share: number;
  readonly policy: LearnedPolicy | null;
  /** The learned scheduler beside others, on arrivals that it did not learn from. */
  readonly compared: OnlineResult | null;
  /** Searches begin with the moves that earned most here. */
  readonly isUsed: boolean;
  readonly problem: Problem | null;
}

const NOTHING: LearnedState = {
  status: 'idle',
  share: 0,
  policy: null,
  compared: null,
  isUsed: false,
  problem: null,
};

/** What was learned from the history of the open site. It is kept while the site is open: `learn --out` on the command line writes a file. */
export const useLearnedStore = create<LearnedState>(() => NOTHING);

const run = createSearchRun();

/** Says who learns, and by which clock. Called once by the session. */
export const connectLearning = run.connect;

const SEED = 1;
/** Learning takes most of the time. */
const LEARNING_SHARE = 0.9;
/** Compared on arrivals by seeds that learning never uses. */
const UNSEEN_SEED = 1001;
const COMPARED_RUNS = 5;
const COMPARED: OnlineOptions['policies'] = ['default', 'least-waste', 'learned'];

export function startLearning(): void {
  if (!run.isConnected || useSiteStore.getState().site === null) return;
  useLearnedStore.setState({ ...NOTHING, status: 'learning' });
  run.start(
    { kind: 'learn', options: { seed: SEED } },
    {
      answered(answer) {
        if (answer.kind !== 'learn') return;
        useLearnedStore.setState({ status: 'comparing', share: LEARNING_SHARE, policy: answer.learned });
        compareLearned(answer.learned);
      },
      progressed: ({ done, total }) => useLearnedStore.setState({ share: (LEARNING_SHARE * done) / Math.max(1, total) }),
      ended: stopped,
    },
  );
}

function compareLearned(learned: LearnedPolicy): void {
  const options = { policies: COMPARED, seed: UNSEEN_SEED, runs: COMPARED_RUNS, learned, recorded: null };
  run.start(
    { kind: 'online', options },
    {
      answered(answer) {
        if (answer.kind === 'online') useLearnedStore.setState({ status: 'answered', share: 1, compared: answer.online });
      },
      progressed: ({ done, total }) =>
        useLearnedStore.setState({ share: LEARNING_SHARE + ((1 - LEARNING_SHARE) * done) / Math.max(1, total) }),
      ended: stopped,
    },
  );
}

function stopped(problem: Problem | null): void {
  useLearnedStore.setState({ status: problem === null ? 'changed' : 'failed', problem });
}

export function applyLearned(isUsed: boolean): void {
  useLearnedStore.setState({ isUsed });
}

/** Another document, or nobody wants it any more. */
export function forgetLearned(): void {
  run.callOff();
  useLearnedStore.setState(NOTHING);
}

/** What searches begin with; null where nothing was learned or it is not to be used. */
export function learnedOperators(): LearnedPolicy['operators'] | null {
  const { policy, isUsed } = useLearnedStore.getState();
  return isUsed ? (policy?.operators ?? null) : null;
}
