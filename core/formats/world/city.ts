import { must } from '../../base/assert.ts';
import { slug } from '../../base/ids.ts';
import { newHeader } from '../../site/defaults.ts';
import type { GeoPoint, SourceNote } from '../../site/schema/common.ts';
import { addPlace } from '../add-records.ts';
import { middleOf, projectionAround } from '../geo.ts';
import type { Imported } from '../import-result.ts';
import { cleanName, SiteAssembly } from '../site-assembly.ts';
import type { CityFeature, CityMap } from './city-features.ts';
import { areaKind, buildingHeight, lineLook, pointRole } from './city-tags.ts';
import type { Crossing, StreetLine } from './crossings.ts';
import { findCrossings } from './crossings.ts';
import type { Extent, Spot } from './plane.ts';
import { areaM2, circle, extentOf, holds, pointsOf, ringOf, roundM, widened } from './plane.ts';
import type { WorldOptions } from './world-options.ts';
import { WorldLayers } from './world-layers.ts';

/** Storeys of a building that does not say: the usual height of a block in a European town. */
const USUAL_STOREYS = 3;
/** Places that become records: what the outline and the drawing are made for. */
const MOST_CROSSINGS = 1_500;
const MOST_POLES = 3_000;
/** Room around the buildings, as a share of the longer side. */
const EDGE_SHARE = 0.04;
/** As wide as a square with its streets, m. */
const LEAST_EDGE_M = 50;
/** Cell radius of an urban macro site, m: 500 m between sites / √3 (3GPP TR 38.901, table 7.2-1). */
const COVERAGE_M = 500 / Math.sqrt(3);

export interface CityTitle {
  readonly fileName: string;
  readonly source: Omit<SourceNote, 'fields'> | null;
}

/**
 * A city out of the features of a map: buildings, streets and water as scenery; crossings, poles and masts as places that hardware
 * can stand at. The site frame is projected around the middle of the map.
 */
export function buildCity({ features, dropped }: CityMap, { fileName, source }: CityTitle, options: WorldOptions): Imported {
  const assembly = new SiteAssembly();
  const origin = middleOf(features.flatMap(pointsIn));
  const city = new CityDrawing(projectionAround(origin), options.storeys ?? USUAL_STOREYS);
  for (const feature of features) city.draw(feature);
  const extent = extentOfCity(city);
  const title = cleanName(options.name ?? '', cleanName(fileName.replace(/^.*[/\\]/, '').replace(/\..*$/, ''), 'City'));
  const cityId = assembly.freshId('places', title);
  const middle = { xM: roundM((extent.west + extent.east) / 2), yM: roundM((extent.south + extent.north) / 2), zM: 0 };
  addPlace(assembly, {
    id: cityId,
    name: title,
    kind: 'city',
    positionM: middle,
    sizeM: { widthM: roundM(extent.east - extent.west), depthM: roundM(extent.north - extent.south), heightM: 0 },
    geo: origin,
  });
  city.layers.writeTo(assembly);
  const inCity = ({ xM, yM }: Spot): { xM: number; yM: number; zM: number } => ({
    xM: roundM(xM - middle.xM),
    yM: roundM(yM - middle.yM),
    zM: 0,
  });
  addCrossings(
    assembly,
    findCrossings(city.streets, city.signals).filter(({ at }) => holds(extent, at)),
    cityId,
    inCity,
  );
  addPoles(assembly, city, (spot) => holds(extent, spot), cityId, inCity);
  tell(assembly, city, dropped);
  const header = newHeader({
    id: slug(title, 'city').replaceAll('.', '-'),
    name: title,
    kind: 'city',
    description: `${city.layers.count('building')} buildings and ${city.layers.count('road')} streets.`,
    geoOrigin: origin,
    sources: source === null ? [] : [{ fields: [], ...source }],
  });
  return {
    ...assembly.finish(header),
    adjustable: city.guessedHeights > 0 ? [{ option: 'storeys', value: options.storeys ?? USUAL_STOREYS, basis: 'guessed' }] : [],
  };
}

function pointsIn({ shape }: CityFeature): readonly GeoPoint[] {
  if (shape.kind === 'point') return [shape.at];
  return shape.kind === 'line' ? shape.points : shape.polygons.flatMap(([outer]) => outer ?? []);
}

/** Around the buildings: streets and coasts lead far out of an extract. Without buildings, around everything. */
function extentOfCity(city: CityDrawing): Extent {
  const around = extentOf(city.corners);
  return around === null ? must(extentOf(city.spots), 'a map has points') : widened(around, EDGE_SHARE, LEAST_EDGE_M);
}

interface NamedSpot extends Spot {
  readonly name: string;
  readonly place: string;
}

class CityDrawing {
  readonly layers = new WorldLayers();
  readonly streets: StreetLine[] = [];
  readonly signals: Spot[] = [];
  readonly poles: NamedSpot[] = [];
  readonly masts: NamedSpot[] = [];
  readonly spots: Spot[] = [];
  /** Of buildings. */
  readonly corners: Spot[] = [];
  guessedHeights = 0;
  undrawn = 0;
  private readonly toFrame: (point: GeoPoint) => Spot;
  private readonly storeys: number;
  /** The same point of the map gives the same spot, so that streets that share a node meet. */
  private readonly known = new Map<GeoPoint, Spot>();

  constructor(toFrame: (point: GeoPoint) => Spot, storeys: number) {
    this.toFrame = toFrame;
    this.storeys = storeys;
  }

