import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { performance } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';
import type { CrowdRequest } from './crowd-worker.ts';
import type { Architecture } from './edgecloudsim-site.ts';
import { ARCHITECTURES } from './edgecloudsim-site.ts';
import type { Crowd } from './edgecloudsim.ts';
import { answered, mostDevices } from './edgecloudsim.ts';
import type { Row } from './row.ts';
import { relative } from './row.ts';

/** Means of two or three re-runs of EdgeCloudSim's sample_app1: devices, share of tasks that fail, service time in s. */
const PUBLISHED: Readonly<Record<Architecture, readonly (readonly [number, number, number])[]>> = {
  'one tier': [
    [100, 0.0126, 1.912],
    [400, 0.169, 2.769],
    [700, 0.363, 3.234],
    [1000, 0.504, 3.495],
  ],
  'two tiers': [
    [100, 0.0073, 1.61],
    [400, 0.0828, 2.145],
    [700, 0.228, 2.447],
    [1000, 0.331, 2.509],
  ],
  'two tiers + orchestrator': [
    [100, 0.0075, 1.54],
    [400, 0.0076, 1.697],
    [700, 0.069, 3.181],
    [1000, 0.246, 3.224],
  ],
};
/** Most devices with no more than 1 % of tasks failed, to the nearest hundred: its sweeps go by hundreds. */
const KNEES: Readonly<Record<Architecture, number>> = { 'one tier': 100, 'two tiers': 100, 'two tiers + orchestrator': 500 };
const SWEEP_STEP = 100;
const LIMIT = 0.01;

const REASON =
  "Same rooms, stays and periods of activity. Its network delays are M/M/1 of mean sizes and its rounding sends one task in a hundred more to the cloud; ours transmit each task's own size.";

export interface CrowdBench {
  readonly rows: readonly Row[];
  readonly figures: Readonly<Record<string, number>>;
}

export async function crowdBench(seeds: number): Promise<CrowdBench> {
  const startMs = performance.now();
  const points = ARCHITECTURES.flatMap((architecture) =>
    Array.from({ length: 10 }, (_, at) => ({ architecture, devices: (at + 1) * SWEEP_STEP })),
  );
  const sweep = await simulateAll(points, seeds);
  const sweepSeconds = (performance.now() - startMs) / 1000;
  const rows: Row[] = [];
  for (const architecture of ARCHITECTURES)
    for (const [devices, failed, serviceS] of PUBLISHED[architecture]) {
      const simulation = sweep.get(`${architecture} ${devices}`) ?? null;
      const direct = answered(architecture, devices);
      const row = (unit: string, published: number, of: keyof Crowd): Row => ({
        study: 'EdgeCloudSim',
        cell: `${architecture}, ${devices} devices`,
        unit,
        published,
        evaluation: direct[of],
        simulation: simulation?.[of] ?? null,
        imitated: null,
        difference: relative(direct[of], published),
        rho: null,
        status: 'settles',
        reason: REASON,
      });
      rows.push(row('share failed', failed, 'failed'), row('s', serviceS, 'serviceS'));
    }
  const knees = await Promise.all(ARCHITECTURES.map((architecture) => kneeRow(architecture, seeds)));
  rows.push(...knees.map((knee) => knee.row));
  const off = (value: (knee: (typeof knees)[number]) => number): number =>
    Math.max(...knees.map((knee) => Math.abs(value(knee))));
  return {
    rows,
    figures: {
      edgeCloudSimKneeWorst: off(({ rounded, published }) => rounded / published - 1),
      edgeCloudSimKneeToSimulation: off(({ direct, simulated }) => direct / simulated - 1),
      edgeCloudSimKneeSeconds: off(({ seconds }) => seconds),
      edgeCloudSimFailedWorst: Math.max(
        ...rows.filter((row) => row.unit === 'share failed').map((row) => Math.abs((row.evaluation ?? 0) - (row.published ?? 0))),
      ),
      edgeCloudSimSweepSeconds: sweepSeconds,
    },
  };
}

async function kneeRow(
  architecture: Architecture,
  seeds: number,
): Promise<{
  readonly row: Row;
  readonly direct: number;
  readonly rounded: number;
  readonly published: number;
  readonly simulated: number;
  readonly seconds: number;
}> {
  const startMs = performance.now();
  const direct = mostDevices(architecture, LIMIT);
  const seconds = (performance.now() - startMs) / 1000;
  const around = [0.85, 1.15].map((factor) => ({ architecture, devices: Math.round(direct * factor) }));
  // The curve is flat at few devices: as many tasks at every knee as so many seeds give at 1,000 devices.
  const found = await simulateAll(around, Math.ceil((seeds * 1000) / direct));
  const [below, above] = around.map(({ devices }) => ({
    devices,
    failed: found.get(`${architecture} ${devices}`)?.failed ?? NaN,
  }));
  // Between the two, the logarithm of what fails is taken as straight.
  const simulated =
    below === undefined || above === undefined
      ? NaN
      : below.devices +
        ((above.devices - below.devices) * Math.log(LIMIT / below.failed)) / Math.log(above.failed / below.failed);
  const published = KNEES[architecture];
  const rounded = Math.max(SWEEP_STEP, Math.round(direct / SWEEP_STEP) * SWEEP_STEP);
  const row: Row = {
    study: 'EdgeCloudSim',
    cell: `${architecture}, most devices at 1 % failed`,
    unit: 'devices',
    published,
    evaluation: direct,
    simulation: simulated,
    imitated: rounded,
    difference: relative(rounded, published),
    rho: null,
    status: 'settles',
    reason: 'Its sweep goes by hundreds, and so does what it says; imitated: ours to the nearest hundred.',
    detail: { seconds },
  };
  return { row, direct, rounded, published, simulated, seconds };
}

/** Means over seeds, as many runs at a time as there are processors. */
async function simulateAll(points: readonly Omit<CrowdRequest, 'seed'>[], seeds: number): Promise<Map<string, Crowd>> {
  const requests = points.flatMap((point) =>
    Array.from({ length: seeds }, (_, seed): CrowdRequest => ({ ...point, seed: seed + 1 })),
  );
  const found = new Map<string, Crowd>();
  let next = 0;
  const work = async (): Promise<void> => {
    const worker = new Worker(new URL('./crowd-worker.ts', import.meta.url));
    for (let request = requests[next++]; request !== undefined; request = requests[next++]) {
      worker.postMessage(request);
      const [crowd] = (await once(worker, 'message')) as [Crowd];
      const key = `${request.architecture} ${request.devices}`;
      const sum = found.get(key) ?? { failed: 0, serviceS: 0 };
      found.set(key, { failed: sum.failed + crowd.failed / seeds, serviceS: sum.serviceS + crowd.serviceS / seeds });
    }
    await worker.terminate();
  };
  await Promise.all(Array.from({ length: Math.min(requests.length, availableParallelism()) }, work));
  return found;
}
