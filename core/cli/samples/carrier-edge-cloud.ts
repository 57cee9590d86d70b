import { newHeader } from '../../site/defaults.ts';
import { emptySite } from '../../site/site.ts';
import type { Room } from './carrier-room.ts';
import { around, drawRoom, K3S, KUBERNETES } from './carrier-room.ts';
import { drawProbe } from './probe.ts';
import type { Sample } from './sample.ts';
import { assume, CHINA_ENERGY, PROJECT_SOURCE } from './sample.ts';
import { SampleSite } from './sample-site.ts';

/** Campuses with an on-site node of their own. */
const CAMPUSES = [
  { id: 'port', name: 'Container port', tenant: 'Port authority', type: 'otii-mec-server-4t4' },
  { id: 'hospital', name: 'Hospital', tenant: 'City hospital', type: 'hpe-el8000-e920t' },
  { id: 'plant', name: 'Appliance plant', tenant: 'Appliance works', type: 'carrier-edge-small' },
  { id: 'mall', name: 'Shopping centre', tenant: 'Retail group', type: 'dell-xr4510c-w' },
] as const;
const NEAR = ['North exchange', 'East exchange', 'South exchange'] as const;
/** One pool for all forms. */
const NEAR_FORMS = ['vm', 'bare-metal', 'container'] as const;
const DESCRIPTION =
  'The edge cloud of a carrier (scenario 4) at three distances: on the premises of four customers, in three exchanges of the city, and in a cloud edge of the neighbouring province. Virtual machines, containers and bare metal from one pool, tenants apart.';

/** Scenario 4: small, general and large nodes at three distances, one pool for all forms. */
export const carrierEdgeCloud: Sample = {
  id: 'carrier-edge-cloud',
  kind: 'mec',
  data: null,
  name: { en: 'Carrier edge cloud', 'zh-CN': '运营商边缘云' },
  description: {
    en: 'On-site nodes at four customers, three exchanges of the city and a cloud edge beyond: virtual machines, containers and bare metal of several tenants from one pool, with what each distance costs in delay.',
    'zh-CN':
      '四家客户的现场节点、三个城区近场机房与省外云边缘：虚拟机、容器与裸金属共用资源池，多租户隔离，各层距离的时延一目了然。',
  },
  draw(catalog) {
    const header = newHeader({
      id: 'carrier-edge-cloud',
      name: 'Carrier edge cloud',
      kind: 'mec',
      description: DESCRIPTION,
      ...CHINA_ENERGY,
      growthPerYear: 0.25,
      sources: [PROJECT_SOURCE],
      assumptions: [
        assume('Customers, exchanges and their places are made up; the city is 9 km across.'),
        assume('The cloud edge is in the neighbouring province, 450 km away in a straight line; the central cloud 1,400 km.'),
        assume(
          'On their premises customers use wires, Wi-Fi 6 and a URLLC slice; in the city public 5G and passive optical access.',
        ),
        assume('An echo of 200 bytes at each distance stands for the delay of the level itself.'),
        assume('The shopping centre got one visual checkout replica for three shops.', 'to show a service that is too small'),
        assume(
          'Cloud phones of the south exchange are served from the cloud edge.',
          'to show an objective that needs the nearer level',
        ),
      ],
    });
    const sample = new SampleSite(catalog, emptySite(header));
    const near = drawLevels(sample);
    const users = drawUsers(sample, near);
    drawEchoes(sample, near, users);
    drawTenants(sample);
    drawPool(sample, near);
    drawWhatIf(sample);
    return Promise.resolve(sample.finish());
  },
};

