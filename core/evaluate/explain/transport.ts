import { constant } from '../../base/moments.ts';
import { delayOf } from '../../network/delay.ts';
import type { ChannelModel } from '../../network/link-model.ts';
import type { TransportPath } from '../../network/transport.ts';
import {
  ceilingMs,
  handshakeRounds,
  repairMs,
  slowStartRounds,
  transportDelay,
  transportFigures,
} from '../../network/transport.ts';
import type { RecordOf, Site } from '../../site/site.ts';
import { getRecord } from '../../site/site.ts';
import type { Access } from '../access.ts';
import type { Evaluated } from '../evaluate.ts';
import { constantOf, differenceOf, figureOf, input, number, productOf, step, sumOf } from './build.ts';
import type { Channel } from './channel.ts';
import { bandwidthOf, isArc, nameOfChannel } from './channel.ts';
import type { Explanation } from './explanation.ts';
import type { Trace } from './trace.ts';
import { meanPartsOf, single } from './trace.ts';

type Flow = RecordOf<'flows'>;

/** What a message crosses, and a small packet there and back. */
export interface TransportWay {
  readonly roundTrip: Explanation;
  readonly channels: readonly Channel[];
}

/** The round trip of a small packet at this load, by what it meets. */
export function roundTripOf(forth: Trace | null, back: Trace | null): Explanation {
  const ways = [forth, back].flatMap((trace, at) => {
    if (trace === null) return [];
    return [
      sumOf('transportPart', meanPartsOf(trace), {
        unit: 'ms',
        rule: 'L5',
        parameters: { what: at === 0 ? 'there' : 'back' },
        value: trace.delay.moments.mean,
      }),
    ];
  });
  return sumOf('roundTrip', ways, { unit: 'ms', rule: 'L5', formula: 'a small packet there and back at this load' });
}

/** Channels of a way with the access at both ends. */
export function channelsOf(evaluated: Evaluated, path: readonly number[], from: Access | null, to: Access | null): Channel[] {
  const arcs = path.flatMap((index) => evaluated.model.graph.arcs[index] ?? []);
  return [
    ...(from === null ? [] : [{ access: from, direction: 'up' as const }]),
    ...arcs,
    ...(to === null ? [] : [{ access: to, direction: 'down' as const }]),
  ];
}

/** [L5] Handshake, slow start, repair of losses and the Mathis ceiling for one message. */
export function transportTrace(evaluated: Evaluated, flow: Flow, way: TransportWay, message: Explanation, opens: boolean): Trace {
  const { site } = evaluated.model;
  const { channels, roundTrip } = way;
  const path: TransportPath = {
    roundTripMs: figureOf(roundTrip),
    lossRatio: 1 - channels.reduce((kept, channel) => kept * (1 - modelOf(channel).lossRatio), 1),
    bottleneckMbps: Math.min(Infinity, ...channels.map((channel) => modelOf(channel).bandwidthMbps)),
  };
  const { moments } = transportDelay(flow.transport, path, constant(path.roundTripMs), figureOf(message), opens);
  const parameters = { way: opens ? 'request' : 'response', protocol: flow.transport.protocol };
  return single(delayOf('transport', moments), flow.name, 'L5', () =>
    sumOf('transport', partsOf(site, flow, path, way, message, opens), {
      unit: 'ms',
      rule: 'L5',
      formula: 'handshake + slow start + repair + Mathis ceiling',
      parameters,
      value: moments.mean,
    }),
  );
}

