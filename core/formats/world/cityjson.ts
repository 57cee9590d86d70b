import { slug } from '../../base/ids.ts';
import type { Problem } from '../../base/problem.ts';
import { problem } from '../../base/problem.ts';
import type { Result } from '../../base/result.ts';
import { failed, ok } from '../../base/result.ts';
import { newHeader } from '../../site/defaults.ts';
import type { Mesh } from '../../site/scenery/shapes.ts';
import type { GeoPoint } from '../../site/schema/common.ts';
import type { Scenery } from '../../site/schema/scenery.ts';
import { addPlace } from '../add-records.ts';
import { middleOf, projectionAround } from '../geo.ts';
import type { Imported, ImportResult } from '../import-result.ts';
import { cleanName, SiteAssembly } from '../site-assembly.ts';
import type { CityGeometry, CityModel, CityObject } from './cityjson-read.ts';
import { readCityjson, surfacesOf } from './cityjson-read.ts';
import { crsOf, epsgCode } from './crs.ts';
import type { Spot } from './plane.ts';
import { extentOf, roundM, widened } from './plane.ts';
import { MeshBuilder } from './mesh-builder.ts';
import type { Corner } from './triangulate.ts';
import type { WorldOptions } from './world-options.ts';
import { WorldLayers } from './world-layers.ts';

/** Room around the buildings, as a share of the longer side. */
const EDGE_SHARE = 0.04;

/** How the types of CityJSON 2.0 (its table of City Objects) are drawn; null: below the ground or without a body. */
const KINDS: readonly (readonly [RegExp, Scenery['kind'] | null])[] = [
  [/^Building/, 'building'],
  [/^Bridge/, 'bridge'],
  [/^Tunnel/, null],
  [/^(Road|TransportSquare)$/, 'road'],
  [/^Railway$/, 'rail'],
  [/^(WaterBody|Waterway)$/, 'water'],
  [/^(PlantCover|SolitaryVegetationObject)$/, 'green'],
  [/^(LandUse|TINRelief|GenericCityObject)$/, 'land'],
  [/^(CityFurniture|OtherConstruction)$/, 'furniture'],
];

/** A city model as scenery; its vertices come from their own reference system into the frame of the site. */
export function importCityjson(value: unknown, fileName: string, options: WorldOptions): ImportResult {
  const model = readCityjson(value, fileName);
  return model.status === 'failed' ? model : build(model.value, fileName, options);
}

function build(model: CityModel, fileName: string, options: WorldOptions): Result<Imported, readonly Problem[]> {
  const frame = frameOf(model, fileName, options);
  if (frame.status === 'failed') return failed([frame.error]);
  const { corners, origin, note } = frame.value;
  const assembly = new SiteAssembly();
  const layers = new WorldLayers();
  const undrawn = new Map<string, number>();
  const lods = new Set<string>();
  const standing: Spot[] = [];
  for (const object of model.objects) {
    const kind = KINDS.find(([pattern]) => pattern.test(object.type))?.[1];
    const mesh = kind === null || kind === undefined ? null : meshOf(object, corners, model, lods);
    if (kind !== null && kind !== undefined && mesh !== null) {
      layers.add(kind, 'meshes', mesh);
      if (kind === 'building')
        for (let at = 0; at < mesh.corners.length; at += 3)
          standing.push({ xM: mesh.corners[at] ?? 0, yM: mesh.corners[at + 1] ?? 0 });
    } else if (!hasPartsInstead(object)) undrawn.set(object.type, (undrawn.get(object.type) ?? 0) + 1);
  }
  if (layers.isEmpty) {
    const remedy = 'Take a file whose objects have surfaces or solids.';
    return failed([
      problem('cityjson.empty', 'No object of the model can be drawn.', remedy, { file: fileName, place: '$.CityObjects' }),
    ]);
  }
  const built = extentOf(standing);
  const extent = built === null ? extentOf(corners.map(([xM, yM]) => ({ xM, yM }))) : widened(built, EDGE_SHARE);
  const title = cleanName(options.name ?? model.title, cleanName(fileName.replace(/^.*[/\\]/, '').replace(/\..*$/, ''), 'City'));
  addPlace(assembly, {
    id: assembly.freshId('places', title),
    name: title,
    kind: 'city',
    positionM: {
      xM: roundM(((extent?.east ?? 0) + (extent?.west ?? 0)) / 2),
      yM: roundM(((extent?.north ?? 0) + (extent?.south ?? 0)) / 2),
      zM: 0,
    },
    sizeM: {
      widthM: roundM((extent?.east ?? 0) - (extent?.west ?? 0)),
      depthM: roundM((extent?.north ?? 0) - (extent?.south ?? 0)),
      heightM: 0,
    },
    geo: origin,
  });
  layers.writeTo(assembly);
  assembly.find({ kind: note.isGuess ? 'guessed' : 'assumed', subject: null, place: null, text: note.text, source: note.source });
  if (lods.size > 1) {
    const text = `Objects come in several levels of detail (${[...lods].toSorted().join(', ')}): the finest of each is drawn.`;
    assembly.find({ kind: 'assumed', subject: null, place: null, text, source: 'import' });
  }
  for (const [type, count] of undrawn) {
    const text = `${count} ${cleanName(type, 'objects')} without a surface to draw.`;
    assembly.find({ kind: 'dropped', subject: null, place: '$.CityObjects', text, source: 'import' });
  }
  const header = newHeader({
    id: slug(title, 'city').replaceAll('.', '-'),
    name: title,
    kind: 'city',
    description: `${layers.count('building')} buildings.`,
    geoOrigin: origin,
  });
  return ok({
    ...assembly.finish(header),
    adjustable: origin === null ? [{ option: 'metresPerUnit', value: options.metresPerUnit ?? 1, basis: 'guessed' }] : [],
  });
}

