import type { Interruptions } from '../free-network.ts';

/** Expected restarts beyond which a transfer counts as one that never gets through. */
const HOPELESS = 1e6;

/** [R1] Expected time of a transfer that goes on where it was: each interruption costs its length. */
export function expectedWithResume(seconds: number, { perSecond, lastS }: Interruptions): number {
  return seconds * (1 + perSecond * lastS);
}

/**
 * [R1] Expected time of a transfer of T that starts over at each interruption, which come at rate λ and last R: (e^λT − 1)(1/λ + R). The tries
 * that fail are geometric with mean e^λT − 1; each costs its pause R, and with the last try they take (e^λT − 1)/λ together. Null where it
 * would practically never get through.
 */
export function expectedWithRestart(seconds: number, { perSecond, lastS }: Interruptions): number | null {
  if (perSecond === 0) return seconds;
  const restarts = Math.expm1(perSecond * seconds);
  return restarts > HOPELESS ? null : restarts * (1 / perSecond + lastS);
}
