import { must } from '../../../core/base/assert.ts';
import type { Site } from '../../../core/site/site.ts';
import type { Light } from './leaf-city.ts';
import { LIGHTS, neighbours, taxisByHour, taxiWays } from './leaf-city.ts';
import type { LeafHour, LeafModel } from './leaf-site.ts';
import { bytesAt, leafNetwork, LOAD_MIPS, workMsAt } from './leaf-site.ts';

/** Who works for whom in one hour, and the site that it makes. */
export interface PlannedHour {
  readonly hour: Pick<LeafHour, 'taxis' | 'fogAt'>;
  readonly site: Site;
}

/** A day of a better plan: as few fog nodes as the hour needs, each filled to `fill`; every camera and taxi on the nearest one with room. */
export function plannedDay(fogLights: readonly Light[], model: LeafModel): PlannedHour[] {
  return taxisByHour().map((taxis) => {
    const mips = LIGHTS.length * LOAD_MIPS.camera + taxis * LOAD_MIPS.taxi;
    const fogAt = fogLights.slice(0, Math.ceil(mips / (model.fill * LOAD_MIPS.fog)));
    return { hour: { taxis, fogAt }, site: plannedSite(taxis, fogAt, model) };
  });
}

/** By light and node: share of its taxis that are served there; and the node of its camera. */
function assign(
  taxis: number,
  fogAt: readonly Light[],
  fill: number,
): { readonly cameras: readonly number[]; readonly shares: readonly (readonly number[])[] } {
  const evenly = (LIGHTS.length * LOAD_MIPS.camera + taxis * LOAD_MIPS.taxi) / fogAt.length;
  const room = fogAt.map(() => Math.min(fill * LOAD_MIPS.fog, evenly * (1 + 1e-9)));
  const hops = fogAt.map((light) => hopsFrom(light));
  const far = (light: number): number[] =>
    [...fogAt.keys()].toSorted((a, b) => hop(hops, a, light) - hop(hops, b, light) || (room[b] ?? 0) - (room[a] ?? 0));
  const cameras = LIGHTS.map(() => -1);
  const most = Math.ceil(LIGHTS.length / fogAt.length);
  for (const light of byFewestNear(hops)) {
    const at = must(
      far(light).find((node) => cameras.filter((one) => one === node).length < most),
      'node for a camera',
    );
    cameras[light] = at;
    room[at] = (room[at] ?? 0) - LOAD_MIPS.camera;
  }
  const { nearest } = taxiWays();
  const shares = LIGHTS.map(() => fogAt.map(() => 0));
  for (const light of byFewestNear(hops)) {
    let left = taxis * (nearest[light] ?? 0) * LOAD_MIPS.taxi;
    const whole = left;
    for (const node of far(accessOf(light))) {
      const taken = Math.min(left, Math.max(0, room[node] ?? 0));
      room[node] = (room[node] ?? 0) - taken;
      left -= taken;
      must(shares[light], 'light')[node] = taken / whole;
    }
  }
  return { cameras, shares };
}

/**
 * The light that taxis near another one talk to: at the edge of the city the next one inwards, a block of 80 m further. Whoever is nearest to the outer light is
 * at most 274 m and 80 m away from it, within the 300 m that its Wi-Fi reaches.
 */
function accessOf(light: number): number {
  const { x, y } = must(LIGHTS[light], `light ${light}`);
  const inner = Math.min(Math.max(y, 1), 2);
  return LIGHTS.findIndex((one) => one.x === x && one.y === inner);
}

/** Lights that have the fewest nodes within one hop choose first. */
function byFewestNear(hops: readonly (readonly number[])[]): number[] {
  const near = (light: number): number => hops.filter((from) => (from[light] ?? 9) <= 1).length;
  return [...LIGHTS.keys()].toSorted((a, b) => near(a) - near(b) || a - b);
}

function hop(hops: readonly (readonly number[])[], node: number, light: number): number {
  return hops[node]?.[light] ?? Infinity;
}

/** Wi-Fi hops from a light to every other. */
function hopsFrom(from: Light): number[] {
  const pairs = neighbours();
  const hops = LIGHTS.map((light) => (light === from ? 0 : Infinity));
  for (let round = 1; round < LIGHTS.length; round += 1)
    for (const [a, b] of pairs) {
      const [one, two] = [LIGHTS.indexOf(a), LIGHTS.indexOf(b)];
      hops[one] = Math.min(hops[one] ?? Infinity, (hops[two] ?? Infinity) + 1);
      hops[two] = Math.min(hops[two] ?? Infinity, (hops[one] ?? Infinity) + 1);
    }
  return hops;
}

function plannedSite(taxis: number, fogAt: readonly Light[], model: LeafModel): Site {
  const site = leafNetwork(fogAt, model).workload('city').service('archive', 'city').deploy('archive', 'cloud');
  const { cameras, shares } = assign(taxis, fogAt, model.fill);
  const { onWay, nearest } = taxiWays();
  const later = { pattern: 'one-way', mode: 'asynchronous' };
  for (const { name } of LIGHTS) site.group(`signal-${name}`, name, 'wired', { kind: 'actuator' });
  for (const node of fogAt.keys()) {
    const perReplica = { computeUnits: 16, memoryGiB: 0, storageGB: 0, storageClass: null };
    site.service(`city-${node}`, 'city', { perReplica }).deploy(`city-${node}`, `fog-${node}`);
    const cameraHz = cameras.filter((one) => one === node).length * model.cameraHz;
    const taxiHz = LIGHTS.reduce((sum, _, at) => sum + taxis * (nearest[at] ?? 0) * (shares[at]?.[node] ?? 0) * model.taxiHz, 0);
    const kept = { requestBytes: bytesAt(200e3, model.cameraHz), callsPerRequest: cameraHz / (cameraHz + taxiHz) };
    site.flow(`archive-${node}`, 'city', `city-${node}`, 'archive', { ...later, ...kept });
    for (const [at, { name }] of LIGHTS.entries()) {
      const callsPerRequest = ((onWay[at] ?? 0) * taxiHz) / (cameraHz + taxiHz);
      const signal = { requestBytes: bytesAt(50e3, model.taxiHz), callsPerRequest };
      site.flow(`signal-${name}-${node}`, 'city', `city-${node}`, `signal-${name}`, { ...later, ...signal });
    }
  }
  for (const [at, { name }] of LIGHTS.entries()) {
    site.group(`camera-${name}`, name, 'wired', { kind: 'camera', requestsPerSecond: model.cameraHz });
    const watch = { requestBytes: bytesAt(10e6, model.cameraHz), computeMs: workMsAt(LOAD_MIPS.camera, model.cameraHz) };
    site.flow(`watch-${name}`, 'city', `camera-${name}`, `city-${cameras[at] ?? 0}`, { pattern: 'one-way', ...watch });
    const access = must(LIGHTS[accessOf(at)], `access of ${name}`);
    site.group(`taxis-${name}`, access.name, 'wifi', {
      kind: 'vehicle',
      requestsPerSecond: taxis * (nearest[at] ?? 0) * model.taxiHz,
    });
    const drive = { requestBytes: bytesAt(100e3, model.taxiHz), computeMs: workMsAt(LOAD_MIPS.taxi, model.taxiHz) };
    for (const [node, share] of (shares[at] ?? []).entries())
      if (share > 1e-6)
        site.flow(`drive-${name}-${node}`, 'city', `taxis-${name}`, `city-${node}`, {
          pattern: 'one-way',
          callsPerRequest: share,
          ...drive,
        });
  }
  return site.build();
}
