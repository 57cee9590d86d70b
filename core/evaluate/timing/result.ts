import type { Part } from '../../network/delay.ts';
import type { Finding } from '../result.ts';
import type { StatedAssumption } from '../stated-assumption.ts';

/** [L8] One control loop: an answer that has to be there within the cycle, again and again. */
export interface ControlLoop {
  readonly workloadId: string;
  readonly flowId: string;
  readonly status: 'kept' | 'missed' | 'saturated' | 'no-route' | 'unplaced';
  readonly cycleTimeMs: number | null;
  readonly p99Ms: number | null;
  /** Share of cycles whose answer comes too late. */
  readonly lateShare: number | null;
  readonly jitterObjectiveMs: number | null;
  readonly leastMs: number | null;
  /** Quantile 0.999 less the least delay. */
  readonly jitterMs: number | null;
  /** Greatest part of the mean. */
  readonly greatestPart: Part | null;
}

/** [L7] What a time-out and its retries make of a flow's answers. */
export interface TimeoutEffect {
  readonly flowId: string;
  readonly timeoutMs: number;
  readonly retries: number;
  /** Attempts that are given up. */
  readonly givenUpShare: number;
  /** Requests that are never answered: every attempt was given up. */
  readonly failedShare: number;
  /** Attempts a request in the mean; those given up load what they meet all the same. */
  readonly attemptsMean: number;
  /** From the first attempt to the answer, of those that are answered; null where none is. */
  readonly answeredMeanMs: number | null;
  readonly answeredP99Ms: number | null;
}

export interface TimingAssessment {
  readonly loops: readonly ControlLoop[];
  readonly timeouts: readonly TimeoutEffect[];
  readonly findings: readonly Finding[];
  readonly assumptions: readonly StatedAssumption[];
}
