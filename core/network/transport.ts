import { expm1, log1p } from '../base/elementary.ts';
import type { Moments, MomentsInPlace } from '../base/moments.ts';
import { fromRawMoments, NO_DELAY, roundsOfRepair, stretched } from '../base/moments.ts';
import type { Rare } from '../base/rare.ts';
import { NOTHING_RARE, setMomentsOfRare } from '../base/rare.ts';
import { unreachable } from '../base/assert.ts';
import type { Flow } from '../site/schema/flow.ts';

/** Payload of a full segment on Ethernet: 1,500 bytes less IPv4 and TCP headers. RFC 9293, 3.7.1 (MSS). */
export const SEGMENT_BYTES = 1460;
/** RFC 6928: initial congestion window of ten segments. */
const INITIAL_WINDOW = 10;
/** Duplicate acknowledgements that trigger fast retransmit: RFC 5681, 3.2. Fewer segments in flight wait for the timer. */
const DUPLICATES = 3;
/** Least retransmission timeout of Linux, TCP_RTO_MIN (include/net/tcp.h); RFC 6298 would have 1 s. */
const TCP_LEAST_TIMEOUT_MS = 200;
/** QUIC's probe timeout adds max_ack_delay, 25 ms by default: RFC 9002, 6.2.1 and RFC 9000, 18.2. */
const QUIC_ACK_DELAY_MS = 25;
/** QUIC's time threshold of loss detection, 9/8 of a round trip: RFC 9002, 6.1.2. */
const QUIC_TIME_THRESHOLD = 9 / 8;
/** Mathis, Semke, Mahdavi, Ott, CCR 27(3), 1997: rate ≤ (segment / RTT) × √(3/2) / √loss. */
const MATHIS = Math.sqrt(1.5);

/** Beyond this loss no connection of either protocol holds; the formula stays finite there. */
const MOST_LOSS = 0.9;

export interface TransportPath {
  /** Mean round trip of a small packet at this load. */
  readonly roundTripMs: number;
  /** Probability that a packet is lost somewhere on the way there. */
  readonly lossRatio: number;
  /** Slowest channel on the way. */
  readonly bottleneckMbps: number;
}

/** What a transport does to one message, whatever the round trip takes. */
export interface TransportFigures {
  readonly protocol: 'tcp-tls13' | 'quic';
  readonly bytes: number;
  readonly segments: number;
  readonly lossRatio: number;
  readonly bottleneckMbps: number;
  /** Share of messages that open a connection, and round trips that it takes. */
  readonly fresh: number;
  readonly rounds: number;
  /** Share of messages that lose a segment, and raw moments of the rounds of repair of all. */
  readonly repaired: number;
  readonly repairs: readonly [first: number, second: number, third: number];
}

/**
 * [L5] Figures of one message of `bytes`; null for UDP and raw frames, which add nothing and repair nothing.
 *
 * @param opens whether this message may have to open the connection (a request does, its response does not).
 */
export function transportFigures(
  transport: Flow['transport'],
  way: Omit<TransportPath, 'roundTripMs'>,
  bytes: number,
  opens: boolean,
): TransportFigures | null {
  const { protocol } = transport;
  if (protocol === 'none' || protocol === 'udp') return null;
  const { lossRatio, bottleneckMbps } = way;
  const fresh = opens ? 1 - transport.reuseShare : 0;
  for (let at = 0; at < KNOWN.length; at += 1) {
    const one = KNOWN[at] as TransportFigures;
    if (one.bytes !== bytes || one.lossRatio !== lossRatio || one.bottleneckMbps !== bottleneckMbps) continue;
    if (one.fresh === fresh && one.protocol === protocol) return one;
  }
  const segments = Math.max(1, Math.ceil(bytes / SEGMENT_BYTES));
  const lost = Math.min(MOST_LOSS, lossRatio);
  const figures = {
    protocol,
    bytes,
    segments,
    lossRatio,
    bottleneckMbps,
    fresh,
    rounds: handshakeRounds(protocol) + slowStartRounds(segments),
    repaired: -expm1(segments * log1p(-lost)),
    repairs: roundsOfRepair(lost, segments),
  };
  KNOWN[next] = figures;
  next = (next + 1) % KNOWN_AT_MOST;
  return figures;
}

