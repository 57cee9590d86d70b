import type { Problem } from '../../base/problem.ts';
import { failed, ok } from '../../base/result.ts';
import type { Result } from '../../base/result.ts';
import type { Mesh } from '../../site/scenery/shapes.ts';
import type { Imported, ImportFile, ImportResult } from '../import-result.ts';
import { readCollada } from './collada.ts';
import { FloorAssembly } from './floors.ts';
import { turned, turnsToFit } from './map-turn.ts';
import { addTracedMap, traceMap } from './occupancy.ts';
import type { GreyImage, MapFacts } from './occupancy-read.ts';
import type { Spot } from './plane.ts';
import { pointsOf } from './plane.ts';
import { rectangle } from './rmf.ts';
import type { SdfInclude, SdfModel, SdfShape } from './sdf-read.ts';
import { readSdf } from './sdf-read.ts';
import { boxMesh, cylinderMesh, sphereMesh } from './solids.ts';
import type { Transform } from './transform.ts';
import { applyTransform, compose, IDENTITY, scaling } from './transform.ts';
import type { WorldOptions } from './world-options.ts';

/** A model of which no file is given: a pallet's footprint (EUR 1, 1.2 × 0.8 m) without anything said about its height. */
const UNKNOWN_MODEL = { widthM: 1.2, depthM: 0.8, heightM: 0.4 } as const;
/** What a plan is drawn without: above or below everything, and no body to walk around. */
const NO_BODY = /roof|ceiling|lamp|light|ground|floor|sun|sky/i;
/** Included models may include others. */
const MOST_DEPTH = 8;
const HALL_HEIGHT_M = 6;
const MOST_TRIANGLES = 1_500_000;

export interface SdfFiles {
  readonly world: ImportFile;
  /** Models (`model.sdf`) and meshes (COLLADA) that the world includes, as far as they were given. */
  readonly models: readonly ImportFile[];
  readonly meshes: readonly ImportFile[];
  /** A map of the same hall; it shows what has no file of its own. */
  readonly map: { readonly image: GreyImage; readonly facts: MapFacts; readonly fileName: string } | null;
}

/** A hall out of a Gazebo world: its models as bodies, its map as walls. What has neither a file nor a spot on the map is a box, and is told. */
export function importSdf(files: SdfFiles, options: WorldOptions): ImportResult {
  const world = readSdf(files.world);
  if (world.status === 'failed') return world;
  const scene = new SdfScene(files);
  const broken = scene.open();
  if (broken.length > 0) return failed(broken);
  for (const model of world.value.models) scene.model(model, IDENTITY, 0);
  for (const include of world.value.includes) scene.include(include, IDENTITY, 0, '');
  return build(scene, world.value.name, files, options);
}

function build(scene: SdfScene, name: string, files: SdfFiles, options: WorldOptions): Result<Imported, readonly Problem[]> {
  const floors = new FloorAssembly(options.name, name === 'default' ? '' : name, files.world.name);
  const turns = files.map === null ? 0 : turnsToFit(files.map.image, files.map.facts, scene.spots);
  const traced = files.map === null ? null : traceMap(turned(files.map.image, turns), files.map.facts, files.map.fileName, {});
  if (traced !== null && traced.status === 'failed') return failed([traced.error]);
  const mapped = traced === null ? null : traced.value;
  const heightM = options.floorHeightM ?? HALL_HEIGHT_M;
  const id = floors.addFloor({
    name: 'Ground floor',
    elevationM: 0,
    heightM,
    outline: mapped === null ? null : mapped.outline,
    walls: [],
    rooms: [],
    others: scene.spots,
  });
  for (const mesh of scene.meshes) floors.layers.add('furniture', 'meshes', mesh, id);
  // A mapped hall shows the outlines of what was met there; a box over them would only hide them.
  const boxes = mapped === null ? scene.unknown : [];
  for (const { spot, turnRad } of boxes) {
    const { widthM, depthM, heightM: boxM } = UNKNOWN_MODEL;
    floors.layers.add(
      'furniture',
      'prisms',
      { rings: [pointsOf(rectangle(spot, widthM, depthM, turnRad))], baseM: 0, heightM: boxM },
      id,
    );
  }
  if (mapped !== null) addTracedMap(floors, mapped, id);
  if (turns > 0) {
    const text = `The map lies ${turns * 90}° turned to the world: turned so, its obstacles stand where the world has bodies.`;
    floors.note('guessed', text, 'fit of the map to the models', files.map?.fileName ?? null);
  }
  for (const [uri, count] of scene.missing) {
    const where =
      mapped === null
        ? `drawn as a box of ${UNKNOWN_MODEL.widthM} × ${UNKNOWN_MODEL.depthM} m`
        : 'seen only as what the map shows of it';
    floors.note(
      'guessed',
      `${count} × ${uri}: its model is not among the files; ${where}.`,
      'add model.sdf and its meshes to the import',
    );
  }
  if (scene.left.size > 0)
    floors.note('dropped', `Not drawn: ${[...scene.left].toSorted().join(', ')}.`, 'roofs, lights and the ground itself');
  const imported = floors.finish(null, `${scene.count} models.`);
  return ok({ ...imported, adjustable: [{ option: 'floorHeightM', value: heightM, basis: 'guessed' }] });
}

