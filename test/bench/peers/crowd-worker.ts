import { parentPort } from 'node:worker_threads';
import type { Architecture } from './edgecloudsim-site.ts';
import { simulated } from './edgecloudsim.ts';

export interface CrowdRequest {
  readonly architecture: Architecture;
  readonly devices: number;
  readonly seed: number;
}

parentPort?.on('message', ({ architecture, devices, seed }: CrowdRequest) => {
  parentPort?.postMessage(simulated(architecture, devices, seed));
});
