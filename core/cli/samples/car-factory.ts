import { newHeader } from '../../site/defaults.ts';
import { emptySite } from '../../site/site.ts';
import { at, drawHall, drawNetwork, ZONES } from './car-factory-hall.ts';
import type { Zone } from './car-factory-hall.ts';
import type { Sample } from './sample.ts';
import { assume, CHINA_ENERGY, PROJECT_SOURCE } from './sample.ts';
import { SampleSite } from './sample-site.ts';

/** Stations with eight cameras each. One without a box of its own uses the nearest in its zone. */
const STATIONS = [
  { id: 'press-1', zone: 'press', xM: 8, yM: -20, box: 'int8', framesPerSecond: 3 },
  { id: 'body-1', zone: 'body', xM: -14, yM: -18, box: 'int8', framesPerSecond: 3 },
  { id: 'body-2', zone: 'body', xM: 12, yM: 10, box: 'int8', framesPerSecond: 3 },
  { id: 'paint-1', zone: 'paint', xM: -10, yM: -16, box: 'fp16', framesPerSecond: 3 },
  { id: 'paint-2', zone: 'paint', xM: 12, yM: 14, box: null, framesPerSecond: 3 },
  { id: 'assembly-1', zone: 'assembly', xM: 40, yM: 4, box: 'int8', framesPerSecond: 3 },
  { id: 'qc-1', zone: 'qc', xM: -16, yM: 6, box: 'int8', framesPerSecond: 3 },
  { id: 'qc-2', zone: 'qc', xM: 2, yM: 6, box: 'int8', framesPerSecond: 3 },
  { id: 'qc-3', zone: 'qc', xM: 18, yM: 6, box: 'fp32', framesPerSecond: 1 },
] as const;

/** Scenario 1: vision QC, control loops, SCADA, predictive maintenance and transport in one hall. */
export const carFactory: Sample = {
  id: 'car-factory-qc',
  kind: 'factory',
  data: null,
  name: { en: 'Car factory QC', 'zh-CN': '汽车工厂质检' },
  description: {
    en: 'A hall with press, body, paint and final assembly: 72 inspection cameras on edge boxes, control loops over TSN, SCADA, vehicles, and a regional cloud behind SD-WAN.',
    'zh-CN': '冲压、焊装、涂装、总装车间：72 路质检相机由边缘服务器推理，TSN 控制回路、SCADA、AGV，经 SD-WAN 连接区域云。',
  },
  draw(catalog) {
    const header = newHeader({
      id: 'car-factory-qc',
      name: 'Car factory QC',
      kind: 'factory',
      description:
        'Vision quality control of a car factory with its control loops and supervision (scenario 1). Eight 1080p cameras a station and edge box.',
      ...CHINA_ENERGY,
      growthPerYear: 0.15,
      sources: [PROJECT_SOURCE],
      assumptions: [
        assume(
          'A kWh costs 0.09 US dollars and stands for 570 g of CO2e.',
          'estimate of an industrial tariff; Ministry of Ecology and Environment of China, average of the national grid for 2022',
        ),
        assume('The hall, its zones and the places of the stations are a plausible layout, not a surveyed one.'),
        assume(
          'The regional cloud is 220 km away in a straight line; its lines are 1.85 and 2.09 times as long.',
          'route factors of the media',
        ),
        assume(
          'Station QC 3 still runs the FP32 model at one frame a second; paint stations 1 and 2 share one box with the FP16 model.',
          'to show what quantisation is worth: 120 ms against 35 ms in the scenario',
        ),
        assume('The dock conveyor in logistics reaches its soft PLC over Wi-Fi.', 'to show why control loops need TSN'),
      ],
    });
    const sample = new SampleSite(catalog, emptySite(header));
    drawHall(sample);
    drawNetwork(sample);
    drawVision(sample);
    drawControl(sample);
    drawOperations(sample);
    drawWhatIf(sample);
    return Promise.resolve(sample.finish());
  },
};