/** A building may have no shape of its own but parts that have. */
function hasPartsInstead({ geometry, type }: CityObject): boolean {
  return geometry.length === 0 && /^(Building|Bridge|Tunnel)$/.test(type);
}

interface FrameNote {
  readonly isGuess: boolean;
  readonly text: string;
  readonly source: string;
}

interface CityFrame {
  readonly corners: readonly Corner[];
  readonly origin: GeoPoint | null;
  readonly note: FrameNote;
}

/** Vertices in the frame of the site: around the middle of the model, the lowest of them at height 0. */
function frameOf(model: CityModel, fileName: string, options: WorldOptions): Result<CityFrame, Problem> {
  const lowest = model.vertices.reduce((least, [, , z]) => Math.min(least, z), Infinity);
  const code = model.referenceSystem === null ? null : epsgCode(model.referenceSystem);
  const crs = code === null ? null : crsOf(code);
  if (crs !== null && code !== null) {
    const geos = model.vertices.map(([x, y]) => crs.toGeo(x, y));
    const lost = geos.indexOf(null);
    if (lost >= 0) {
      const message = `Vertex ${lost} lies outside of EPSG:${code}.`;
      return failed(
        problem(
          'cityjson.outside-crs',
          message,
          'Check $.metadata.referenceSystem and $.transform.',
          { file: fileName, place: `$.vertices[${lost}]` },
          { vertex: lost, code },
        ),
      );
    }
    const points = geos.filter((each) => each !== null);
    if (points.length > 0) {
      const origin = middleOf(points);
      const toFrame = projectionAround(origin);
      const corners = points.map((point, index): Corner => {
        const { xM, yM } = toFrame(point);
        return [xM, yM, (model.vertices[index]?.[2] ?? 0) - lowest];
      });
      return ok({
        corners,
        origin,
        note: {
          isGuess: false,
          text: `Coordinates are of EPSG:${code}; heights count from the lowest point.`,
          source: '$.metadata.referenceSystem',
        },
      });
    }
  }
  const unitM = options.metresPerUnit ?? 1;
  const extent = extentOf(model.vertices.map(([xM, yM]) => ({ xM, yM }))) ?? { west: 0, east: 0, south: 0, north: 0 };
  const [x0, y0] = [(extent.west + extent.east) / 2, (extent.south + extent.north) / 2];
  const corners = model.vertices.map(([x, y, z]): Corner => [(x - x0) * unitM, (y - y0) * unitM, (z - lowest) * unitM]);
  const system =
    model.referenceSystem === null
      ? 'The file names no reference system'
      : `The reference system ${cleanName(model.referenceSystem, '')} is not known here`;
  if (corners.some((corner) => corner.some((value) => !(Math.abs(value) <= 1e6)))) {
    const message = 'The model is wider than 2,000 km.';
    return failed(
      problem('cityjson.too-wide', message, 'Check $.transform and the units of the vertices.', {
        file: fileName,
        place: '$.vertices',
      }),
    );
  }
  return ok({
    corners,
    origin: null,
    note: {
      isGuess: true,
      text: `${system}: coordinates are taken for metres, and the model has no place on the globe.`,
      source: '$.metadata.referenceSystem',
    },
  });
}

/** The finest geometry of an object that has surfaces, cut into triangles; null where it has none. */
function meshOf(object: CityObject, corners: readonly Corner[], model: CityModel, lods: Set<string>): Mesh | null {
  const finest = object.geometry
    .filter((geometry) => geometry.type === 'GeometryInstance' || surfacesOf(geometry).length > 0)
    .toSorted((a, b) => Number.parseFloat(String(b.lod ?? 0)) - Number.parseFloat(String(a.lod ?? 0)))[0];
  if (finest === undefined) return null;
  if (finest.lod !== undefined) for (const { lod } of object.geometry) lods.add(String(lod).slice(0, 8));
  const builder = new MeshBuilder();
  if (finest.type === 'GeometryInstance') addInstance(builder, finest, corners, model);
  else
    for (const surface of surfacesOf(finest))
      builder.add(surface.map((ring) => ring.map((index) => corners[index] ?? [0, 0, 0])));
  return builder.build();
}

function addInstance(builder: MeshBuilder, instance: CityGeometry, corners: readonly Corner[], model: CityModel): void {
  const template = model.templates[instance.template ?? -1];
  const reference = corners[Number(instance.boundaries[0] ?? -1)];
  const m = instance.transformationMatrix;
  if (template === undefined || reference === undefined || m === undefined) return;
  const place = ([x, y, z]: Corner): Corner => [
    (m[0] ?? 0) * x + (m[1] ?? 0) * y + (m[2] ?? 0) * z + (m[3] ?? 0) + reference[0],
    (m[4] ?? 0) * x + (m[5] ?? 0) * y + (m[6] ?? 0) * z + (m[7] ?? 0) + reference[1],
    (m[8] ?? 0) * x + (m[9] ?? 0) * y + (m[10] ?? 0) * z + (m[11] ?? 0) + reference[2],
  ];
  for (const surface of surfacesOf(template))
    builder.add(surface.map((ring) => ring.map((index) => place(model.templateVertices[index] ?? [0, 0, 0]))));
}