function drawLevels(sample: SampleSite): Room[] {
  const near = NEAR.map((name, index) =>
    drawRoom(sample, {
      id: `near-${index + 1}`,
      name,
      level: 'aggregation',
      ...around(0, 0, 1700, index / NEAR.length + 0.08),
      tier: 'near-edge',
      router: 'juniper-mx204',
      server: 'carrier-edge-general',
      powerW: 18_000,
      fields: KUBERNETES,
    }),
  );
  for (const [index, room] of near.entries())
    sample.link(room.router, near[(index + 1) % near.length]?.router ?? '', 'fibre-100g');
  for (const [index, { id, name, tenant, type }] of CAMPUSES.entries()) {
    const spot = around(0, 0, 3700, index / CAMPUSES.length + 0.14);
    sample.place(id, name, 'site', {
      tier: 'on-site-edge',
      positionM: { ...spot, zM: 0 },
      sizeM: { widthM: 360, depthM: 260, heightM: 0 },
      limits: { powerW: 6000, coolingW: 6000, rackUnits: 42, floorLoadKg: null },
      pue: 1.6,
      upsH: 2,
      powerFeeds: ['Feed A', 'Feed B'],
    });
    sample.node(`${id}-router`, `${name}, router`, 'cisco-c8300', 'on-site-edge', {
      placeId: id,
      positionM: { xM: -60, yM: 30, zM: 0 },
      tenant,
    });
    sample.node(`${id}-edge`, `${name}, edge node`, type, 'on-site-edge', {
      placeId: id,
      positionM: { xM: 60, yM: 30, zM: 0 },
      tenant,
      ...K3S,
    });
    sample.node(`${id}-cell`, `${name}, 5G cell`, 'small-cell-outdoor', 'on-site-edge', {
      placeId: id,
      positionM: { xM: 0, yM: -70, zM: 0 },
    });
    sample.link(`${id}-edge`, `${id}-router`, 'copper-10g', { lengthM: 30 });
    sample.link(`${id}-cell`, `${id}-router`, 'fibre-10g', { lengthM: 180 });
    sample.link(`${id}-router`, near[index % near.length]?.router ?? '', 'fibre-10g');
  }
  sample.node('cloud-edge', 'Cloud edge, neighbouring province', 'carrier-edge-large', 'regional', {
    positionM: { xM: 5600, yM: 600, zM: 0 },
    ...KUBERNETES,
  });
  sample.node('central-cloud', 'Central cloud', 'central-cloud-pool', 'central', {
    positionM: { xM: 5600, yM: -600, zM: 0 },
    ...KUBERNETES,
  });
  for (const { router } of near.slice(0, 2)) sample.link(router, 'cloud-edge', 'fibre-dwdm-100g', { lengthM: 675_000 });
  sample.link('cloud-edge', 'central-cloud', 'fibre-dwdm-100g', { lengthM: 2_100_000 });
  return near;
}

function drawWhatIf(sample: SampleSite): void {
  const machines = Object.values(sample.site.services).filter(({ form }) => form === 'vm');
  sample.scenario(
    'no-machines',
    'Containers instead of virtual machines',
    'Every virtual machine runs as a container.',
    machines.map(({ id }) => ({ kind: 'service.edit', id, patch: { form: 'container' } })),
  );
}

interface Users {
  /** On the premises, by access. */
  readonly onSite: readonly string[];
  /** In the city, by access. */
  readonly city: readonly string[];
}

function drawUsers(sample: SampleSite, near: readonly Room[]): Users {
  const group = (
    id: string,
    name: string,
    placeId: string,
    nodeId: string,
    mediumId: string,
    at: readonly [number, number],
    count: number,
  ): string =>
    sample.group(id, 'patient-monitoring', nodeId, mediumId, {
      name,
      kind: 'terminal',
      protocol: 'http',
      placeId,
      positionM: { xM: at[0], yM: at[1], zM: 0 },
      spreadM: 45,
      count,
    });
  const onSite = CAMPUSES.flatMap(({ id, name }) => [
    group(`${id}-desks`, `${name}, desks`, id, `${id}-router`, 'copper-1g', [-110, -20], 40),
    group(`${id}-machines`, `${name}, machines on URLLC`, id, `${id}-cell`, '5g-urllc', [70, -80], 20),
  ]);
  const city = near.flatMap(({ id, name, router }) => {
    const cell = sample.node(`${id}-cell`, `${name}, 5G site`, 'gnb-macro-64t64r', 'near-edge', {
      placeId: id,
      positionM: { xM: 190, yM: 160, zM: 0 },
    });
    sample.link(cell, router, 'fibre-25g');
    return [
      group(`${id}-phones`, `${name}, phones on 5G`, id, cell, '5g-embb-midband', [330, 210], 60),
      group(`${id}-homes`, `${name}, homes on GPON`, id, router, 'gpon', [-330, 170], 80),
    ];
  });
  return { onSite, city };
}

function drawEchoes(sample: SampleSite, near: readonly Room[], { onSite, city }: Users): void {
  for (const { id, name } of CAMPUSES)
    drawProbe(sample, {
      id: `on-site-${id}`,
      name: `On-site echo, ${name}`,
      groups: onSite.filter((group) => group.startsWith(`${id}-`)),
      nodeId: `${id}-edge`,
      objectiveP99Ms: 5,
    });
  for (const [index, { id, name, server }] of near.entries())
    drawProbe(sample, {
      id: `echo-${id}`,
      name: `Near echo, ${name}`,
      groups: city.filter((group) => group.startsWith(`${id}-`)),
      nodeId: server,
      objectiveP99Ms: 40,
      form: NEAR_FORMS[index] ?? 'container',
    });
  drawProbe(sample, {
    id: 'cloud-edge-echo',
    name: 'Cloud edge echo',
    groups: city,
    nodeId: 'cloud-edge',
    objectiveP99Ms: 60,
    form: 'secure-container',
  });
}

