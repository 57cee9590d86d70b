import { newHeader } from '../../site/defaults.ts';
import type { SimpleCommand } from '../../site/commands/schema.ts';
import { nodeId } from '../../site/schema/common.ts';
import { emptySite } from '../../site/site.ts';
import type { District } from './city-districts.ts';
import { crossingId, districtsOf, drawPlaces, OLD_TOWN } from './city-districts.ts';
import type { Crossing } from './city-streets.ts';
import { drawStreets } from './city-streets.ts';
import { drawCityNetwork } from './city-network.ts';
import type { Sample } from './sample.ts';
import { assume, CHINA_ENERGY, PROJECT_SOURCE } from './sample.ts';
import { SampleSite } from './sample-site.ts';

/** Of the squares where two arterials meet, those on this row have most cameras. */
const LARGEST_ROW = 3;
/** Replicas of each service when all crossings are read in the centre. */
const CENTRAL_REPLICAS = 400;

/** Scenario 2: 210 crossings with edge hardware, district rooms, a command centre and clouds above. */
export const cityTraffic: Sample = {
  id: 'city-traffic',
  kind: 'city',
  data: null,
  name: { en: 'City traffic', 'zh-CN': '城市交通' },
  description: {
    en: 'A city of 210 intersections, each with a Jetson AGX Xavier, cameras and signals: plates, video and V2X at the edge, six district rooms, a command centre and clouds above.',
    'zh-CN':
      '210 个路口，各有 Jetson AGX Xavier、摄像机与信号机：车牌、视频与车路协同在边缘处理，六个区级机房、交通指挥中心与上层云。',
  },
  draw(catalog) {
    const header = newHeader({
      id: 'city-traffic',
      name: 'City traffic',
      kind: 'city',
      description:
        'Intelligent traffic of a city (scenario 2): 210 intersections in six districts, autonomous for 8 hours without the uplink.',
      ...CHINA_ENERGY,
      growthPerYear: 0.2,
      sources: [PROJECT_SOURCE],
      assumptions: [
        assume(
          'A kWh costs 0.09 US dollars and stands for 570 g of CO2e.',
          'estimate of an industrial tariff; Ministry of Ecology and Environment of China, average of the national grid for 2022',
        ),
        assume('The street grid, its blocks and its districts are made up; distances are plausible for an inner city.'),
        assume(
          'A crossing has four cameras for analytics, five on arterials, eight to ten where two arterials meet; the old town has two.',
        ),
        assume('Three crossings in ten reach their district over 5G, the others over fibre.'),
        assume(
          'The old town has small cabinets (Jetson Xavier NX), and reads plates in the central cloud; a third of its crossings have only LTE.',
          'to compare central with layered recognition: 1.2 s against 0.3 s in the scenario',
        ),
        assume('Vehicles talk to macro cells, two a district, with V2X messages ten times a second.', 'ETSI EN 302 637-2'),
        assume('The edge room of East gate has no collision warning yet; the nearest room that has it answers for both.'),
        assume('The provincial cloud is 180 km away, the central cloud 1,200 km; fibre is 1.5 times as long.'),
      ],
    });
    const sample = new SampleSite(catalog, emptySite(header));
    const districts = districtsOf(drawStreets());
    drawPlaces(sample, districts);
    drawCityNetwork(sample, districts);
    const known = districts.filter((_, index) => index !== OLD_TOWN);
    const oldTown = districts.filter((_, index) => index === OLD_TOWN);
    drawPlates(sample, known, oldTown, districts);
    drawAnalytics(sample, districts);
    drawSignals(sample, districts);
    drawVehicles(sample, districts);
    drawMeters(sample, districts);
    drawWhatIfs(sample);
    return Promise.resolve(sample.finish());
  },
};

/** Image of the reader of plates before it was made smaller, MB. */
const HEAVY_IMAGE_MB = 1200;

function drawWhatIfs(sample: SampleSite): void {
  const { services, placements } = sample.site;
  const layered = Object.values(services).filter(({ workloadId }) => ['plates-layered', 'video-analytics'].includes(workloadId));
  const inCentre = layered.flatMap((service): SimpleCommand[] => {
    const [first, ...others] = Object.values(placements).filter(({ serviceId }) => serviceId === service.id);
    if (first === undefined) return [];
    const patch = { nodeId: nodeId.parse('central-cloud'), replicas: CENTRAL_REPLICAS, variant: null };
    return [
      ...others.map(({ id }): SimpleCommand => ({ kind: 'placement.remove', id })),
      { kind: 'placement.edit', id: first.id, patch },
    ];
  });
  sample.scenario(
    'central',
    'Everything in the centre',
    'Plates and video of all crossings are read in the central cloud.',
    inCentre,
  );
  sample.scenario(
    'heavy-image',
    'Image of 1.2 GB',
    'The reader of plates as it was before its image was made smaller.',
    layered
      .filter(({ id }) => id === 'plates-layered-read')
      .map(({ id }) => ({ kind: 'service.edit', id, patch: { imageMB: HEAVY_IMAGE_MB } })),
  );
}

