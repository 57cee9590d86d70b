import type { Site } from '../../../core/site/site.ts';
import { PeerSite } from './peer-site.ts';

/**
 * EdgeCloudSim's sample_app1 as facts (Sonmez, Ozgovde and Ersoy, EdgeCloudSim, ETT 29(11), 2018; parameters of scripts/sample_app1/config). Virtual machines have two
 * cores of 1,000 MIPS at the edge and four of 10,000 in the cloud; a request books a share of one, and all in it share its cores.
 */
export interface Application {
  readonly name: string;
  /** Share of devices that run it, and of its tasks that go to the cloud where there is one. */
  readonly usage: number;
  readonly cloudShare: number;
  /** Mean time between tasks while active, and how long it is active and idle, s. */
  readonly gapS: number;
  readonly activeS: number;
  readonly idleS: number;
  readonly upKB: number;
  readonly downKB: number;
  readonly mi: number;
  /** Share of an edge and of a cloud machine that a task books, in per cent. */
  readonly edgePercent: number;
  readonly cloudPercent: number;
}

const app = (
  name: string,
  [usage, cloudShare]: readonly [number, number],
  [gapS, activeS, idleS]: readonly [number, number, number],
  [upKB, downKB]: readonly [number, number],
  mi: number,
  [edgePercent, cloudPercent]: readonly [number, number],
): Application => ({ name, usage, cloudShare, gapS, activeS, idleS, upKB, downKB, mi, edgePercent, cloudPercent });

export const APPLICATIONS: readonly Application[] = [
  app('ar', [0.3, 0.2], [5, 45, 15], [1500, 25], 2000, [20, 2]),
  app('health', [0.2, 0.2], [30, 10, 20], [1250, 20], 400, [5, 0.5]),
  app('heavy', [0.2, 0.4], [60, 60, 60], [2500, 250], 3000, [30, 3]),
  app('infotainment', [0.3, 0.15], [7, 15, 45], [25, 2000], 750, [10, 1]),
];

/** Mean stay at each of the 14 sites, s: two of the most attractive, four, eight. */
export const STAYS_S: readonly number[] = [
  ...Array<number>(2).fill(500),
  ...Array<number>(4).fill(300),
  ...Array<number>(8).fill(120),
];
export const MACHINES = 2;
export const CORES = 2;
const CORE_MIPS = 1000;
const CLOUD = { machines: 4, cores: 4, factor: 10 } as const;

export type Architecture = 'one tier' | 'two tiers' | 'two tiers + orchestrator';
export const ARCHITECTURES: readonly Architecture[] = ['one tier', 'two tiers', 'two tiers + orchestrator'];

/** Share of a device's time in which it is active. */
export function activeShare({ activeS, idleS }: Application): number {
  return activeS / (activeS + idleS);
}

export function toCloud(architecture: Architecture, { cloudShare }: Application): number {
  return architecture === 'one tier' ? 0 : cloudShare;
}

/** @param active devices at each site, by application. Every site has its WLAN and its own way to the cloud, where each message has the bandwidth to itself, as there. */
export function crowdSite(architecture: Architecture, active: readonly (readonly number[])[]): Site {
  const site = new PeerSite().type('edge', MACHINES * CORES, 1).type('cloud', CLOUD.machines * CLOUD.cores, CLOUD.factor);
  site.medium('wlan', { kind: 'wifi', sharing: 'shared', bandwidthUpMbps: 200, bandwidthDownMbps: 200 });
  site.medium('wan', { baseLatencyMs: 100, boundedLatencyMs: 100, bandwidthUpMbps: 15, bandwidthDownMbps: 15 });
  site.medium('lan', { baseLatencyMs: 5 }).workload('tasks');
  const pooled = architecture === 'two tiers + orchestrator';
  site.type('pool', MACHINES * CORES * STAYS_S.length, 1);
  site.service('edge', 'tasks', { perReplica: machine(CORES), work: { computeMs: 0, variability: 1 } });
  site.service('central', 'tasks', { perReplica: machine(CLOUD.cores * CLOUD.factor), work: { computeMs: 0, variability: 1 } });
  site.node('cloud', 'cloud', { tier: 'central' }).deploy('central', 'cloud', CLOUD.machines);
  if (pooled) site.node('pool', 'pool').deploy('edge', 'pool', MACHINES * STAYS_S.length);
  for (const [at, counts] of active.entries()) {
    const name = `site-${at}`;
    site.node(name, 'edge').link(`wan-${at}`, name, 'cloud', { mediumId: 'wan' });
    if (pooled) site.link(`lan-${at}`, name, 'pool', { mediumId: 'lan' });
    else site.deploy('edge', name, MACHINES);
    for (const [index, application] of APPLICATIONS.entries()) {
      const group = `${application.name}-${at}`;
      site.group(group, name, 'wlan', { kind: 'phone', requestsPerSecond: (counts[index] ?? 0) / application.gapS });
      addTasks(site, architecture, application, at);
    }
  }
  return site.build();
}

function addTasks(site: PeerSite, architecture: Architecture, application: Application, at: number): void {
  const bytes = { requestBytes: application.upKB * 1000, responseBytes: application.downKB * 1000 };
  const computeMs = (application.mi / CORE_MIPS) * 1000;
  const cloud = toCloud(architecture, application);
  const flow = (to: string, share: number): void => {
    const id = `${to}-${application.name}-${at}`;
    if (share > 0) site.flow(id, 'tasks', `${application.name}-${at}`, to, { ...bytes, computeMs, callsPerRequest: share });
  };
  flow('edge', 1 - cloud);
  flow('central', cloud);
}

function machine(computeUnits: number): object {
  return { computeUnits, memoryGiB: 0, storageGB: 0, storageClass: null };
}
