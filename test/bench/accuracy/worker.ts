import { parentPort } from 'node:worker_threads';
import { compareSite } from './compare-site.ts';

/** What a worker is asked: one site. It answers with the flows of that site. */
export interface SiteRequest {
  readonly seed: number;
  readonly requests: number;
}

parentPort?.on('message', ({ seed, requests }: SiteRequest) => parentPort?.postMessage(compareSite(seed, requests)));