/** The last figures that differ, one record for all messages that are alike: there are few sizes and kinds of ways, and many messages. */
const KNOWN_AT_MOST = 64;
const KNOWN: TransportFigures[] = [];
let next = 0;

/**
 * [L5] What the transport adds to a message: handshake where no connection is open, slow start on a new one,
 * repair of lost packets in rounds, and the Mathis ceiling on long transfers.
 *
 * @param into record for its cumulants, of which what is given back is a part.
 * @param roundTrip of a small packet at this load; all rounds of one message take the same.
 */
export function overTransport(into: MomentsInPlace, figures: TransportFigures, roundTrip: Moments): readonly Rare[] {
  const { protocol, bytes, segments, lossRatio, bottleneckMbps, fresh, rounds, repaired, repairs } = figures;
  const opening: Rare | null =
    fresh > 0 ? { probability: fresh, extra: rounds === 1 ? { ...roundTrip } : stretched(roundTrip, rounds) } : null;
  const roundMs = repairMs(protocol, roundTrip.mean, segments);
  let repair: Rare | null = null;
  if (repaired > 0 && roundMs > 0) {
    const [first, second, third] = repairs;
    const extra = fromRawMoments(
      (first * roundMs) / repaired,
      (second * roundMs ** 2) / repaired,
      (third * roundMs ** 3) / repaired,
      0,
    );
    repair = { probability: repaired, extra };
  }
  const rare = both(opening, repair);
  const ceiling = ceilingMs({ roundTripMs: roundTrip.mean, lossRatio, bottleneckMbps }, bytes, segments, bottleneckMbps);
  setMomentsOfRare(into, rare);
  into.mean += ceiling;
  into.minimum += ceiling;
  into.maximum += ceiling;
  return rare;
}

function both(a: Rare | null, b: Rare | null): readonly Rare[] {
  if (a === null) return b === null ? NOTHING_RARE : [b];
  return b === null ? [a] : [a, b];
}

/** [L5] Both at once. */
export function transportDelay(
  transport: Flow['transport'],
  path: TransportPath,
  roundTrip: Moments,
  bytes: number,
  opens: boolean,
): { readonly moments: Moments; readonly rare: readonly Rare[] } {
  const figures = transportFigures(transport, path, bytes, opens);
  if (figures === null) return { moments: NO_DELAY, rare: NOTHING_RARE };
  const moments = { ...NO_DELAY };
  return { rare: overTransport(moments, figures, roundTrip), moments };
}

/** Round trips before the first request byte: TCP 1 + TLS 1.3 1 (RFC 8446, 2); QUIC 1 (RFC 9000, 5). */
export function handshakeRounds(protocol: 'tcp-tls13' | 'quic'): number {
  return protocol === 'quic' ? 1 : 2;
}

/** Round trips that a window growing from ten segments by doubling needs beyond the first. */
export function slowStartRounds(segments: number): number {
  return segments <= INITIAL_WINDOW ? 0 : Math.ceil(Math.log2(segments / INITIAL_WINDOW + 1)) - 1;
}

/** Time until a lost packet has been noticed and sent again. */
export function repairMs(protocol: 'tcp-tls13' | 'quic', roundTripMs: number, segments: number): number {
  switch (protocol) {
    case 'tcp-tls13':
      return segments > DUPLICATES ? roundTripMs : Math.max(TCP_LEAST_TIMEOUT_MS, 2 * roundTripMs);
    case 'quic':
      return segments > DUPLICATES ? QUIC_TIME_THRESHOLD * roundTripMs : 2 * roundTripMs + QUIC_ACK_DELAY_MS;
    default:
      return unreachable(protocol);
  }
}

/** Extra time of a long transfer that loss keeps below the bottleneck's rate. */
export function ceilingMs(path: TransportPath, bytes: number, segments: number, bottleneckMbps: number): number {
  if (segments <= INITIAL_WINDOW || path.lossRatio === 0 || path.roundTripMs === 0) return 0;
  const ceilingMbps = ((SEGMENT_BYTES * 8) / (path.roundTripMs * 1000)) * (MATHIS / Math.sqrt(path.lossRatio));
  if (ceilingMbps >= bottleneckMbps) return 0;
  const bits = bytes * 8;
  return bits / (ceilingMbps * 1000) - bits / (bottleneckMbps * 1000);
}
