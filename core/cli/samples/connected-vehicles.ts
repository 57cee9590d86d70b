import { must } from '../../base/assert.ts';
import { newHeader } from '../../site/defaults.ts';
import { emptySite } from '../../site/site.ts';
import type { Room } from './carrier-room.ts';
import { drawRoom, KUBERNETES } from './carrier-room.ts';
import type { Sample } from './sample.ts';
import { assume, CHINA_ENERGY, PROJECT_SOURCE } from './sample.ts';
import { SampleSite } from './sample-site.ts';

/** Motorway: a cell every 700 m on a gentle curve, a room every five cells. */
const CELLS = 15;
const STEP_M = 700;
const CELLS_A_ROOM = 5;
/** Cell, by its number, in a tunnel: LTE only. */
const TUNNEL = 4;
/** Vehicles of a cell that ask for decisions. */
const VEHICLES = 45;
/** Replicas of the inference service in each room: 50 in all. */
const REPLICAS = [16, 18, 16] as const;
const JUNCTIONS = ['Eastgate junction', 'River bridge', 'Airport junction'] as const;
const DESCRIPTION =
  'Ten kilometres of motorway with connected vehicles (scenario 6): decisions within 50 ms by 50 replicas in three edge rooms, analysis in the cloud, a tunnel with LTE only, and model updates as deltas.';

/** Scenario 6: vehicles on a motorway, decided at the edge, analysed in the cloud. */
export const connectedVehicles: Sample = {
  id: 'connected-vehicles',
  kind: 'city',
  data: null,
  name: { en: 'Connected vehicles', 'zh-CN': '车联网' },
  description: {
    en: 'Ten kilometres of motorway with 15 cells: 50 replicas in three edge rooms decide within 50 ms, the cloud analyses, a tunnel has LTE only, and models are updated as deltas.',
    'zh-CN': '十公里高速、15 个基站：三个边缘机房共 50 个副本在 50 ms 内决策，云端分析，隧道仅有 LTE，模型增量更新。',
  },
  draw(catalog) {
    const header = newHeader({
      id: 'connected-vehicles',
      name: 'Connected vehicles',
      kind: 'city',
      description: DESCRIPTION,
      ...CHINA_ENERGY,
      growthPerYear: 0.4,
      sources: [PROJECT_SOURCE],
      assumptions: [
        assume(
          'The motorway, its junctions and its traffic are made up: 45 connected vehicles a cell, five questions a second each.',
        ),
        assume(
          'A replica takes 0.9 vCPU and a GiB, near the upper end of the scenario; at least 80 % of the 50 have to be available.',
        ),
        assume('The regional cloud is 140 km away in a straight line, the central cloud 1,250 km; fibre is 1.5 times as long.'),
        assume('The tunnel has an LTE cell; its vehicles miss the 50 ms.', 'to show what a weak access costs'),
        assume('Vehicles that are degraded or offline are taken over by the same services in the regional cloud.'),
      ],
    });
    const sample = new SampleSite(catalog, emptySite(header));
    const rooms = drawMotorway(sample);
    drawDecisions(sample, rooms);
    drawRoadside(sample, rooms);
    return Promise.resolve(sample.finish());
  },
};

/** Point of the motorway at a distance from its middle, m. */
function road(alongM: number): { readonly xM: number; readonly yM: number } {
  return { xM: Math.round(alongM), yM: Math.round(420 * Math.sin(alongM / 2600)) };
}

function cellAt(index: number): { readonly xM: number; readonly yM: number } {
  return road((index - (CELLS - 1) / 2) * STEP_M);
}

function cellId(index: number): string {
  return `cell-${String(index + 1).padStart(2, '0')}`;
}

