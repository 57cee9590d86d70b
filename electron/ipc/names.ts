import type { ChannelName, EventName } from './contract.ts';

/** Every channel once; the type makes a missing or a foreign name a compile error. */
const channels: Readonly<Record<ChannelName, true>> = {
  'journal.append': true,
  'journal.read': true,
  'journal.replace': true,
  'journal.list': true,
  'sentinel.read': true,
  'sentinel.write': true,
  'snapshot.write': true,
  'snapshot.list': true,
  'snapshot.read': true,
  'snapshot.remove': true,
  'file.open': true,
  'file.save': true,
  'report.printPdf': true,
  'menu.set': true,
};

const events: Readonly<Record<EventName, true>> = { 'menu.action': true, 'graphics.lost': true };

export const channelNames = Object.keys(channels) as readonly ChannelName[];
export const eventNames = Object.keys(events) as readonly EventName[];

/** Electron's channel names are one flat space shared with its own; this prefix keeps ours apart. */
export function wireName(name: ChannelName | EventName): string {
  return `edgewright:${name}`;
}