class SdfScene {
  readonly meshes: Mesh[] = [];
  readonly unknown: { spot: Spot; turnRad: number }[] = [];
  readonly missing = new Map<string, number>();
  readonly left = new Set<string>();
  readonly spots: Spot[] = [];
  count = 0;
  private triangles = 0;
  private readonly files: SdfFiles;
  private readonly models = new Map<string, SdfModel>();
  private readonly solids = new Map<string, Mesh | null>();

  constructor(files: SdfFiles) {
    this.files = files;
  }

  /** Reads the models and meshes that were given; gives what is wrong with them. */
  open(): readonly Problem[] {
    const problems: Problem[] = [];
    for (const file of this.files.models) {
      const read = readSdf(file);
      if (read.status === 'failed') problems.push(...read.error);
      else for (const model of read.value.models) this.models.set(model.name, model);
    }
    for (const file of this.files.meshes) {
      const read = readCollada(file);
      if (read.status === 'failed') problems.push(read.error);
      else this.solids.set(fileName(file.name).toLowerCase(), read.value);
    }
    return problems;
  }

  model(model: SdfModel, outer: Transform, depth: number): void {
    const transform = compose(outer, model.transform);
    if (model.bodies.length > 0) {
      this.count += 1;
      if (NO_BODY.test(model.name)) this.left.add(withoutNumber(model.name));
      else for (const { shape, transform: inModel } of model.bodies) this.body(shape, compose(transform, inModel), model.name);
    }
    for (const each of model.models) this.model(each, transform, depth);
    for (const include of model.includes) this.include(include, transform, depth, model.name);
  }

  include({ uri, name, transform: own }: SdfInclude, outer: Transform, depth: number, parent: string): void {
    const key = uri.replace(/^[a-z]+:\/\//i, '').split('/')[0] ?? uri;
    const transform = compose(outer, own);
    const model = this.models.get(key);
    if (model !== undefined && depth < MOST_DEPTH) {
      this.model(model, transform, depth + 1);
      return;
    }
    this.count += 1;
    if (NO_BODY.test(key) || NO_BODY.test(name) || NO_BODY.test(parent)) {
      this.left.add(key);
      return;
    }
    // Without the model's description its visible mesh may still be there, by its name.
    const lower = key.toLowerCase();
    const solid = [...this.solids].find(([file]) => file === `${lower}.dae` || file === `${lower}_visual.dae`)?.[1];
    if (solid !== undefined && solid !== null) this.place(solid, transform);
    else this.unknownAt(key, transform);
  }

  private body(shape: SdfShape, transform: Transform, name: string): void {
    if (shape.kind === 'box') this.place(boxMesh(shape.size), transform);
    else if (shape.kind === 'cylinder') this.place(cylinderMesh(shape.radiusM, shape.lengthM), transform);
    else if (shape.kind === 'sphere') this.place(sphereMesh(shape.radiusM), transform);
    else {
      const solid = this.solids.get(fileName(shape.uri).toLowerCase());
      if (solid === undefined || solid === null) this.unknownAt(fileName(shape.uri) || name, transform);
      else this.place(solid, compose(transform, scaling(shape.scale)));
    }
  }

  private place(mesh: Mesh, transform: Transform): void {
    this.triangles += mesh.triangles.length / 3;
    if (this.triangles > MOST_TRIANGLES) {
      this.left.add('what is beyond 1.5 million triangles');
      return;
    }
    const corners = new Float64Array(mesh.corners.length);
    for (let at = 0; at < corners.length; at += 3) {
      const [x, y, z] = applyTransform(transform, [mesh.corners[at] ?? 0, mesh.corners[at + 1] ?? 0, mesh.corners[at + 2] ?? 0]);
      corners.set([x, y, z], at);
      this.spots.push({ xM: x, yM: y });
    }
    this.meshes.push({ corners, triangles: mesh.triangles });
  }

  private unknownAt(what: string, transform: Transform): void {
    this.missing.set(what, (this.missing.get(what) ?? 0) + 1);
    const [x, y] = applyTransform(transform, [0, 0, 0]);
    this.unknown.push({ spot: { xM: x, yM: y }, turnRad: Math.atan2(transform[4], transform[0]) });
    this.spots.push({ xM: x, yM: y });
  }
}

function fileName(path: string): string {
  return path.replace(/^.*[/\\]/, '');
}

function withoutNumber(name: string): string {
  return name.replace(/(_\d+)+$/, '');
}
