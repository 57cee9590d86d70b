import { must } from '../../core/base/assert.ts';
import type { RandomStream } from '../../core/base/random.ts';
import { createRandom } from '../../core/base/random.ts';
import type { Catalog } from '../../core/catalog/catalog.ts';
import { instantiate } from '../../core/catalog/instantiate.ts';
import { loadCatalog } from '../../core/cli/load-catalog.ts';
import { computeDemand } from '../../core/evaluate/demand.ts';
import { stationOf } from '../../core/evaluate/service-time.ts';
import { buildSiteModel } from '../../core/evaluate/site-model.ts';
import { newDeviceGroup, newHeader, newLink, newNode, newPlace, newPlacement } from '../../core/site/defaults.ts';
import { checkIntegrity } from '../../core/site/integrity.ts';
import type { AnyRecord, CollectionName, Site } from '../../core/site/site.ts';
import { COLLECTIONS, emptySite } from '../../core/site/site.ts';

export type ScaleKind = 'city' | 'mec';

/** Nodes of a district: access nodes in rings between two routers, a room with a cluster. */
const DISTRICT = 50;
const RING = 5;
const DISTRICTS_A_METRO = 10;
const METROS_A_REGION = 5;
/** One of so many nodes has users of the applications of the metro. */
const METRO_USERS = 5;
/** Mean members of the device groups at one node, over all nodes. */
const MEMBERS_A_NODE = 10;
/** Utilisation at which services are given another replica. */
const SIZED_FOR = 0.5;

/** Where the services of an application run, by the order in which its template names them. */
type Layer = 'access' | 'district' | 'metro' | 'region' | 'centre';

interface Application {
  readonly template: string;
  readonly layers: readonly Layer[];
  /** Which of the two device groups of an access node use it. */
  readonly group: 0 | 1;
  /** One a district; or one for the whole metro, which one node in five uses. */
  readonly span: 'district' | 'metro';
}

/** Most requests are answered where they arise or in the room of the district, some in the metro, the region or the centre. */
const APPLICATIONS: Readonly<Record<ScaleKind, readonly Application[]>> = {
  city: [
    { template: 'video-analytics', layers: ['access', 'district'], group: 0, span: 'district' },
    { template: 'licence-plate', layers: ['access', 'district', 'metro'], group: 0, span: 'district' },
    { template: 'predictive-maintenance', layers: ['access', 'district', 'metro'], group: 0, span: 'district' },
    { template: 'v2x-collision-warning', layers: ['district', 'district'], group: 1, span: 'district' },
    { template: 'traffic-signal-control', layers: ['access', 'district'], group: 1, span: 'district' },
    { template: 'connected-vehicle-inference', layers: ['district', 'region'], group: 1, span: 'district' },
    { template: 'iot-stream-analytics', layers: ['district', 'district', 'region'], group: 1, span: 'district' },
    { template: 'crowd-digital-signage', layers: ['district', 'metro'], group: 1, span: 'district' },
    { template: 'retail-checkout-vision', layers: ['district', 'district'], group: 0, span: 'district' },
    { template: 'patient-monitoring', layers: ['access', 'district'], group: 1, span: 'district' },
    { template: 'digital-twin-sync', layers: ['district', 'metro', 'metro'], group: 1, span: 'metro' },
    { template: 'smart-metering', layers: ['metro', 'centre'], group: 1, span: 'metro' },
    { template: 'voice-assistant', layers: ['metro', 'metro', 'metro'], group: 1, span: 'metro' },
  ],
  mec: [
    { template: 'ar-assistance', layers: ['access', 'district'], group: 0, span: 'district' },
    { template: 'connected-vehicle-inference', layers: ['access', 'region'], group: 0, span: 'district' },
    { template: 'v2x-collision-warning', layers: ['access', 'district'], group: 0, span: 'district' },
    { template: 'iot-stream-analytics', layers: ['district', 'district', 'metro'], group: 0, span: 'district' },
    { template: 'cdn-cache', layers: ['district', 'region'], group: 1, span: 'district' },
    { template: 'cloud-gaming', layers: ['district'], group: 1, span: 'district' },
    { template: 'retail-checkout-vision', layers: ['district', 'metro'], group: 1, span: 'district' },
    { template: 'crowd-digital-signage', layers: ['district', 'metro'], group: 1, span: 'district' },
    { template: 'patient-monitoring', layers: ['access', 'district'], group: 0, span: 'district' },
    { template: 'video-platform-burst', layers: ['district', 'metro', 'region', 'metro'], group: 1, span: 'metro' },
    { template: 'voice-assistant', layers: ['metro', 'metro', 'metro'], group: 1, span: 'metro' },
    { template: 'ecommerce', layers: ['district', 'metro', 'metro', 'metro', 'region', 'centre'], group: 1, span: 'metro' },
    { template: 'smart-metering', layers: ['metro', 'region'], group: 1, span: 'metro' },
  ],
};

