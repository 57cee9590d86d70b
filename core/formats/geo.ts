import proj4 from 'proj4';
import { assert } from '../base/assert.ts';
import type { GeoPoint, PositionM } from '../site/schema/common.ts';

/** Mean radius of the Earth, m: IUGG, Geodetic Reference System 1980 (Moritz, J. Geodesy 74, 2000), rounded. */
const EARTH_RADIUS_M = 6_371_009;
/** Coordinates of the site frame reach this far, m; the schema's bound. */
const MAX_COORDINATE_M = 2e7;

/** Length of the great circle between two points, m; the sphere errs by 0.5 % at most. */
export function greatCircleM(a: GeoPoint, b: GeoPoint): number {
  const radians = Math.PI / 180;
  const halfLatitude = ((b.latitudeDeg - a.latitudeDeg) * radians) / 2;
  const halfLongitude = ((b.longitudeDeg - a.longitudeDeg) * radians) / 2;
  const chord =
    Math.sin(halfLatitude) ** 2 +
    Math.cos(a.latitudeDeg * radians) * Math.cos(b.latitudeDeg * radians) * Math.sin(halfLongitude) ** 2;
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(chord)));
}

/**
 * Site frame around an origin: azimuthal equidistant on WGS 84, x east and y north. Distances from the origin are true
 * everywhere; between other points they are true to 0.01 % within 100 km. Positions are rounded to the millimetre.
 */
export function projectionAround(origin: GeoPoint): (point: GeoPoint) => PositionM {
  const frame = proj4('EPSG:4326', `+proj=aeqd +lat_0=${origin.latitudeDeg} +lon_0=${origin.longitudeDeg} +ellps=WGS84 +units=m`);
  return ({ latitudeDeg, longitudeDeg }) => {
    const [x, y] = frame.forward([longitudeDeg, latitudeDeg]);
    return { xM: bounded(x), yM: bounded(y), zM: 0 };
  };
}

/** Middle of the box around points, the narrower of those across the null meridian and across the date line. Asserts at least one. */
export function middleOf(points: readonly GeoPoint[]): GeoPoint {
  assert(points.length > 0, 'middle of at least one point');
  const latitudes = rangeOf(points.map(({ latitudeDeg }) => latitudeDeg));
  const across0 = rangeOf(points.map(({ longitudeDeg }) => longitudeDeg));
  const across180 = rangeOf(points.map(({ longitudeDeg }) => (longitudeDeg < 0 ? longitudeDeg + 360 : longitudeDeg)));
  const { middle } = across180.width < across0.width ? across180 : across0;
  return { latitudeDeg: round6(latitudes.middle), longitudeDeg: round6(middle > 180 ? middle - 360 : middle) };
}

function rangeOf(values: readonly number[]): { readonly middle: number; readonly width: number } {
  let least = Infinity;
  let most = -Infinity;
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return { middle: (least + most) / 2, width: most - least };
}

/** A coordinate from a file; null when it is not a finite number within its bounds. */
export function readGeo(latitude: string, longitude: string): GeoPoint | null {
  const latitudeDeg = readNumber(latitude);
  const longitudeDeg = readNumber(longitude);
  if (latitudeDeg === null || longitudeDeg === null) return null;
  return Math.abs(latitudeDeg) <= 90 && Math.abs(longitudeDeg) <= 180 ? { latitudeDeg, longitudeDeg } : null;
}

/** A plain decimal number; null for anything else, also for what JavaScript would take as one (`0x10`, `Infinity`, empty). */
export function readNumber(text: string): number | null {
  const trimmed = text.trim();
  if (trimmed.length > 40 || !/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(trimmed)) return null;
  const value = Number(trimmed);
  return Number.isFinite(value) ? value : null;
}

function bounded(value: number): number {
  if (!Number.isFinite(value)) return 0; // the antipode of the origin has no direction
  return Math.round(Math.max(-MAX_COORDINATE_M, Math.min(MAX_COORDINATE_M, value)) * 1000) / 1000 + 0;
}

function round6(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6 + 0;
}
