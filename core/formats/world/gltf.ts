import type { Document, Primitive } from '@gltf-transform/core';
import type { Problem } from '../../base/problem.ts';
import { problem } from '../../base/problem.ts';
import type { Result } from '../../base/result.ts';
import { failed, ok } from '../../base/result.ts';
import { safeJson } from '../../base/safe-json.ts';
import type { Mesh } from '../../site/scenery/shapes.ts';
import { decodeText } from '../guard/decode-text.ts';
import type { Imported, ImportResult } from '../import-result.ts';
import { FloorAssembly } from './floors.ts';
import { gltfProblems, lastPart } from './gltf-check.ts';
import type { WorldOptions } from './world-options.ts';

export interface GltfFiles {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Buffers and pictures that came with the model. */
  readonly others: readonly { readonly name: string; readonly bytes: Uint8Array }[];
}

/** Triangles of a model: what a drawing of a site bears beside everything else. */
const MOST_TRIANGLES = 600_000;
/** A model keeps the millimetre. */
const MODEL_UNIT_M = 0.001;
const TRIANGLES = 4;

/**
 * A glTF or GLB model as clay: the triangles of its scene, checked by Khronos' validator first. Materials and pictures are left out, as
 * colour belongs to figures. `dracoWasm` brings the decoder of Draco when a model needs it.
 */
export async function importGltf(
  files: GltfFiles,
  options: WorldOptions,
  dracoWasm: () => Promise<Uint8Array>,
): Promise<ImportResult> {
  const resources = new Map(files.others.map(({ name, bytes }) => [lastPart(name), bytes]));
  const wrong = await gltfProblems(files.bytes, files.name, resources);
  if (wrong.length > 0) return failed(wrong);
  const read = await readDocument(files, resources, dracoWasm);
  if (read.status === 'failed') return failed([read.error]);
  const meshes = meshesOf(read.value, options.metresPerUnit ?? 1);
  const triangles = meshes.reduce((sum, mesh) => sum + mesh.triangles.length / 3, 0);
  const at = { file: files.name, place: '/meshes' };
  if (triangles === 0)
    return failed([problem('gltf.no-triangles', 'The model has no triangles to draw.', 'Choose a model with a mesh.', at)]);
  if (triangles > MOST_TRIANGLES) {
    const message = `The model has ${triangles} triangles; at most ${MOST_TRIANGLES} are drawn.`;
    const remedy = 'Simplify it in the program it was made with.';
    return failed([problem('gltf.too-large', message, remedy, at, { triangles, limit: MOST_TRIANGLES })]);
  }
  return ok(build(meshes, triangles, files.name, options));
}

function build(meshes: readonly Mesh[], triangles: number, fileName: string, options: WorldOptions): Imported {
  const floors = new FloorAssembly(options.name, '', fileName);
  let [lowest, highest] = [Infinity, -Infinity];
  for (const { corners } of meshes) {
    for (let at = 2; at < corners.length; at += 3) {
      lowest = Math.min(lowest, corners[at] ?? 0);
      highest = Math.max(highest, corners[at] ?? 0);
    }
  }
  const spots = meshes.flatMap(({ corners }) =>
    Array.from({ length: corners.length / 3 }, (_, index) => ({ xM: corners[index * 3] ?? 0, yM: corners[index * 3 + 1] ?? 0 })),
  );
  const id = floors.addFloor({
    name: 'Ground floor',
    elevationM: 0,
    heightM: Math.max(0, highest - lowest),
    outline: null,
    walls: [],
    rooms: [],
    others: spots,
  });
  for (const { corners, triangles: indices } of meshes) {
    const standing = corners.map((value, at) => (at % 3 === 2 ? value - lowest : value));
    floors.layers.add('model', 'meshes', { corners: standing, triangles: indices }, id);
  }
  floors.note('assumed', 'The model is drawn as clay, without its materials; its lowest point stands on the floor.', 'import');
  floors.note('assumed', `One unit of the model is ${options.metresPerUnit ?? 1} m.`, 'glTF 2.0, section 3.4: units are metres');
  const imported = floors.finish(null, `${triangles} triangles.`, MODEL_UNIT_M);
  return { ...imported, adjustable: [{ option: 'metresPerUnit', value: options.metresPerUnit ?? 1, basis: 'stated' }] };
}

