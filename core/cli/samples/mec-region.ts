import { newHeader } from '../../site/defaults.ts';
import { emptySite } from '../../site/site.ts';
import type { Room } from './carrier-room.ts';
import { around, drawRoom, KUBERNETES } from './carrier-room.ts';
import type { Sample } from './sample.ts';
import { assume, CHINA_ENERGY, PROJECT_SOURCE } from './sample.ts';
import { SampleSite } from './sample-site.ts';

const DISTRICTS = ['Harbour', 'Old port', 'Lakeside', 'University', 'Stadium', 'Airport'] as const;
const ACCESS_A_ROOM = 4;
/** Access room, by its number, whose glasses are far more than planned. */
const BUSY = 6;
/** Access rooms with a VR arcade. */
const ARCADES: ReadonlySet<string> = new Set(['access-3-2', 'access-4-1', 'access-5-3']);
const DESCRIPTION =
  'A metropolitan 5G region by room level (scenario 3): AR and VR in 24 access rooms, games and video analytics in 6 aggregation rooms, live production above, training and archives in the core. A room near the old port has more glasses than planned, and the cameras of the stadium share a public cell.';

/** Rooms of the region by level. */
interface Region {
  readonly access: readonly Room[];
  readonly aggregation: readonly Room[];
  readonly heavy: readonly Room[];
}

/** Scenario 3 by room levels: each workload on the level that its latency and its appetite ask for. */
export const mecRegion: Sample = {
  id: 'mec-region',
  kind: 'mec',
  data: null,
  name: { en: '5G MEC rooms', 'zh-CN': '5G MEC 分级机房' },
  description: {
    en: 'A metropolitan 5G region by room level: AR and VR in 24 access rooms, games and video in 6 aggregation rooms, 4K production in heavy aggregation, training and archives in the core.',
    'zh-CN':
      '按机房层级部署的 5G 城域：24 个接入机房承载 AR/VR，6 个汇聚机房承载游戏与视频分析，重汇聚承载 4K 直播，核心机房承载训练与归档。',
  },
  draw(catalog) {
    const header = newHeader({
      id: 'mec-region',
      name: '5G MEC rooms',
      kind: 'mec',
      description: DESCRIPTION,
      ...CHINA_ENERGY,
      growthPerYear: 0.3,
      sources: [PROJECT_SOURCE],
      assumptions: [
        assume('Rooms, their places and their names are made up; distances are those of a city of some million people.'),
        assume('Every aggregation room is linked to both heavy-aggregation rooms, and those to the core and to each other.'),
        assume(
          'Requests go to the nearest placement by delay: steering by the terminal’s place and by what runs where, without DNS.',
        ),
        assume('The regional cloud is 60 km from the core room, the central cloud 1,100 km; fibre is 1.5 times as long.'),
        assume(
          'The stadium production shares the public cell; the one at the harbour has a mmWave cell.',
          'to show a shared uplink',
        ),
        assume(
          'The first aggregation room got 10 game sessions for 20 players; one access room has 46 glasses where 14 were planned.',
          'to show services that are too small',
        ),
      ],
    });
    const sample = new SampleSite(catalog, emptySite(header));
    const region = drawRooms(sample);
    drawNearWorkloads(sample, region);
    drawAggregationWorkloads(sample, region);
    drawHighWorkloads(sample, region);
    return Promise.resolve(sample.finish());
  },
};

