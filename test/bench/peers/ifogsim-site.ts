import type { Site } from '../../../core/site/site.ts';
import { PeerSite, UNBOUND_MBPS } from './peer-site.ts';

/**
 * iFogSim2's studies as sites (MIT licence; parameters of org.fog.test.perfeval). One of its size units is a byte here, so that 10,000 units per ms are 80 Mbps;
 * 1,000 MI per ms are one reference vCPU, so that a module of 2,000 MI is 2 ms of CPU time. A node's downward link is one queue for all
 * its children: a switch below each node carries it.
 */
const MBPS = 80;
const VCPU_PER_MIPS = 1 / 1000;
export const MIPS = { cloud: 44_800, proxy: 2_800, gateway: 2_800, phone: 1_000 } as const;
/** Devices a gateway, and gateways of configurations 1 to 5. */
export const DEVICES = 4;
export const GATEWAYS = [1, 2, 4, 8, 16] as const;
/** Time between two frames of a camera, and simulated time of every run, ms. */
export const FRAME_MS = 5;
export const T_MS = 10_000;

export type Mode = 'fog' | 'cloud';

function computeMs(mi: number): number {
  return mi * VCPU_PER_MIPS;
}

/** Cloud, proxy and gateways. @param copies how often each downward message of the proxy and of a gateway is sent: once, or to every child. */
function tree(
  gateways: number,
  gatewayLatencyMs: number,
  copies: { readonly proxy: number; readonly gateway: number },
): PeerSite {
  const site = new PeerSite();
  for (const type of ['cloud', 'proxy', 'gateway', 'phone'] as const) site.type(type, 1, MIPS[type] * VCPU_PER_MIPS);
  site.type('switch', 0, 0);
  site.node('cloud', 'cloud', { tier: 'central' }).node('proxy', 'proxy', { tier: 'regional' }).node('proxy-port', 'switch');
  const both = { bandwidthUpMbps: MBPS, bandwidthDownMbps: MBPS };
  site.link('proxy-uplink', 'proxy', 'cloud', { ...both, baseLatencyMs: 100 });
  site.link('proxy-downlink', 'proxy-port', 'proxy', { bandwidthUpMbps: UNBOUND_MBPS, bandwidthDownMbps: MBPS / copies.proxy });
  for (let at = 0; at < gateways; at += 1) {
    site.node(`gateway-${at}`, 'gateway', { tier: 'on-site-edge' }).node(`port-${at}`, 'switch', { tier: 'on-site-edge' });
    const uplink = { bandwidthUpMbps: MBPS, bandwidthDownMbps: UNBOUND_MBPS, baseLatencyMs: gatewayLatencyMs };
    site.link(`gateway-uplink-${at}`, `gateway-${at}`, 'proxy-port', uplink);
    const downlink = { bandwidthUpMbps: UNBOUND_MBPS, bandwidthDownMbps: MBPS / copies.gateway };
    site.link(`gateway-downlink-${at}`, `port-${at}`, `gateway-${at}`, downlink);
  }
  return site;
}

const ONCE = { proxy: 1, gateway: 1 };

/** Intelligent surveillance. Loop 1 is flow `motion-N`, from the camera's motion detector to the tracker; loop 2 is `ptz-N`, from the tracker to the camera.
 * @param inStep one group and flow (`motion-N-C`) a camera, so that all can send at once, and the gateway's CPU shared as iFogSim does among tasks that
 * start together: each of its cameras has a detector of its own on a fourth of it. */