function drawWhatIf(sample: SampleSite): void {
  const frames = Object.values(sample.site.placements).filter(({ variant }) => variant === 'fp32');
  sample.scenario(
    'quantised',
    'Station QC 3 quantised',
    'The station that still runs the FP32 model runs the INT8 model instead.',
    frames.map(({ id }) => ({ kind: 'placement.edit', id, patch: { variant: 'int8' } })),
  );
}

function drawVision(sample: SampleSite): void {
  const unitOf = new Map<string, number>();
  for (const station of STATIONS) {
    const zone = ZONES[station.zone];
    const title = `${zone.name} ${station.id.slice(-1)}`;
    sample.node(`${station.id}-poe`, `${title}, camera switch`, 'cisco-ie-4000-8gt8gp4g', 'on-site-edge', {
      placeId: zone.id,
      positionM: at(station.xM + 3, station.yM),
    });
    sample.link(`${station.id}-poe`, `${zone.id}-switch`, 'copper-1g', { lengthM: 60 });
    sample.group(`${station.id}-cameras`, 'vision-qc', `${station.id}-poe`, 'copper-1g', {
      name: `${title}, cameras`,
      placeId: zone.id,
      positionM: at(station.xM, station.yM, 3),
      spreadM: 5,
      requestsPerSecond: station.framesPerSecond,
    });
    if (station.box === null) continue;
    const unit = unitOf.get(zone.id) ?? 4;
    unitOf.set(zone.id, unit + 2);
    sample.node(`${station.id}-box`, `${title}, vision box`, 'xeon-d-2146nt-t4-zynq', 'on-site-edge', {
      placeId: `${zone.id}-cabinet`,
      rackUnit: unit,
      platform: { runtime: 'k3s', overheadComputeUnits: null, overheadMemoryGiB: null },
    });
    sample.link(`${station.id}-box`, `${zone.id}-switch`, 'copper-10g', { lengthM: 2 });
    sample.link(`${station.id}-box`, `${station.id}-poe`, 'copper-1g', { lengthM: 60 });
  }
  const vision = sample.workload(
    'vision-qc',
    'Vision QC',
    STATIONS.map(({ id }) => `${id}-cameras`),
  );
  sample.allowReplicas(vision, 'inspect', 16);
  for (const { id, box } of STATIONS) {
    if (box === null) continue;
    sample.deploy(vision, 'inspect', `${id}-box`, 1, box);
    sample.deploy(vision, 'reject', `${id}-box`);
  }
  sample.deploy(vision, 'image-store', 'image-storage');
}

function drawControl(sample: SampleSite): void {
  const controlled: readonly Zone[] = Object.values(ZONES).filter(({ id }) => id !== 'qc');
  for (const { id, name } of controlled) {
    sample.node(`${id}-ipc`, `${name}, control PC`, 'siemens-ipc427e', 'on-site-edge', {
      placeId: id,
      positionM: at(0, -8),
      platform: { runtime: 'k3s', overheadComputeUnits: null, overheadMemoryGiB: null },
    });
    sample.link(`${id}-ipc`, `${id}-tsn`, 'tsn-1g', { lengthM: 40 });
    const overWifi = id === 'logistics';
    sample.group(`${id}-plcs`, 'plc-control-loop', overWifi ? `${id}-ap` : `${id}-tsn`, overWifi ? 'wifi5' : 'tsn-1g', {
      name: `${name}, PLCs`,
      placeId: id,
      positionM: at(id === 'assembly' ? 30 : -10, 8),
      count: overWifi ? 4 : 12,
    });
    sample.group(`${id}-tags`, 'scada', `${id}-switch`, 'copper-1g', {
      name: `${name}, PLC tags (OPC UA)`,
      placeId: id,
      positionM: at(id === 'assembly' ? 24 : -14, 4),
      count: 24,
      spreadM: 12,
    });
  }
  const loops = sample.workload(
    'plc-control-loop',
    'Line control',
    controlled.map(({ id }) => `${id}-plcs`),
  );
  sample.allowReplicas(loops, 'soft-plc', 8);
  for (const { id } of controlled) sample.deploy(loops, 'soft-plc', `${id}-ipc`);

  sample.node('robot-ipc', 'Body shop, motion PC', 'siemens-ipc427e', 'on-site-edge', { placeId: 'body', positionM: at(20, 20) });
  sample.link('robot-ipc', 'body-tsn', 'tsn-1g', { lengthM: 50 });
  sample.group('body-drives', 'motion-control', 'body-tsn', 'tsn-1g', {
    name: 'Body shop, drives of the framing cell',
    placeId: 'body',
    positionM: at(18, 24),
  });
  const motion = sample.workload('motion-control', 'Framing cell', ['body-drives']);
  sample.deploy(motion, 'motion-kernel', 'robot-ipc');

  const scada = sample.workload(
    'scada',
    'SCADA',
    controlled.map(({ id }) => `${id}-tags`),
  );
  sample.deploy(scada, 'scada-server', 'scada-host');
  sample.deploy(scada, 'alarm', 'scada-host');
  sample.deploy(scada, 'historian', 'image-storage');
}

