import { exp } from '../base/elementary.ts';
import type { Moments } from '../base/moments.ts';
import { constant, gammaDelay, NO_DELAY, sometimes, sometimesExponential, sum, uniform } from '../base/moments.ts';
import type { Rare } from '../base/rare.ts';
import { NOTHING_RARE } from '../base/rare.ts';
import type { QueueView } from '../network/passes.ts';
import { viewOf } from '../network/passes.ts';
import type { ServiceMoments } from '../network/queue.ts';
import { waitManyServers } from '../network/queue.ts';
import { EXACT, inSteps, resolutionOf, resolved, shareInSteps } from '../network/resolution.ts';
import type { RecordOf } from '../site/site.ts';
import type { ServiceLoad } from './loads.ts';

type Service = RecordOf<'services'>;
type HardwareType = RecordOf<'hardwareTypes'>;
type Placement = RecordOf<'placements'>;

/** How long an idle function instance is kept: the fixed ten minutes of Azure Functions in Shahrad et al., Serverless in the Wild, USENIX ATC 2020, 3.5. */
const KEEP_ALIVE_S = 600;

/** What one placement of a service can do, per placement and not per replica. */
export interface Station {
  readonly placement: Placement;
  readonly service: Service;
  /** Requests worked on at the same time by the CPU. */
  readonly servers: number;
  /** Reference vCPU that one of them gets; never more than one thread gives. */
  readonly speed: number;
  readonly accelerator: AcceleratorStation | null;
  /** CPU time of the variant that runs here over the service's own; 1 without a variant. */
  readonly workScale: number;
  /** A model variant's figures stand in for the service's own. */
  readonly variant: Service['variants'][number] | null;
}

export interface AcceleratorStation {
  readonly kind: HardwareType['accelerators'][number]['kind'];
  readonly servers: number;
  readonly itemMs: number;
  readonly setupMs: number;
  readonly maxBatch: number;
}

export type Processing =
  | {
      readonly status: 'ok';
      readonly moments: Moments;
      readonly utilisation: number;
      readonly parts: ProcessingParts;
      /** The CPU's queue; null where nothing waits. */
      readonly view: QueueView | null;
      /** A cold start. */
      readonly rare: readonly Rare[];
    }
  /** More work than it can do; `requestsPerSecond` is the most it could take. */
  | { readonly status: 'saturated'; readonly utilisation: number | null; readonly capacityPerSecond: number };

/** What processing is made of; the moments add up to the whole. */
export interface ProcessingParts {
  /** For a thread. */
  readonly wait: Moments;
  /** On the CPU. */
  readonly work: Moments;
  /** Waiting for an accelerator and being worked on there. */
  readonly accelerator: Moments;
  readonly coldStart: Moments;
}

type Stage =
  | {
      readonly status: 'ok';
      readonly wait: Moments;
      readonly work: Moments;
      readonly utilisation: number;
      readonly view: QueueView | null;
    }
  | Extract<Processing, { status: 'saturated' }>;

/** [L6, R3] The station that a placement makes on a node of this type. */
export function stationOf(service: Service, placement: Placement, type: HardwareType): Station {
  const factor = type.compute.perThreadFactor;
  const units = service.perReplica.computeUnits;
  const threads = factor > 0 && units > 0 ? Math.max(1, Math.ceil(units / factor - 1e-9)) : 1;
  const variant = service.variants.find((one) => one.name === placement.variant) ?? null;
  return {
    placement,
    service,
    servers: threads * placement.replicas,
    speed: units > 0 ? Math.min(factor, units / threads) : factor,
    accelerator: acceleratorOf(service, placement, type, variant),
    workScale: variant === null || service.work.computeMs === 0 ? 1 : variant.computeMs / service.work.computeMs,
    variant,
  };
}

