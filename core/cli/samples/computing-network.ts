import { newHeader } from '../../site/defaults.ts';
import { emptySite } from '../../site/site.ts';
import type { Room } from './carrier-room.ts';
import { around, drawRoom, KUBERNETES } from './carrier-room.ts';
import { drawProbe } from './probe.ts';
import type { Sample } from './sample.ts';
import { assume, CHINA_ENERGY, PROJECT_SOURCE } from './sample.ts';
import { SampleSite } from './sample-site.ts';

/** Two regions with their cities; where they are drawn, m. Their true distances are the lengths of the links. */
const REGIONS = [
  { id: 'east', name: 'East', xM: 2600, yM: 300, cities: ['Haining', 'Luqiao', 'Xinghua'] },
  { id: 'west', name: 'West', xM: -2600, yM: -300, cities: ['Ganzi', 'Baiyin', 'Jinchuan'] },
] as const;
/** Straight lines, km. */
const KM = { eastCentre: 1100, westCentre: 1900, eastWest: 1650 } as const;
const CABLE = 1.5;
/** Ways to ask the field assistant: with a new connection for each question, or with one that is kept. */
const ASSISTANT = [
  ['assistant-tcp-new', 'Field assistant over TCP, new connections', 'tcp-tls13', 0],
  ['assistant-quic-new', 'Field assistant over QUIC, new connections', 'quic', 0],
  ['assistant-tcp-open', 'Field assistant over TCP, open connections', 'tcp-tls13', 1],
  ['assistant-quic-open', 'Field assistant over QUIC, open connections', 'quic', 1],
] as const;
const DESCRIPTION =
  'A computing network over four tiers (scenario 5): devices, six city edges, two regions and a centre under one resource model. A video platform with bursts, operations at a distance, traffic between regions over SD-WAN, and a camp behind a weak cell.';

/** Scenario 5: centre, region, edge and device as one network. */
export const computingNetwork: Sample = {
  id: 'computing-network',
  kind: 'mec',
  data: null,
  name: { en: 'Four-tier computing network', 'zh-CN': '四级算力网络' },
  description: {
    en: 'Devices, six city edges, two regions and a centre as one network: a video platform with bursts, remote surgery, SD-WAN between the regions, and a camp behind a weak cell.',
    'zh-CN': '终端、六个城市边缘、两个区域云与中心云统一调度：视频平台突发、远程手术、区域间 SD-WAN 互联，以及弱网营地。',
  },
  draw(catalog) {
    const header = newHeader({
      id: 'computing-network',
      name: 'Four-tier computing network',
      kind: 'mec',
      description: DESCRIPTION,
      ...CHINA_ENERGY,
      growthPerYear: 0.35,
      sources: [PROJECT_SOURCE],
      assumptions: [
        assume('Regions, cities and their places are made up. The drawing is not to scale: lengths of the links are.'),
        assume(
          `The centre is ${KM.eastCentre} km from the east and ${KM.westCentre} km from the west, the regions are ${KM.eastWest} km apart in a straight line.`,
        ),
        assume(
          'Cables between towns are 1.5 times as long, lines of a provider 1.85, paths over the Internet 2.09.',
          'route factors of the media',
        ),
        assume('Without SD-WAN the regions reach each other through the hub of the centre, over Internet lines.'),
        assume('The camp has an LTE cell with 2 % loss, behind a microwave link.'),
        assume(
          'The clinic in Ganzi operates from the centre, the hospital in Haining from its region.',
          'to show what distance costs',
        ),
      ],
    });
    const sample = new SampleSite(catalog, emptySite(header));
    const rooms = drawTiers(sample);
    drawExchange(sample);
    drawVideoPlatform(sample, rooms);
    drawSurgery(sample);
    drawCamp(sample);
    drawRegional(sample, rooms);
    drawWhatIfs(sample);
    return Promise.resolve(sample.finish());
  },
};

function drawWhatIfs(sample: SampleSite): void {
  const { links, flows } = sample.site;
  // The backbone of the clouds is not open to the offices.
  const direct = Object.values(links).filter(
    ({ id, toNodeId }) => ['sd-wan', 'west-east-mpls', 'west-east-internet'].includes(id) || toNodeId === 'central-cloud',
  );
  sample.scenario(
    'without-sd-wan',
    'Without SD-WAN',
    'The regions reach each other through the hub of the centre, over Internet lines.',
    direct
      .filter(({ fromNodeId }) => fromNodeId !== 'hub')
      .map(({ id }) => ({ kind: 'link.edit', id, patch: { status: 'failed' } })),
  );
  const questions = Object.values(flows).filter(
    ({ workloadId, from }) => workloadId === 'field-assistant' && from.kind === 'device-group',
  );
  for (const [id, name, protocol, reuseShare] of ASSISTANT)
    sample.scenario(
      id,
      name,
      'How the field assistant of the camp is asked.',
      questions.map((flow) => ({ kind: 'flow.edit', id: flow.id, patch: { transport: { protocol, reuseShare } } })),
    );
}

