import { must } from '../base/assert.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { failed, ok } from '../base/result.ts';
import { newHeader } from '../site/defaults.ts';
import type { GeoPoint, PositionM, Tier } from '../site/schema/common.ts';
import type { HardwareType } from '../site/schema/hardware-type.ts';
import { addDeviceGroup, addNode, addPlace } from './add-records.ts';
import type { AccessSite, CarrierKit } from './carrier-hierarchy.ts';
import { addCarrier } from './carrier-hierarchy.ts';
import type { CarrierRooms } from './carrier-rooms.ts';
import { carrierRooms } from './carrier-rooms.ts';
import type { Host } from './deploy-template.ts';
import { deployTemplate } from './deploy-template.ts';
import type { EuaData, EuaSite } from './eua-read.ts';
import { readEua, readSiteList } from './eua-read.ts';
import { middleOf, projectionAround } from './geo.ts';
import { pickCompute, pickMedium, pickRouter, pickTemplate } from './import-catalog.ts';
import type { ImportFile, ImportResult } from './import-result.ts';
import { cleanName, cleanText, SiteAssembly } from './site-assembly.ts';
import { circle, pointsOf } from './world/plane.ts';
import { WorldLayers } from './world/world-layers.ts';

export interface EuaOptions {
  readonly catalog: Catalog;
  /** Takes the metropolitan list of sites as well. */
  readonly metro: boolean;
  readonly name?: string;
}

/**
 * Bounds of a site's radius, m: cell radius (distance between sites / √3 in a hexagonal grid) of 3GPP TR 38.901, table 7.2-1:
 * 200 m between urban micro cells, 500 m between urban macro cells.
 */
const LEAST_RADIUS_M = 200 / Math.sqrt(3);
const MOST_RADIUS_M = 500 / Math.sqrt(3);
/** Neighbours of a cell in a hexagonal grid. */
const NEIGHBOURS = 6;
/** A metropolitan site this near to a listed one is the same mast: its list is rounded to 0.00001°, about a metre. */
const SAME_MAST_M = 5;

const EUA_SOURCE = {
  fields: [],
  title: 'EUA dataset (Swinburne): edge servers and users of Melbourne',
  url: 'https://github.com/swinedge/eua-dataset',
  date: '2018',
  note: 'MIT licence. Site data: Register of Radiocommunications Licences, Australian Communications and Media Authority (ACMA).',
};

/**
 * A MEC region from the EUA dataset: each site a place with a node, each user a device group attached to the nearest site,
 * the carrier's rooms and clouds above, and one workload of the catalog that every user calls.
 */
export function importEua(files: readonly ImportFile[], options: EuaOptions): ImportResult {
  const read = readEua(files, options.metro);
  if (read.status === 'failed') return failed(read.error);
  return ok(build(read.value, options));
}

/** A carrier's map from a table of its sites alone: places with nodes, rooms, backhaul and clouds; nobody uses it yet. */
export function importSiteList(file: ImportFile, options: Pick<EuaOptions, 'catalog' | 'name'>): ImportResult {
  const read = readSiteList(file);
  if (read.status === 'failed') return failed(read.error);
  const title = cleanName(options.name ?? '', cleanName(file.name.replace(/^.*[/\\]/, '').replace(/\..*$/, ''), 'Sites'));
  return ok(build(read.value, { catalog: options.catalog, metro: false, name: title }));
}

