import type { ServiceLoad } from './loads.ts';
import type { Station } from './service-time.ts';

/** [L6] Share of time that a station's threads and accelerators are busy under a load. Linear in the load; 0 where nothing is asked of them. */
export function stationUse(station: Station, load: ServiceLoad): { readonly cpu: number; readonly accelerator: number } {
  const work = (load.computeWork * station.workScale) / 1000;
  const cpu = work === 0 ? 0 : work / (station.speed * station.servers);
  const { accelerator } = station;
  if (accelerator === null) return { cpu, accelerator: 0 };
  const fullMs = accelerator.setupMs + accelerator.maxBatch * accelerator.itemMs;
  return { cpu, accelerator: ((load.requestsPerSecond / 1000 / accelerator.servers) * fullMs) / accelerator.maxBatch };
}