function acceleratorOf(
  service: Service,
  placement: Placement,
  type: HardwareType,
  variant: Station['variant'],
): AcceleratorStation | null {
  const need = service.accelerator;
  if (need === null) return null;
  const device = type.accelerators.find((one) => need.kinds.includes(one.kind) && one.tops > 0);
  if (device === undefined) return null;
  const share = need.share < 1 && !device.shareable ? 1 : need.share;
  const wholes = share < 1 ? 1 : Math.floor(share);
  const slower = need.referenceTops / (device.tops * (share < 1 ? share : 1));
  return {
    kind: device.kind,
    servers: wholes * placement.replicas,
    itemMs: (variant?.acceleratorItemMs ?? need.itemMs) * slower,
    setupMs: need.batchSetupMs * slower,
    maxBatch: need.maxBatch,
  };
}

/**
 * [L6] Time a request of `computeMs` reference CPU time spends at a station under its load: CPU, then accelerator, and cold start. Where it is a common
 * queue, waits are told in steps of a request's own time there (L3).
 *
 * @param queue number of the CPU's, below 0.
 */
export function processingAt(station: Station, load: ServiceLoad, computeMs: number, queue = -1): Processing {
  const workMs = computeMs + (station.accelerator?.itemMs ?? 0) + (station.accelerator?.setupMs ?? 0);
  const deviationMs = Math.sqrt(station.service.work.variability) * computeMs;
  const resolution = load.peakShare === null ? EXACT : resolutionOf(workMs, deviationMs);
  const cpu = cpuTime(station, load, computeMs, resolution, queue);
  if (cpu.status === 'saturated') return cpu;
  const accelerator = acceleratorTime(station, load.requestsPerSecond / 1000, resolution);
  if (accelerator.status === 'saturated') return accelerator;
  const share = coldShare(station, load.requestsPerSecond, resolution);
  const start = constant(station.service.coldStartMs);
  const cold = share === 0 ? NO_DELAY : sometimes(share, start);
  const parts = { wait: cpu.wait, work: cpu.work, accelerator: sum(accelerator.wait, accelerator.work), coldStart: cold };
  return {
    status: 'ok',
    moments: sum(sum(sum(cpu.wait, cpu.work), parts.accelerator), cold),
    utilisation: Math.max(cpu.utilisation, accelerator.utilisation),
    parts,
    view: cpu.view,
    rare: share > 0 ? [{ probability: share, extra: start }] : NOTHING_RARE,
  };
}

function cpuTime(station: Station, load: ServiceLoad, computeMs: number, resolution: number, queue: number): Stage {
  const variability = station.service.work.variability;
  const scale = station.workScale;
  const work = load.computeWork * scale;
  if (work === 0 && computeMs === 0) return { status: 'ok', wait: NO_DELAY, work: NO_DELAY, utilisation: 0, view: null };
  if (station.speed <= 0) return { status: 'saturated', utilisation: null, capacityPerSecond: 0 };
  const ratePerMs = load.requestsPerSecond / 1000;
  const mixed = servedMoments(station, load);
  const wait = waitManyServers(station.servers, ratePerMs, mixed);
  const { mean: meanMs } = mixed;
  const utilisation = (ratePerMs * meanMs) / station.servers;
  if (wait === null) return { status: 'saturated', utilisation, capacityPerSecond: (station.servers / meanMs) * 1000 };
  const own = gammaDelay((computeMs * scale) / station.speed, variability);
  const figures = { ratePerMs, meanMs, variability: mixed.second / meanMs ** 2 - 1, servers: station.servers, utilisation };
  const view = wait.mean === 0 ? null : viewOf(queue, 'processing', wait, figures);
  const told = resolved({ wait, view }, resolution, load.peakShare ?? 1);
  return { status: 'ok', wait: told.wait, work: own, utilisation, view: told.view };
}

/** Of the work of all requests that meet at a station, ms on one of its servers. The work of each is gamma: E[Sʲ] = sʲ (1 + v) … (1 + (j − 1) v). */
function servedMoments(station: Station, load: ServiceLoad): ServiceMoments {
  const rate = load.requestsPerSecond;
  if (rate === 0) return { mean: 0, second: 0, third: 0, fourth: 0 };
  const { variability } = station.service.work;
  const scale = station.workScale / station.speed;
  const second = 1 + variability;
  const third = second * (1 + 2 * variability);
  return {
    mean: (load.computeWork / rate) * scale,
    second: (load.computeSecond / rate) * scale ** 2 * second,
    third: (load.computeThird / rate) * scale ** 3 * third,
    fourth: (load.computeFourth / rate) * scale ** 4 * third * (1 + 3 * variability),
  };
}