const ACCESS_TYPE: Readonly<Record<ScaleKind, string>> = { city: 'jetson-agx-xavier-roadside', mec: 'huawei-atlas-500-pro' };

let loaded: Catalog | null = null;

function catalog(): Catalog {
  if (loaded !== null) return loaded;
  const result = loadCatalog();
  if (result.status === 'failed') throw new Error(JSON.stringify(result.error[0]));
  loaded = result.value;
  return loaded;
}

/**
 * A site of about `nodes` nodes with ten flows and ten device-group members a node: districts of access rings that two routers close,
 * metros and regions above them, applications of the catalog, sized so that nothing is overloaded. Equal arguments give equal sites.
 */
export function scaleSite(kind: ScaleKind, nodes: number, seed = 1): Site {
  return new ScaleSite(kind, seed).build(Math.max(1, Math.round(nodes / DISTRICT)));
}

class ScaleSite {
  private readonly kind: ScaleKind;
  private readonly random: RandomStream;
  private readonly records = new Map<CollectionName, Map<string, AnyRecord>>(COLLECTIONS.map((name) => [name, new Map()]));
  private readonly empty: Site;
  private readonly groups: (readonly string[])[][] = [];
  private readonly access: (readonly string[])[] = [];

  constructor(kind: ScaleKind, seed: number) {
    this.kind = kind;
    this.random = createRandom(seed, `scale ${kind}`);
    this.empty = emptySite(newHeader({ id: `scale-${kind}`, name: `Generated ${kind}`, kind }));
  }

  build(districts: number): Site {
    const metros = Math.ceil(districts / DISTRICTS_A_METRO);
    const regions = Math.ceil(metros / METROS_A_REGION);
    this.node('centre', 'central-cloud-pool', 'central', null, 600_000, 0);
    for (let region = 0; region < regions; region += 1) this.drawRegion(region);
    for (let metro = 0; metro < metros; metro += 1) this.drawMetro(metro);
    for (let district = 0; district < districts; district += 1) this.drawDistrict(district);
    for (let district = 0; district < districts; district += 1)
      for (const application of this.applications('district')) this.install(application, [district], metroOf(district));
    for (let metro = 0; metro < metros; metro += 1) {
      const own = Array.from({ length: districts }, (_, district) => district).filter((district) => metroOf(district) === metro);
      for (const application of this.applications('metro')) this.install(application, own, metro);
    }
    const site = this.sized(this.site());
    const broken = checkIntegrity(site, 1)[0];
    if (broken !== undefined) throw new Error(`${broken.place}: ${broken.message}`);
    return site;
  }

  private applications(span: Application['span']): Application[] {
    return APPLICATIONS[this.kind].filter((application) => application.span === span);
  }

  private drawRegion(region: number): void {
    const id = `region-${region}`;
    this.place(id, 'region', null, region * 250_000, 0);
    this.node(`${id}-zone`, 'regional-cloud-zone', 'regional', id, 0, 0);
    for (const side of ['a', 'b']) {
      this.node(`${id}-${side}`, 'juniper-qfx5120-48y', 'regional', id, side === 'a' ? 0 : 30, 10);
      this.link(`${id}-zone`, `${id}-${side}`, 'fibre-100g');
      this.link(`${id}-${side}`, 'centre', 'fibre-dwdm-100g');
    }
  }