async function readDocument(
  files: GltfFiles,
  resources: ReadonlyMap<string, Uint8Array>,
  dracoWasm: () => Promise<Uint8Array>,
): Promise<Result<Document, Problem>> {
  const { WebIO } = await import('@gltf-transform/core');
  const { EXTMeshoptCompression, KHRDracoMeshCompression, KHRMeshQuantization } = await import('@gltf-transform/extensions');
  const io = new WebIO().registerExtensions([EXTMeshoptCompression, KHRDracoMeshCompression, KHRMeshQuantization]);
  const text = String.fromCharCode(...files.bytes.subarray(0, 4)) === 'glTF' ? null : decodeText(files.bytes, files.name);
  if (text !== null && text.status === 'failed') return text;
  const json = text === null ? null : safeJson(text.value);
  if (json !== null && json.status === 'failed') return failed({ ...json.error, file: files.name });
  const uses = (extension: string): boolean =>
    json === null ? includes(files.bytes, extension) : (text?.value.includes(extension) ?? false);
  try {
    if (uses('EXT_meshopt_compression')) {
      const { MeshoptDecoder } = await import('meshoptimizer');
      await MeshoptDecoder.ready;
      io.registerDependencies({ 'meshopt.decoder': MeshoptDecoder });
    }
    if (uses('KHR_draco_mesh_compression')) {
      const { default: createDecoder } = await import('draco3dgltf/draco_decoder_gltf_nodejs.js');
      io.registerDependencies({ 'draco3d.decoder': await createDecoder({ wasmBinary: await dracoWasm() }) });
    }
    if (json === null) return ok(await io.readBinary(files.bytes));
    return ok(await io.readJSON({ json: json.value as never, resources: resourcesByUri(json.value, resources) }));
  } catch (error) {
    // The validator does not look into compressed data or extensions it does not know.
    const reason = error instanceof Error ? error.message : String(error);
    const remedy = 'Export the model again, without compression or rare extensions.';
    return failed(
      problem(
        'gltf.unreadable',
        `The model cannot be read: ${reason}.`,
        remedy,
        { file: files.name, place: '/extensionsUsed' },
        { reason },
      ),
    );
  }
}

/** Buffers and pictures by the address that the model gives them. A picture that is missing is not drawn anyway. */
function resourcesByUri(json: unknown, resources: ReadonlyMap<string, Uint8Array>): Record<string, Uint8Array<ArrayBuffer>> {
  const found: Record<string, Uint8Array<ArrayBuffer>> = {};
  const { buffers, images } = json as {
    readonly buffers?: readonly { readonly uri?: string }[];
    readonly images?: readonly { readonly uri?: string }[];
  };
  for (const { uri } of [...(buffers ?? []), ...(images ?? [])]) {
    if (uri === undefined || uri.startsWith('data:')) continue;
    found[uri] = new Uint8Array(resources.get(lastPart(uri)) ?? new Uint8Array(0));
  }
  return found;
}

function includes(bytes: Uint8Array, word: string): boolean {
  const first = word.charCodeAt(0);
  for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1))
    if ([...word].every((letter, index) => bytes[at + index] === letter.charCodeAt(0))) return true;
  return false;
}

/** Triangles of the scene in the frame of a plan: z up and x to the right, where glTF has y up. */
function meshesOf(document: Document, unitM: number): Mesh[] {
  const root = document.getRoot();
  const scene = root.getDefaultScene() ?? root.listScenes()[0];
  const meshes: Mesh[] = [];
  scene?.traverse((node) => {
    const matrix = node.getWorldMatrix();
    for (const primitive of node.getMesh()?.listPrimitives() ?? []) {
      const mesh = meshOf(primitive, matrix, unitM);
      if (mesh !== null) meshes.push(mesh);
    }
  });
  return meshes;
}

function meshOf(primitive: Primitive, m: readonly number[], unitM: number): Mesh | null {
  const positions = primitive.getAttribute('POSITION');
  if (positions === null || primitive.getMode() < TRIANGLES) return null;
  const count = positions.getCount();
  const corners = new Float64Array(count * 3);
  const point: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const [x = 0, y = 0, z = 0] = positions.getElement(index, point);
    const at = (row: number): number => (m[row] ?? 0) * x + (m[4 + row] ?? 0) * y + (m[8 + row] ?? 0) * z + (m[12 + row] ?? 0);
    corners.set([at(0) * unitM, -at(2) * unitM, at(1) * unitM], index * 3);
  }
  if (!corners.every((value) => Math.abs(value) < 1e7)) return null;
  const indices = primitive.getIndices();
  const order =
    indices === null
      ? Array.from({ length: count }, (_, index) => index)
      : Array.from({ length: indices.getCount() }, (_, at) => indices.getScalar(at));
  const triangles = trianglesOf(order, primitive.getMode()).filter(isWhole);
  return triangles.length === 0 ? null : { corners, triangles: Uint32Array.from(triangles.flat()) };
}

function isWhole([a, b, c]: readonly [number, number, number]): boolean {
  return a !== b && b !== c && a !== c;
}

/** Lists, strips and fans as single triangles (glTF 2.0, section 3.7.2.1). */
function trianglesOf(order: readonly number[], mode: number): [number, number, number][] {
  const at = (index: number): number => order[index] ?? 0;
  if (mode === TRIANGLES)
    return Array.from({ length: Math.floor(order.length / 3) }, (_, index) => [
      at(index * 3),
      at(index * 3 + 1),
      at(index * 3 + 2),
    ]);
  const count = Math.max(0, order.length - 2);
  if (mode === 5)
    return Array.from({ length: count }, (_, index) => [at(index), at(index + 1 + (index % 2)), at(index + 2 - (index % 2))]);
  return Array.from({ length: count }, (_, index) => [at(index + 1), at(index + 2), at(0)]);
}
