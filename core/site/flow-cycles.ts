import type { RecordOf } from './site.ts';

type Flow = RecordOf<'flows'>;

/** Whether an arrival by `flow` makes its target send `next`. */
export function setsOff(flow: Flow, next: Flow): boolean {
  if (flow.to.kind !== 'service' || next.from.kind !== 'service' || next.periodMs !== null) return false;
  return next.from.id === flow.to.id && (next.triggeredBy === null || next.triggeredBy === flow.id);
}

/**
 * Flows that lie on a circle of flows that set each other off, or between two such circles; empty for a sound site.
 * Cost is linear in the number of flows: what any arrival at a service sets off hangs on the service, not on each arrival.
 */
export function circlingFlows(flows: readonly Flow[]): Flow[] {
  const after = new Map<string, string[]>();
  const before = new Map<string, string[]>();
  const join = (from: string, to: string): void => {
    append(after, from, to);
    append(before, to, from);
  };
  const byId = new Map<string, Flow>(flows.map((flow) => [flow.id, flow]));
  for (const flow of flows) {
    if (flow.to.kind === 'service') join(`flow ${flow.id}`, `service ${flow.to.id}`);
    if (flow.from.kind !== 'service' || flow.periodMs !== null) continue;
    if (flow.triggeredBy === null) {
      join(`service ${flow.from.id}`, `flow ${flow.id}`);
    } else {
      const trigger = byId.get(flow.triggeredBy);
      if (trigger !== undefined && setsOff(trigger, flow)) join(`flow ${trigger.id}`, `flow ${flow.id}`);
    }
  }
  const vertices = new Set([...after.keys(), ...before.keys()]);
  peel(vertices, after, before);
  peel(vertices, before, after);
  return flows.filter((flow) => vertices.has(`flow ${flow.id}`));
}

/** Takes away, one after the other, all vertices that nothing left leads to. */
function peel(vertices: Set<string>, after: ReadonlyMap<string, string[]>, before: ReadonlyMap<string, string[]>): void {
  const waiting = new Map(
    [...vertices].map((vertex) => [vertex, (before.get(vertex) ?? []).filter((each) => vertices.has(each)).length]),
  );
  const free = [...vertices].filter((vertex) => waiting.get(vertex) === 0);
  for (let vertex = free.pop(); vertex !== undefined; vertex = free.pop()) {
    vertices.delete(vertex);
    for (const next of after.get(vertex) ?? []) {
      const left = (waiting.get(next) ?? 0) - 1;
      waiting.set(next, left);
      if (left === 0 && vertices.has(next)) free.push(next);
    }
  }
}

function append(lists: Map<string, string[]>, key: string, value: string): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
