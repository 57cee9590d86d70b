import { must } from '../base/assert.ts';
import type { GeoPoint, PositionM } from '../site/schema/common.ts';
import type { HardwareType } from '../site/schema/hardware-type.ts';
import type { Medium } from '../site/schema/medium.ts';
import { addLink, addNode } from './add-records.ts';
import type { CarrierRooms } from './carrier-rooms.ts';
import type { Host } from './deploy-template.ts';
import { greatCircleM } from './geo.ts';
import type { SiteAssembly } from './site-assembly.ts';

/** A site of the access network with its node. */
export interface AccessSite {
  readonly placeId: string;
  readonly nodeId: string;
  readonly name: string;
  readonly positionM: PositionM;
}

/** Types and media of the hierarchy. */
export interface CarrierKit {
  readonly router: HardwareType;
  readonly aggregation: HardwareType;
  readonly heavyAggregation: HardwareType;
  readonly core: HardwareType;
  readonly regional: HardwareType;
  readonly central: HardwareType;
  /** To the sites, and within a room. */
  readonly access: Medium;
  /** Between rooms, and wherever the access medium does not reach. */
  readonly trunk: Medium;
}

/** Servers above the access, from the near edge inwards. */
export interface CarrierHosts {
  readonly nearEdge: readonly Host[];
  readonly regional: readonly Host[];
  readonly central: readonly Host[];
}

/** Usual port speeds of each level, Mbps: 10 Gigabit Ethernet at a base station, 100 Gigabit Ethernet above. */
const BANDWIDTH_MBPS = { access: 10_000, room: 100_000, trunk: 100_000 } as const;
/** From a router to the servers of its room, m. */
const IN_ROOM_M = 20;
/** From the core room to a data centre at the edge of the same city, m of straight line. */
const REGIONAL_M = 20_000;
/** Largest data-centre market of the country, Sydney; where another is meant, the link's length says so. */
const CENTRAL: GeoPoint = { latitudeDeg: -33.8688, longitudeDeg: 151.2093 };
const ESTIMATE = 'estimate: usual port speed of that level';

/**
 * Adds the carrier above the access sites: aggregation rooms with a router and a server in the sites that `rooms` names, a
 * heavy-aggregation and a core room, a regional and a central cloud, linked by fibre of geometric length. The clouds stand
 * beside the map: their distance is the length of their link.
 */
