import type { Arc } from '../../network/graph.ts';
import { linkLengthM, straightLengthM } from '../../network/graph.ts';
import { occupancyMs, wireMs } from '../../network/link-model.ts';
import type { Site } from '../../site/site.ts';
import { getRecord } from '../../site/site.ts';
import type { Access } from '../access.ts';
import { figureOf, input, number, productOf, quotientOf, step } from './build.ts';
import type { Explanation } from './explanation.ts';

/** An arc of the network, or one direction of an access. */
export type Channel = Arc | { readonly access: Access; readonly direction: 'up' | 'down' };

export function isArc(channel: Channel): channel is Arc {
  return 'index' in channel;
}

export function nameOfChannel(channel: Channel): string {
  return isArc(channel) ? channel.link.name : `${channel.access.group.name} · ${channel.access.medium.name}`;
}

/** [S2] Bandwidth: measured, the link's own, or its medium's. */
export function bandwidthOf(site: Site, channel: Channel): Explanation {
  const field = channel.direction === 'up' ? 'bandwidthUpMbps' : 'bandwidthDownMbps';
  if (!isArc(channel)) return input(site, 'media', channel.access.medium.id, field, channel.access.medium[field], 'Mbps');
  const { link } = channel;
  const measured = link.measured?.throughputMbps ?? null;
  if (measured !== null) return input(site, 'links', link.id, 'measured.throughputMbps', measured, 'Mbps');
  const own = link[field];
  if (own !== null) return input(site, 'links', link.id, field, own, 'Mbps');
  return input(site, 'media', link.mediumId, field, getRecord(site, 'media', link.mediumId)?.[field] ?? null, 'Mbps');
}

/** [L2] Time a message occupies a channel: its bits over the bandwidth; LoRa by its own formula. */
export function wireTime(site: Site, arc: Arc, message: Explanation): Explanation {
  return occupied(site, arc, message, occupancyMs(arc.channel, figureOf(message)));
}

/** [L2, L4] Time to put one message on a channel. */
export function transmission(site: Site, channel: Channel, message: Explanation): Explanation {
  return occupied(
    site,
    channel,
    message,
    wireMs(isArc(channel) ? channel.channel : channel.access[channel.direction], figureOf(message)),
  );
}

function occupied(site: Site, channel: Channel, message: Explanation, value: number): Explanation {
  const model = isArc(channel) ? channel.channel : channel.access[channel.direction];
  const parameters = { name: nameOfChannel(channel), bytes: figureOf(message) };
  const remarks = { unit: 'ms', rule: 'L2', parameters, value };
  if (model.lora !== null)
    return step('wireTime', 'formula', [], value, {
      ...remarks,
      rule: 'L4',
      formula: 'time on air (SX1276, 4.1.1.7) / duty cycle',
    });
  const bits = productOf('wireTime', [message, number(8, 'conversion', 'bit/B'), number(1 / 1000, 'conversion', 'ms·Mbps/bit')], {
    unit: 'ms·Mbps',
    parameters,
  });
  return quotientOf('wireTime', bits, bandwidthOf(site, channel), { ...remarks, formula: 'bits / bandwidth' });
}

/** [L1] Length of the true path × signal delay of the medium. */
export function propagation(site: Site, channel: Channel, value: number): Explanation {
  const medium = isArc(channel) ? getRecord(site, 'media', channel.link.mediumId) : channel.access.medium;
  const parameters = { name: nameOfChannel(channel) };
  const speed = input(site, 'media', medium?.id ?? '', 'propagationUsPerKm', medium?.propagationUsPerKm ?? null, 'µs/km');
  return productOf('propagation', [pathLength(site, channel), speed, number(1e-6, 'conversion', 'km/m · ms/µs')], {
    unit: 'ms',
    rule: 'L1',
    formula: 'path × µs/km',
    parameters,
    value,
  });
}

/** [L1] The stated length, or straight line × route factor. */
export function pathLength(site: Site, channel: Channel): Explanation {
  const parameters = { name: nameOfChannel(channel) };
  const remarks = { unit: 'm', rule: 'L1', formula: 'straight line × route factor', parameters };
  const straight = (value: number): Explanation =>
    step('straightLine', 'formula', [], value, { unit: 'm', rule: 'S1', formula: '√(Δx² + Δy² + Δz²)', parameters });
  if (!isArc(channel)) {
    const { group, medium, lengthM } = channel.access;
    const own = group.attachment?.lengthM ?? null;
    if (own !== null) return input(site, 'deviceGroups', group.id, 'attachment.lengthM', own, 'm');
    return productOf(
      'pathLength',
      [straight(lengthM / medium.routeFactor), input(site, 'media', medium.id, 'routeFactor', medium.routeFactor)],
      {
        ...remarks,
        value: lengthM,
      },
    );
  }
  const { link } = channel;
  if (link.lengthM !== null) return input(site, 'links', link.id, 'lengthM', link.lengthM, 'm');
  const from = getRecord(site, 'nodes', link.fromNodeId);
  const to = getRecord(site, 'nodes', link.toNodeId);
  const factor =
    link.routeFactor === null
      ? input(site, 'media', link.mediumId, 'routeFactor', getRecord(site, 'media', link.mediumId)?.routeFactor ?? null)
      : input(site, 'links', link.id, 'routeFactor', link.routeFactor);
  const line = from === undefined || to === undefined ? 0 : straightLengthM(site, from, to);
  return productOf('pathLength', [straight(line), factor], { ...remarks, value: linkLengthM(site, link) });
}