function drawMotorway(sample: SampleSite): Room[] {
  const rooms = JUNCTIONS.map((name, index) => {
    const { xM, yM } = cellAt(index * CELLS_A_ROOM + 2);
    return drawRoom(sample, {
      id: `room-${index + 1}`,
      name: `${name}, edge room`,
      level: 'aggregation',
      xM,
      yM: yM + 330,
      tier: 'near-edge',
      router: 'juniper-acx7024',
      server: 'access-room-cluster',
      powerW: 6000,
      fields: KUBERNETES,
    });
  });
  for (const [index, room] of rooms.entries()) {
    const next = rooms[index + 1];
    if (next !== undefined) sample.link(room.router, next.router, 'fibre-100g');
  }
  for (let index = 0; index < CELLS; index += 1) {
    const id = cellId(index);
    const tunnel = index === TUNNEL;
    sample.place(id, tunnel ? 'Cell 05, tunnel' : `Cell ${id.slice(-2)}`, 'cell', {
      tier: 'near-edge',
      positionM: { ...cellAt(index), zM: 0 },
      sizeM: { widthM: 420, depthM: 90, heightM: 0 },
      upsH: 2,
      powerFeeds: ['Grid'],
    });
    sample.node(
      `${id}-mast`,
      tunnel ? 'Tunnel, LTE site' : `Cell ${id.slice(-2)}, 5G site`,
      tunnel ? 'lte-macro-site' : 'gnb-macro-64t64r',
      'near-edge',
      {
        placeId: id,
        positionM: { xM: 0, yM: 38, zM: 0 },
      },
    );
    sample.link(`${id}-mast`, rooms[Math.floor(index / CELLS_A_ROOM)]?.router ?? '', 'fibre-25g');
  }
  sample.node('regional-cloud', 'Regional cloud', 'regional-cloud-zone', 'regional', {
    positionM: { xM: -900, yM: 1900, zM: 0 },
    ...KUBERNETES,
  });
  sample.node('central-cloud', 'Central cloud', 'central-cloud-pool', 'central', {
    positionM: { xM: 900, yM: 1900, zM: 0 },
    ...KUBERNETES,
  });
  for (const { router } of [rooms[0], rooms[2]].filter((room) => room !== undefined))
    sample.link(router, 'regional-cloud', 'fibre-dwdm-10g', { lengthM: 210_000 });
  sample.link('regional-cloud', 'central-cloud', 'fibre-dwdm-100g', { lengthM: 1_875_000 });
  return rooms;
}

function vehicles(sample: SampleSite, what: string, templateId: string, count: number, yM: number): string[] {
  return Array.from({ length: CELLS }, (_, index) => {
    const id = cellId(index);
    return sample.group(`${id}-${what}`, templateId, `${id}-mast`, index === TUNNEL ? 'lte' : '5g-embb-midband', {
      name: `Cell ${id.slice(-2)}, ${what}`,
      placeId: id,
      positionM: { xM: what === 'vehicles' ? -60 : 60, yM, zM: 0 },
      spreadM: 150,
      count,
    });
  });
}

function drawDecisions(sample: SampleSite, rooms: readonly Room[]): void {
  const decisions = sample.workload(
    'connected-vehicle-inference',
    'Driving decisions',
    vehicles(sample, 'vehicles', 'connected-vehicle-inference', VEHICLES, -12),
  );
  const decide = must(decisions.services.get('decide'), 'decide');
  const perReplica = { ...decide.perReplica, computeUnits: 0.9, memoryGiB: 1 };
  sample.run({ kind: 'service.edit', id: decide.id, patch: { perReplica } });
  for (const [index, { server }] of rooms.entries()) sample.deploy(decisions, 'decide', server, REPLICAS[index] ?? 1);
  sample.deploy(decisions, 'analysis', 'regional-cloud', 6);
  const warnings = sample.workload(
    'v2x-collision-warning',
    'Collision warning',
    vehicles(sample, 'beacons', 'v2x-collision-warning', 40, -30),
  );
  for (const { server } of rooms) {
    sample.deploy(warnings, 'fusion', server, 8);
    sample.deploy(warnings, 'warn', server, 6);
  }
  sample.allowReplicas(warnings, 'fusion', 24);
  sample.allowReplicas(warnings, 'warn', 18);
}

function drawRoadside(sample: SampleSite, rooms: readonly Room[]): void {
  const cameras = rooms.map(({ id, name, router }) =>
    sample.group(`${id}-cameras`, 'video-analytics', router, 'fibre-1g', {
      name: `${name.replace(', edge room', '')}, gantry cameras`,
      placeId: id,
      positionM: { xM: 0, yM: -250, zM: 8 },
      spreadM: 60,
      count: 8,
    }),
  );
  const analytics = sample.workload('video-analytics', 'Gantry cameras', cameras);
  for (const { server } of rooms) sample.deploy(analytics, 'analyse', server, 3, 'int8');
  sample.deploy(analytics, 'events', 'regional-cloud', 2);
  const learners = rooms.map(({ id, name, router }) =>
    sample.group(`${id}-traces`, 'federated-learning', router, 'fibre-1g', {
      name: `${name.replace(', edge room', '')}, driving traces`,
      placeId: id,
      positionM: { xM: 60, yM: 40, zM: 0 },
      spreadM: 12,
    }),
  );
  const learning = sample.workload('federated-learning', 'Federated learning', learners);
  for (const { server } of rooms) sample.deploy(learning, 'trainer', server);
  sample.deploy(learning, 'aggregator', 'regional-cloud');
}
