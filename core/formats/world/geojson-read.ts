import { z } from 'zod';
import type { Problem } from '../../base/problem.ts';
import { problem } from '../../base/problem.ts';
import type { Result } from '../../base/result.ts';
import { failed, ok } from '../../base/result.ts';
import { jsonPath } from '../../base/safe-json.ts';
import type { GeoPoint } from '../../site/schema/common.ts';
import type { CityFeature, CityMap, CityShape } from './city-features.ts';

const position = z.tuple([z.number(), z.number()]).rest(z.number());
const line = z.array(position);
const geometrySchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('Point'), coordinates: position }),
  z.object({ type: z.literal('MultiPoint'), coordinates: line }),
  z.object({ type: z.literal('LineString'), coordinates: line }),
  z.object({ type: z.literal('MultiLineString'), coordinates: z.array(line) }),
  z.object({ type: z.literal('Polygon'), coordinates: z.array(line) }),
  z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(line)) }),
]);
const featureSchema = z.object({
  type: z.literal('Feature'),
  geometry: geometrySchema.nullable(),
  properties: z.record(z.string(), z.unknown()).nullable(),
});
const collectionSchema = z.object({ type: z.literal('FeatureCollection'), features: z.array(z.unknown()).max(400_000) });

/** Problems that are told of one file. */
const MOST_PROBLEMS = 20;

/**
 * Features of a GeoJSON collection (RFC 7946, WGS 84), with the tags of OpenStreetMap as properties: what osmtogeojson, Overpass
 * turbo and QGIS write. `value` has passed `safeJson`.
 */
export function readGeojson(value: unknown, fileName: string): Result<CityMap, readonly Problem[]> {
  const collection = collectionSchema.safeParse(value);
  if (!collection.success) {
    const issue = collection.error.issues[0];
    return failed([refusal(fileName, issue?.path.map(String) ?? [], issue?.message ?? '')]);
  }
  const features: CityFeature[] = [];
  const problems: Problem[] = [];
  let empty = 0;
  for (const [index, each] of collection.data.features.entries()) {
    const path = ['features', index];
    const parsed = featureSchema.safeParse(each);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      problems.push(refusal(fileName, [...path, ...(issue?.path ?? [])] as (string | number)[], issue?.message ?? ''));
    } else if (parsed.data.geometry === null) empty += 1;
    else {
      const tags = tagsOf(parsed.data.properties ?? {});
      const shapes = shapesOf(parsed.data.geometry);
      if (shapes === null) problems.push(badCoordinate(fileName, path));
      else for (const shape of shapes) features.push({ tags, shape, place: jsonPath(path) });
    }
    if (problems.length >= MOST_PROBLEMS) break;
  }
  if (problems.length > 0) return failed(problems);
  if (features.length === 0) {
    return failed([
      problem('geojson.empty', 'The collection holds nothing that can be drawn.', 'Take a file with buildings or streets.', {
        file: fileName,
        place: '$.features',
      }),
    ]);
  }
  return ok({ features, dropped: new Map(empty > 0 ? [['features without a geometry', empty]] : []) });
}

function tagsOf(properties: Readonly<Record<string, unknown>>): ReadonlyMap<string, string> {
  const tags = new Map<string, string>();
  for (const [key, value] of Object.entries(properties)) {
    if (typeof value === 'string') tags.set(key, value);
    else if (typeof value === 'number') tags.set(key, String(value));
    // Overpass and osmtogeojson keep the tags in one property of that name.
    else if (key === 'tags' && typeof value === 'object' && value !== null)
      for (const [name, each] of Object.entries(value)) if (typeof each === 'string') tags.set(name, each);
  }
  return tags;
}

type Position = readonly [number, number, ...number[]];

/** Null where a coordinate is no latitude and longitude. */
function shapesOf(geometry: z.infer<typeof geometrySchema>): CityShape[] | null {
  const known = new Map<string, GeoPoint>();
  const point = ([longitudeDeg, latitudeDeg]: Position): GeoPoint | null => {
    if (Math.abs(latitudeDeg) > 90 || Math.abs(longitudeDeg) > 180) return null;
    const key = `${longitudeDeg} ${latitudeDeg}`;
    const found = known.get(key) ?? { latitudeDeg, longitudeDeg };
    known.set(key, found);
    return found;
  };
  const points = (positions: readonly Position[]): GeoPoint[] => positions.map(point).filter((each) => each !== null);
  const all = geometry.type === 'Point' ? [geometry.coordinates] : (geometry.coordinates.flat(3) as number[]);
  if (geometry.type !== 'Point' && !coordinatesFit(geometry)) return null;
  if (all.length === 0) return [];
  switch (geometry.type) {
    case 'Point': {
      const at = point(geometry.coordinates);
      return at === null ? null : [{ kind: 'point', at }];
    }
    case 'MultiPoint':
      return points(geometry.coordinates).map((at) => ({ kind: 'point', at }));
    case 'LineString':
      return lines([points(geometry.coordinates)]);
    case 'MultiLineString':
      return lines(geometry.coordinates.map(points));
    case 'Polygon':
      return [{ kind: 'area', polygons: [geometry.coordinates.map(points)] }];
    case 'MultiPolygon':
      return [{ kind: 'area', polygons: geometry.coordinates.map((polygon) => polygon.map(points)) }];
  }
}

function lines(all: readonly GeoPoint[][]): CityShape[] {
  return all.filter((each) => each.length >= 2).map((each) => ({ kind: 'line', points: each }));
}

function coordinatesFit(geometry: Exclude<z.infer<typeof geometrySchema>, { type: 'Point' }>): boolean {
  const fits = (value: readonly unknown[]): boolean =>
    typeof value[0] === 'number'
      ? Math.abs(value[1] as number) <= 90 && Math.abs(value[0]) <= 180
      : value.every((each) => fits(each as readonly unknown[]));
  return fits(geometry.coordinates);
}

function refusal(file: string, path: readonly (string | number)[], message: string): Problem {
  return problem(
    'geojson.schema',
    `${message}.`,
    'Save the map as GeoJSON (RFC 7946) again.',
    { file, place: jsonPath(path) },
    { reason: message },
  );
}

function badCoordinate(file: string, path: readonly (string | number)[]): Problem {
  return problem(
    'geojson.bad-coordinate',
    'A coordinate is not a longitude and a latitude in degrees.',
    'Save the map in WGS 84 (EPSG:4326), as GeoJSON asks.',
    { file, place: jsonPath([...path, 'geometry']) },
  );
}
