import type { Moments } from '../base/moments.ts';
import { constant, uniform } from '../base/moments.ts';
import type { Delay } from '../network/delay.ts';
import { addDelays, constantDelay, delayOf } from '../network/delay.ts';
import type { ChannelModel } from '../network/link-model.ts';
import { occupancyMs, wireMs } from '../network/link-model.ts';
import type { QueueView } from '../network/passes.ts';
import { passOf } from '../network/passes.ts';
import type { QueueLoad } from '../network/queue.ts';
import { waitSingleServer } from '../network/queue.ts';

/** [L3, L4] Waiting at a channel: M/G/1, or anything up to the bound that a scheduled medium guarantees. Null when saturated. */
export function channelWait(channel: ChannelModel, load: QueueLoad): Moments | null {
  if (load.work >= 1) return null;
  if (channel.boundedWaitMs !== null) return load.rate === 0 ? constant(0) : uniform(0, channel.boundedWaitMs);
  return waitSingleServer(load);
}

/** What does not depend on the message, once a channel and load: waiting, base delay and propagation. Loads are final when delays are asked for. */
const fixedParts = new WeakMap<QueueLoad, { readonly channel: ChannelModel; readonly delay: FixedPart | null }>();

interface FixedPart extends Delay {
  /** The queue; null where a bound stands in for it, or nothing waits. */
  readonly view: QueueView | null;
}

function fixedPart(channel: ChannelModel, load: QueueLoad): FixedPart | null {
  const known = fixedParts.get(load);
  if (known !== undefined && known.channel === channel) return known.delay;
  const wait = channelWait(channel, load);
  const delay =
    wait === null
      ? null
      : {
          ...addDelays([
            delayOf('access', channel.access),
            constantDelay('propagation', channel.propagationMs),
            delayOf('queueing', wait),
          ]),
          view: channel.boundedWaitMs === null && wait.mean > 0 ? viewOf(load, wait) : null,
        };
  fixedParts.set(load, { channel, delay });
  return delay;
}

function viewOf(load: QueueLoad, wait: Moments): QueueView {
  return {
    wait,
    ratePerMs: load.rate,
    meanMs: load.work / load.rate,
    variability: (load.second * load.rate) / load.work ** 2 - 1,
    servers: 1,
    utilisation: load.work,
  };
}

/**
 * [L1–L4] One message over one channel; null when saturated. `wire` says which part the time on the wire counts as.
 *
 * @param ratePerMs of the messages like this one; null for a message that is only thought of.
 */
export function channelDelay(
  channel: ChannelModel,
  load: QueueLoad,
  bytes: number,
  wire: 'access' | 'transmission',
  ratePerMs: number | null = null,
): Delay | null {
  const fixed = fixedPart(channel, load);
  if (fixed === null) return null;
  const ms = wireMs(channel, bytes);
  const { mean, variance, third, minimum, maximum } = fixed.moments;
  const { access, propagation, transmission, queueing, transport, processing } = fixed.parts;
  return {
    moments: { mean: mean + ms, variance, third, minimum: minimum + ms, maximum: maximum + ms },
    parts: {
      access: wire === 'access' ? access + ms : access,
      propagation,
      transmission: wire === 'transmission' ? transmission + ms : transmission,
      queueing,
      transport,
      processing,
    },
    passes:
      ratePerMs === null || fixed.view === null
        ? fixed.passes
        : [passOf(load, 'queueing', fixed.view, ratePerMs, occupancyMs(channel, bytes), mean + ms)],
    rare: fixed.rare,
  };
}

/** Cumulants of the same for a message that is only thought of. */
export function channelMoments(channel: ChannelModel, load: QueueLoad, bytes: number): Moments | null {
  const fixed = fixedPart(channel, load);
  if (fixed === null) return null;
  const ms = wireMs(channel, bytes);
  const { mean, variance, third, minimum, maximum } = fixed.moments;
  return { mean: mean + ms, variance, third, minimum: minimum + ms, maximum: maximum + ms };
}