/** What the customers run on their premises. */
function drawTenants(sample: SampleSite): void {
  const cranes = sample.group('port-cranes', 'video-analytics', 'port-cell', '5g-private', {
    name: 'Container port, crane cameras',
    placeId: 'port',
    positionM: { xM: 120, yM: -60, zM: 20 },
    spreadM: 50,
    count: 12,
  });
  const numbers = sample.workload('video-analytics', 'Container numbers', [cranes]);
  sample.deploy(numbers, 'analyse', 'port-edge', 6, 'int8');
  sample.deploy(numbers, 'events', 'near-1-server');
  const beds = sample.group('hospital-beds', 'patient-monitoring', 'hospital-router', 'copper-1g', {
    name: 'Hospital, monitored beds',
    placeId: 'hospital',
    positionM: { xM: -90, yM: 70, zM: 0 },
    spreadM: 30,
    count: 240,
  });
  const monitoring = sample.workload('patient-monitoring', 'Bed monitoring', [beds]);
  sample.deploy(monitoring, 'collect', 'hospital-edge', 2);
  sample.deploy(monitoring, 'score', 'hospital-edge', 2);
  const tags = sample.group('plant-tags', 'scada', 'plant-router', 'copper-1g', {
    name: 'Appliance plant, PLC tags',
    placeId: 'plant',
    positionM: { xM: -90, yM: 70, zM: 0 },
    spreadM: 30,
    count: 60,
  });
  const scada = sample.workload('scada', 'Line supervision', [tags]);
  sample.deploy(scada, 'scada-server', 'plant-edge');
  sample.deploy(scada, 'alarm', 'plant-edge');
  sample.deploy(scada, 'historian', 'near-3-server');
  const tills = ['north', 'south', 'food'].map((shop, index) =>
    sample.group(`mall-tills-${shop}`, 'retail-checkout-vision', 'mall-router', 'copper-1g', {
      name: `Shopping centre, tills ${shop}`,
      placeId: 'mall',
      positionM: { xM: -110 + 55 * index, yM: 75, zM: 0 },
      spreadM: 20,
      count: 24,
    }),
  );
  const checkout = sample.workload('retail-checkout-vision', 'Visual checkout', tills);
  sample.deploy(checkout, 'recognise', 'near-1-server', 1);
  sample.deploy(checkout, 'price', 'mall-edge');
}

/** What everybody may use in the exchanges and in the cloud edge. */
function drawPool(sample: SampleSite, near: readonly Room[]): void {
  const phones = near.map(({ id, name }) =>
    sample.group(`${id}-screens`, 'cloud-phone', `${id}-cell`, '5g-embb-midband', {
      name: `${name}, cloud phones`,
      placeId: id,
      positionM: { xM: 300, yM: -160, zM: 0 },
      spreadM: 90,
      count: 30,
    }),
  );
  const cloudPhones = sample.workload('cloud-phone', 'Cloud phones', phones);
  for (const { server } of near.slice(0, 2)) sample.deploy(cloudPhones, 'phone', server, 30);
  sample.deploy(cloudPhones, 'phone', 'cloud-edge', 30);
  const shoppers = near.map(({ id, name, router }) =>
    sample.group(`${id}-shoppers`, 'ecommerce', router, 'gpon', {
      name: `${name}, shoppers`,
      placeId: id,
      positionM: { xM: -300, yM: -150, zM: 0 },
      spreadM: 120,
      count: 400,
    }),
  );
  const shop = sample.workload('ecommerce', 'Web shop', shoppers);
  for (const { server } of near)
    for (const service of ['gateway', 'catalogue', 'recommend', 'basket']) sample.deploy(shop, service, server, 4);
  sample.deploy(shop, 'payment', 'cloud-edge', 4);
  sample.deploy(shop, 'orders', 'cloud-edge');
  const analysts = sample.group('analysts', 'stateless-batch', 'near-2-router', 'fibre-10g', {
    name: 'Analysts',
    placeId: 'near-2',
    positionM: { xM: 40, yM: 40, zM: 0 },
    spreadM: 10,
  });
  const batch = sample.workload('stateless-batch', 'Batch pool', [analysts]);
  for (const { id } of batch.services.values()) sample.run({ kind: 'service.edit', id, patch: { form: 'container' } });
  for (const { server } of near) sample.deploy(batch, 'job', server, 6);
}
