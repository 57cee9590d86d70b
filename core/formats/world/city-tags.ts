import { readNumber } from '../geo.ts';

/** Tags and their values as the wiki of OpenStreetMap lists them ("Map features", 2026). */
type Tags = ReadonlyMap<string, string>;

/** Width of a street by class, m: lanes of 3.25 m (RASt 06, table 7: 3.00 to 3.50 m) and their verges, where nothing is tagged. */
const STREET_WIDTHS_M: Readonly<Record<string, number>> = {
  motorway: 15,
  trunk: 13,
  primary: 10,
  secondary: 9,
  tertiary: 8,
  residential: 6.5,
  unclassified: 6.5,
  living_street: 6,
  motorway_link: 6.5,
  trunk_link: 6.5,
  primary_link: 6.5,
  secondary_link: 6.5,
  tertiary_link: 6.5,
  road: 6.5,
  service: 4,
};
const PATH_WIDTHS_M: Readonly<Record<string, number>> = {
  pedestrian: 5,
  cycleway: 2.5,
  footway: 2,
  path: 1.5,
  steps: 2,
  track: 3,
  bridleway: 2,
};
const LANE_M = 3.25;
/** Track gauge 1.435 m and what it lies on. */
const RAIL_WIDTH_M = 3;
const RAILS = new Set(['rail', 'light_rail', 'tram', 'narrow_gauge', 'funicular']);
const GREEN: Readonly<Record<string, readonly string[]>> = {
  leisure: ['park', 'garden', 'pitch', 'playground', 'golf_course', 'nature_reserve'],
  landuse: ['grass', 'forest', 'meadow', 'cemetery', 'recreation_ground', 'village_green', 'orchard', 'vineyard', 'allotments'],
  natural: ['wood', 'scrub', 'grassland', 'heath'],
};
/** A storey with its ceiling, m: what the wiki suggests for `building:levels`. */
const STOREY_M = 3;
/** Below this footprint a building without a height is taken for a garage or kiosk of one storey, m². */
const SMALL_M2 = 40;

export type AreaKind = 'building' | 'green' | 'water' | 'land' | 'path';

/** Whether a closed way stands for its area. */
export function isArea(tags: Tags): boolean {
  return areaKind(tags) !== null;
}

export function areaKind(tags: Tags): AreaKind | null {
  if (isBuilding(tags)) return 'building';
  if (tags.get('natural') === 'water' || tags.get('waterway') === 'riverbank' || tags.get('leisure') === 'swimming_pool')
    return 'water';
  for (const [key, values] of Object.entries(GREEN)) if (values.includes(tags.get(key) ?? '')) return 'green';
  if (tags.get('man_made') === 'pier' || tags.get('railway') === 'platform') return 'land';
  if (tags.get('natural') === 'beach') return 'land';
  if (tags.get('area') === 'yes' && PATH_WIDTHS_M[tags.get('highway') ?? ''] !== undefined) return 'path';
  return null;
}

function isBuilding(tags: Tags): boolean {
  const value = tags.get('building') ?? tags.get('building:part') ?? 'no';
  return value !== 'no' && value !== 'roof' && tags.get('location') !== 'underground';
}

export interface LineLook {
  readonly kind: 'road' | 'path' | 'rail' | 'water' | 'land';
  readonly widthM: number;
  /** Carries vehicles: its crossings count. */
  readonly drivable: boolean;
}

