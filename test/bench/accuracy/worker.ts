import { parentPort } from 'node:worker_threads';
import type { Settling } from './compare-site.ts';
import { compareSite } from './compare-site.ts';

/** What a worker is asked: one site. It answers with the flows of that site. */
export interface SiteRequest {
  readonly seed: number;
  readonly requests: number;
  readonly settling: Settling;
}

parentPort?.on('message', ({ seed, requests, settling }: SiteRequest) =>
  parentPort?.postMessage(compareSite(seed, requests, settling)),
);