/** Steps of the fixed point of a batch; it settles within 1e-9 of itself long before. */
const BATCH_STEPS = 60;

/**
 * [L6] Accelerator with greedy batching: an idle one takes what waits, up to `maxBatch` B. Batches grow with the load, to the fixed point
 * k = min(B, λT + e^(−λT)), T = setup + k × item: what comes during a batch is the next one, or the next arrival alone where nothing came (Poisson). An arrival finds it
 * busy for a share T / (T + e^(−λT) / λ) of the time, waits for the rest of that batch, and then shares its own with λT others. Where batches are nearly full, with (k / B)²,
 * it also waits in line as at M/D/1 whose server takes (setup + B × item) / B for each. Within 5 % of the simulated mean. Several accelerators share
 * the arrivals evenly. With maxBatch 1 this is M/D/c.
 */
function acceleratorTime(station: Station, ratePerMs: number, resolution: number): Stage {
  const accelerator = station.accelerator;
  if (accelerator === null) return { status: 'ok', wait: NO_DELAY, work: NO_DELAY, utilisation: 0, view: null };
  const { servers, itemMs, setupMs, maxBatch } = accelerator;
  const perServer = ratePerMs / servers;
  const fullMs = setupMs + maxBatch * itemMs;
  const utilisation = (perServer * fullMs) / maxBatch;
  if (utilisation >= 1) return { status: 'saturated', utilisation, capacityPerSecond: ((servers * maxBatch) / fullMs) * 1000 };
  if (maxBatch === 1) {
    const wait = waitManyServers(servers, ratePerMs, {
      mean: fullMs,
      second: fullMs ** 2,
      third: fullMs ** 3,
      fourth: fullMs ** 4,
    });
    return wait === null
      ? { status: 'saturated', utilisation, capacityPerSecond: (servers / fullMs) * 1000 }
      : { status: 'ok', wait: inSteps(wait, resolution), work: constant(fullMs), utilisation, view: null };
  }
  let batch = 1;
  for (let step = 0; step < BATCH_STEPS; step += 1) {
    const coming = perServer * (setupMs + batch * itemMs);
    batch = Math.min(maxBatch, coming + exp(-coming));
  }
  const batchMs = setupMs + batch * itemMs;
  const coming = perServer * batchMs;
  const busy = coming / (coming + exp(-coming));
  const variance = itemMs ** 2 * coming;
  const rest = { ...uniform(0, batchMs), mean: (batchMs + variance / batchMs) / 2 };
  const lineMs = (utilisation * fullMs) / maxBatch / 2 / (1 - utilisation);
  const wait = sum(sometimes(busy, rest), sometimesExponential((batch / maxBatch) ** 2, lineMs));
  const leastMs = setupMs + itemMs;
  const others = Math.min(maxBatch - 1, coming) * itemMs * busy;
  const work = {
    mean: leastMs + others,
    variance: variance * busy,
    third: itemMs ** 3 * coming * busy,
    minimum: leastMs,
    maximum: Infinity,
  };
  return { status: 'ok', wait: inSteps(wait, resolution), work: inSteps(work, resolution), utilisation, view: null };
}

/** [L6] Share of requests that find no warm instance: only where the service may scale to zero. Poisson arrivals, fixed keep-alive. */
function coldShare(station: Station, requestsPerSecond: number, resolution: number): number {
  const { replicas, coldStartMs } = station.service;
  if (replicas.min > 0 || coldStartMs === 0) return 0;
  return shareInSteps(exp(-(requestsPerSecond / station.placement.replicas) * KEEP_ALIVE_S), coldStartMs, resolution);
}