  private drawMetro(metro: number): void {
    const id = `metro-${metro}`;
    const region = `region-${Math.floor(metro / METROS_A_REGION)}`;
    this.place(id, 'city', region, (metro % METROS_A_REGION) * 45_000, 0);
    for (const [side, router] of [
      ['a', 'nokia-7250-ixr-s'],
      ['b', 'nokia-7250-ixr-s'],
    ] as const) {
      this.node(`${id}-${side}`, router, 'near-edge', id, side === 'a' ? 0 : 400, 0);
      this.link(`${id}-${side}`, `${region}-${side}`, 'fibre-dwdm-10g');
    }
    this.link(`${id}-a`, `${id}-b`, 'fibre-100g');
    for (const side of ['a', 'b']) {
      this.node(`${id}-cluster-${side}`, 'carrier-edge-large', 'near-edge', id, side === 'a' ? 10 : 410, 10);
      this.link(`${id}-cluster-${side}`, `${id}-${side}`, 'fibre-100g');
    }
  }

  private drawDistrict(district: number): void {
    const id = `d${String(district).padStart(4, '0')}`;
    const metro = `metro-${metroOf(district)}`;
    this.place(id, 'district', metro, (district % DISTRICTS_A_METRO) * 3_000, 5_000 + this.random() * 2_000);
    for (const side of ['a', 'b']) {
      this.node(`${id}-${side}`, 'juniper-acx7024', 'near-edge', id, side === 'a' ? 0 : 60, 0);
      this.link(`${id}-${side}`, `${metro}-${side}`, 'fibre-10g');
    }
    this.link(`${id}-a`, `${id}-b`, 'fibre-100g');
    this.node(`${id}-cluster`, 'aggregation-room-cluster', 'near-edge', id, 10, 10);
    for (const side of ['a', 'b']) this.link(`${id}-cluster`, `${id}-${side}`, 'fibre-25g');
    if (district % DISTRICTS_A_METRO !== 0) this.link(`d${String(district - 1).padStart(4, '0')}-b`, `${id}-a`, 'fibre-10g');
    this.drawAccess(district, id);
  }

  /** Rings of access nodes from one router to the other, two device groups at each node. */
  private drawAccess(district: number, id: string): void {
    const access: string[] = [];
    const groups: string[][] = [[], []];
    const share = (MEMBERS_A_NODE * DISTRICT) / (DISTRICT - 5);
    for (let at = 0; at < DISTRICT - 5; at += 1) {
      const node = `${id}-n${String(at).padStart(2, '0')}`;
      const angle = at / RING;
      this.node(node, ACCESS_TYPE[this.kind], 'on-site-edge', id, 300 * angle * Math.cos(at), 300 * angle * Math.sin(at));
      this.link(at % RING === 0 ? `${id}-a` : (access[at - 1] ?? ''), node, 'fibre-1g');
      if (at % RING === RING - 1) this.link(node, `${id}-b`, 'fibre-1g');
      access.push(node);
      const few = 2 + Math.floor(this.random() * 3);
      const many = Math.max(1, Math.round(share - few + (this.random() - 0.5) * 4));
      groups[0]?.push(this.group(`${node}-g0`, node, 0, few));
      groups[1]?.push(this.group(`${node}-g1`, node, 1, many));
    }
    this.access[district] = access;
    this.groups[district] = groups;
  }

  private group(id: string, nodeId: string, kind: 0 | 1, count: number): string {
    const camera = this.kind === 'city' && kind === 0;
    const record = newDeviceGroup({
      id,
      name: id,
      kind: camera ? 'camera' : this.kind === 'city' ? 'sensor' : kind === 0 ? 'headset' : 'phone',
      count,
      spreadM: 50,
      requestsPerSecond: Math.round((camera ? 5 : 2) * (0.5 + this.random()) * 100) / 100,
      bytesUp: camera ? 60_000 : 1_200,
      bytesDown: camera ? 500 : 4_000,
      attachment: { nodeId, mediumId: this.kind === 'city' && camera ? 'copper-1g' : '5g-embb-midband', lengthM: 30 },
    } as unknown as Parameters<typeof newDeviceGroup>[0]);
    this.add('deviceGroups', record);
    return id;
  }

