import { parentPort } from 'node:worker_threads';
import { compareSite } from './compare-site.ts';

/** What a worker is asked: one site. It answers with the flows of that site. */
export interface SiteRequest {
  readonly seed: number;
  readonly requests: number;
  readonly noiseAtMost: number;
  readonly runsAtMost: number;
}

parentPort?.on('message', ({ seed, requests, noiseAtMost, runsAtMost }: SiteRequest) =>
  parentPort?.postMessage(compareSite(seed, requests, noiseAtMost, runsAtMost)),
);