function drawRooms(sample: SampleSite): Region {
  const core = drawRoom(sample, {
    id: 'core',
    name: 'Core room',
    level: 'core',
    xM: 0,
    yM: 0,
    tier: 'regional',
    router: 'nokia-7250-ixr-s',
    server: 'core-room-cluster',
    powerW: 130_000,
    fields: KUBERNETES,
  });
  const heavy = [-1, 1].map((side, index) =>
    drawRoom(sample, {
      id: `heavy-${index + 1}`,
      name: `Heavy-aggregation room ${index === 0 ? 'west' : 'east'}`,
      level: 'heavy-aggregation',
      xM: side * 900,
      yM: side * 160,
      tier: 'near-edge',
      router: 'nokia-7250-ixr-s',
      server: 'heavy-aggregation-room-cluster',
      powerW: 40_000,
      fields: KUBERNETES,
    }),
  );
  for (const room of heavy) sample.link(room.router, core.router, 'fibre-100g');
  sample.link('heavy-1-router', 'heavy-2-router', 'fibre-100g');
  const aggregation: Room[] = [];
  const access: Room[] = [];
  for (const [index, district] of DISTRICTS.entries()) {
    const turns = index / DISTRICTS.length + 0.03;
    const middle = around(0, 0, 2600, turns);
    const room = drawRoom(sample, {
      id: `agg-${index + 1}`,
      name: `${district}, aggregation`,
      level: 'aggregation',
      ...middle,
      tier: 'near-edge',
      router: 'juniper-acx7024',
      server: 'aggregation-room-cluster',
      powerW: 11_000,
      fields: KUBERNETES,
    });
    aggregation.push(room);
    for (const above of heavy) sample.link(room.router, above.router, 'fibre-100g');
    for (let number = 0; number < ACCESS_A_ROOM; number += 1) {
      const spot = around(middle.xM, middle.yM, 640 + 90 * (number % 2), turns + (number - 1.5) / 6);
      const near = drawRoom(sample, {
        id: `access-${index + 1}-${number + 1}`,
        name: `${district} ${number + 1}, access`,
        level: 'access',
        ...spot,
        tier: 'on-site-edge',
        router: 'gnb-macro-64t64r',
        server: 'access-room-cluster',
        powerW: 8_000,
      });
      sample.link(near.router, room.router, 'fibre-25g');
      access.push(near);
    }
  }
  sample.node('regional-cloud', 'Regional cloud', 'regional-cloud-zone', 'regional', {
    positionM: { xM: 4600, yM: 700, zM: 0 },
    ...KUBERNETES,
  });
  sample.node('central-cloud', 'Central cloud', 'central-cloud-pool', 'central', {
    positionM: { xM: 4600, yM: -700, zM: 0 },
    ...KUBERNETES,
  });
  sample.link('core-router', 'regional-cloud', 'fibre-dwdm-100g', { lengthM: 90_000 });
  sample.link('regional-cloud', 'central-cloud', 'fibre-dwdm-100g', { lengthM: 1_650_000 });
  return { access, aggregation, heavy };
}

function drawNearWorkloads(sample: SampleSite, { access }: Region): void {
  const glasses = access.map(({ id, name, router }, index) =>
    sample.group(`${id}-glasses`, 'ar-assistance', router, '5g-embb-midband', {
      name: `${name.replace(', access', '')}, AR glasses`,
      placeId: id,
      positionM: { xM: 50, yM: 60, zM: 0 },
      spreadM: 140,
      count: index === BUSY ? 46 : ARCADES.has(id) ? 9 : 14,
    }),
  );
  const guidance = sample.workload('ar-assistance', 'AR guidance', glasses);
  sample.allowReplicas(guidance, 'slam', 200);
  sample.allowReplicas(guidance, 'annotate', 60);
  for (const { id, server } of access) {
    sample.deploy(guidance, 'slam', server, ARCADES.has(id) ? 3 : 5);
    sample.deploy(guidance, 'annotate', server, 2);
  }
  const arcades = access.filter(({ id }) => ARCADES.has(id));
  const headsets = arcades.map(({ id, name, router }) =>
    sample.group(`${id}-headsets`, 'vr-streaming', router, '5g-mmwave', {
      name: `${name.replace(', access', '')}, VR arcade`,
      placeId: id,
      positionM: { xM: -60, yM: 45, zM: 0 },
      spreadM: 20,
      count: 2,
    }),
  );
  const arcade = sample.workload('vr-streaming', 'VR arcades', headsets);
  for (const { server } of arcades) sample.deploy(arcade, 'renderer', server, 2);
}

