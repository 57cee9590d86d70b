import proj4 from 'proj4';
import type { GeoPoint } from '../../site/schema/common.ts';

/**
 * Projections that city models come in, by EPSG code of the horizontal part: parameters as the EPSG registry (epsg.org, 2025) states
 * them, shifts to WGS 84 as the mapping agencies publish them. UTM zones follow a rule and are made below.
 */
const PROJECTIONS: Readonly<Record<number, string>> = {
  2056: '+proj=somerc +lat_0=46.9524055555556 +lon_0=7.43958333333333 +k_0=1 +x_0=2600000 +y_0=1200000 +ellps=bessel +towgs84=674.374,15.056,405.346 +units=m',
  21781:
    '+proj=somerc +lat_0=46.9524055555556 +lon_0=7.43958333333333 +k_0=1 +x_0=600000 +y_0=200000 +ellps=bessel +towgs84=674.374,15.056,405.346 +units=m',
  2154: '+proj=lcc +lat_0=46.5 +lon_0=3 +lat_1=49 +lat_2=44 +x_0=700000 +y_0=6600000 +ellps=GRS80 +units=m',
  2180: '+proj=tmerc +lat_0=0 +lon_0=19 +k=0.9993 +x_0=500000 +y_0=-5300000 +ellps=GRS80 +units=m',
  2193: '+proj=tmerc +lat_0=0 +lon_0=173 +k=0.9996 +x_0=1600000 +y_0=10000000 +ellps=GRS80 +units=m',
  27700:
    '+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy +towgs84=446.448,-125.157,542.06,0.15,0.247,0.842,-20.489 +units=m',
  28992:
    '+proj=sterea +lat_0=52.1561605555556 +lon_0=5.38763888888889 +k=0.9999079 +x_0=155000 +y_0=463000 +ellps=bessel +towgs84=565.4171,50.3319,465.5524,-0.398957,0.343988,-1.877402,4.0725 +units=m',
  31370:
    '+proj=lcc +lat_0=90 +lon_0=4.36748666666667 +lat_1=51.1666672333333 +lat_2=49.8333339 +x_0=150000.013 +y_0=5400088.438 +ellps=intl +towgs84=-106.8686,52.2978,-103.7239,0.3366,-0.457,1.8422,-1.2747 +units=m',
  3067: '+proj=utm +zone=35 +ellps=GRS80 +units=m',
  3006: '+proj=utm +zone=33 +ellps=GRS80 +units=m',
  3414: '+proj=tmerc +lat_0=1.36666666666667 +lon_0=103.833333333333 +k=1 +x_0=28001.642 +y_0=38744.572 +ellps=WGS84 +units=m',
  3812: '+proj=lcc +lat_0=50.797815 +lon_0=4.35921583333333 +lat_1=49.8333333333333 +lat_2=51.1666666666667 +x_0=649328 +y_0=665262 +ellps=GRS80 +units=m',
  2263: '+proj=lcc +lat_0=40.1666666666667 +lon_0=-74 +lat_1=41.0333333333333 +lat_2=40.6666666666667 +x_0=300000 +y_0=0 +ellps=GRS80 +units=us-ft',
  3857: 'EPSG:3857',
  4326: 'EPSG:4326',
  4979: 'EPSG:4326',
};

/** Compound systems (a map and a height above it) and the code of the map. */
const HORIZONTAL: Readonly<Record<number, number>> = { 7415: 28992, 5555: 25832, 5556: 25833, 7405: 27700, 9518: 4326 };

/** Code in a name of a reference system: an OGC address, a URN or `EPSG:…`; null for another. */
export function epsgCode(name: string): number | null {
  const found = /epsg(?:\/[^/]*\/|:[^:]*:|:{1,2})(\d{3,6})$/i.exec(name.trim());
  return found === null ? null : Number(found[1]);
}

export interface Crs {
  readonly code: number;
  /** Latitude and longitude of a point in the units of the system; null where it has none. */
  toGeo(x: number, y: number): GeoPoint | null;
}

/** A reference system by its code; null for one that is not known here. */
export function crsOf(code: number): Crs | null {
  const definition = definitionOf(HORIZONTAL[code] ?? code);
  if (definition === null) return null;
  const { forward } = proj4(definition, 'EPSG:4326');
  return {
    code,
    toGeo(x, y) {
      const [longitudeDeg, latitudeDeg] = forward([x, y]);
      const sound = Number.isFinite(longitudeDeg) && Math.abs(latitudeDeg) <= 90 && Math.abs(longitudeDeg) <= 180;
      return sound ? { latitudeDeg, longitudeDeg } : null;
    },
  };
}

/** UTM on WGS 84 (north 326xx, south 327xx), on ETRS89 (258xx) and on GDA2020 (78xx). */
function definitionOf(code: number): string | null {
  if (Object.hasOwn(PROJECTIONS, code)) return PROJECTIONS[code] ?? null;
  const zone = code % 100;
  const series = Math.floor(code / 100);
  if (zone < 1 || zone > 60) return null;
  if (series === 326) return `+proj=utm +zone=${zone} +ellps=WGS84 +units=m`;
  if (series === 327) return `+proj=utm +zone=${zone} +south +ellps=WGS84 +units=m`;
  if (series === 258) return `+proj=utm +zone=${zone} +ellps=GRS80 +units=m`;
  if (series === 78 && zone >= 46 && zone <= 59) return `+proj=utm +zone=${zone} +south +ellps=GRS80 +units=m`;
  return null;
}
