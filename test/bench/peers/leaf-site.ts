import type { Site } from '../../../core/site/site.ts';
import type { Medium } from '../../../core/site/schema/medium.ts';
import type { Light } from './leaf-city.ts';
import { LIGHTS, neighbours, taxiWays } from './leaf-city.ts';
import { PeerSite, UNBOUND_MBPS } from './peer-site.ts';

/** A fog node has 16 threads of 25,000 MIPS: one reference vCPU here. The cloud has so many that it is never full. */
const MIPS_A_THREAD = 25_000;
const FOG_THREADS = 16;
const CLOUD_THREADS = 1000;
export const FOG_W = { idle: 100, max: 240 } as const;
const CLOUD_W_PER_MIPS = 700e-6;

/** Load of an application in MIPS; of a full node LEAF fills no more than this share. */
export const LOAD_MIPS = { camera: 30_000, taxi: 7_000, fog: 400_000 } as const;

export interface LeafHour {
  /** Taxis on the road. */
  readonly taxis: number;
  /** Lights where a fog node stands that is switched on. */
  readonly fogAt: readonly Light[];
  /** Camera and taxi applications by fog node, and in the cloud. */
  readonly cameras: readonly number[];
  readonly taxiApps: readonly number[];
  readonly camerasInCloud: number;
  readonly taxiAppsInCloud: number;
}

export interface LeafModel {
  /** Messages a second of a camera and of a taxi: LEAF knows bit rates only. */
  readonly cameraHz: number;
  readonly taxiHz: number;
  /** Share of its CPU that an application uses of what it books. */
  readonly fill: number;
  /** Wi-Fi as of this medium; null: LEAF's 10 ms a hop. */
  readonly wifi: Partial<Medium> | null;
}

/** LEAF's own: shares, routing weights as delays. */
export const AS_PUBLISHED: LeafModel = { cameraHz: 100, taxiHz: 50, fill: 0.85, wifi: null };

/** The city in one hour of the day. */
export function leafSite(hour: LeafHour, model: LeafModel = AS_PUBLISHED): Site {
  const site = leafNetwork(hour.fogAt, model);
  applications(site, model);
  const { onWay, nearest } = taxiWays();
  const later = { pattern: 'one-way', mode: 'asynchronous' };
  for (const [at, { name }] of LIGHTS.entries()) {
    site.group(`camera-${name}`, name, 'wired', { kind: 'camera', requestsPerSecond: model.cameraHz });
    const watch = { requestBytes: bytesAt(10e6, model.cameraHz), computeMs: workMsAt(LOAD_MIPS.camera, model.cameraHz) };
    site.flow(`watch-${name}`, 'cctv', `camera-${name}`, 'cctv', { pattern: 'one-way', ...watch });
    const requestsPerSecond = hour.taxis * (nearest[at] ?? 0) * model.taxiHz;
    site.group(`taxis-${name}`, name, 'wifi', { kind: 'vehicle', requestsPerSecond });
    const drive = { requestBytes: bytesAt(100e3, model.taxiHz), computeMs: workMsAt(LOAD_MIPS.taxi, model.taxiHz) };
    site.flow(`drive-${name}`, 'v2i', `taxis-${name}`, 'v2i', { pattern: 'one-way', ...drive });
    const signal = { requestBytes: bytesAt(50e3, model.taxiHz), callsPerRequest: onWay[at] ?? 0 };
    site.group(`signal-${name}`, name, 'wired', { kind: 'actuator' });
    site.flow(`signal-${name}`, 'v2i', 'v2i', `signal-${name}`, { ...later, ...signal });
  }
  site.service('archive', 'cctv').deploy('archive', 'cloud');
  site.flow('archive', 'cctv', 'cctv', 'archive', { ...later, requestBytes: bytesAt(200e3, model.cameraHz) });
  return deploy(site, hour).build();
}

/** Bytes of a message of a stream, and its work in ms of one thread. */
export function bytesAt(bitsPerSecond: number, hz: number): number {
  return bitsPerSecond / hz / 8;
}

export function workMsAt(mips: number, hz: number): number {
  return (mips / hz / MIPS_A_THREAD) * 1000;
}

/** Lights, fog nodes and the cloud, with nothing on them. */
export function leafNetwork(fogAt: readonly Light[], { wifi }: LeafModel): PeerSite {
  const site = new PeerSite();
  const speed = { bandwidthUpMbps: 1600, bandwidthDownMbps: 1600 };
  site.medium('wired', {}).medium('wifi', wifi === null ? { ...speed, baseLatencyMs: 10 } : { ...speed, ...wifi });
  const cloudW = CLOUD_W_PER_MIPS * MIPS_A_THREAD * CLOUD_THREADS;
  site.type('cloud', CLOUD_THREADS, 1, { power: { idleW: 0, maxW: cloudW } });
  site.type('fog', FOG_THREADS, 1, { power: { idleW: FOG_W.idle, maxW: FOG_W.max } });
  site.type('light', 0, 0, { power: { idleW: 0, maxW: 0 } }).node('cloud', 'cloud', { tier: 'central' });
  for (const { name } of LIGHTS) {
    const wan = { bandwidthUpMbps: UNBOUND_MBPS, bandwidthDownMbps: UNBOUND_MBPS, baseLatencyMs: 100 };
    site.node(name, 'light', { tier: 'on-site-edge' }).link(`wan-${name}`, name, 'cloud', wan);
  }
  for (const [a, b] of neighbours()) site.link(`wifi-${a.name}-${b.name}`, a.name, b.name, { mediumId: 'wifi' });
  for (const [at, { name }] of fogAt.entries()) {
    const ethernet = { bandwidthUpMbps: 1000, bandwidthDownMbps: 1000, baseLatencyMs: 1 };
    site.node(`fog-${at}`, 'fog', { tier: 'near-edge' }).link(`ethernet-${at}`, name, `fog-${at}`, ethernet);
  }
  return site;
}

function applications(site: PeerSite, { fill }: LeafModel): void {
  for (const [id, mips] of [
    ['cctv', LOAD_MIPS.camera],
    ['v2i', LOAD_MIPS.taxi],
  ] as const) {
    const perReplica = { computeUnits: mips / MIPS_A_THREAD / fill, memoryGiB: 0, storageGB: 0, storageClass: null };
    site.workload(id).service(id, id, { perReplica });
  }
  site.steering('spread', ['cctv', 'v2i']);
}

/** Requests go to placements by their replicas: as many as applications run there. */
function deploy(site: PeerSite, hour: LeafHour): PeerSite {
  const place = (service: string, node: string, apps: number): void => {
    if (apps > 0) site.deploy(service, node, apps);
  };
  for (const at of hour.fogAt.keys()) {
    place('cctv', `fog-${at}`, hour.cameras[at] ?? 0);
    place('v2i', `fog-${at}`, hour.taxiApps[at] ?? 0);
  }
  place('cctv', 'cloud', hour.camerasInCloud);
  place('v2i', 'cloud', hour.taxiAppsInCloud);
  return site;
}