function build(data: EuaData, { catalog, name }: EuaOptions): ReturnType<SiteAssembly['finish']> {
  const assembly = new SiteAssembly();
  const template = pickTemplate(catalog, PREFERRED.templates);
  const kit = chooseKit(catalog);
  const edge = pickCompute(catalog, {
    preferred: PREFERRED.edge,
    tier: 'on-site-edge',
    acceleratorKinds: template?.services.find((service) => service.accelerator !== null)?.accelerator?.kinds ?? [],
    size: 'smallest',
  });
  const radio = pickMedium(catalog, 'cellular', PREFERRED.radio);
  assembly.use('hardwareTypes', edge);
  assembly.use('media', radio);

  const origin = middleOf(data.sites.map(({ geo }) => geo));
  const toFrame = projectionAround(origin);
  const masts = withMetro(data, toFrame);
  const rooms = carrierRooms(masts.map(({ positionM }) => positionM));
  const sites = masts.map((mast, index) => addSite(assembly, mast, levelOf(rooms, index), edge.id));
  const radii = coverageRadii(masts.map(({ positionM }) => positionM));

  const requests = template?.source.requestsPerSecond ?? 0;
  const load = sites.map(() => 0);
  const groupIds = data.users.map((user, index) => {
    const positionM = toFrame(user.geo);
    const serving = serve(positionM, sites, radii);
    const site = must(sites[serving.index], 'serving site');
    load[serving.index] = (load[serving.index] ?? 0) + requests;
    const id = `user-${String(index + 1).padStart(4, '0')}`;
    const fields = {
      id,
      name: `User ${index + 1}`,
      positionM,
      attachment: { nodeId: site.nodeId, mediumId: radio.id, lengthM: null },
    };
    const { name: _, ...behaviour } = template?.source ?? { name: '', kind: 'user' as const };
    addDeviceGroup(assembly, { ...behaviour, ...fields, count: 1, spreadM: 0 });
    if (!serving.isCovered) {
      const text = `It stands ${Math.round(serving.distanceM)} m from the nearest site, outside of every site's radius; attached to ${site.name} all the same.`;
      assembly.find({ kind: 'guessed', subject: `deviceGroups/${id}`, place: user.place, text, source: RADIUS_SOURCE });
    }
    return id;
  });

  const clouds = addCarrier(assembly, sites, load, rooms, kit, origin);
  assume(assembly, `Every site has one ${edge.name}; the data names no hardware.`, 'chosen from the catalog');
  assume(
    assembly,
    `A site reaches as far as its neighbours are apart: ${Math.round(LEAST_RADIUS_M)} to ${Math.round(MOST_RADIUS_M)} m.`,
    RADIUS_SOURCE,
  );
  if (data.users.length === 0) addCoverage(assembly, masts, radii);
  else if (template !== null) {
    const access: Host[] = sites.flatMap(({ nodeId }, index) => {
      const rate = load[index] ?? 0;
      return rate > 0 ? [{ nodeId, type: edge, tier: 'on-site-edge' as const, requestsPerSecond: rate }] : [];
    });
    deployTemplate(assembly, template, [access, clouds.nearEdge, clouds.regional, clouds.central], groupIds);
    assume(assembly, `Every user calls “${template.name}”; the data says nothing of what users do.`, 'template of the catalog');
  }
  for (const file of data.unused)
    assembly.find({ kind: 'dropped', subject: null, place: file, text: 'The file was not needed.', source: 'import' });
  const isMelbourne = /melb/i.test(data.sitesFile);
  return assembly.finish(
    newHeader({
      id: isMelbourne ? 'melbourne-mec' : 'mec-region',
      name: cleanName(name ?? '', isMelbourne ? 'Melbourne MEC' : 'MEC region'),
      kind: 'mec',
      description: `${sites.length} base-station sites and ${groupIds.length} users.`,
      geoOrigin: origin,
      sources: isMelbourne ? [EUA_SOURCE] : [],
    }),
  );
}

const RADIUS_SOURCE = '3GPP TR 38.901, table 7.2-1: urban micro and urban macro cells';

/** Ids that fit best where the catalog has them; any catalog that has the kinds will do. */
const PREFERRED = {
  templates: ['ar-assistance', 'video-analytics'],
  edge: ['otii-mec-server-4t4', 'tesla-t4-server'],
  aggregation: ['aggregation-room-cluster', 'carrier-edge-general'],
  heavyAggregation: ['heavy-aggregation-room-cluster', 'carrier-edge-large'],
  core: ['core-room-cluster'],
  regional: ['regional-cloud-zone'],
  central: ['central-cloud-pool'],
  router: ['nokia-7250-ixr-s', 'juniper-mx204'],
  radio: ['5g-embb-midband', 'lte'],
  access: ['fibre-10g'],
  trunk: ['fibre-dwdm-100g', 'fibre-100g'],
} as const;

function chooseKit(catalog: Catalog): CarrierKit {
  const room = (preferred: readonly string[], tier: Tier, size: 'smallest' | 'largest'): HardwareType =>
    pickCompute(catalog, { preferred, tier, acceleratorKinds: [], size });
  return {
    router: pickRouter(catalog, PREFERRED.router, 'largest'),
    aggregation: room(PREFERRED.aggregation, 'near-edge', 'smallest'),
    heavyAggregation: room(PREFERRED.heavyAggregation, 'near-edge', 'largest'),
    core: room(PREFERRED.core, 'regional', 'smallest'),
    regional: room(PREFERRED.regional, 'regional', 'largest'),
    central: room(PREFERRED.central, 'central', 'largest'),
    access: pickMedium(catalog, 'fibre', PREFERRED.access),
    trunk: pickMedium(catalog, 'fibre', PREFERRED.trunk),
  };
}

