import type { District } from './city-districts.ts';
import { crossingId, OLD_TOWN } from './city-districts.ts';
import type { SampleSite } from './sample-site.ts';

const K3S = { platform: { runtime: 'k3s', overheadComputeUnits: null, overheadMemoryGiB: null } } as const;
const KUBERNETES = { platform: { runtime: 'kubernetes', overheadComputeUnits: null, overheadMemoryGiB: null } } as const;
/** One of so many crossings has no fibre. */
const OVER_5G = { of: 10, with: 3 } as const;
/** Share of a 5G cell that a roadside unit gets at the busy hour, Mbps. */
const SHARE_5G = { bandwidthUpMbps: 25, bandwidthDownMbps: 80 } as const;
/** The same of an LTE cell. */
const SHARE_LTE = { bandwidthUpMbps: 10, bandwidthDownMbps: 25 } as const;

/** Roadside units, district rooms with cells and a LoRa gateway, the command centre, and the clouds. */
export function drawCityNetwork(sample: SampleSite, districts: readonly District[]): void {
  sample.node('command-router', 'Command centre, router', 'nokia-7250-ixr-s', 'near-edge', {
    placeId: 'command-centre',
    positionM: { xM: -10, yM: 0, zM: 0 },
  });
  sample.node('command-cluster', 'Command centre, cluster', 'carrier-edge-general', 'near-edge', {
    placeId: 'command-centre',
    positionM: { xM: 0, yM: 0, zM: 0 },
    ...K3S,
  });
  sample.node('command-storage', 'Command centre, storage', 'storage-node-hdd', 'near-edge', {
    placeId: 'command-centre',
    positionM: { xM: 10, yM: 0, zM: 0 },
    ...K3S,
  });
  sample.link('command-cluster', 'command-router', 'fibre-100g', { lengthM: 20 });
  sample.link('command-storage', 'command-router', 'fibre-25g', { lengthM: 20 });
  sample.node('regional-cloud', 'Provincial cloud', 'regional-cloud-zone', 'regional', KUBERNETES);
  sample.node('central-cloud', 'Central cloud', 'central-cloud-pool', 'central', KUBERNETES);
  sample.link('command-router', 'regional-cloud', 'fibre-dwdm-10g', { lengthM: 270000, name: 'Uplink of the city' });
  sample.link('regional-cloud', 'central-cloud', 'fibre-dwdm-100g', { lengthM: 1800000 });
  for (const [index, district] of districts.entries()) drawDistrict(sample, district, index);
}

function drawDistrict(sample: SampleSite, { id, name, crossings }: District, district: number): void {
  const room = `${id}-room`;
  sample.node(`${id}-router`, `${name}, router`, 'juniper-acx7024', 'near-edge', {
    placeId: room,
    positionM: { xM: -2, yM: 0, zM: 0 },
  });
  sample.node(`${id}-cluster`, `${name}, edge cluster`, 'aggregation-room-cluster', 'near-edge', {
    placeId: room,
    positionM: { xM: 1, yM: 0, zM: 0 },
    ...K3S,
  });
  sample.link(`${id}-cluster`, `${id}-router`, 'fibre-25g', { lengthM: 10 });
  sample.link(`${id}-router`, 'command-router', 'fibre-100g');
  for (const cell of [1, 2]) {
    sample.node(`${id}-cell-${cell}`, `${name}, 5G site ${cell}`, 'gnb-macro-64t64r', 'near-edge', {
      placeId: id,
      positionM: { xM: cell === 1 ? -230 : 210, yM: cell === 1 ? -170 : 190, zM: 0 },
    });
    sample.link(`${id}-cell-${cell}`, `${id}-router`, 'fibre-25g');
  }
  sample.node(`${id}-lte`, `${name}, LTE site`, 'lte-macro-site', 'near-edge', {
    placeId: id,
    positionM: { xM: 20, yM: -60, zM: 0 },
  });
  sample.link(`${id}-lte`, `${id}-router`, 'fibre-1g');
  sample.node(`${id}-lora`, `${name}, LoRa gateway`, 'lora-gateway-outdoor', 'on-site-edge', {
    placeId: id,
    positionM: { xM: 40, yM: 50, zM: 25 },
  });
  sample.link(`${id}-lora`, `${id}-router`, 'copper-100m', { lengthM: 60 });
  for (const [index, crossing] of crossings.entries()) {
    const cabinet = crossingId(crossing);
    const isOld = district === OLD_TOWN;
    sample.node(
      `roadside-${cabinet}`,
      `Roadside unit ${cabinet}`,
      isOld ? 'jetson-xavier-nx-roadside' : 'jetson-agx-xavier-roadside',
      'on-site-edge',
      {
        placeId: `crossing-${cabinet}`,
        positionM: { xM: 9, yM: 9, zM: 0 },
        ...K3S,
      },
    );
    const wireless = index % OVER_5G.of < OVER_5G.with;
    if (!wireless) sample.link(`roadside-${cabinet}`, `${id}-router`, 'fibre-1g');
    else if (isOld) sample.link(`roadside-${cabinet}`, `${id}-lte`, 'lte', SHARE_LTE);
    else sample.link(`roadside-${cabinet}`, `${id}-cell-${index % 2 === 0 ? 1 : 2}`, '5g-embb-midband', SHARE_5G);
  }
}
