import { enclosing } from '../../evaluate/place-capacity.ts';
import type { Tier } from '../../site/schema/common.ts';
import type { HardwareType } from '../../site/schema/hardware-type.ts';
import type { Place } from '../../site/schema/place.ts';
import type { Site } from '../../site/site.ts';

type Climate = HardwareType['temperatureClass'];

/** Classes from the mildest surroundings to the harshest; hardware of one stands in all before it. */
const CLIMATES: readonly Climate[] = ['data-centre', 'commercial', 'extended', 'industrial', 'outdoor'];

/**
 * What the surroundings ask of hardware, by kind of place: rooms are temperature-controlled (ETSI EN 300 019-1-3, class 3.1), buildings partly
 * (3.2), a production floor is not (3.3), the rest is outdoors (EN 300 019-1-4, class 4.1).
 */
const CLIMATE_OF: { readonly [Kind in Exclude<Place['kind'], 'rack'>]: Climate } = {
  room: 'data-centre',
  site: 'data-centre',
  building: 'commercial',
  floor: 'commercial',
  zone: 'extended',
  region: 'outdoor',
  city: 'outdoor',
  district: 'outdoor',
  block: 'outdoor',
  intersection: 'outdoor',
  cell: 'outdoor',
  pole: 'outdoor',
};

/** Kinds of places in which rack gear may stand without a rack that is drawn. */
const ROOMS: ReadonlySet<Place['kind']> = new Set(['room', 'site']);

/** Categories that are set up by themselves. Modules are built into something, controllers belong to a machine. */
const STANDALONE: ReadonlySet<HardwareType['category']> = new Set(['server', 'rugged-box', 'gateway', 'cluster', 'storage']);
/** Buildings of their own, which nobody buys by the piece unless it is said. */
const STRUCTURES: ReadonlySet<HardwareType['silhouette']> = new Set(['hall', 'container']);

/** Whether a type is bought without being named: compute hardware that can be set up by itself. */
export function isOffered({ category, silhouette, compute }: HardwareType): boolean {
  return STANDALONE.has(category) && compute.threads > 0 && !STRUCTURES.has(silhouette);
}

/** [P5] Whether a type can stand in a place of a tier: tier, climate, mount, size. */
export function canStand(site: Site, place: Place, tier: Tier, type: HardwareType): boolean {
  if (!type.tiers.includes(tier)) return false;
  if (CLIMATES.indexOf(type.temperatureClass) < CLIMATES.indexOf(climateOf(site, place))) return false;
  const isRackGear = type.silhouette === 'rack-server' || type.silhouette === 'rack' || type.silhouette === 'switch';
  if (place.kind !== 'rack') return !isRackGear || (ROOMS.has(place.kind) && type.rackUnits !== null);
  if (type.rackUnits === null || STRUCTURES.has(type.silhouette)) return false;
  return (
    type.silhouette === 'rack' || type.sizeM === null || type.sizeM.depthM <= Math.max(place.sizeM.depthM, place.sizeM.widthM)
  );
}

/** A rack with cooling of its own is as mild as a room; else it is like the place around it. */
function climateOf(site: Site, place: Place): Climate {
  const [inner, ...outer] = enclosing(site, place.id);
  if (inner === undefined) return 'outdoor';
  if (inner.kind !== 'rack') return CLIMATE_OF[inner.kind];
  if (inner.limits.coolingW !== null) return 'data-centre';
  const around = outer.find(({ kind }) => kind !== 'rack');
  return around === undefined || around.kind === 'rack' ? 'data-centre' : CLIMATE_OF[around.kind];
}
