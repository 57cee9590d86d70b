import type * as WebIfc from 'web-ifc';
import type { FlatMesh, IfcAPI } from 'web-ifc';
import { problem } from '../../base/problem.ts';
import type { Problem } from '../../base/problem.ts';
import { failed, ok } from '../../base/result.ts';
import type { Result } from '../../base/result.ts';
import type { Mesh } from '../../site/scenery/shapes.ts';
import type { Scenery } from '../../site/schema/scenery.ts';
import type { Imported, ImportResult } from '../import-result.ts';
import { cleanName } from '../site-assembly.ts';
import { FloorAssembly } from './floors.ts';
import type { Spot } from './plane.ts';
import { convexHull } from './plane.ts';
import type { WorldOptions } from './world-options.ts';

/** web-ifc, ready to open models, and the numbers it gives the classes of IFC. */
export interface IfcEngine {
  readonly api: IfcAPI;
  readonly types: typeof WebIfc;
}

/** Height of a storey whose elements have none, m. */
const STOREY_M = 3;
const MOST_TRIANGLES = 1_000_000;
const IFC_UNIT_M = 0.001;
/** Metres of a length unit by its prefix (ISO 16739-1, IfcSIPrefix) or its name. */
const PREFIX: Readonly<Record<string, number>> = { KILO: 1000, DECI: 0.1, CENTI: 0.01, MILLI: 0.001 };
const NAMED: Readonly<Record<string, number>> = { FOOT: 0.3048, FEET: 0.3048, INCH: 0.0254, YARD: 0.9144 };

/** A building out of an IFC model: storeys as floors, walls and doors as bodies, spaces as rooms by their outline. */
export async function importIfc(
  bytes: Uint8Array,
  fileName: string,
  options: WorldOptions,
  { api, types }: IfcEngine,
): Promise<ImportResult> {
  const at = { file: fileName, place: 'byte 0' };
  const remedy = 'Export the model as IFC 2x3 or IFC 4 again.';
  let model = -1;
  try {
    model = api.OpenModel(bytes, { COORDINATE_TO_ORIGIN: true });
    if (model < 0)
      return failed([
        problem('ifc.unreadable', 'The model cannot be read: it has no known schema.', remedy, at, { reason: 'schema' }),
      ]);
    const reader = new IfcReader(api, types, model);
    const result = reader.read();
    if (result.triangles > MOST_TRIANGLES) {
      const message = `The model has ${result.triangles} triangles; at most ${MOST_TRIANGLES} are drawn.`;
      return failed([
        problem('ifc.too-large', message, 'Export one storey, or only walls, doors and spaces.', at, {
          triangles: result.triangles,
          limit: MOST_TRIANGLES,
        }),
      ]);
    }
    if (result.bodies.length === 0)
      return failed([problem('ifc.empty', 'The model has no walls, slabs, doors or spaces.', remedy, at)]);
    return build(result, fileName, options);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return failed([problem('ifc.unreadable', `The model cannot be read: ${reason}.`, remedy, at, { reason })]);
  } finally {
    if (model >= 0) api.CloseModel(model);
  }
}

interface Storey {
  readonly id: number;
  readonly name: string;
  readonly elevationM: number;
}

interface Body {
  readonly id: number;
  readonly kind: Scenery['kind'] | 'space' | 'slab';
  readonly name: string;
  readonly mesh: Mesh;
  readonly storey: number | null;
}

interface IfcContent {
  readonly storeys: readonly Storey[];
  readonly bodies: readonly Body[];
  readonly triangles: number;
  readonly title: string;
}

/** A line of the model as the library gives it: values wrapped by their type. */
type IfcLine = {
  readonly [key: string]: { readonly value?: unknown } | readonly { readonly value?: unknown }[] | null | undefined;
};

class IfcReader {
  private readonly api: IfcAPI;
  private readonly types: IfcEngine['types'];
  private readonly model: number;
  private triangles = 0;

  constructor(api: IfcAPI, types: IfcEngine['types'], model: number) {
    this.api = api;
    this.types = types;
    this.model = model;
  }