  draw(feature: CityFeature): void {
    const { shape, tags } = feature;
    if (shape.kind === 'point') this.point(feature, this.spot(shape.at));
    else if (shape.kind === 'area') this.area(feature, shape.polygons);
    else {
      const look = lineLook(tags);
      if (look === null) {
        this.undrawn += 1;
        return;
      }
      const line = shape.points.map((point) => this.spot(point));
      this.spots.push(...line);
      if (look.drivable)
        this.streets.push({ line, name: tags.get('name') ?? '', isRoundabout: tags.get('junction') === 'roundabout' });
      this.layers.add(look.kind, 'ribbons', { points: pointsOf(line), widthM: look.widthM, zM: 0 });
    }
  }

  private point({ tags, place }: CityFeature, spot: Spot): void {
    const role = pointRole(tags);
    if (role === null) return;
    this.spots.push(spot);
    if (role === 'signals') this.signals.push(spot);
    else (role === 'pole' ? this.poles : this.masts).push({ ...spot, name: tags.get('name') ?? tags.get('ref') ?? '', place });
    if (role === 'mast') {
      const ring = circle(spot, COVERAGE_M, 48);
      this.layers.add('coverage', 'ribbons', {
        points: pointsOf([...ring, must(ring[0], 'a circle has corners')]),
        widthM: 1.5,
        zM: 0,
      });
    }
  }

  private area({ tags }: CityFeature, polygons: readonly (readonly (readonly GeoPoint[])[])[]): void {
    const kind = areaKind(tags);
    if (kind === null) {
      this.undrawn += 1;
      return;
    }
    for (const polygon of polygons) {
      const [outer, ...holes] = polygon.map((ring) => ringOf(ring.map((point) => this.spot(point))));
      if (outer === null || outer === undefined) continue;
      this.spots.push(...outer);
      const rings = [outer, ...holes.filter((hole) => hole !== null)].map(pointsOf);
      if (kind !== 'building') {
        this.layers.add(kind, 'areas', { rings, zM: 0 });
        continue;
      }
      const { baseM, heightM, isGuess } = buildingHeight(tags, areaM2(outer), this.storeys);
      if (isGuess) this.guessedHeights += 1;
      this.corners.push(...outer);
      this.layers.add('building', 'prisms', { rings, baseM, heightM });
    }
  }

  private spot(point: GeoPoint): Spot {
    let spot = this.known.get(point);
    if (spot === undefined) {
      spot = this.toFrame(point);
      this.known.set(point, spot);
    }
    return spot;
  }
}

type InCity = (spot: Spot) => { xM: number; yM: number; zM: number };

function addCrossings(assembly: SiteAssembly, crossings: readonly Crossing[], parentId: string, inCity: InCity): void {
  for (const [index, crossing] of crossings.slice(0, MOST_CROSSINGS).entries()) {
    const name = cleanName(crossing.names.slice(0, 2).join(' × '), `Crossing ${index + 1}`);
    const id = assembly.freshId('places', `crossing-${crossing.names.slice(0, 2).join('-')}`);
    addPlace(assembly, {
      id,
      name,
      kind: 'intersection',
      parentId,
      tier: 'on-site-edge',
      positionM: inCity(crossing.at),
      sizeM: { widthM: 12, depthM: 12, heightM: 0 },
      notes: crossing.hasSignals ? 'Traffic lights.' : '',
    });
  }
  if (crossings.length <= MOST_CROSSINGS) return;
  const text = `${crossings.length - MOST_CROSSINGS} crossings with the fewest streets are not among the places.`;
  assembly.find({ kind: 'dropped', subject: null, place: null, text, source: 'import' });
}

function addPoles(
  assembly: SiteAssembly,
  city: CityDrawing,
  isInside: (spot: Spot) => boolean,
  parentId: string,
  inCity: InCity,
): void {
  const [poles, masts] = [city.poles.filter(isInside), city.masts.filter(isInside)];
  const add = (list: readonly NamedSpot[], what: string, fields: { kind: 'pole' | 'site' }): void => {
    for (const [index, pole] of list.slice(0, MOST_POLES).entries()) {
      const id = assembly.freshId('places', `${what}-${pole.name === '' ? index + 1 : pole.name}`);
      const name = cleanName(pole.name, `${what === 'mast' ? 'Mast' : 'Pole'} ${index + 1}`);
      const sizeM = { widthM: 0.4, depthM: 0.4, heightM: 0 };
      addPlace(assembly, {
        ...fields,
        id,
        name,
        parentId,
        tier: 'on-site-edge',
        positionM: inCity(pole),
        sizeM,
        notes: pole.place,
      });
    }
    if (list.length <= MOST_POLES) return;
    const text = `${list.length - MOST_POLES} of ${list.length} ${what}s are not among the places.`;
    assembly.find({ kind: 'dropped', subject: null, place: null, text, source: 'import' });
  };
  add(masts, 'mast', { kind: 'site' });
  add(poles, 'pole', { kind: 'pole' });
  if (masts.length > 0) {
    const text = `A mast reaches ${Math.round(COVERAGE_M)} m around it.`;
    assembly.find({
      kind: 'assumed',
      subject: null,
      place: null,
      text,
      source: '3GPP TR 38.901, table 7.2-1: urban macro cells',
    });
  }
}

function tell(assembly: SiteAssembly, city: CityDrawing, dropped: ReadonlyMap<string, number>): void {
  const note = (kind: 'guessed' | 'dropped', text: string, source: string): void =>
    assembly.find({ kind, subject: null, place: null, text, source });
  if (city.guessedHeights > 0) {
    const text = `${city.guessedHeights} buildings do not say how high they are: one storey below 40 m², else a usual number of storeys.`;
    note('guessed', text, 'footprint of the building');
  }
  for (const [what, count] of dropped) note('dropped', `${count} ${what}.`, 'import');
  if (city.undrawn > 0)
    note('dropped', `${city.undrawn} lines and areas of other kinds (borders, routes, uses of land).`, 'import');
}