function drawTiers(sample: SampleSite): Room[] {
  sample.node('central-cloud', 'Central cloud', 'central-cloud-pool', 'central', {
    positionM: { xM: 0, yM: 400, zM: 0 },
    ...KUBERNETES,
  });
  sample.node('hub', 'Centre, hub router', 'juniper-mx204', 'central', { positionM: { xM: 0, yM: -200, zM: 0 } });
  sample.link('central-cloud', 'hub', 'fibre-100g', { lengthM: 60 });
  const rooms: Room[] = [];
  for (const region of REGIONS) {
    const { id, name, xM, yM, cities } = region;
    const cloud = sample.node(`${id}-cloud`, `${name}, regional cloud`, 'regional-cloud-zone', 'regional', {
      positionM: { xM, yM, zM: 0 },
      ...KUBERNETES,
    });
    const gate = sample.node(`${id}-gate`, `${name}, edge router`, 'cisco-c8300', 'regional', {
      positionM: { xM: xM + 240, yM: yM - 240, zM: 0 },
    });
    sample.link(cloud, gate, 'fibre-100g', { lengthM: 60 });
    const toCentreM = (id === 'east' ? KM.eastCentre : KM.westCentre) * 1000;
    sample.link(cloud, 'central-cloud', 'fibre-dwdm-100g', { lengthM: toCentreM * CABLE });
    for (const [index, city] of cities.entries()) {
      const room = drawRoom(sample, {
        id: `${id}-${index + 1}`,
        name: `${city}, city edge`,
        level: 'aggregation',
        ...around(xM, yM, 1150, (id === 'east' ? 0.05 : 0.55) + index / 6),
        tier: 'near-edge',
        router: 'juniper-acx7024',
        server: 'aggregation-room-cluster',
        powerW: 14_000,
        fields: KUBERNETES,
      });
      sample.link(room.router, cloud, 'fibre-dwdm-100g', { lengthM: (90 + 60 * index) * 1000 * CABLE });
      const cell = sample.node(`${room.id}-cell`, `${city}, 5G site`, 'gnb-macro-64t64r', 'near-edge', {
        placeId: room.id,
        positionM: { xM: 150, yM: 130, zM: 0 },
      });
      sample.link(cell, room.router, 'fibre-25g');
      rooms.push(room);
    }
  }
  return rooms;
}

/** Between the regions: Internet lines through the hub, and SD-WAN over two direct underlays. */
function drawExchange(sample: SampleSite): void {
  for (const { id } of REGIONS) {
    const km = id === 'east' ? KM.eastCentre : KM.westCentre;
    sample.link(`${id}-gate`, 'hub', 'internet-broadband', {
      id: `${id}-hub`,
      name: `${id === 'east' ? 'East' : 'West'}, Internet line to the hub`,
      lengthM: Math.round(km * 1000 * 2.09),
    });
  }
  const underlays = [
    sample.link('west-gate', 'east-gate', 'mpls', { id: 'west-east-mpls', lengthM: Math.round(KM.eastWest * 1000 * 1.85) }),
    sample.link('west-gate', 'east-gate', 'internet-dia', {
      id: 'west-east-internet',
      lengthM: Math.round(KM.eastWest * 1000 * 2.09),
    }),
  ];
  sample.link('west-gate', 'east-gate', 'sd-wan-overlay', {
    id: 'sd-wan',
    name: 'SD-WAN between the regions',
    lengthM: 0,
    underlayIds: underlays,
    pathPolicy: 'lowest-latency',
  });
  const sync = sample.group('west-desks', 'patient-monitoring', 'west-gate', 'copper-10g', {
    name: 'West, office',
    kind: 'terminal',
    protocol: 'http',
    positionM: { xM: REGIONS[1].xM + 260, yM: REGIONS[1].yM - 560, zM: 0 },
    attachment: null,
    spreadM: 60,
    count: 120,
  });
  sample.run({
    kind: 'device-group.edit',
    id: sync as never,
    patch: { attachment: { nodeId: 'west-gate' as never, mediumId: 'copper-10g' as never, lengthM: 60 } },
  });
  drawProbe(sample, {
    id: 'between-regions',
    name: 'Between the regions',
    groups: [sync],
    nodeId: 'east-cloud',
    objectiveP99Ms: 50,
  });
}

function drawVideoPlatform(sample: SampleSite, rooms: readonly Room[]): void {
  const phones = rooms.map(({ id, name }) =>
    sample.group(`${id}-phones`, 'video-platform-burst', `${id}-cell`, '5g-embb-midband', {
      name: `${name.replace(', city edge', '')}, phones`,
      placeId: id,
      positionM: { xM: 260, yM: 190, zM: 0 },
      spreadM: 110,
      count: 320,
    }),
  );
  const platform = sample.workload('video-platform-burst', 'Video platform', phones);
  for (const { server } of rooms) {
    sample.deploy(platform, 'gateway', server, 2);
    sample.deploy(platform, 'feed', server, 3);
    sample.deploy(platform, 'media', server, 2);
  }
  for (const { id } of REGIONS) sample.deploy(platform, 'comments', `${id}-cloud`, 4);
}