function crossingsOf(districts: readonly District[]): Crossing[] {
  return districts.flatMap(({ crossings }) => crossings);
}

/** A group of devices at each crossing. */
function atCrossings(
  sample: SampleSite,
  districts: readonly District[],
  what: string,
  templateId: string,
  mediumId: string,
  countOf: (crossing: Crossing) => number,
): string[] {
  return districts.flatMap((district, number) =>
    district.crossings.map((crossing, index) => {
      const id = crossingId(crossing);
      const corner = what === 'plates' ? -9 : 9;
      return sample.group(`${what}-${id}`, templateId, `roadside-${id}`, mediumId, {
        name: `Crossing ${id}, ${what}`,
        placeId: `crossing-${id}`,
        positionM: { xM: corner, yM: (number + index) % 2 === 0 ? 9 : -9, zM: what === 'signals' ? 3 : 6 },
        spreadM: 12,
        count: countOf(crossing),
      });
    }),
  );
}

function drawPlates(
  sample: SampleSite,
  known: readonly District[],
  oldTown: readonly District[],
  all: readonly District[],
): void {
  const layered = sample.workload(
    'licence-plate',
    'Plates, layered',
    atCrossings(sample, known, 'plates', 'licence-plate', 'copper-1g', () => 2),
  );
  sample.allowReplicas(layered, 'read', 400);
  for (const crossing of crossingsOf(known)) sample.deploy(layered, 'read', `roadside-${crossingId(crossing)}`);
  for (const { id } of all) sample.deploy(layered, 'watch-list', `${id}-cluster`, 2);
  sample.deploy(layered, 'evidence', 'command-storage');

  const central = sample.workload(
    'licence-plate',
    'Plates of the old town, central',
    atCrossings(sample, oldTown, 'plates', 'licence-plate', 'copper-1g', () => 1),
  );
  sample.deploy(central, 'read', 'central-cloud', 4);
  sample.deploy(central, 'watch-list', 'central-cloud');
  sample.deploy(central, 'evidence', 'central-cloud');
}

function drawAnalytics(sample: SampleSite, districts: readonly District[]): void {
  const cameras = (crossing: Crossing): number =>
    crossing.district === OLD_TOWN ? 2 : ([4, 5, crossing.row === LARGEST_ROW ? 10 : 8][crossing.arterials] ?? 4);
  const analytics = sample.workload(
    'video-analytics',
    'Video analytics',
    atCrossings(sample, districts, 'cameras', 'video-analytics', 'copper-1g', cameras),
  );
  sample.allowReplicas(analytics, 'analyse', 400);
  for (const crossing of crossingsOf(districts)) sample.deploy(analytics, 'analyse', `roadside-${crossingId(crossing)}`);
  sample.deploy(analytics, 'events', 'command-cluster', 2);
}

function drawSignals(sample: SampleSite, districts: readonly District[]): void {
  const signals = sample.workload(
    'traffic-signal-control',
    'Signal control',
    atCrossings(sample, districts, 'signals', 'traffic-signal-control', 'copper-100m', () => 1),
  );
  for (const crossing of crossingsOf(districts)) sample.deploy(signals, 'signal', `roadside-${crossingId(crossing)}`);
  for (const { id } of districts) sample.deploy(signals, 'corridor', `${id}-cluster`);
}

function drawVehicles(sample: SampleSite, districts: readonly District[]): void {
  const groups = districts.flatMap(({ id, name }) =>
    [1, 2].map((cell) =>
      sample.group(`${id}-vehicles-${cell}`, 'v2x-collision-warning', `${id}-cell-${cell}`, '5g-embb-midband', {
        name: `${name}, vehicles of cell ${cell}`,
        placeId: id,
        positionM: { xM: cell === 1 ? -220 : 220, yM: cell === 1 ? -180 : 180, zM: 0 },
        count: 120,
        spreadM: 200,
      }),
    ),
  );
  const warning = sample.workload('v2x-collision-warning', 'Collision warning', groups);
  for (const { id } of districts.slice(0, -1)) {
    sample.deploy(warning, 'fusion', `${id}-cluster`, 8);
    sample.deploy(warning, 'warn', `${id}-cluster`, 6);
  }
}

function drawMeters(sample: SampleSite, districts: readonly District[]): void {
  const groups = districts.map(({ id, name }, index) =>
    sample.group(`${id}-meters`, 'smart-metering', `${id}-lora`, index === OLD_TOWN ? 'lora-sf12' : 'lora-sf7', {
      name: `${name}, parking and water meters`,
      placeId: id,
      positionM: { xM: -60, yM: 60, zM: 0 },
      count: 400,
      spreadM: 380,
    }),
  );
  const metering = sample.workload('smart-metering', 'Meters', groups);
  sample.deploy(metering, 'head-end', 'command-cluster');
  sample.deploy(metering, 'meter-data', 'regional-cloud');
}
