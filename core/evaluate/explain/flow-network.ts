import { must } from '../../base/assert.ts';
import type { Delay } from '../../network/delay.ts';
import { constantDelay, delayOf } from '../../network/delay.ts';
import type { ChannelModel } from '../../network/link-model.ts';
import type { QueueLoad } from '../../network/queue.ts';
import { emptyLoad } from '../../network/queue.ts';
import { getRecord } from '../../site/site.ts';
import type { Access } from '../access.ts';
import { channelDelay, channelWait } from '../channel-delay.ts';
import type { Evaluated } from '../evaluate.ts';
import { forwardingAfter } from '../path-delay.ts';
import { accessLoad } from './access-load.ts';
import { figureOf, input, number, productOf, step, sumOf } from './build.ts';
import type { Channel } from './channel.ts';
import { isArc, nameOfChannel, propagation, transmission } from './channel.ts';
import type { Explanation } from './explanation.ts';
import { arcLoad } from './link.ts';
import { inRow, oneOf, single } from './trace.ts';
import type { Trace } from './trace.ts';

/** [L1–L4] One message from one end to the other. */
export function oneWayTrace(
  evaluated: Evaluated,
  path: readonly number[],
  from: Access | null,
  to: Access | null,
  message: Explanation,
): Trace | null {
  const traces: Trace[] = [];
  for (const [access, direction] of [
    [from, 'up'],
    [to, 'down'],
  ] as const) {
    if (access === null) continue;
    const load = evaluated.demand.channels.get(access.channelKey)?.[direction] ?? emptyLoad();
    const trace = channelTrace(evaluated, { access, direction }, access[direction], load, message);
    if (trace === null) return null;
    traces.push(trace);
  }
  for (const [hop, index] of path.entries()) {
    const trace = arcTrace(evaluated, index, message);
    if (trace === null) return null;
    traces.push(trace);
    const forwarding = hop < path.length - 1 ? forwardingTrace(evaluated, index) : null;
    if (forwarding !== null) traces.push(forwarding);
  }
  return inRow(traces);
}

function arcTrace(evaluated: Evaluated, index: number, message: Explanation): Trace | null {
  const arc = must(evaluated.model.graph.arcs[index], `arc ${index}`);
  if (arc.underlays.length === 0)
    return channelTrace(evaluated, arc, arc.channel, must(evaluated.demand.arcs[index], `load of arc ${index}`), message);
  const under: { share: Explanation; trace: Trace; name: string }[] = [];
  for (const one of arc.underlays) {
    const trace = arcTrace(evaluated, one.arc, message);
    if (trace === null) return null;
    const name = evaluated.model.graph.arcs[one.arc]?.link.name ?? '';
    const share = step('share', 'formula', [], one.share, {
      unit: 'ratio',
      rule: 'L5',
      ...(arc.link.pathPolicy === null ? {} : { formula: arc.link.pathPolicy }),
      parameters: { name },
    });
    under.push({ share, trace, name });
  }
  const access = delayOf('access', arc.channel.access);
  return inRow([oneOf(under), single(access, arc.link.name, 'L4', () => baseDelay(evaluated, arc, arc.channel.access.mean))]);
}

/** [L1–L4] One message over one channel. Null when saturated. */
function channelTrace(
  evaluated: Evaluated,
  channel: Channel,
  model: ChannelModel,
  load: QueueLoad,
  message: Explanation,
): Trace | null {
  const { site } = evaluated.model;
  const wire = isArc(channel) ? 'transmission' : 'access';
  const delay = channelDelay(model, load, figureOf(message), wire);
  if (delay === null) return null;
  const onWire = (): Explanation => transmission(site, channel, message);
  return single(delay, nameOfChannel(channel), 'L3', (part) => {
    switch (part) {
      case 'propagation':
        return propagation(site, channel, delay.parts.propagation);
      case 'queueing':
        return waiting(evaluated, channel, model, load, delay);
      case 'access': {
        const base = baseDelay(evaluated, channel, model.access.mean);
        if (wire === 'transmission') return base;
        const parts = [...(model.access.mean === 0 ? [] : [base]), onWire()];
        return sumOf('access', parts, {
          unit: 'ms',
          rule: 'L4',
          parameters: { name: nameOfChannel(channel) },
          value: delay.parts.access,
        });
      }
      default:
        return onWire();
    }
  });
}

