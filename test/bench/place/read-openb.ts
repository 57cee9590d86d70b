import { readFileSync } from 'node:fs';
import { createRandom, type RandomStream } from '../../../core/base/random.ts';
import type { DeviceNode, DeviceRequest } from '../../../core/place/online/cluster.ts';

export interface Pod extends DeviceRequest {
  readonly name: string;
}

export function readOpenbNodes(file: string): DeviceNode[] {
  return rowsOf(file).map((row) => ({
    id: row('sn'),
    cpuMilli: Number(row('cpu_milli')),
    memoryMiB: Number(row('memory_mib')),
    gpus: Number(row('gpu')),
    model: row('model'),
  }));
}

/** Pods in the order of their names. Lists without a column for models allow all. */
export function readOpenbPods(file: string): Pod[] {
  const pods = rowsOf(file).map((row) => ({
    name: row('name'),
    cpuMilli: Number(row('cpu_milli')),
    memoryMiB: Number(row('memory_mib')),
    gpus: Number(row('num_gpu')),
    gpuMilli: Number(row('num_gpu')) === 0 ? 0 : Number(row('gpu_milli')),
    models: row('gpu_spec')
      .split('|')
      .filter((model) => model !== ''),
  }));
  return pods.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** Steps 2 of the protocol: the list shuffled, then clones drawn with replacement until demand is `share` of the capacity. */
export function arrivals(pods: readonly Pod[], gpuMilliCapacity: number, share: number, seed: number): Pod[] {
  const random = createRandom(seed, 'openb arrivals');
  const arriving = shuffled(pods, random);
  let demand = arriving.reduce((total, pod) => total + pod.gpus * pod.gpuMilli, 0);
  while (demand < share * gpuMilliCapacity) {
    const pod = pods[Math.floor(random() * pods.length)] as Pod;
    arriving.push(pod);
    demand += pod.gpus * pod.gpuMilli;
  }
  return arriving;
}

/** A random order of the nodes that depends on what they are, not on their names or their order in the file. */
export function nodeOrder(nodes: readonly DeviceNode[], seed: number): number[] {
  const kind = (at: number): string => {
    const { model, gpus, cpuMilli, memoryMiB } = nodes[at] as DeviceNode;
    return [model, gpus, cpuMilli, memoryMiB].join(' ');
  };
  const canonical = [...nodes.keys()].toSorted((a, b) => (kind(a) === kind(b) ? a - b : kind(a) < kind(b) ? -1 : 1));
  return shuffled(canonical, createRandom(seed, 'openb node order'));
}

/** Fisher–Yates. */
function shuffled<Item>(items: readonly Item[], random: RandomStream): Item[] {
  const order = [...items];
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other] as Item, order[last] as Item];
  }
  return order;
}

function rowsOf(file: string): ((column: string) => string)[] {
  const [header = '', ...lines] = readFileSync(file, 'utf8').trim().split(/\r?\n/);
  const columns = header.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    return (column) => cells[columns.indexOf(column)] ?? '';
  });
}
