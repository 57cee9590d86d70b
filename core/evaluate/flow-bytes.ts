import type { RecordOf } from '../site/site.ts';

type Flow = RecordOf<'flows'>;

/** Bytes of a flow's request and response; a device group's own where the flow states none. */
export function flowBytes(
  flow: Flow,
  group: RecordOf<'deviceGroups'> | undefined,
): { readonly request: number; readonly response: number } {
  const fromGroup = flow.from.kind === 'device-group' ? group : undefined;
  return {
    request: flow.requestBytes ?? fromGroup?.bytesUp ?? 0,
    response: flow.pattern === 'one-way' ? 0 : (flow.responseBytes ?? fromGroup?.bytesDown ?? 0),
  };
}