function drawSurgery(sample: SampleSite): void {
  const theatre = (id: string, name: string, room: string): string =>
    sample.group(id, 'remote-surgery', `${room}-router`, 'fibre-10g', {
      name,
      placeId: room,
      positionM: { xM: -130, yM: 140, zM: 0 },
      spreadM: 8,
    });
  const regional = sample.workload('remote-surgery', 'Remote surgery, east', [
    theatre('haining-theatre', 'Haining, operating theatre', 'east-1'),
    theatre('luqiao-theatre', 'Luqiao, operating theatre', 'east-2'),
  ]);
  sample.deploy(regional, 'relay', 'east-cloud', 2);
  sample.deploy(regional, 'recorder', 'east-cloud');
  const far = sample.workload('remote-surgery', 'Remote surgery, west', [
    theatre('ganzi-theatre', 'Ganzi, operating theatre', 'west-1'),
  ]);
  sample.deploy(far, 'relay', 'east-cloud');
  sample.deploy(far, 'recorder', 'west-cloud');
}

/** A camp with a weak cell: the same question over QUIC, as the template has it. */
function drawCamp(sample: SampleSite): void {
  sample.place('camp', 'Survey camp', 'site', {
    tier: 'on-site-edge',
    positionM: { ...around(REGIONS[1].xM, REGIONS[1].yM, 1900, 0.62), zM: 0 },
    sizeM: { widthM: 120, depthM: 90, heightM: 0 },
    limits: { powerW: 2000, coolingW: 2000, rackUnits: null, floorLoadKg: null },
    upsH: 10,
    powerFeeds: ['Generator'],
  });
  sample.node('camp-cell', 'Survey camp, LTE cell', 'lte-macro-site', 'near-edge', {
    placeId: 'camp',
    positionM: { xM: 0, yM: 0, zM: 0 },
  });
  sample.link('camp-cell', 'west-1-router', 'microwave-1g', {
    name: 'Microwave link to Ganzi',
    lengthM: 24_000,
    bandwidthUpMbps: 200,
    bandwidthDownMbps: 200,
    lossRatio: 0.02,
  });
  const crew = sample.group('camp-crew', 'voice-assistant', 'camp-cell', 'lte', {
    name: 'Survey camp, crew',
    placeId: 'camp',
    positionM: { xM: 30, yM: -30, zM: 0 },
    spreadM: 40,
    count: 30,
  });
  const assistant = sample.workload('voice-assistant', 'Field assistant', [crew]);
  for (const service of ['asr', 'intent', 'tts']) sample.deploy(assistant, service, 'west-1-server', 2);
}

function drawRegional(sample: SampleSite, rooms: readonly Room[]): void {
  const cameras = rooms.map(({ id, name, router }) =>
    sample.group(`${id}-cameras`, 'video-analytics', router, 'fibre-1g', {
      name: `${name.replace(', city edge', '')}, cameras`,
      placeId: id,
      positionM: { xM: -180, yM: -120, zM: 0 },
      spreadM: 60,
      count: 10,
    }),
  );
  const analytics = sample.workload('video-analytics', 'City cameras', cameras);
  for (const { server } of rooms) sample.deploy(analytics, 'analyse', server, 3, 'int8');
  for (const { id } of REGIONS) sample.deploy(analytics, 'events', `${id}-cloud`);
  const shoppers = rooms.map(({ id, name }) =>
    sample.group(`${id}-shoppers`, 'ecommerce', `${id}-cell`, '5g-embb-midband', {
      name: `${name.replace(', city edge', '')}, shoppers`,
      placeId: id,
      positionM: { xM: 210, yM: -130, zM: 0 },
      spreadM: 110,
      count: 240,
    }),
  );
  const shop = sample.workload('ecommerce', 'Web shop', shoppers);
  for (const { id } of REGIONS) {
    for (const service of ['gateway', 'catalogue', 'recommend', 'basket', 'payment'])
      sample.deploy(shop, service, `${id}-cloud`, 4);
  }
  sample.deploy(shop, 'orders', 'central-cloud', 1);
  const analysts = sample.group('analysts', 'distributed-training', 'hub', 'fibre-10g', {
    name: 'Analysts',
    positionM: { xM: 160, yM: -420, zM: 0 },
    spreadM: 20,
  });
  const training = sample.workload('distributed-training', 'Model training', [analysts]);
  sample.deploy(training, 'coordinator', 'central-cloud');
  sample.deploy(training, 'worker', 'central-cloud', 8);
}