export function addCarrier(
  assembly: SiteAssembly,
  sites: readonly AccessSite[],
  /** Requests per second of the device groups at each site. */
  load: readonly number[],
  rooms: CarrierRooms,
  kit: CarrierKit,
  origin: GeoPoint,
): CarrierHosts {
  for (const type of [kit.router, kit.aggregation, kit.heavyAggregation, kit.core, kit.regional, kit.central])
    assembly.use('hardwareTypes', type);
  assembly.use('media', kit.access);
  assembly.use('media', kit.trunk);
  const siteAt = (index: number): AccessSite => must(sites[index], `site ${index}`);
  const nearEdge: Host[] = [];
  const addRoom = (
    site: AccessSite,
    prefix: string,
    title: string,
    type: HardwareType,
    tier: Host['tier'],
    rate: number,
  ): string => {
    const routerId = assembly.freshId('nodes', `${prefix}-router`);
    addNode(assembly, {
      id: routerId,
      name: `${title}, router`,
      typeId: kit.router.id,
      tier,
      placeId: site.placeId,
      positionM: { xM: 3, yM: 0, zM: 0 },
    });
    const serverId = assembly.freshId('nodes', `${prefix}-server`);
    addNode(assembly, {
      id: serverId,
      name: `${title}, server`,
      typeId: type.id,
      tier,
      placeId: site.placeId,
      positionM: { xM: 0, yM: 3, zM: 0 },
    });
    addFibre(assembly, kit.access, routerId, serverId, BANDWIDTH_MBPS.room, IN_ROOM_M);
    if (tier === 'near-edge') nearEdge.push({ nodeId: serverId, type, tier, requestsPerSecond: rate });
    return routerId;
  };
  const aggregation = rooms.aggregation.map((index, number) => {
    const rate = load.reduce((total, each, site) => total + (rooms.roomOf[site] === number ? each : 0), 0);
    return addRoom(siteAt(index), `agg-${number + 1}`, `Aggregation room ${number + 1}`, kit.aggregation, 'near-edge', rate);
  });
  const heavy = addRoom(
    siteAt(rooms.heavyAggregation),
    'heavy-agg',
    'Heavy-aggregation room',
    kit.heavyAggregation,
    'near-edge',
    0,
  );
  const core = addRoom(siteAt(rooms.core), 'core', 'Core room', kit.core, 'regional', 0);
  for (const [index, site] of sites.entries()) {
    const room = rooms.roomOf[index] ?? -1;
    const home = siteAt(rooms.aggregation[room] ?? -1).positionM;
    const pathM = Math.hypot(home.xM - site.positionM.xM, home.yM - site.positionM.yM) * kit.access.routeFactor;
    const medium = pathM <= (kit.access.maxRangeM ?? Infinity) ? kit.access : kit.trunk;
    addFibre(assembly, medium, site.nodeId, must(aggregation[room], 'aggregation room'), BANDWIDTH_MBPS.access, null);
  }
  for (const routerId of aggregation) addFibre(assembly, kit.trunk, routerId, heavy, BANDWIDTH_MBPS.trunk, null);
  addFibre(assembly, kit.trunk, heavy, core, BANDWIDTH_MBPS.trunk, null);
  const total = load.reduce((sum, each) => sum + each, 0);
  const regionalHost = addCloud(assembly, sites, kit.regional, 'regional', 'Regional cloud', 1, total);
  const centralHost = addCloud(assembly, sites, kit.central, 'central', 'Central cloud', 2, total);
  const factor = kit.trunk.routeFactor;
  const centralM = Math.max(REGIONAL_M, Math.round(greatCircleM(origin, CENTRAL)));
  addFibre(assembly, kit.trunk, core, regionalHost.nodeId, BANDWIDTH_MBPS.trunk, REGIONAL_M * factor);
  addFibre(assembly, kit.trunk, regionalHost.nodeId, centralHost.nodeId, BANDWIDTH_MBPS.trunk, Math.round(centralM * factor));
  const assume = (text: string, source: string, subject: string | null = null): void =>
    assembly.find({ kind: 'assumed', subject, place: null, text, source });
  assume(
    `The data knows no carrier rooms: ${aggregation.length} aggregation rooms stand in the sites nearest to the middle of their cluster, a heavy-aggregation and a core room near the middle of the region.`,
    'one room for about ten sites, as in the tree that iFogSim2 draws over the same region',
  );
  assume(`Links have ${BANDWIDTH_MBPS.access / 1000} Gbps to the sites and ${BANDWIDTH_MBPS.trunk / 1000} Gbps above.`, ESTIMATE);
  assume(
    `The regional cloud is ${REGIONAL_M / 1000} km from the core room.`,
    'estimate: a data centre at the edge of the city',
    `nodes/${regionalHost.nodeId}`,
  );
  assume(
    `The central cloud is ${Math.round(centralM / 1000)} km away in a straight line; fibre is ${factor} times as long. Both clouds are drawn beside the map.`,
    'great circle to Sydney',
    `nodes/${centralHost.nodeId}`,
  );
  return { nearEdge, regional: [regionalHost], central: [centralHost] };
}

/** A cloud right of the map, `step` fifths of its width away. */
function addCloud(
  assembly: SiteAssembly,
  sites: readonly AccessSite[],
  type: HardwareType,
  tier: 'regional' | 'central',
  title: string,
  step: number,
  requestsPerSecond: number,
): Host {
  let [west, east, south, north] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const { positionM } of sites) {
    [west, east] = [Math.min(west, positionM.xM), Math.max(east, positionM.xM)];
    [south, north] = [Math.min(south, positionM.yM), Math.max(north, positionM.yM)];
  }
  const xM = east + (Math.max(east - west, 1000) * step) / 5;
  const id = assembly.freshId('nodes', `${tier}-cloud`);
  addNode(assembly, { id, name: title, typeId: type.id, tier, positionM: { xM, yM: (south + north) / 2, zM: 0 } });
  return { nodeId: id, type, tier, requestsPerSecond };
}

function addFibre(
  assembly: SiteAssembly,
  medium: Medium,
  from: string,
  to: string,
  bandwidthMbps: number,
  lengthM: number | null,
): void {
  const id = assembly.freshId('links', `${from}-${to}`);
  const fields = {
    id,
    fromNodeId: from,
    toNodeId: to,
    mediumId: medium.id,
    bandwidthUpMbps: bandwidthMbps,
    bandwidthDownMbps: bandwidthMbps,
    lengthM,
  };
  addLink(assembly, fields);
}
