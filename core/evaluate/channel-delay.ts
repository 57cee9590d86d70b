import type { Moments } from '../base/moments.ts';
import { constant, uniform } from '../base/moments.ts';
import type { Delay } from '../network/delay.ts';
import { addDelays, constantDelay, delayOf } from '../network/delay.ts';
import type { ChannelModel } from '../network/link-model.ts';
import { wireMs } from '../network/link-model.ts';
import type { QueueLoad } from '../network/queue.ts';
import { waitSingleServer } from '../network/queue.ts';

/** [L3, L4] Waiting at a channel: M/G/1, or anything up to the bound that a scheduled medium guarantees. Null when saturated. */
export function channelWait(channel: ChannelModel, load: QueueLoad): Moments | null {
  if (load.work >= 1) return null;
  if (channel.boundedWaitMs !== null) return load.rate === 0 ? constant(0) : uniform(0, channel.boundedWaitMs);
  return waitSingleServer(load);
}

/** What does not depend on the message, once a channel and load: waiting, base delay and propagation. Loads are final when delays are asked for. */
const fixedParts = new WeakMap<QueueLoad, { readonly channel: ChannelModel; readonly delay: Delay | null }>();

function fixedPart(channel: ChannelModel, load: QueueLoad): Delay | null {
  const known = fixedParts.get(load);
  if (known !== undefined && known.channel === channel) return known.delay;
  const wait = channelWait(channel, load);
  const delay =
    wait === null
      ? null
      : addDelays([
          delayOf('access', channel.access),
          constantDelay('propagation', channel.propagationMs),
          delayOf('queueing', wait),
        ]);
  fixedParts.set(load, { channel, delay });
  return delay;
}

/** [L1–L4] One message over one channel; null when saturated. `wire` says which part the time on the wire counts as. */
export function channelDelay(
  channel: ChannelModel,
  load: QueueLoad,
  bytes: number,
  wire: 'access' | 'transmission',
): Delay | null {
  const fixed = fixedPart(channel, load);
  return fixed === null ? null : addDelays([fixed, constantDelay(wire, wireMs(channel, bytes))]);
}
