import { type DeviceRequest, MILLI } from './cluster.ts';
import type { PackingPrices } from './cutting-stock.ts';

/** Steps of a GPU, thousandths, and of CPU, thousandths of a core, that worth is told in. Gaps and CPU are rounded down, requests up. */
const GPU_STEP = 10;
const CPU_STEP = 500;
const GAPS = MILLI / GPU_STEP;
/** Steps of CPU that are told apart: beyond 24 cores no filling of one gap is short of it. */
const CPU_STEPS = 48;
/** Kinds of requests that are rarer than this, of all for parts of a GPU, are nothing to wait for. */
const RARE = 0.004;
/** Share of the requests for a whole GPU that want no more CPU than is kept for an idle one. */
const KEPT_SHARE = 0.1;

/**
 * What free parts of a node's GPUs are worth in an ideal packing (`packingPrices`), in whole GPUs, when the node's CPU has to do for what fills them: a knapsack of gap and CPU.
 * Each gap is told with all CPU that the node has left beside what its idle GPUs need at the least, so gaps of one node are worth at most the sum.
 */
export class GapWorth {
  private readonly prices: PackingPrices;
  /** `[CPU step × (GAPS + 1) + gap step]`. */
  private readonly worth = new Float64Array((CPU_STEPS + 1) * (GAPS + 1));
  private readonly keptMilli: number;

  constructor(known: readonly DeviceRequest[], prices: PackingPrices) {
    this.prices = prices;
    this.keptMilli = leastCpuOfWhole(known);
    const kinds = sharingKinds(known);
    for (let cpu = 0; cpu <= CPU_STEPS; cpu += 1)
      for (let gap = 1; gap <= GAPS; gap += 1) {
        let most = Math.max(this.at(cpu, gap - 1), cpu > 0 ? this.at(cpu - 1, gap) : 0);
        for (const kind of kinds)
          if (kind.gap <= gap && kind.cpu <= cpu)
            most = Math.max(most, this.at(cpu - kind.cpu, gap - kind.gap) + this.ofRequest(kind.gpuMilli));
        this.worth[cpu * (GAPS + 1) + gap] = most;
      }
  }

  /** Of a part of a GPU that is asked for. */
  ofRequest(gpuMilli: number): number {
    return this.prices.worth.get(gpuMilli) ?? gpuMilli / MILLI;
  }

  /** Of all that is free on a node's GPUs, idle ones at 1. */
  ofNode(free: Int32Array, cpuFree: number): number {
    let idle = 0;
    for (const each of free) if (each === MILLI) idle += 1;
    const cpu = Math.max(0, Math.min(CPU_STEPS, Math.floor((cpuFree - idle * this.keptMilli) / CPU_STEP)));
    let total = idle;
    for (const each of free) if (each > 0 && each < MILLI) total += this.at(cpu, Math.floor(each / GPU_STEP));
    return total;
  }

  private at(cpu: number, gap: number): number {
    return this.worth[cpu * (GAPS + 1) + gap] as number;
  }
}

function leastCpuOfWhole(known: readonly DeviceRequest[]): number {
  const wanted = known.flatMap(({ gpus, gpuMilli, cpuMilli }) => (gpus === 1 && gpuMilli >= MILLI ? [cpuMilli] : []));
  return wanted.toSorted((a, b) => a - b)[Math.floor(KEPT_SHARE * wanted.length)] ?? 0;
}

function sharingKinds(known: readonly DeviceRequest[]): { gpuMilli: number; gap: number; cpu: number }[] {
  const sharing = known.filter(({ gpus, gpuMilli }) => gpus === 1 && gpuMilli < MILLI);
  const kinds = new Map<string, { gpuMilli: number; gap: number; cpu: number; count: number }>();
  for (const { gpuMilli, cpuMilli } of sharing) {
    const cpu = Math.ceil(cpuMilli / CPU_STEP);
    const kind = kinds.get(`${gpuMilli} ${cpu}`) ?? { gpuMilli, gap: Math.ceil(gpuMilli / GPU_STEP), cpu, count: 0 };
    kind.count += 1;
    kinds.set(`${gpuMilli} ${cpu}`, kind);
  }
  return [...kinds.values()].filter(({ count }) => count > RARE * sharing.length);
}
