import type { RandomStream } from '../base/random.ts';
import { ceilingMs, handshakeRounds, repairMs, SEGMENT_BYTES, slowStartRounds } from '../network/transport.ts';

/** [L5] What a connection-oriented transport needs to know of one way and back. */
export interface TransportPlan {
  readonly protocol: 'tcp-tls13' | 'quic';
  /** Probability that no connection is open. */
  readonly freshShare: number;
  readonly request: MessagePlan;
  readonly response: MessagePlan;
  readonly random: RandomStream;
}

export interface MessagePlan {
  readonly bytes: number;
  readonly segments: number;
  readonly lossRatio: number;
  readonly bottleneckMbps: number;
}

export function messagePlan(bytes: number, lossRatio: number, bottleneckMbps: number): MessagePlan {
  return { bytes, segments: Math.max(1, Math.ceil(bytes / SEGMENT_BYTES)), lossRatio, bottleneckMbps };
}

/** Rounds of repair that end a run of bad luck; at 30 % loss one in 10^10 messages of 1,000 segments gets so far. */
const ROUNDS_AT_MOST = 25;

/** How many round trips are lost: every segment is lost on its own, and those that were are sent again together until none is. */
export function drawLostRounds(random: RandomStream, segments: number, lossRatio: number): number {
  if (lossRatio <= 0) return 0;
  let rounds = 0;
  let left = segments;
  while (left > 0 && rounds < ROUNDS_AT_MOST) {
    left = drawLost(random, left, lossRatio);
    if (left > 0) rounds += 1;
  }
  return rounds;
}

/** Binomial, by the geometric gaps between losses: its cost grows with what is lost, not with what is sent. */
function drawLost(random: RandomStream, segments: number, lossRatio: number): number {
  if (lossRatio >= 1) return segments;
  const scale = 1 / Math.log(1 - lossRatio);
  let lost = 0;
  for (let at = 0; ;) {
    at += Math.floor(Math.log(1 - random()) * scale) + 1;
    if (at > segments) return lost;
    lost += 1;
  }
}

/** Whether the length of a round trip counts for a message: it opens a connection, repairs losses, or is long on a lossy way. */
export function needsRoundTrip(message: MessagePlan, opens: boolean, lostRounds: number): boolean {
  return opens || lostRounds > 0 || message.lossRatio > 0;
}

/** [L5] What the transport adds to one message whose rounds all take `roundTripMs`. */
export function roundsMs(
  protocol: TransportPlan['protocol'],
  message: MessagePlan,
  opens: boolean,
  lostRounds: number,
  roundTripMs: number,
): number {
  const { bytes, segments, lossRatio, bottleneckMbps } = message;
  const opening = opens ? (handshakeRounds(protocol) + slowStartRounds(segments)) * roundTripMs : 0;
  const repair = lostRounds === 0 ? 0 : lostRounds * repairMs(protocol, roundTripMs, segments);
  return opening + repair + ceilingMs({ roundTripMs, lossRatio, bottleneckMbps }, bytes, segments, bottleneckMbps);
}