  read(): IfcContent {
    const { types } = this;
    const unitM = this.unitM();
    const storeys = this.ids(types.IFCBUILDINGSTOREY).map((id): Storey => {
      const line = this.line(id);
      const elevation = Number(valueOf(line, 'Elevation') ?? 0);
      return {
        id,
        name: wordsOf(line, ['LongName', 'Name'], 'Storey'),
        elevationM: Number.isFinite(elevation) ? elevation * unitM : 0,
      };
    });
    const storeyOf = this.storeyOfElements(new Set(storeys.map(({ id }) => id)));
    const bodies = [
      ...this.bodies(types.IFCWALL, 'wall', storeyOf),
      ...this.bodies(types.IFCCURTAINWALL, 'wall', storeyOf),
      ...this.bodies(types.IFCCOLUMN, 'wall', storeyOf),
      ...this.bodies(types.IFCSTAIRFLIGHT, 'furniture', storeyOf),
      ...this.bodies(types.IFCFURNISHINGELEMENT, 'furniture', storeyOf),
      ...this.bodies(types.IFCDOOR, 'door', storeyOf),
      ...this.bodies(types.IFCSLAB, 'slab', storeyOf),
      ...this.bodies(types.IFCSPACE, 'space', storeyOf),
    ];
    // The library moves the model near its origin, which keeps distant ones exact; heights go back to those of the storeys.
    const movedM = this.api.GetCoordinationMatrix(this.model)[13] ?? 0;
    for (const { mesh } of bodies)
      for (let at = 2; at < mesh.corners.length; at += 3) mesh.corners[at] = (mesh.corners[at] ?? 0) - movedM;
    const [building] = this.ids(types.IFCBUILDING);
    const title = building === undefined ? '' : wordsOf(this.line(building), ['LongName', 'Name'], '');
    return { storeys: storeys.toSorted((a, b) => a.elevationM - b.elevationM), bodies, triangles: this.triangles, title };
  }

  private ids(type: number): number[] {
    return [...this.api.GetLineIDsWithType(this.model, type, true)];
  }

  private line(id: number): IfcLine {
    return this.api.GetLine(this.model, id) as IfcLine;
  }

  private unitM(): number {
    for (const id of this.ids(this.types.IFCSIUNIT)) {
      const line = this.line(id);
      if (valueOf(line, 'UnitType') === 'LENGTHUNIT') return PREFIX[String(valueOf(line, 'Prefix') ?? '')] ?? 1;
    }
    for (const id of this.ids(this.types.IFCCONVERSIONBASEDUNIT)) {
      const line = this.line(id);
      if (valueOf(line, 'UnitType') === 'LENGTHUNIT') return NAMED[String(valueOf(line, 'Name') ?? '').toUpperCase()] ?? 1;
    }
    return 1;
  }

  /** Elements are contained in a storey, spaces are parts of one. */
  private storeyOfElements(storeys: ReadonlySet<number>): ReadonlyMap<number, number> {
    const storeyOf = new Map<number, number>();
    const note = (type: number, whole: string, parts: string): void => {
      for (const id of this.ids(type)) {
        const line = this.line(id);
        const storey = Number(valueOf(line, whole));
        const list = line[parts];
        if (storeys.has(storey) && Array.isArray(list)) for (const part of list) storeyOf.set(Number(part?.value), storey);
      }
    };
    note(this.types.IFCRELCONTAINEDINSPATIALSTRUCTURE, 'RelatingStructure', 'RelatedElements');
    note(this.types.IFCRELAGGREGATES, 'RelatingObject', 'RelatedObjects');
    return storeyOf;
  }

  private bodies(type: number, kind: Body['kind'], storeyOf: ReadonlyMap<number, number>): Body[] {
    const bodies: Body[] = [];
    // One by one: the streams of 0.0.78 do not fit the library's own module for browsers.
    for (const id of this.ids(type)) {
      const flat = this.api.GetFlatMesh(this.model, id);
      const mesh = this.meshOf(flat);
      if (mesh === null) continue;
      const name = kind === 'space' ? wordsOf(this.line(id), ['LongName', 'Name'], 'Space') : '';
      bodies.push({ id, kind, name, mesh, storey: storeyOf.get(id) ?? null });
    }
    return bodies;
  }

