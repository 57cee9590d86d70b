import type { Channels } from './channels.ts';
import type { Target } from './plan.ts';
import { drawLostRounds, needsRoundTrip, roundsMs } from './transport-rounds.ts';

/** [L5] What the transport of a target adds to one message as the queues stand now: 0 where it adds nothing. */
export function transportMs(channels: Channels, target: Target, device: number, nowMs: number, isRequest: boolean): number {
  const plan = target.transport;
  if (plan === null) return 0;
  const message = isRequest ? plan.request : plan.response;
  const opens = isRequest && plan.freshShare > 0 && plan.random() < plan.freshShare;
  const lostRounds = drawLostRounds(plan.random, message.segments, message.lossRatio);
  if (!needsRoundTrip(message, opens, lostRounds)) return 0;
  const roundTripMs =
    channels.wayMs(target.way, device, nowMs, plan.random) + channels.wayMs(target.back, device, nowMs, plan.random);
  return roundsMs(plan.protocol, message, opens, lostRounds, roundTripMs);
}
