import type { Moments } from '../base/moments.ts';
import { constant, uniform } from '../base/moments.ts';
import type { Delay } from '../network/delay.ts';
import { addDelays, constantDelay, delayOf } from '../network/delay.ts';
import type { ChannelModel } from '../network/link-model.ts';
import { wireMs } from '../network/link-model.ts';
import { viewOf } from '../network/passes.ts';
import type { QueueView } from '../network/passes.ts';
import type { QueueLoad } from '../network/queue.ts';
import { waitSingleServer } from '../network/queue.ts';
import type { Told } from '../network/resolution.ts';

/** [L3, L4] Waiting at a channel: M/G/1, or anything up to the bound that a scheduled medium guarantees. Null when saturated. */
export function channelWait(channel: ChannelModel, load: QueueLoad): Moments | null {
  if (load.work >= 1) return null;
  if (channel.boundedWaitMs !== null) return load.rate === 0 ? constant(0) : uniform(0, channel.boundedWaitMs);
  return waitSingleServer(load);
}

/** [L3] The same as those see it who pass the queue. */
export function channelTold(channel: ChannelModel, load: QueueLoad, queue: QueueView['queue']): Told | null {
  const wait = channelWait(channel, load);
  if (wait === null) return null;
  if (channel.boundedWaitMs !== null || wait.mean === 0) return { wait, view: null };
  const figures = {
    ratePerMs: load.rate,
    meanMs: load.work / load.rate,
    variability: (load.second * load.rate) / load.work ** 2 - 1,
    servers: 1,
    utilisation: load.work,
  };
  return { wait, view: viewOf(queue, 'queueing', wait, figures) };
}

/** [L1–L4] One message over one channel; null when saturated. `wire` says which part the time on the wire counts as. */
export function channelDelay(
  channel: ChannelModel,
  load: QueueLoad,
  bytes: number,
  wire: 'access' | 'transmission',
): Delay | null {
  return delayTold(channel, channelWait(channel, load), bytes, wire);
}

/** [L1–L4] The same with a wait that the queue has told; null for none. */
export function delayTold(
  channel: ChannelModel,
  wait: Moments | null,
  bytes: number,
  wire: 'access' | 'transmission',
): Delay | null {
  if (wait === null) return null;
  return addDelays([
    delayOf('access', channel.access),
    constantDelay('propagation', channel.propagationMs),
    delayOf('queueing', wait),
    constantDelay(wire, wireMs(channel, bytes)),
  ]);
}