/** A ring around each site, as far as it reaches. */
function addCoverage(assembly: SiteAssembly, masts: readonly Mast[], radii: readonly number[]): void {
  const layers = new WorldLayers();
  for (const [index, { positionM }] of masts.entries()) {
    const ring = circle(positionM, radii[index] ?? LEAST_RADIUS_M, 36);
    layers.add('coverage', 'ribbons', { points: pointsOf([...ring, ...ring.slice(0, 1)]), widthM: 4, zM: 0 });
  }
  layers.writeTo(assembly);
}

interface Mast extends Omit<EuaSite, 'state'> {
  readonly state: string;
  readonly positionM: PositionM;
}

/** Listed sites, and those of the metropolitan list that are not among them. */
function withMetro(data: EuaData, toFrame: (point: GeoPoint) => PositionM): Mast[] {
  const masts: Mast[] = data.sites.map((site) => ({ ...site, positionM: toFrame(site.geo) }));
  const known = masts.map(({ positionM }) => positionM);
  for (const [index, { geo, place }] of data.metro.entries()) {
    const positionM = toFrame(geo);
    if (known.some((other) => distance(other, positionM) < SAME_MAST_M)) continue;
    masts.push({ id: `metro-${index + 1}`, name: `Metropolitan site ${index + 1}`, state: '', geo, notes: '', place, positionM });
  }
  return masts;
}

type RoomLevel = 'access' | 'aggregation' | 'heavy-aggregation' | 'core';

function levelOf(rooms: CarrierRooms, index: number): RoomLevel {
  if (index === rooms.core) return 'core';
  if (index === rooms.heavyAggregation) return 'heavy-aggregation';
  return rooms.aggregation.includes(index) ? 'aggregation' : 'access';
}

function addSite(assembly: SiteAssembly, mast: Mast, roomLevel: RoomLevel, typeId: string): AccessSite {
  const placeId = assembly.freshId('places', `site-${mast.id}`);
  const name = cleanName(mast.name, `Site ${mast.id}`);
  const residencyZone = /^[A-Z]{2,3}$/.test(mast.state) ? `au-${mast.state.toLowerCase()}` : null;
  const fields = { id: placeId, name, kind: 'site', tier: 'on-site-edge', roomLevel, positionM: mast.positionM, geo: mast.geo };
  addPlace(assembly, { ...fields, residencyZone, notes: cleanText(mast.notes) });
  const nodeId = assembly.freshId('nodes', `mec-${mast.id}`);
  addNode(assembly, { id: nodeId, name: cleanName(`MEC ${name}`, nodeId), typeId, tier: 'on-site-edge', placeId });
  return { placeId, nodeId, name, positionM: mast.positionM };
}

/** Radius of each site: the mean distance to its six nearest neighbours / √3, as in a hexagonal grid, within the bounds. */
export function coverageRadii(sites: readonly PositionM[]): number[] {
  return sites.map((site, index) => {
    const near: number[] = [];
    for (const [other, point] of sites.entries()) {
      if (other === index) continue;
      const away = distance(site, point);
      if (near.length >= NEIGHBOURS && away >= (near.at(-1) ?? 0)) continue;
      near.push(away);
      near.sort((a, b) => a - b);
      near.length = Math.min(near.length, NEIGHBOURS);
    }
    const apartM = near.length === 0 ? Infinity : near.reduce((sum, each) => sum + each, 0) / near.length;
    return Math.min(MOST_RADIUS_M, Math.max(LEAST_RADIUS_M, apartM / Math.sqrt(3)));
  });
}

interface Serving {
  readonly index: number;
  readonly distanceM: number;
  readonly isCovered: boolean;
}

/** The nearest site whose radius reaches the spot; where none does, the nearest of all. */
function serve(spot: PositionM, sites: readonly AccessSite[], radii: readonly number[]): Serving {
  let covering: Serving | null = null;
  let nearest: Serving = { index: 0, distanceM: Infinity, isCovered: false };
  for (const [index, { positionM }] of sites.entries()) {
    const distanceM = distance(spot, positionM);
    if (distanceM < nearest.distanceM) nearest = { index, distanceM, isCovered: false };
    if (distanceM <= (radii[index] ?? 0) && distanceM < (covering?.distanceM ?? Infinity))
      covering = { index, distanceM, isCovered: true };
  }
  return covering ?? nearest;
}

function distance(a: PositionM, b: PositionM): number {
  return Math.hypot(a.xM - b.xM, a.yM - b.yM);
}

function assume(assembly: SiteAssembly, text: string, source: string): void {
  assembly.find({ kind: 'assumed', subject: null, place: null, text, source });
}
