import type { SampleSite } from './sample-site.ts';

/** A zone of the hall with its cabinet and switches. */
export interface Zone {
  readonly id: string;
  readonly name: string;
  /** Middle and size, m. */
  readonly xM: number;
  readonly yM: number;
  readonly widthM: number;
  readonly depthM: number;
}

export const ZONES = {
  press: { id: 'press', name: 'Press shop', xM: -92, yM: 26, widthM: 64, depthM: 66 },
  body: { id: 'body', name: 'Body shop', xM: -24, yM: 26, widthM: 64, depthM: 66 },
  paint: { id: 'paint', name: 'Paint shop', xM: 44, yM: 26, widthM: 64, depthM: 66 },
  logistics: { id: 'logistics', name: 'Logistics', xM: 104, yM: 26, widthM: 44, depthM: 66 },
  assembly: { id: 'assembly', name: 'Final assembly', xM: -48, yM: -36, widthM: 152, depthM: 46 },
  qc: { id: 'qc', name: 'Quality control', xM: 62, yM: -36, widthM: 60, depthM: 46 },
} as const satisfies { readonly [id: string]: Zone };

/** Walls of the hall: the paint shop and the server room closed but for their gates, the rest half open. */
const WALLS = [
  [12, -7, 12, 59],
  [76, -7, 76, 59],
  [12, -7, 34, -7],
  [54, -7, 76, -7],
  [-58, 20, -58, 59],
  [98, -33, 108, -33],
  [114, -33, 124, -33],
  [98, -59, 98, -33],
  [124, -59, 124, -33],
  [98, -59, 124, -59],
  [30, -59, 30, -46],
  [30, -26, 30, -13],
] as const;

/** Building, hall, zones with a cabinet each, server room with three racks. */
export function drawHall(sample: SampleSite): void {
  sample.place('plant', 'Plant', 'building', {
    tier: 'on-site-edge',
    sizeM: { widthM: 260, depthM: 130, heightM: 12 },
    powerFeeds: ['Feed A', 'Feed B'],
    residencyZone: 'cn',
    limits: { powerW: 60000, coolingW: null, rackUnits: null, floorLoadKg: null },
  });
  sample.place('hall', 'Hall', 'floor', {
    parentId: 'plant',
    sizeM: { widthM: 256, depthM: 126, heightM: 10 },
    walls: WALLS.map(([x1M, y1M, x2M, y2M]) => ({ x1M, y1M, x2M, y2M })),
  });
  for (const zone of Object.values<Zone>(ZONES)) {
    const { id, name, xM, yM, widthM, depthM } = zone;
    sample.place(id, name, 'zone', { parentId: 'hall', positionM: at(xM, yM), sizeM: { widthM, depthM, heightM: 0 } });
    sample.place(`${id}-cabinet`, `${name}, cabinet`, 'rack', {
      parentId: id,
      positionM: at(widthM / 2 - 3, -depthM / 2 + 3),
      sizeM: { widthM: 0.8, depthM: 0.8, heightM: 1.2 },
      limits: { powerW: 1800, coolingW: 1800, rackUnits: 15, floorLoadKg: 400 },
      upsH: 0.5,
    });
  }
  sample.place('server-room', 'Server room', 'room', {
    parentId: 'hall',
    positionM: at(111, -46),
    sizeM: { widthM: 26, depthM: 26, heightM: 3.5 },
    limits: { powerW: 16000, coolingW: 14000, rackUnits: null, floorLoadKg: 6000 },
    pue: 1.6,
    upsH: 1,
  });
  for (const [index, name] of ['Network', 'Servers', 'GPU and power'].entries()) {
    sample.place(`rack-${index + 1}`, `Rack ${index + 1}: ${name}`, 'rack', {
      parentId: 'server-room',
      positionM: at(-5 + index * 5, 0),
      sizeM: { widthM: 0.6, depthM: 1.07, heightM: 2 },
      limits: { powerW: 6000, coolingW: 6000, rackUnits: 42, floorLoadKg: 1000 },
      powerFeeds: ['Feed A', 'Feed B'],
    });
  }
}

