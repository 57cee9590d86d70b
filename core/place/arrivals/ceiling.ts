import { MILLI } from '../online/cluster.ts';
import { amountOf, scarcestOf } from './run.ts';
import type { ArrivalWorld } from './world.ts';

/**
 * Share of the scarcest resource that no scheduler could allocate in time beyond, knowing all that arrives until it asks for just what there is: requests as
 * fluid, other resources without limit. The greatest flow from what is asked to the nodes that may serve it (Ford and Fulkerson 1956, shortest paths first).
 */
export function usefulCeiling(world: ArrivalWorld, trace: Int32Array): number {
  const { nodes, kinds } = world;
  const { resource, capacity } = scarcestOf(world);
  const asked = new Map<string, { amount: number; readonly able: Uint8Array }>();
  let demand = 0;
  for (const index of trace) {
    const kind = kinds[index];
    if (kind === undefined || demand >= capacity) break;
    const amount = amountOf(kind.request, resource);
    demand += amount;
    const key = kind.inTime.join('');
    const group = asked.get(key) ?? { amount: 0, able: kind.inTime };
    group.amount += amount;
    asked.set(key, group);
  }
  const groups = [...asked.values()];
  const left = groups.map(({ amount }) => amount);
  const room = nodes.map((node) =>
    resource === 'cpu' ? node.cpuMilli : resource === 'memory' ? node.memoryMiB : node.gpus * MILLI,
  );
  const flow = groups.map(() => new Float64Array(nodes.length));
  for (;;) {
    const pushed = augment(groups, flow, left, room);
    if (pushed === 0) break;
  }
  const total = groups.reduce((sum, { amount }, group) => sum + amount - (left[group] as number), 0);
  return capacity === 0 ? 0 : total / capacity;
}

/** Sends what fits along a shortest path from a group with something left to a node with room; 0 where there is none. */
function augment(
  groups: readonly { readonly able: Uint8Array }[],
  flow: readonly Float64Array[],
  left: number[],
  room: number[],
): number {
  const fromGroup = new Int32Array(room.length).fill(-1);
  const fromNode = new Int32Array(groups.length).fill(-2);
  const queue: number[] = [];
  for (const [group, amount] of left.entries())
    if (amount > 0) {
      fromNode[group] = -1;
      queue.push(group);
    }
  for (const group of queue) {
    for (let node = 0; node < room.length; node += 1) {
      if (groups[group]?.able[node] !== 1 || fromGroup[node] !== -1) continue;
      fromGroup[node] = group;
      if ((room[node] as number) > 0) return send(node, fromGroup, fromNode, flow, left, room);
      for (const [other, amounts] of flow.entries())
        if (fromNode[other] === -2 && (amounts[node] as number) > 0) {
          fromNode[other] = node;
          queue.push(other);
        }
    }
  }
  return 0;
}

function send(
  end: number,
  fromGroup: Int32Array,
  fromNode: Int32Array,
  flow: readonly Float64Array[],
  left: number[],
  room: number[],
): number {
  const steps: { readonly group: number; readonly node: number; readonly back: number }[] = [];
  for (let node = end; node >= 0;) {
    const group = fromGroup[node] as number;
    steps.push({ group, node, back: fromNode[group] as number });
    node = fromNode[group] as number;
  }
  const start = steps.at(-1)?.group ?? 0;
  const amount = steps.reduce(
    (least, { group, back }) => (back < 0 ? least : Math.min(least, (flow[group] as Float64Array)[back] as number)),
    Math.min(left[start] as number, room[end] as number),
  );
  for (const { group, node, back } of steps) {
    const amounts = flow[group] as Float64Array;
    amounts[node] = (amounts[node] as number) + amount;
    if (back >= 0) amounts[back] = (amounts[back] as number) - amount;
  }
  left[start] = (left[start] as number) - amount;
  room[end] = (room[end] as number) - amount;
  return amount;
}
