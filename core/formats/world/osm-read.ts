import type { Problem } from '../../base/problem.ts';
import { problem } from '../../base/problem.ts';
import type { Result } from '../../base/result.ts';
import { failed, ok } from '../../base/result.ts';
import { lineAndColumn } from '../../base/safe-json.ts';
import type { GeoPoint } from '../../site/schema/common.ts';
import { readGeo } from '../geo.ts';
import type { XmlElement } from '../guard/xml.ts';
import { readXml } from '../guard/xml.ts';
import { XML_LIMITS } from '../guard/xml-limits.ts';
import type { ImportFile } from '../import-result.ts';
import type { CityFeature, CityMap, CityShape } from './city-features.ts';
import { isArea } from './city-tags.ts';

/** Ten times the centre of Monaco: what a tree in memory can hold. */
const OSM_LIMITS = { ...XML_LIMITS, maxDepth: 8, maxElements: 500_000 };

/**
 * Features of an OpenStreetMap XML extract (API 0.6): nodes with tags, ways as lines or areas, multipolygon relations put
 * together from their ways. An extract is cut somewhere: ways whose nodes and relations whose ways are outside are counted, not guessed.
 */
export function readOsm(file: ImportFile): Result<CityMap, readonly Problem[]> {
  const root = readXml(file.text, file.name, OSM_LIMITS);
  if (root.status === 'failed') return failed([root.error]);
  if (root.value.name !== 'osm') {
    const message = `The root element is <${root.value.name.slice(0, 60)}>, not <osm>.`;
    return failed([
      problem('osm.no-osm', message, 'Choose an OpenStreetMap extract.', at(file, root.value), {
        name: root.value.name.slice(0, 60),
      }),
    ]);
  }
  return new OsmReader(file, root.value).read();
}

function at(file: ImportFile, element: XmlElement): { file: string; place: string } {
  return { file: file.name, place: lineAndColumn(file.text, element.offset) };
}

class OsmReader {
  private readonly file: ImportFile;
  private readonly root: XmlElement;
  private readonly nodes = new Map<string, GeoPoint>();
  private readonly ways = new Map<string, readonly GeoPoint[]>();
  private readonly features: CityFeature[] = [];
  private readonly dropped = new Map<string, number>();
  private readonly problems: Problem[] = [];

  constructor(file: ImportFile, root: XmlElement) {
    this.file = file;
    this.root = root;
  }

  read(): Result<CityMap, readonly Problem[]> {
    const of = (name: string): XmlElement[] => this.root.children.filter((child) => child.name === name);
    for (const node of of('node')) this.node(node);
    if (this.problems.length === 0) for (const way of of('way')) this.way(way);
    if (this.problems.length > 0) return failed(this.problems.slice(0, 20));
    for (const relation of of('relation')) this.relation(relation);
    if (this.features.length === 0) {
      const remedy = 'Take an extract with buildings or streets (.osm).';
      return failed([problem('osm.empty', 'The extract holds nothing that can be drawn.', remedy, at(this.file, this.root))]);
    }
    return ok({ features: this.features, dropped: this.dropped });
  }

  private node(element: XmlElement): void {
    const id = element.attributes.get('id') ?? '';
    const geo = readGeo(element.attributes.get('lat') ?? '', element.attributes.get('lon') ?? '');
    if (id === '' || geo === null) {
      const message = `The node ${JSON.stringify(id.slice(0, 40))} has no latitude and longitude in degrees.`;
      this.problems.push(
        problem('osm.bad-node', message, 'Take a complete copy of the extract.', at(this.file, element), { id: id.slice(0, 40) }),
      );
      return;
    }
    this.nodes.set(id, geo);
    const tags = tagsOf(element);
    if (tags.size > 0) this.feature(tags, { kind: 'point', at: geo }, element);
  }