/** Switches of the zones, the core of the plant, servers, and the way to the regional cloud. */
export function drawNetwork(sample: SampleSite): void {
  sample.node('core-switch', 'Core switch', 'cisco-c9500-24y4c', 'on-site-edge', inRack('rack-1', 40));
  sample.node('edge-router', 'Edge router (SD-WAN)', 'cisco-c8300', 'on-site-edge', inRack('rack-1', 38));
  sample.link('core-switch', 'edge-router', 'fibre-10g', { lengthM: 3 });
  for (const { id, name, widthM, depthM } of Object.values<Zone>(ZONES)) {
    sample.node(`${id}-switch`, `${name}, access switch`, 'cisco-c9300-24ux', 'on-site-edge', inRack(`${id}-cabinet`, 1));
    sample.node(`${id}-tsn`, `${name}, TSN switch`, 'tsn-switch-16', 'on-site-edge', inRack(`${id}-cabinet`, 2));
    sample.link(`${id}-switch`, 'core-switch', 'fibre-10g');
    sample.link(`${id}-tsn`, `${id}-switch`, 'copper-1g', { lengthM: 2 });
    sample.node(`${id}-ap`, `${name}, access point`, 'industrial-wifi6-ap', 'on-site-edge', {
      placeId: id,
      positionM: { xM: 0, yM: depthM / 2 - 4, zM: 6 },
    });
    sample.link(`${id}-ap`, `${id}-switch`, 'fibre-1g', { lengthM: Math.round(widthM + depthM) });
  }
  const k3s = { platform: { runtime: 'k3s', overheadComputeUnits: null, overheadMemoryGiB: null } } as const;
  const kvm = { platform: { runtime: 'kvm', overheadComputeUnits: null, overheadMemoryGiB: null } } as const;
  sample.node('scada-host', 'SCADA host', 'siemens-ipc847e', 'on-site-edge', {
    ...inRack('rack-2', 1),
    ...kvm,
    reservedShare: 0.1,
  });
  sample.node('plant-server-1', 'Plant server 1', 'dell-r650', 'on-site-edge', { ...inRack('rack-2', 6), ...k3s });
  sample.node('plant-server-2', 'Plant server 2', 'tesla-t4-server', 'on-site-edge', { ...inRack('rack-2', 8), ...k3s });
  sample.node('image-storage', 'Image storage', 'storage-node-hdd', 'on-site-edge', { ...inRack('rack-2', 10), ...k3s });
  sample.node('gpu-server', 'GPU server', 'hpe-dl380-g10-4t4', 'on-site-edge', { ...inRack('rack-3', 10), ...k3s });
  sample.node('ups', 'UPS', 'apc-srt3000rmxlt', 'on-site-edge', inRack('rack-3', 1));
  for (const id of ['scada-host', 'plant-server-1', 'plant-server-2', 'image-storage', 'gpu-server'])
    sample.link(id, 'core-switch', 'copper-10g', { lengthM: 12 });

  sample.node('regional-cloud', 'Regional cloud', 'regional-cloud-zone', 'regional', {
    platform: { runtime: 'kubernetes', overheadComputeUnits: null, overheadMemoryGiB: null },
  });
  const ways = [
    sample.link('edge-router', 'regional-cloud', 'mpls', { id: 'wan-mpls', name: 'MPLS line', lengthM: 407000 }),
    sample.link('edge-router', 'regional-cloud', 'internet-dia', { id: 'wan-internet', name: 'Internet line', lengthM: 460000 }),
  ];
  sample.link('edge-router', 'regional-cloud', 'sd-wan-overlay', {
    id: 'wan',
    name: 'SD-WAN to the region',
    lengthM: 0,
    underlayIds: ways,
    pathPolicy: 'lowest-latency',
  });
}

export function at(xM: number, yM: number, zM = 0): { xM: number; yM: number; zM: number } {
  return { xM, yM, zM };
}

function inRack(placeId: string, rackUnit: number): { readonly placeId: string; readonly rackUnit: number } {
  return { placeId, rackUnit };
}