export function surveillanceSite(gateways: number, mode: Mode, inStep = false): Site {
  const site = tree(gateways, 2, ONCE).workload('dcns');
  site.medium('camera-access', { bandwidthUpMbps: MBPS, baseLatencyMs: 2 }).medium('ptz-access', { baseLatencyMs: 3 });
  const shared = inStep && mode === 'fog';
  const share = { computeUnits: (MIPS.gateway * VCPU_PER_MIPS) / DEVICES, memoryGiB: 0, storageGB: 0, storageClass: null };
  const work = { computeMs: computeMs(2000), variability: 0 };
  site.service('object-detector', 'dcns', shared ? { work, perReplica: share } : { work });
  site.service('object-tracker', 'dcns', { work: { computeMs: computeMs(1000), variability: 0 } });
  site.service('user-interface', 'dcns', { work: { computeMs: computeMs(500), variability: 0 } });
  for (let at = 0; at < gateways; at += 1) {
    const host = mode === 'fog' ? `gateway-${at}` : 'cloud';
    for (let camera = 0; camera < (inStep ? DEVICES : 1); camera += 1) {
      const name = inStep ? `${at}-${camera}` : `${at}`;
      const cameras = { kind: 'camera', count: inStep ? 1 : DEVICES, requestsPerSecond: 1000 / FRAME_MS };
      site.group(`cameras-${name}`, `port-${at}`, 'camera-access', cameras);
      site.flow(`motion-${name}`, 'dcns', `cameras-${name}`, 'object-detector', { pattern: 'one-way', requestBytes: 2000 });
    }
    site.group(`ptz-${at}`, `port-${at}`, 'ptz-access');
    site.service(`ptz-control-${at}`, 'dcns').deploy(`ptz-control-${at}`, host);
    site.flow(`ptz-${at}`, 'dcns', `ptz-control-${at}`, `ptz-${at}`, {
      pattern: 'one-way',
      requestBytes: 100,
      periodMs: 100,
      mode: 'asynchronous',
    });
    if (mode === 'fog') site.deploy('object-detector', host, shared ? DEVICES : 1).deploy('object-tracker', host);
  }
  if (mode === 'cloud') site.deploy('object-detector', 'cloud').deploy('object-tracker', 'cloud');
  const later = { pattern: 'one-way', mode: 'asynchronous' };
  site.flow('detected', 'dcns', 'object-detector', 'object-tracker', { ...later, requestBytes: 100 });
  site.flow('shown', 'dcns', 'object-detector', 'user-interface', { ...later, requestBytes: 2000, callsPerRequest: 0.05 });
  return site.deploy('user-interface', 'cloud').build();
}

export interface GameOptions {
  readonly gateways: number;
  readonly mode: Mode;
  /** Milliseconds between two readings: 10 in case A, 5 in case B; and what the client computes on one. */
  readonly eegMs: 10 | 5;
  readonly players?: number;
  /** Whether a node sends each downward message to all its children, as iFogSim does. */
  readonly broadcasts: boolean;
  /** Where the calculator runs; the gateways or the cloud by mode unless told otherwise. */
  readonly calculatorOn?: readonly string[];
  /** Whether the calculator reserves the CPU of a gateway that it needs; iFogSim's modules do not contend. */
  readonly reserves?: boolean;
}

/**
 * EEG tractor beam game. Flow `loop-P` goes from the headset to the client and back to the display; nine in ten readings wait for `concentration-P`, the way to
 * the calculator and back. The client's two calls are one here.
 */
export function gameSite(options: GameOptions): Site {
  const { gateways, mode, eegMs, broadcasts, players = DEVICES, calculatorOn, reserves = false } = options;
  const site = tree(gateways, 4, broadcasts ? { proxy: gateways, gateway: players } : ONCE).workload('vr');
  // Sensor 6 ms, display 1 ms: half of both each way.
  site.medium('headset', { baseLatencyMs: 3.5 }).medium('world', {});
  const clientMi = eegMs === 10 ? 2000 : 3000;
  const computeUnits = reserves ? MIPS.gateway * VCPU_PER_MIPS : 0;
  const perReplica = { computeUnits, memoryGiB: 0, storageGB: 0, storageClass: null };
  site.service('calculator', 'vr', { perReplica, work: { computeMs: computeMs(3500), variability: 0 } });
  site.service('connector', 'vr', { work: { computeMs: computeMs(1000), variability: 0 } });
  const periodic = { pattern: 'one-way', mode: 'asynchronous', requestBytes: 1000, periodMs: 100 };
  site.group('world', 'port-0', 'world');
  site.flow('player-state', 'vr', 'calculator', 'connector', periodic).flow('world-state', 'vr', 'connector', 'world', periodic);
  const concentration = { requestBytes: 500, responseBytes: 500, callsPerRequest: 0.9 };
  const gatewayIds = Array.from({ length: gateways }, (_, at) => `gateway-${at}`);
  for (const host of calculatorOn ?? (mode === 'fog' ? gatewayIds : ['cloud'])) site.deploy('calculator', host);
  site.deploy('connector', 'cloud');
  for (let at = 0; at < gateways; at += 1)
    for (let player = 0; player < players; player += 1) {
      const name = `${at}-${player}`;
      site.node(`phone-${name}`, 'phone', { tier: 'device' });
      site.service(`client-${name}`, 'vr', { work: { computeMs: computeMs(clientMi + 14), variability: 0 } });
      site.deploy(`client-${name}`, `phone-${name}`);
      const uplink = { bandwidthUpMbps: MBPS, bandwidthDownMbps: UNBOUND_MBPS, baseLatencyMs: 2 };
      site.link(`phone-uplink-${name}`, `phone-${name}`, `port-${at}`, uplink);
      site.group(`player-${name}`, `phone-${name}`, 'headset', { kind: 'headset', requestsPerSecond: 1000 / eegMs });
      site.flow(`loop-${name}`, 'vr', `player-${name}`, `client-${name}`);
      site.flow(`concentration-${name}`, 'vr', `client-${name}`, 'calculator', concentration);
    }
  return site.build();
}
