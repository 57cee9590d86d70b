import type { RandomStream } from '../../../core/base/random.ts';
import { createRandom } from '../../../core/base/random.ts';
import { newDeviceGroup, newHeader, newLink, newNode, newPlace } from '../../../core/site/defaults.ts';
import type { DeviceGroup } from '../../../core/site/schema/device-group.ts';
import type { HardwareType } from '../../../core/site/schema/hardware-type.ts';
import type { Link } from '../../../core/site/schema/link.ts';
import type { Node } from '../../../core/site/schema/node.ts';
import type { Place } from '../../../core/site/schema/place.ts';
import type { Site } from '../../../core/site/site.ts';
import { emptySite } from '../../../core/site/site.ts';
import { testMedium, testServer } from '../../helpers/small-site.ts';

/** Device groups and links a node. */
const EACH = 10;
/** Nodes of a district. */
const DISTRICT = 100;
/** Side of a district, m. */
const DISTRICT_M = 600;

/** What stands in a district of a hundred nodes: so many of each silhouette, on that tier. */
const MIX: readonly (readonly [HardwareType['silhouette'], number, Node['tier']])[] = [
  ['hall', 1, 'regional'],
  ['container', 2, 'near-edge'],
  ['rack', 2, 'near-edge'],
  ['rack-server', 8, 'on-site-edge'],
  ['switch', 5, 'on-site-edge'],
  ['workstation', 4, 'on-site-edge'],
  ['mast', 8, 'on-site-edge'],
  ['pole-cabinet', 15, 'on-site-edge'],
  ['module', 15, 'on-site-edge'],
  ['rugged-box', 18, 'on-site-edge'],
  ['gateway', 22, 'on-site-edge'],
];

const MEDIA = ['fibre', 'copper', 'wifi', 'cellular', 'microwave'] as const;
const DEVICES: readonly DeviceGroup['kind'][] = ['camera', 'sensor', 'phone', 'vehicle', 'plc', 'meter'];

/**
 * A city of districts with every silhouette in each, ten device groups at every node and ten links a node, most of them within the
 * district. Equal arguments give equal sites.
 */
export function bigSite(nodes: number, seed = 1): Site {
  const random = createRandom(seed, 'big site');
  const records = {
    places: new Map<string, Place>(),
    nodes: new Map<string, Node>(),
    links: new Map<string, Link>(),
    deviceGroups: new Map<string, DeviceGroup>(),
  };
  const districts = Math.ceil(nodes / DISTRICT);
  const columns = Math.ceil(Math.sqrt(districts));
  const kinds = MIX.flatMap(([silhouette, count, tier]) => Array.from({ length: count }, () => ({ silhouette, tier })));
  const ids: string[] = [];
  for (let at = 0; at < nodes; at += 1) {
    const district = Math.floor(at / DISTRICT);
    const middle = { xM: (district % columns) * DISTRICT_M, yM: Math.floor(district / columns) * DISTRICT_M, zM: 0 };
    if (at % DISTRICT === 0) addDistrict(records.places, district, middle);
    const { silhouette, tier } = kinds[at % DISTRICT] ?? { silhouette: 'gateway', tier: 'on-site-edge' as const };
    const id = `n${at}`;
    const inRack = silhouette === 'rack-server';
    records.nodes.set(
      id,
      newNode({
        id,
        name: `${silhouette} ${at}`,
        typeId: silhouette,
        tier,
        placeId: inRack ? `d${district}-rack` : `d${district}`,
        rackUnit: inRack ? ((at % DISTRICT) - 4) * 4 : null,
        positionM: inRack ? { xM: 0, yM: 0, zM: 0 } : spot(random, DISTRICT_M * 0.46),
      } as never),
    );
    ids.push(id);
    for (let group = 0; group < EACH; group += 1) addGroup(records.deviceGroups, random, middle, id, group);
  }
  for (let at = 0; at < nodes; at += 1) for (let link = 0; link < EACH; link += 1) addLink(records.links, random, ids, at, link);
  const types = MIX.map(([silhouette]) => testServer({ id: silhouette, name: silhouette, silhouette }));
  const media = MEDIA.map((kind, at) => testMedium({ id: kind, name: kind, kind, bandwidthDownMbps: 10 ** (5 - at) }));
  return {
    ...emptySite(newHeader({ id: `big-${nodes}`, name: `City of ${nodes} nodes`, kind: 'city' })),
    hardwareTypes: Object.fromEntries(types.map((type) => [type.id, type])),
    media: Object.fromEntries(media.map((medium) => [medium.id, medium])),
    ...Object.fromEntries(Object.entries(records).map(([name, map]) => [name, Object.fromEntries<unknown>(map)])),
  } as Site;
}

type At = { readonly xM: number; readonly yM: number; readonly zM: number };

function addDistrict(places: Map<string, Place>, district: number, positionM: At): void {
  const id = `d${district}`;
  const side = { widthM: DISTRICT_M * 0.94, depthM: DISTRICT_M * 0.94, heightM: 0 };
  places.set(
    id,
    newPlace({ id, name: `District ${district}`, kind: 'zone', tier: 'on-site-edge', positionM, sizeM: side } as never),
  );
  places.set(
    `${id}-rack`,
    newPlace({ id: `${id}-rack`, name: `Rack ${district}`, kind: 'rack', parentId: id, tier: 'on-site-edge' } as never),
  );
  for (let block = 0; block < 8; block += 1) {
    const name = `${id}-block-${block}`;
    const at = { xM: ((block % 4) - 1.5) * 130, yM: block < 4 ? 260 : -260, zM: 0 };
    const sizeM = { widthM: 90, depthM: 40, heightM: 12 + (block % 3) * 6 };
    places.set(name, newPlace({ id: name, name, kind: 'block', parentId: id, positionM: at, sizeM } as never));
  }
}

function addGroup(groups: Map<string, DeviceGroup>, random: RandomStream, middle: At, nodeId: string, at: number): void {
  const { xM, yM } = spot(random, DISTRICT_M * 0.46);
  const id = `${nodeId}-g${at}`;
  groups.set(
    id,
    newDeviceGroup({
      id,
      name: id,
      kind: DEVICES[at % DEVICES.length] ?? 'sensor',
      count: 1 + Math.floor(random() * 30),
      positionM: { xM: middle.xM + xM, yM: middle.yM + yM, zM: 0 },
      spreadM: 4 + random() * 10,
      attachment: { nodeId, mediumId: 'wifi', lengthM: 20 },
    } as never),
  );
}

/** Nine in ten to a node of the same district, the others to any. */
function addLink(links: Map<string, Link>, random: RandomStream, ids: readonly string[], from: number, at: number): void {
  const start = Math.floor(from / DISTRICT) * DISTRICT;
  const own = Math.min(DISTRICT, ids.length - start);
  const far = at === 0 && ids.length > DISTRICT;
  let to = far ? Math.floor(random() * ids.length) : start + Math.floor(random() * own);
  if (to === from) to = start + ((from - start + 1) % own);
  const id = `l${from}-${at}`;
  const mediumId = MEDIA[at % MEDIA.length] ?? 'fibre';
  links.set(id, newLink({ id, fromNodeId: ids[from] ?? '', toNodeId: ids[to] ?? '', mediumId } as never));
}

function spot(random: RandomStream, halfM: number): At {
  return { xM: (random() * 2 - 1) * halfM, yM: (random() * 2 - 1) * halfM, zM: 0 };
}