  /** The library puts y up; a plan has z up. */
  private meshOf({ geometries }: FlatMesh): Mesh | null {
    const corners: number[] = [];
    const triangles: number[] = [];
    for (let part = 0; part < geometries.size(); part += 1) {
      const { geometryExpressID, flatTransformation: m } = geometries.get(part);
      const geometry = this.api.GetGeometry(this.model, geometryExpressID);
      const vertices = this.api.GetVertexArray(geometry.GetVertexData(), geometry.GetVertexDataSize());
      const indices = this.api.GetIndexArray(geometry.GetIndexData(), geometry.GetIndexDataSize());
      const first = corners.length / 3;
      for (let at = 0; at + 5 < vertices.length; at += 6) {
        const [x = 0, y = 0, z = 0] = vertices.subarray(at, at + 3);
        const row = (r: number): number => (m[r] ?? 0) * x + (m[4 + r] ?? 0) * y + (m[8 + r] ?? 0) * z + (m[12 + r] ?? 0);
        corners.push(row(0), -row(2), row(1));
      }
      for (const index of indices) triangles.push(first + index);
      geometry.delete();
    }
    this.triangles += triangles.length / 3;
    if (triangles.length === 0 || !corners.every((value) => Math.abs(value) < 1e6)) return null;
    return { corners: Float64Array.from(corners), triangles: Uint32Array.from(triangles) };
  }
}

function valueOf(line: IfcLine, key: string): unknown {
  const field = line[key];
  return field === null || field === undefined || Array.isArray(field)
    ? undefined
    : (field as { readonly value?: unknown }).value;
}

function wordsOf(line: IfcLine, keys: readonly string[], missing: string): string {
  const words = keys.map((key) => valueOf(line, key)).find((value) => typeof value === 'string' && value.trim() !== '');
  return cleanName(typeof words === 'string' ? words : '', missing);
}

function build(
  { storeys, bodies, title, triangles }: IfcContent,
  fileName: string,
  options: WorldOptions,
): Result<Imported, readonly Problem[]> {
  const floors = new FloorAssembly(options.name, title, fileName);
  const levels = storeys.length > 0 ? storeys : [{ id: 0, name: 'Ground floor', elevationM: 0 }];
  const scale = options.metresPerUnit ?? 1;
  const lowest = levels[0];
  const storeyIds = new Set(levels.map(({ id }) => id));
  for (const [index, level] of levels.entries()) {
    const own = bodies.filter(
      ({ storey }) => storey === level.id || (level === lowest && (storey === null || !storeyIds.has(storey))),
    );
    const baseM = level.elevationM * scale;
    const next = levels[index + 1];
    const heightM =
      next === undefined ? (options.floorHeightM ?? STOREY_M) : Math.max(0.5, (next.elevationM - level.elevationM) * scale);
    const placed = own.map((body) => ({ ...body, mesh: lowered(body.mesh, baseM, scale) }));
    const slabs = placed.filter(({ kind }) => kind === 'slab').flatMap(({ mesh }) => spotsOf(mesh));
    const id = floors.addFloor({
      name: level.name,
      elevationM: baseM,
      heightM,
      outline: slabs.length > 2 ? convexHull(slabs) : null,
      walls: [],
      rooms: placed
        .filter(({ kind }) => kind === 'space')
        .map(({ name, mesh }) => ({ name, kind: 'room' as const, ring: convexHull(spotsOf(mesh)) })),
      others: placed.flatMap(({ mesh }) => spotsOf(mesh)),
    });
    // Slabs and spaces are the floor and its rooms already.
    for (const { kind, mesh } of placed) if (kind !== 'space' && kind !== 'slab') floors.layers.add(kind, 'meshes', mesh, id);
  }
  if (storeys.length === 0)
    floors.note('guessed', 'The model has no storeys: everything stands on one floor.', 'IfcBuildingStorey');
  const spaces = bodies.filter(({ kind }) => kind === 'space').length;
  if (spaces > 0)
    floors.note('assumed', `${spaces} rooms are the outlines of spaces, without their corners inwards.`, 'IfcSpace');
  const imported = floors.finish(null, `${levels.length} storeys, ${spaces} rooms, ${triangles} triangles.`, IFC_UNIT_M);
  return ok({ ...imported, adjustable: [{ option: 'metresPerUnit', value: scale, basis: 'stated' }] });
}

function lowered({ corners, triangles }: Mesh, baseM: number, scale: number): Mesh {
  return { corners: corners.map((value, at) => (at % 3 === 2 ? value * scale - baseM : value * scale)), triangles };
}

function spotsOf({ corners }: Mesh): Spot[] {
  return Array.from({ length: corners.length / 3 }, (_, index) => ({
    xM: corners[index * 3] ?? 0,
    yM: corners[index * 3 + 1] ?? 0,
  }));
}