/** [L4] Base delay and jitter: of the medium, the link's own, or measured. */
function baseDelay(evaluated: Evaluated, channel: Channel, value: number): Explanation {
  const { site } = evaluated.model;
  const parameters = { name: nameOfChannel(channel) };
  const remarks = { unit: 'ms', rule: 'L4', parameters, value };
  const medium = isArc(channel) ? getRecord(site, 'media', channel.link.mediumId) : channel.access.medium;
  const mediumId = medium?.id ?? '';
  if (!isArc(channel)) {
    const parts = [
      input(site, 'media', mediumId, 'baseLatencyMs', channel.access.medium.baseLatencyMs, 'ms'),
      input(site, 'media', mediumId, 'jitter.meanMs', channel.access.medium.jitter.meanMs, 'ms'),
    ];
    return jitterless(channel.access.medium.jitter)
      ? step('baseDelay', 'same', parts.slice(0, 1), value, remarks)
      : sumOf('baseDelay', parts, { ...remarks, formula: 'base + mean jitter' });
  }
  const { link } = channel;
  const oneWay = link.measured?.oneWayMs ?? null;
  if (oneWay !== null)
    return step('measuredDelay', 'formula', [input(site, 'links', link.id, 'measured.oneWayMs', oneWay, 'ms')], value, {
      ...remarks,
      rule: 'S2',
      formula: 'measured one-way delay',
    });
  const base =
    link.baseLatencyMs === null
      ? input(site, 'media', mediumId, 'baseLatencyMs', medium?.baseLatencyMs ?? null, 'ms')
      : input(site, 'links', link.id, 'baseLatencyMs', link.baseLatencyMs, 'ms');
  const jitterMs = link.measured?.jitterMs ?? null;
  const jitter = link.jitter ?? medium?.jitter;
  const random =
    jitterMs !== null
      ? input(site, 'links', link.id, 'measured.jitterMs', jitterMs, 'ms')
      : link.jitter === null
        ? input(site, 'media', mediumId, 'jitter.meanMs', medium?.jitter.meanMs ?? 0, 'ms')
        : input(site, 'links', link.id, 'jitter.meanMs', link.jitter.meanMs, 'ms');
  if (jitterMs === null && (jitter === undefined || jitterless(jitter))) return step('baseDelay', 'same', [base], value, remarks);
  return sumOf('baseDelay', [base, random], { ...remarks, formula: 'base + mean jitter' });
}

function jitterless(jitter: { readonly distribution: string; readonly meanMs: number }): boolean {
  return jitter.distribution === 'none' || jitter.meanMs === 0;
}

/** [L3, L4] Waiting in a queue, or anything up to the bound a scheduled medium guarantees. */
function waiting(evaluated: Evaluated, channel: Channel, model: ChannelModel, load: QueueLoad, delay: Delay): Explanation {
  const { site } = evaluated.model;
  const parameters = { name: nameOfChannel(channel) };
  const value = delay.parts.queueing;
  if (model.boundedWaitMs !== null) {
    const mediumId = isArc(channel) ? channel.link.mediumId : channel.access.medium.id;
    const bound = input(
      site,
      'media',
      mediumId,
      'boundedLatencyMs',
      getRecord(site, 'media', mediumId)?.boundedLatencyMs ?? null,
      'ms',
    );
    return step('waitingBound', 'formula', [bound], value, { unit: 'ms', rule: 'L4', formula: '(bound − base) / 2', parameters });
  }
  const busy = isArc(channel) ? arcLoad(evaluated, channel) : accessLoad(evaluated, channel.access, channel.direction);
  const work = step('waiting', 'formula', [], load.second, {
    unit: 'ms',
    rule: 'L3',
    formula: 'Σ λ s²',
    parameters: { ...parameters, what: 'second' },
  });
  const wait = channelWait(model, load);
  return step('waiting', 'formula', [busy, work], wait?.mean ?? value, {
    unit: 'ms',
    rule: 'L3',
    formula: 'M/G/1: Σ λ s² / 2 (1 − ρ)',
    parameters: { ...parameters, what: 'mean' },
    value,
  });
}

/** [L2] Time a packet needs through a node. */
function forwardingTrace(evaluated: Evaluated, index: number): Trace | null {
  const ms = forwardingAfter(evaluated.model, index);
  if (ms === 0) return null;
  const { site, graph } = evaluated.model;
  const node = graph.nodes[graph.arcs[index]?.to ?? -1];
  const name = node?.name ?? '';
  return single(constantDelay('transmission', ms), name, 'L2', () =>
    productOf(
      'forwarding',
      [
        input(site, 'hardwareTypes', node?.typeId ?? '', 'forwardingLatencyUs', ms * 1000, 'µs'),
        number(1 / 1000, 'conversion', 'ms/µs'),
      ],
      { unit: 'ms', rule: 'L2', parameters: { name }, value: ms },
    ),
  );
}