  /** An application for all device groups of its districts, its services where their layer is. */
  private install({ template, layers, group, span }: Application, districts: readonly number[], metro: number): void {
    const all = districts.flatMap((district) => this.groups[district]?.[group] ?? []);
    const sources = span === 'district' ? all : all.filter((_, at) => at % METRO_USERS === 0);
    const name = `${template} ${span === 'district' ? `d${String(districts[0] ?? 0).padStart(4, '0')}` : `metro ${metro}`}`;
    const instance = instantiate(this.empty, must(catalog().templates.get(template), template), {
      name,
      sources: sources as never,
    });
    for (const command of instance.command.commands)
      if ('record' in command) this.add(COLLECTION_OF[command.kind] ?? 'flows', command.record as AnyRecord);
    for (const [at, service] of [...instance.services.values()].entries()) {
      this.add('services', { ...service, replicas: { ...service.replicas, max: 100_000 } } as AnyRecord);
      for (const nodeId of this.hosts(layers[at] ?? 'metro', districts, metro)) {
        const record = newPlacement({ id: `${service.id}.${nodeId}`, serviceId: service.id, nodeId, replicas: 1 } as never);
        this.add('placements', record);
      }
    }
  }

  private hosts(layer: Layer, districts: readonly number[], metro: number): readonly string[] {
    switch (layer) {
      case 'access':
        return districts.flatMap((district) => this.access[district] ?? []);
      case 'district':
        return districts.map((district) => `d${String(district).padStart(4, '0')}-cluster`);
      case 'metro':
        return ['a', 'b'].map((side) => `metro-${metro}-cluster-${side}`);
      case 'region':
        return [`region-${Math.floor(metro / METROS_A_REGION)}-zone`];
      default:
        return ['centre'];
    }
  }

  /** As many replicas of each placement as its requests need. */
  private sized(site: Site): Site {
    const model = buildSiteModel(site);
    const demand = computeDemand(model);
    for (const { placement, node } of [...model.placements.values()].flat()) {
      const service = must(site.services[placement.serviceId], placement.serviceId);
      const type = must(site.hardwareTypes[model.graph.nodes[node]?.typeId ?? ''], 'type');
      const { servers, speed, accelerator } = stationOf(service, { ...placement, replicas: 1 }, type);
      const load = demand.services.get(placement.id);
      if (load === undefined) continue;
      const cpu = load.computeWork / 1000 / (servers * speed * SIZED_FOR);
      const itemMs = accelerator === null ? 0 : accelerator.itemMs + accelerator.setupMs / accelerator.maxBatch;
      const device = (load.requestsPerSecond / 1000) * (itemMs / ((accelerator?.servers ?? 1) * SIZED_FOR));
      this.add('placements', { ...placement, replicas: Math.max(1, Math.ceil(Math.max(cpu, device))) });
    }
    return this.site();
  }

  private site(): Site {
    const maps = COLLECTIONS.map((name) => [name, Object.freeze(Object.fromEntries(this.records.get(name) ?? []))]);
    return Object.freeze({ header: this.empty.header, ...Object.fromEntries(maps) }) as Site;
  }

  private place(id: string, kind: string, parentId: string | null, xM: number, yM: number): void {
    this.add('places', newPlace({ id, name: id, kind, parentId, positionM: { xM, yM, zM: 0 } } as never));
  }

  private node(id: string, typeId: string, tier: string, placeId: string | null, xM: number, yM: number): void {
    this.add('hardwareTypes', must(catalog().hardwareTypes.get(typeId), typeId));
    const positionM = { xM: Math.round(xM), yM: Math.round(yM), zM: 0 };
    this.add('nodes', newNode({ id, name: id, typeId, tier, placeId, positionM } as never));
  }

  private link(fromNodeId: string, toNodeId: string, mediumId: string): void {
    this.medium(mediumId);
    this.add('links', newLink({ id: `${fromNodeId}.${toNodeId}`, fromNodeId, toNodeId, mediumId } as never));
  }

  private medium(id: string): void {
    this.add('media', must(catalog().media.get(id), id));
  }

  private add(collection: CollectionName, record: AnyRecord): void {
    if (collection === 'deviceGroups' && 'attachment' in record) this.medium(record.attachment?.mediumId ?? '');
    this.records.get(collection)?.set(record.id, Object.freeze(record));
  }
}

const COLLECTION_OF: Readonly<Record<string, CollectionName>> = {
  'workload.add': 'workloads',
  'service.add': 'services',
  'flow.add': 'flows',
};

function metroOf(district: number): number {
  return Math.floor(district / DISTRICTS_A_METRO);
}