function drawOperations(sample: SampleSite): void {
  const sensed = [ZONES.press, ZONES.body, ZONES.paint, ZONES.assembly];
  const vibration = sensed.map(({ id, name, widthM }) =>
    sample.group(`${id}-vibration`, 'predictive-maintenance', `${id}-switch`, 'copper-100m', {
      name: `${name}, vibration sensors`,
      placeId: id,
      positionM: at(6, 14),
      spreadM: Math.min(28, widthM / 3),
    }),
  );
  const maintenance = sample.workload('predictive-maintenance', 'Predictive maintenance', vibration);
  for (const { id } of sensed) sample.deploy(maintenance, 'features', `${id}-1-box`);
  sample.deploy(maintenance, 'anomaly', 'regional-cloud', 6);
  sample.deploy(maintenance, 'trend-store', 'regional-cloud');

  const fleets = [
    { zone: ZONES.logistics, count: 12, medium: 'wifi6' },
    { zone: ZONES.assembly, count: 8, medium: 'wifi6' },
    { zone: ZONES.press, count: 5, medium: 'wifi5' },
  ].map(({ zone, count, medium }) =>
    sample.group(`${zone.id}-agvs`, 'agv-navigation', `${zone.id}-ap`, medium, {
      name: `${zone.name}, AGVs`,
      placeId: zone.id,
      positionM: at(4, -4),
      count,
      spreadM: 18,
    }),
  );
  const vehicles = sample.workload('agv-navigation', 'AGV fleet', fleets);
  for (const service of ['fleet-control', 'map-match', 'traffic-manager'])
    sample.deploy(vehicles, service, 'plant-server-2', service === 'map-match' ? 2 : 1);

  const headsets = sample.group('assembly-headsets', 'ar-assistance', 'assembly-ap', 'wifi5', {
    name: 'Final assembly, headsets',
    placeId: 'assembly',
    positionM: at(-30, 6),
    count: 6,
  });
  const assistance = sample.workload('ar-assistance', 'AR work instructions', [headsets]);
  sample.deploy(assistance, 'slam', 'plant-server-2', 2);
  sample.deploy(assistance, 'annotate', 'plant-server-2');

  const machines = [ZONES.body, ZONES.paint].map(({ id, name }) =>
    sample.group(`${id}-machines`, 'digital-twin-sync', `${id}-switch`, 'copper-1g', {
      name: `${name}, machines`,
      placeId: id,
      positionM: at(-4, 20),
      spreadM: 22,
    }),
  );
  const twin = sample.workload('digital-twin-sync', 'Digital twin of the lines', machines);
  sample.deploy(twin, 'ingest', 'plant-server-1', 2);
  sample.deploy(twin, 'twin-state', 'regional-cloud', 2);
  sample.deploy(twin, 'what-if', 'regional-cloud');

  const staff = sample.group('control-room-staff', 'llm-assistant', 'core-switch', 'copper-1g', {
    name: 'Control room, staff',
    placeId: 'hall',
    positionM: at(111, -20),
    spreadM: 6,
  });
  const assistant = sample.workload('llm-assistant', 'Maintenance assistant', [staff]);
  sample.deploy(assistant, 'retrieve', 'plant-server-1');
  sample.deploy(assistant, 'generate', 'gpu-server', 2, 'int4');
}
