import type { RecordOf, Site } from '../../site/site.ts';
import { getRecord } from '../../site/site.ts';
import { constantOf, input } from './build.ts';
import type { Explanation } from './explanation.ts';

/** [S3] Bytes of a flow's request or response: its own figure, or its device group's. */
export function messageOf(site: Site, flow: RecordOf<'flows'>, way: 'request' | 'response'): Explanation {
  const field = way === 'request' ? 'requestBytes' : 'responseBytes';
  const own = flow[field];
  if (own !== null) return input(site, 'flows', flow.id, field, own, 'B');
  const group = flow.from.kind === 'device-group' ? getRecord(site, 'deviceGroups', flow.from.id) : undefined;
  const fromGroup = way === 'request' ? 'bytesUp' : 'bytesDown';
  if (group !== undefined) return input(site, 'deviceGroups', group.id, fromGroup, group[fromGroup], 'B');
  return input(site, 'flows', flow.id, field, 0, 'B');
}

/** A packet of the size of an acknowledgement. */
export function smallMessage(bytes: number): Explanation {
  return constantOf('smallPacket', bytes, 'RFC 791, RFC 9293, RFC 7323: IPv4 and TCP headers with timestamps', { unit: 'B' });
}
