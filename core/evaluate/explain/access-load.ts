import { occupancyMs } from '../../network/link-model.ts';
import { emptyLoad } from '../../network/queue.ts';
import { getRecord } from '../../site/site.ts';
import type { Access } from '../access.ts';
import { sharersOf } from '../access.ts';
import { STREAM_PACKET_BYTES } from '../demand.ts';
import type { Evaluated } from '../evaluate.ts';
import { figureOf, input, number, productOf, quotientOf, step, sumOf } from './build.ts';
import { transmission } from './channel.ts';
import type { Explanation } from './explanation.ts';
import { messageOf } from './message.ts';
import { rateOf } from './requests.ts';

/** [L4] Share of time an access channel is busy: of a shared medium by all groups at the node, of a dedicated one by one device. */
export function accessLoad(evaluated: Evaluated, access: Access, direction: 'up' | 'down'): Explanation {
  const { demand, model } = evaluated;
  const load = demand.channels.get(access.channelKey)?.[direction] ?? emptyLoad();
  const parts: Explanation[] = [];
  for (const [flowId, legs] of demand.legs) {
    const flow = getRecord(model.site, 'flows', flowId);
    if (flow === undefined) continue;
    for (const [end, own] of [
      [flow.from, 'up'],
      [flow.to, 'down'],
    ] as const) {
      const other = end.kind === 'device-group' ? demand.accesses.get(end.id) : undefined;
      if (other === undefined || other.channelKey !== access.channelKey) continue;
      const way = own === direction ? 'request' : 'response';
      const message = messageOf(model.site, flow, way);
      const answers = way === 'request' || flow.pattern === 'request-response';
      const group = input(model.site, 'deviceGroups', other.group.id, 'count', other.group.count);
      const perQueue = (rate: Explanation, code: 'requests' | 'stream', unit: string): Explanation =>
        sharersOf(other) === 1 && other.group.count > 1
          ? quotientOf(code, rate, group, { unit, rule: 'L4', parameters: { flow: flow.name, way: direction } })
          : rate;
      for (const leg of legs) {
        for (const target of leg.targets) {
          if (answers && figureOf(message) > 0 && leg.requestsPerSecond > 0)
            parts.push(
              productOf(
                'flowLoad',
                [
                  perQueue(rateOf(evaluated, flowId, leg, target), 'requests', '1/s'),
                  busyTime(evaluated, other, direction, message),
                  number(1 / 1000, 'conversion', 's/ms'),
                ],
                {
                  unit: 'ratio',
                  rule: 'L3',
                  formula: 'λ s',
                  parameters: { flow: flow.name, way },
                },
              ),
            );
          const field = direction === 'up' ? 'streamUpMbps' : 'streamDownMbps';
          const mbps = other.group[field] * sharersOf(other) * target.share;
          if (own === 'up' && flow.requestBytes === null && mbps > 0)
            parts.push(
              step(
                'stream',
                'formula',
                [input(model.site, 'deviceGroups', other.group.id, field, other.group[field], 'Mbps')],
                packets(other, direction, mbps),
                {
                  unit: 'ratio',
                  rule: 'S3',
                  formula: 'packets/s × time on the medium',
                  parameters: { flow: flow.name, way: direction },
                },
              ),
            );
        }
      }
    }
  }
  return sumOf(
    'linkUtilisation',
    parts.toSorted((a, b) => figureOf(b) - figureOf(a)),
    {
      unit: 'ratio',
      rule: 'L3',
      formula: 'ρ = Σ λ s',
      parameters: { name: access.medium.name, dimension: direction },
      value: load.work,
    },
  );
}

function packets(access: Access, direction: 'up' | 'down', mbps: number): number {
  return ((mbps * 1000) / (STREAM_PACKET_BYTES * 8)) * occupancyMs(access[direction], STREAM_PACKET_BYTES);
}

/** Longer than the time on the wire under a duty cycle. */
function busyTime(evaluated: Evaluated, access: Access, direction: 'up' | 'down', message: Explanation): Explanation {
  const { site } = evaluated.model;
  const wire = transmission(site, { access, direction }, message);
  const cycle = access[direction].dutyCycle;
  if (cycle === 1) return wire;
  return quotientOf('wireTime', wire, input(site, 'media', access.medium.id, 'lora.dutyCycle', cycle, 'ratio'), {
    unit: 'ms',
    rule: 'L4',
    parameters: { name: access.medium.name, bytes: figureOf(message) },
  });
}