  private way(element: XmlElement): void {
    const points: GeoPoint[] = [];
    let references = 0;
    for (const child of element.children) {
      if (child.name !== 'nd') continue;
      references += 1;
      const geo = this.nodes.get(child.attributes.get('ref') ?? '');
      if (geo !== undefined) points.push(geo);
    }
    if (points.length < references) this.drop('ways that lead out of the extract', points.length < 2);
    if (points.length < 2) return;
    this.ways.set(element.attributes.get('id') ?? '', points);
    const tags = tagsOf(element);
    if (tags.size === 0) return;
    const closed = points.length > 3 && points[0] === points.at(-1);
    const shape: CityShape = closed && isArea(tags) ? { kind: 'area', polygons: [[points]] } : { kind: 'line', points };
    this.feature(tags, shape, element);
  }

  private relation(element: XmlElement): void {
    const tags = tagsOf(element);
    const type = tags.get('type');
    if (type !== 'multipolygon') return;
    const rings = { outer: [] as (readonly GeoPoint[])[], inner: [] as (readonly GeoPoint[])[] };
    for (const child of element.children) {
      if (child.name !== 'member' || child.attributes.get('type') !== 'way') continue;
      const way = this.ways.get(child.attributes.get('ref') ?? '');
      if (way === undefined) {
        this.drop('areas that lead out of the extract', true);
        return;
      }
      rings[child.attributes.get('role') === 'inner' ? 'inner' : 'outer'].push(way);
    }
    const outer = joinRings(rings.outer);
    if (outer.length === 0) return;
    const inner = joinRings(rings.inner);
    // Holes are given to the only outline, or to the one whose box holds them.
    const polygons = outer.map((ring) => [ring, ...inner.filter((hole) => outer.length === 1 || holds(ring, hole))]);
    this.feature(tags, { kind: 'area', polygons }, element);
  }

  private feature(tags: ReadonlyMap<string, string>, shape: CityShape, element: XmlElement): void {
    this.features.push({ tags, shape, place: `${element.name} ${element.attributes.get('id') ?? ''}` });
  }

  private drop(what: string, counts: boolean): void {
    if (counts) this.dropped.set(what, (this.dropped.get(what) ?? 0) + 1);
  }
}

function tagsOf(element: XmlElement): ReadonlyMap<string, string> {
  const tags = new Map<string, string>();
  for (const child of element.children)
    if (child.name === 'tag') tags.set(child.attributes.get('k') ?? '', child.attributes.get('v') ?? '');
  return tags;
}

/** Closed rings out of ways that meet at their ends; what does not close is left out. */
function joinRings(ways: readonly (readonly GeoPoint[])[]): (readonly GeoPoint[])[] {
  const rings: (readonly GeoPoint[])[] = [];
  const open = new Set(ways);
  for (const start of ways) {
    if (!open.delete(start)) continue;
    const ring = [...start];
    for (let grew = true; grew && ring[0] !== ring.at(-1);) {
      grew = false;
      for (const next of open) {
        const end = ring.at(-1);
        if (next[0] !== end && next.at(-1) !== end) continue;
        ring.push(...(next[0] === end ? next : next.toReversed()).slice(1));
        open.delete(next);
        grew = true;
        break;
      }
    }
    if (ring.length > 3 && ring[0] === ring.at(-1)) rings.push(ring);
  }
  return rings;
}

function holds(ring: readonly GeoPoint[], hole: readonly GeoPoint[]): boolean {
  const [first] = hole;
  if (first === undefined) return false;
  const longitudes = ring.map(({ longitudeDeg }) => longitudeDeg);
  const latitudes = ring.map(({ latitudeDeg }) => latitudeDeg);
  const within = (value: number, values: readonly number[]): boolean =>
    value >= values.reduce((a, b) => Math.min(a, b)) && value <= values.reduce((a, b) => Math.max(a, b));
  return within(first.longitudeDeg, longitudes) && within(first.latitudeDeg, latitudes);
}
