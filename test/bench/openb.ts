import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import loadHighs from 'highs';
import { createRandom } from '../../core/base/random.ts';
import { highsMilp } from '../../core/place/highs.ts';
import { Cluster, type DeviceNode } from '../../core/place/online/cluster.ts';
import { Fragmentation } from '../../core/place/online/fragmentation.ts';
import { leastWaste } from '../../core/place/online/least-waste.ts';
import {
  bestFit,
  dotProduct,
  fragmentationGradientDescent,
  gpuClustering,
  gpuPacking,
  randomPolicy,
} from '../../core/place/online/published-policies.ts';
import { type OnlinePolicy, OnlineScheduler } from '../../core/place/online/scheduler.ts';
import type { BenchOutcome } from './main.ts';
import { allocationCeiling } from './place/openb-ceiling.ts';
import { instanceOptions } from './place/options.ts';
import { arrivals, nodeOrder, type Pod, readOpenbNodes, readOpenbPods } from './place/read-openb.ts';

const LIST = /^openb_pod_list_(.+)\.csv$/;
const ARRIVED = 1.3;

/** Allocated share of all GPUs, percent, when arrived demand reaches the capacity and 1.3 times the capacity. */
interface Allocation {
  readonly at100: number;
  readonly at130: number;
}

interface Row extends Allocation {
  readonly list: string;
  readonly policy: string;
  readonly publishedAt100: number | null;
  readonly publishedAt130: number | null;
  readonly seconds: number;
}

/**
 * Online scheduling on Alibaba's openb trace by the published protocol. The published policies run on the default list (or on the one that
 * `--only` names), ours on every list; a list counts as ahead when ours beats fragmentation gradient descent at both levels, as published or, where nothing
 * is published, as rebuilt. `ceiling130` is what no scheduler that takes all that fits could have at 130 % on the first seed, knowing what comes. Options: `--data FOLDER`, `--only LIST`, `--seeds N` (10).
 */
export async function bench(options: readonly string[]): Promise<BenchOutcome> {
  const { folder, isWanted, extra } = instanceOptions(options, 'openb', { seeds: '10' });
  const seeds = Number(extra.seeds);
  const nodes = readOpenbNodes(join(folder, 'openb_node_list_gpu_node.csv'));
  const lists = readdirSync(folder)
    .flatMap((file) => LIST.exec(file)?.[1] ?? [])
    .filter((list) => isWanted(list))
    .toSorted();
  const rebuilt = lists.includes('default') ? 'default' : lists[0];
  if (rebuilt === undefined) throw new Error(`No pod list in ${folder} was asked for.`);
  const published = readPublished(join(folder, 'published-allocation.txt'));
  const rows: Row[] = [];
  const run = (list: string, pods: readonly Pod[], policy: (seed: number) => OnlinePolicy): Row => {
    const { name } = policy(1);
    const started = performance.now();
    const mean = meanOf(Array.from({ length: seeds }, (_, seed) => experiment(nodes, pods, policy(seed + 1), seed + 1)));
    const known = published.get(`${list} ${name}`) ?? null;
    const row: Row = {
      list,
      policy: name,
      ...mean,
      publishedAt100: known?.at100 ?? null,
      publishedAt130: known?.at130 ?? null,
      seconds: (performance.now() - started) / 1000 / seeds,
    };
    rows.push(row);
    return row;
  };
  const ahead = lists.map((list) => {
    const pods = readOpenbPods(join(folder, `openb_pod_list_${list}.csv`));
    const descent = fragmentationGradientDescent(new Fragmentation(pods));
    if (list === rebuilt) for (const policy of publishedPolicies()) run(list, pods, policy);
    const ours = leastWaste(pods);
    const own = run(list, pods, () => ours);
    const known = published.get(`${list} FGD`);
    const rival = list === rebuilt || known === undefined ? run(list, pods, () => descent) : null;
    const { at100, at130 } = known ?? (rival as Row);
    return own.at100 > at100 && own.at130 > at130;
  });
  const differences = rows.flatMap((row) =>
    row.list === rebuilt && row.publishedAt130 !== null ? [Math.abs(row.at130 - row.publishedAt130)] : [],
  );
  const own = rows.filter((row) => row.policy === 'LeastWaste');
  const capacity = new Cluster(nodes).gpuMilliCapacity;
  const rebuiltPods = readOpenbPods(join(folder, `openb_pod_list_${rebuilt}.csv`));
  const ceiling130 = allocationCeiling(arrivals(rebuiltPods, capacity, ARRIVED, 1), capacity, highsMilp(await loadHighs()));
  const onDefault = own.find((row) => row.list === 'default');
  return {
    figures: {
      ...(differences.length > 0 ? { policyWorstDifference: Math.max(...differences) } : {}),
      ...(onDefault === undefined ? {} : { default100: onDefault.at100, default130: onDefault.at130 }),
      ceiling130,
      lists: lists.length,
      listsAhead: ahead.filter(Boolean).length,
      secondsPerExperiment: Math.max(...own.map((row) => row.seconds)),
    },
    rows,
  };
}

/** All but fragmentation gradient descent, which is run by itself. */
function publishedPolicies(): ((seed: number) => OnlinePolicy)[] {
  return [
    (seed) => randomPolicy(createRandom(seed, 'random GPUs')),
    () => dotProduct,
    () => gpuClustering,
    () => gpuPacking,
    () => bestFit,
  ];
}

/** Steps 2 to 4 of the protocol for one seed. */
function experiment(nodes: readonly DeviceNode[], pods: readonly Pod[], policy: OnlinePolicy, seed: number): Allocation {
  const cluster = new Cluster(nodes);
  const scheduler = new OnlineScheduler(cluster, policy, nodeOrder(nodes, seed), createRandom(seed, 'random nodes'));
  const share = (): number => (100 * cluster.allocatedGpuMilli) / cluster.gpuMilliCapacity;
  let demand = 0;
  let at100: number | null = null;
  for (const pod of arrivals(pods, cluster.gpuMilliCapacity, ARRIVED, seed)) {
    const placed = scheduler.arrive(pod);
    if (placed !== null && placed.gpus.some((gpu) => (cluster.gpuFree[placed.node * cluster.slots + gpu] as number) < 0))
      throw new Error(`${policy.name} took more of a GPU than it has.`);
    demand += pod.gpus * pod.gpuMilli;
    if (at100 === null && demand >= cluster.gpuMilliCapacity) at100 = share();
  }
  return { at100: at100 ?? share(), at130: share() };
}

function meanOf(runs: readonly Allocation[]): Allocation {
  const mean = (of: (run: Allocation) => number): number => runs.reduce((sum, run) => sum + of(run), 0) / runs.length;
  return { at100: mean((run) => run.at100), at130: mean((run) => run.at130) };
}

/** Means at 100 % and 130 % by `list policy`, of the lines that have both; the others are of fragmentation. */
function readPublished(file: string): Map<string, Allocation> {
  const published = new Map<string, Allocation>();
  if (!existsSync(file)) return published;
  for (const line of readFileSync(file, 'utf8').split(/\r?\n/)) {
    const name = /^openb_pod_list_(\S+) \d+-(\S+)/.exec(line);
    const at = (level: number): number => Number(new RegExp(`\\b${level}: n=\\d+ mean=([\\d.]+)`).exec(line)?.[1] ?? NaN);
    if (name !== null && Number.isFinite(at(130))) published.set(`${name[1]} ${name[2]}`, { at100: at(100), at130: at(130) });
  }
  return published;
}