function partsOf(
  site: Site,
  flow: Flow,
  path: TransportPath,
  { roundTrip, channels }: TransportWay,
  message: Explanation,
  opens: boolean,
): Explanation[] {
  const figures = transportFigures(flow.transport, path, figureOf(message), opens);
  if (figures === null) return [];
  const { protocol, segments, fresh } = figures;
  const parts: Explanation[] = [];
  const told = (what: string): { rule: string; parameters: { what: string } } => ({ rule: 'L5', parameters: { what } });
  const pieces = step('transportPart', 'formula', [message], segments, {
    ...told('segments'),
    formula: '⌈bytes / 1,460⌉',
  });
  if (fresh > 0) {
    const opening = differenceOf(
      'transportPart',
      [number(1), input(site, 'flows', flow.id, 'transport.reuseShare', flow.transport.reuseShare)],
      {
        unit: 'ratio',
        ...told('fresh'),
      },
    );
    const document = protocol === 'quic' ? 'RFC 9000, 5' : 'RFC 9293, 3.5; RFC 8446, 2';
    const handshake = constantOf('transportPart', handshakeRounds(protocol), document, told('handshake'));
    const growing = step('transportPart', 'formula', [pieces], slowStartRounds(segments), {
      ...told('slowStart'),
      formula: '⌈log₂(segments / 10 + 1)⌉ − 1, RFC 6928',
    });
    const rounds = sumOf('transportPart', [handshake, growing], told('rounds'));
    parts.push(productOf('transportPart', [opening, rounds, roundTrip], { unit: 'ms', ...told('opening') }));
  }
  const lost = lossOf(site, channels, path.lossRatio);
  const [repairs] = figures.repairs;
  const round = step('transportPart', 'formula', [roundTrip, pieces], repairMs(protocol, path.roundTripMs, segments), {
    unit: 'ms',
    ...told('repairRound'),
    formula: 'fast retransmit from four segments up, else the timer',
  });
  if (repairs > 0 && figureOf(round) > 0) {
    const expected = step('transportPart', 'formula', [lost, pieces], repairs, {
      ...told('repairs'),
      formula: 'mean rounds until the last segment has come through',
    });
    parts.push(productOf('transportPart', [expected, round], { unit: 'ms', ...told('repair') }));
  }
  const ceiling = ceilingMs(path, figureOf(message), segments, path.bottleneckMbps);
  if (ceiling > 0) {
    const [narrowest] = channels.toSorted((a, b) => modelOf(a).bandwidthMbps - modelOf(b).bandwidthMbps);
    const bandwidth = narrowest === undefined ? [] : [bandwidthOf(site, narrowest)];
    parts.push(
      step('transportPart', 'formula', [message, roundTrip, lost, ...bandwidth], ceiling, {
        unit: 'ms',
        ...told('ceiling'),
        formula: 'bits / (segment / RTT × √(3/2) / √loss) − bits / bandwidth',
      }),
    );
  }
  return parts;
}

/** [L5] Share of packets that are lost somewhere on the way, by where. */
function lossOf(site: Site, channels: readonly Channel[], value: number): Explanation {
  const losses = channels.flatMap((channel) => {
    const ratio = modelOf(channel).lossRatio;
    if (ratio === 0) return [];
    if (!isArc(channel))
      return [input(site, 'media', channel.access.medium.id, 'lossRatio', channel.access.medium.lossRatio, 'ratio')];
    const { link } = channel;
    if (link.measured?.lossRatio === ratio) return [input(site, 'links', link.id, 'measured.lossRatio', ratio, 'ratio')];
    if (link.lossRatio === ratio) return [input(site, 'links', link.id, 'lossRatio', ratio, 'ratio')];
    if (getRecord(site, 'media', link.mediumId)?.lossRatio === ratio)
      return [input(site, 'media', link.mediumId, 'lossRatio', ratio, 'ratio')];
    return [step('loss', 'formula', [], ratio, { unit: 'ratio', rule: 'L5', parameters: { name: nameOfChannel(channel) } })];
  });
  return step('loss', 'formula', losses, value, { unit: 'ratio', rule: 'L5', formula: '1 − Π (1 − loss of each hop)' });
}

function modelOf(channel: Channel): ChannelModel {
  return isArc(channel) ? channel.channel : channel.access[channel.direction];
}