function drawAggregationWorkloads(sample: SampleSite, { access, aggregation }: Region): void {
  const doorOf = (index: number): Room => access[index * ACCESS_A_ROOM] ?? fail(`access room of ${index}`);
  const groups = (what: string, templateId: string, mediumId: string, counts: readonly number[]): string[] =>
    aggregation.map(({ id, name }, index) =>
      sample.group(`${id}-${what}`, templateId, doorOf(index).router, mediumId, {
        name: `${name.replace(', aggregation', '')}, ${what}`,
        placeId: doorOf(index).id,
        positionM: { xM: what === 'players' ? -80 : 90, yM: what === 'viewers' ? -90 : -50, zM: 0 },
        spreadM: what === 'cameras' ? 60 : 160,
        count: counts[index % counts.length] ?? 1,
      }),
    );
  const games = sample.workload('cloud-gaming', 'Cloud games', groups('players', 'cloud-gaming', '5g-embb-midband', [20, 12]));
  for (const [index, { server }] of aggregation.entries()) sample.deploy(games, 'game-session', server, index === 0 ? 10 : 20);
  const cameras = groups('cameras', 'video-analytics', 'fibre-1g', [8, 12, 10]);
  const analytics = sample.workload('video-analytics', 'Street analytics', cameras);
  for (const { server } of aggregation) sample.deploy(analytics, 'analyse', server, 4, 'int8');
  sample.deploy(analytics, 'events', 'heavy-1-server', 2);
  const viewers = groups('viewers', 'cdn-cache', '5g-embb-midband', [50, 60]);
  const cache = sample.workload('cdn-cache', 'Video cache', viewers);
  for (const { server } of aggregation) sample.deploy(cache, 'edge-cache', server, 2);
  sample.deploy(cache, 'origin', 'core-server', 4);
}

function drawHighWorkloads(sample: SampleSite, { access }: Region): void {
  const studio = (id: string, name: string, room: Room | undefined, mediumId: string, count: number): string => {
    const { id: placeId, router } = room ?? fail(`room of ${id}`);
    const positionM = { xM: 40, yM: -110, zM: 0 };
    return sample.group(id, 'live-4k-production', router, mediumId, { name, placeId, positionM, spreadM: 40, count });
  };
  const production = sample.workload('live-4k-production', '4K live production', [
    studio('studio-harbour', 'Regatta, 4K cameras', access[1], '5g-mmwave', 6),
    studio('studio-stadium', 'Stadium, 4K cameras', access[17], '5g-embb-midband', 6),
  ]);
  for (const room of ['heavy-1-server', 'heavy-2-server']) {
    sample.deploy(production, 'switcher', room, 2);
    sample.deploy(production, 'encoder', room, 4);
  }
  sample.allowReplicas(production, 'switcher', 4);
  sample.allowReplicas(production, 'encoder', 8);
  sample.deploy(production, 'packager', 'core-server', 2);
  const engineers = sample.group('model-team', 'distributed-training', 'core-router', 'fibre-10g', {
    name: 'Model team',
    placeId: 'core',
    positionM: { xM: 0, yM: -28, zM: 0 },
    spreadM: 8,
  });
  const training = sample.workload('distributed-training', 'Model training', [engineers]);
  sample.deploy(training, 'coordinator', 'core-server');
  sample.deploy(training, 'worker', 'core-server', 8);
  const archives = sample.group('archives', 'edge-backup', 'heavy-2-router', 'fibre-10g', {
    name: 'Archives of the rooms',
    placeId: 'heavy-2',
    positionM: { xM: 0, yM: 22, zM: 0 },
    spreadM: 6,
  });
  const backup = sample.workload('edge-backup', 'Archive', [archives]);
  sample.deploy(backup, 'backup', 'regional-cloud', 1);
}

function fail(what: string): never {
  throw new Error(`No ${what}`);
}
