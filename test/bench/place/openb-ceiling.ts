import { MILLI } from '../../../core/place/online/cluster.ts';
import { MilpRows, type MilpSolver } from '../../../core/place/milp.ts';
import type { Pod } from './read-openb.ts';

/** Sizes are told in this, rounded down: the bound stays one. */
const STEP = 10;
const UNITS = MILLI / STEP;
/** The moment at which no GPU is idle any more is somewhere between two of these shares of the capacity that have arrived. */
const MOMENTS = [0, 0.7, 0.8, 0.84, 0.88, ...Array.from({ length: 21 }, (_, each) => 0.9 + each / 100), 1.15, 1.2, 1.3, Infinity];
const SECONDS = 60;

/** How many pods of each size have arrived, by size in thousandths of one GPU; `whole` ones and GPUs that pods for several ask for in sum. */
interface Arrived {
  readonly parts: ReadonlyMap<number, number>;
  readonly whole: number;
  readonly several: number;
}

/**
 * Share of all GPUs, percent, that no scheduler can allocate beyond which takes everything that fits, knowing all arrivals, if CPU, memory and models did not count. As long as one
 * GPU is idle, each pod for one GPU or a part of it fits and is placed; from then on none for whole GPUs is. For each such moment a linear program: parts in GPUs as cutting
 * stock by flow along arcs (Valério de Carvalho, Annals of Operations Research 86, 1999).
 */
export function allocationCeiling(pods: readonly Pod[], gpuMilliCapacity: number, milp: MilpSolver): number {
  const all = arrivedUntil(pods, Infinity);
  const arrived = MOMENTS.map((share) => arrivedUntil(pods, share * gpuMilliCapacity));
  let most = 0;
  for (const [at, from] of arrived.slice(0, -1).entries())
    most = Math.max(most, mostAllocated(from, arrived[at + 1] as Arrived, all, gpuMilliCapacity, milp));
  return (100 * most) / gpuMilliCapacity;
}

function arrivedUntil(pods: readonly Pod[], demandMilli: number): Arrived {
  const parts = new Map<number, number>();
  let whole = 0;
  let several = 0;
  let demand = 0;
  for (const { gpus, gpuMilli } of pods) {
    if (demand >= demandMilli) break;
    demand += gpus * gpuMilli;
    if (gpus > 1) several += gpus;
    else if (gpus === 1 && gpuMilli >= MILLI) whole += 1;
    else if (gpus === 1) parts.set(gpuMilli, (parts.get(gpuMilli) ?? 0) + 1);
  }
  return { parts, whole, several };
}

function mostAllocated(from: Arrived, to: Arrived, all: Arrived, capacity: number, milp: MilpSolver): number {
  const sizes = [...all.parts.keys()].toSorted((a, b) => b - a);
  const arcs = sizes.flatMap((size) => {
    const units = Math.floor(size / STEP);
    return Array.from({ length: UNITS - units + 1 }, (_, start) => ({ size, start, end: start + units }));
  });
  const [wholeAt, severalAt] = [arcs.length, arcs.length + 1];
  const rows = new MilpRows();
  const leaving = (level: number): [number, number][] => arcs.flatMap(({ start }, at) => (start === level ? [[at, 1]] : []));
  rows.add(-Infinity, capacity / MILLI, [...leaving(0), [wholeAt, 1], [severalAt, 1]]);
  for (let level = 1; level < UNITS; level += 1) {
    const entering = arcs.flatMap(({ end }, at): [number, number][] => (end === level ? [[at, -1]] : []));
    rows.add(-Infinity, 0, [...leaving(level), ...entering]);
  }
  for (const size of sizes)
    rows.add(
      from.parts.get(size) ?? 0,
      all.parts.get(size) ?? 0,
      arcs.flatMap((arc, at): [number, number][] => (arc.size === size ? [[at, 1]] : [])),
    );
  const { objective } = milp(
    {
      cost: Float64Array.from([...arcs.map(({ size }) => -size), -MILLI, -MILLI]),
      lower: Float64Array.from([...arcs.map(() => 0), from.whole, 0]),
      upper: Float64Array.from([...arcs.map(() => Infinity), to.whole, to.several]),
      whole: new Uint8Array(arcs.length + 2),
      ...rows.finish(),
    },
    { seconds: SECONDS, relaxed: true },
  );
  return objective === null ? 0 : -objective;
}