/** How a line is drawn; null for one that is not. */
export function lineLook(tags: Tags): LineLook | null {
  if (tags.get('tunnel') === 'yes' && tags.get('highway') === undefined) return null;
  const highway = tags.get('highway') ?? '';
  const street = own(STREET_WIDTHS_M, highway);
  if (street !== null) return { kind: 'road', widthM: taggedWidthM(tags) ?? street, drivable: highway !== 'service' };
  const path = own(PATH_WIDTHS_M, highway);
  if (path !== null) return { kind: 'path', widthM: taggedWidthM(tags) ?? path, drivable: false };
  if (RAILS.has(tags.get('railway') ?? '')) return { kind: 'rail', widthM: RAIL_WIDTH_M, drivable: false };
  if (tags.get('waterway') !== undefined) return { kind: 'water', widthM: taggedWidthM(tags) ?? 3, drivable: false };
  if (tags.get('natural') === 'coastline') return { kind: 'water', widthM: 2, drivable: false };
  if (tags.get('man_made') === 'pier' || tags.get('man_made') === 'breakwater')
    return { kind: 'land', widthM: taggedWidthM(tags) ?? 4, drivable: false };
  return null;
}

function own(table: Readonly<Record<string, number>>, key: string): number | null {
  return Object.hasOwn(table, key) ? (table[key] ?? null) : null;
}

function taggedWidthM(tags: Tags): number | null {
  const widthM = lengthM(tags.get('width') ?? '');
  if (widthM !== null && widthM > 0 && widthM <= 100) return widthM;
  const lanes = readNumber(tags.get('lanes') ?? '');
  return lanes !== null && lanes >= 1 && lanes <= 16 ? lanes * LANE_M : null;
}

/** A length of OpenStreetMap in metres: "12", "12.5 m", "40 ft", "40'6\"". */
export function lengthM(text: string): number | null {
  const feet = /^(\d+(?:\.\d+)?)\s*(?:ft|')\s*(?:(\d+(?:\.\d+)?)\s*(?:in|"))?$/.exec(text.trim());
  if (feet !== null) return (Number(feet[1]) + Number(feet[2] ?? 0) / 12) * 0.3048;
  return readNumber(text.trim().replace(/\s*m$/, ''));
}

export interface BuildingHeight {
  readonly baseM: number;
  readonly heightM: number;
  readonly isGuess: boolean;
}

/** Height of a building: tagged, by its storeys, or guessed: one storey for the smallest, else `storeys`. */
export function buildingHeight(tags: Tags, footprintM2: number, storeys: number): BuildingHeight {
  const levels = readNumber(tags.get('building:levels') ?? '');
  const tagged = lengthM(tags.get('height') ?? tags.get('building:height') ?? '');
  const known = tagged ?? (levels === null ? null : levels * STOREY_M);
  const baseM = lengthM(tags.get('min_height') ?? '') ?? (readNumber(tags.get('building:min_level') ?? '') ?? 0) * STOREY_M;
  const isGuess = known === null || known <= 0 || known > 1000;
  const topM = isGuess ? (footprintM2 < SMALL_M2 ? 1 : storeys) * STOREY_M : known;
  const sound = baseM >= 0 && baseM < topM ? baseM : 0;
  return { baseM: sound, heightM: topM - sound, isGuess };
}

export type PointRole = 'pole' | 'mast' | 'signals';

/** What a single point is good for in a plan: a pole or mast to mount hardware on, traffic lights. */
export function pointRole(tags: Tags): PointRole | null {
  if (tags.get('highway') === 'traffic_signals') return 'signals';
  const made = tags.get('man_made') ?? '';
  const isMast =
    made === 'communications_tower' ||
    made === 'antenna' ||
    (made === 'tower' && isTelecom(tags)) ||
    (made === 'mast' && isTelecom(tags));
  if (isMast || tags.get('telecom') === 'antenna' || tags.get('communication:mobile_phone') === 'yes') return 'mast';
  if (
    tags.get('highway') === 'street_lamp' ||
    tags.get('power') === 'pole' ||
    made === 'utility_pole' ||
    made === 'mast' ||
    made === 'tower'
  )
    return 'pole';
  return null;
}

function isTelecom(tags: Tags): boolean {
  return (
    (tags.get('tower:type') ?? '').includes('communication') || [...tags.keys()].some((key) => key.startsWith('communication:'))
  );
}
