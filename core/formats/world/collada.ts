import type { Problem } from '../../base/problem.ts';
import { problem } from '../../base/problem.ts';
import type { Result } from '../../base/result.ts';
import { failed, ok } from '../../base/result.ts';
import { lineAndColumn } from '../../base/safe-json.ts';
import type { Mesh } from '../../site/scenery/shapes.ts';
import type { XmlElement } from '../guard/xml.ts';
import { readXml } from '../guard/xml.ts';
import { XML_LIMITS } from '../guard/xml-limits.ts';
import type { ImportFile } from '../import-result.ts';
import { MeshBuilder } from './mesh-builder.ts';
import type { Transform } from './transform.ts';
import { applyTransform, compose, IDENTITY, scaling } from './transform.ts';
import type { Corner } from './triangulate.ts';

/** Arrays of a mesh are one text each. */
const LIMITS = { ...XML_LIMITS, maxTextChars: 8 * 2 ** 20 };
const MOST_DEPTH = 32;

/** Y_UP and X_UP turned so that z is up (COLLADA 1.4.1, `up_axis`). */
const UPRIGHT: Readonly<Record<string, Transform>> = {
  Y_UP: [1, 0, 0, 0, 0, 0, -1, 0, 0, 1, 0, 0],
  X_UP: [0, -1, 0, 0, 0, 0, -1, 0, 1, 0, 0, 0],
};

/** The triangles of a COLLADA model (1.4, 1.5) in metres, z up; materials, skins and animations are left out. Null: it has no triangles. */
export function readCollada(file: ImportFile): Result<Mesh | null, Problem> {
  const parsed = readXml(file.text, file.name, LIMITS);
  if (parsed.status === 'failed') return parsed;
  const root = parsed.value;
  if (root.name !== 'COLLADA') {
    const message = `The root element is <${root.name.slice(0, 60)}>, not <COLLADA>.`;
    const place = lineAndColumn(file.text, root.offset);
    return failed(
      problem(
        'collada.no-collada',
        message,
        'Choose a COLLADA model.',
        { file: file.name, place },
        { name: root.name.slice(0, 60) },
      ),
    );
  }
  return ok(new ColladaReader(root).mesh());
}

class ColladaReader {
  private readonly root: XmlElement;
  private readonly geometries = new Map<string, XmlElement>();
  private readonly nodes = new Map<string, XmlElement>();
  private readonly builder = new MeshBuilder();

  constructor(root: XmlElement) {
    this.root = root;
    for (const geometry of descend(root, 'library_geometries', 'geometry'))
      this.geometries.set(geometry.attributes.get('id') ?? '', geometry);
    for (const node of descend(root, 'library_nodes', 'node')) this.nodes.set(node.attributes.get('id') ?? '', node);
  }

  mesh(): Mesh | null {
    const asset = child(this.root, 'asset');
    const unit = Number(asset === undefined ? 1 : (child(asset, 'unit')?.attributes.get('meter') ?? 1));
    const metres = Number.isFinite(unit) && unit > 0 ? unit : 1;
    const up = asset === undefined ? 'Y_UP' : (child(asset, 'up_axis')?.text ?? 'Y_UP');
    const upright = compose(scaling([metres, metres, metres]), UPRIGHT[up] ?? IDENTITY);
    const scenes = descend(this.root, 'library_visual_scenes', 'visual_scene');
    for (const scene of scenes.slice(0, 1))
      for (const node of scene.children) if (node.name === 'node') this.node(node, upright, 0);
    return this.builder.build();
  }

  private node(node: XmlElement, outer: Transform, depth: number): void {
    if (depth > MOST_DEPTH) return;
    let transform = outer;
    for (const part of node.children) {
      const own = transformOf(part);
      if (own !== null) transform = compose(transform, own);
    }
    for (const part of node.children) {
      const target = (part.attributes.get('url') ?? '').replace(/^#/, '');
      if (part.name === 'instance_geometry') this.geometry(this.geometries.get(target), transform);
      else if (part.name === 'node') this.node(part, transform, depth + 1);
      else if (part.name === 'instance_node') {
        const instance = this.nodes.get(target);
        if (instance !== undefined) this.node(instance, transform, depth + 1);
      }
    }
  }

  private geometry(geometry: XmlElement | undefined, transform: Transform): void {
    const mesh = geometry === undefined ? undefined : child(geometry, 'mesh');
    if (mesh === undefined) return;
    const corners = cornersOf(mesh, transform);
    for (const part of mesh.children) {
      const vertex = part.children.find((each) => each.name === 'input' && each.attributes.get('semantic') === 'VERTEX');
      if (vertex === undefined) continue;
      const offset = Number(vertex.attributes.get('offset') ?? 0);
      const stride =
        1 +
        Math.max(
          0,
          ...part.children.filter(({ name }) => name === 'input').map((each) => Number(each.attributes.get('offset') ?? 0)),
        );
      for (const polygon of polygonsOf(part, offset, stride)) {
        const ring = polygon.flatMap((index) => corners[index] ?? []) as unknown as number[];
        const points = Array.from({ length: ring.length / 3 }, (_, index): Corner => [
          ring[index * 3] ?? 0,
          ring[index * 3 + 1] ?? 0,
          ring[index * 3 + 2] ?? 0,
        ]);
        if (points.length !== polygon.length) continue;
        const [a, b, c] = points;
        if (points.length === 3 && a !== undefined && b !== undefined && c !== undefined) this.builder.addTriangle(a, b, c);
        else this.builder.add([points]);
      }
    }
  }
}

/** Corners of the polygons of a part of a mesh, as indices of positions. */
function polygonsOf(part: XmlElement, offset: number, stride: number): number[][] {
  const texts = part.children.filter(({ name }) => name === 'p').map(({ text }) => numbersOf(text));
  const polygons: number[][] = [];
  const cut = (indices: readonly number[], sizes: readonly number[] | null): void => {
    const count = Math.floor(indices.length / stride);
    let at = 0;
    for (let polygon = 0; at < count; polygon += 1) {
      const size = sizes === null ? 3 : (sizes[polygon] ?? 0);
      if (!(size >= 3) || at + size > count) return;
      polygons.push(Array.from({ length: size }, (_, corner) => indices[(at + corner) * stride + offset] ?? -1));
      at += size;
    }
  };
  if (part.name === 'triangles') for (const indices of texts) cut(indices, null);
  else if (part.name === 'polylist') cut(texts[0] ?? [], numbersOf(child(part, 'vcount')?.text ?? ''));
  else if (part.name === 'polygons') for (const indices of texts) cut(indices, [Math.floor(indices.length / stride)]);
  return polygons;
}

function cornersOf(mesh: XmlElement, transform: Transform): Corner[] {
  const vertices = child(mesh, 'vertices');
  const input = vertices?.children.find((each) => each.attributes.get('semantic') === 'POSITION');
  const id = (input?.attributes.get('source') ?? '').replace(/^#/, '');
  const source = mesh.children.find((each) => each.name === 'source' && each.attributes.get('id') === id);
  const values = numbersOf(source === undefined ? '' : (child(source, 'float_array')?.text ?? ''));
  const accessor = source?.children.find(({ name }) => name === 'technique_common')?.children[0];
  const stride = Math.max(3, Number(accessor?.attributes.get('stride') ?? 3) || 3);
  return Array.from({ length: Math.floor(values.length / stride) }, (_, index) =>
    applyTransform(transform, [values[index * stride] ?? 0, values[index * stride + 1] ?? 0, values[index * stride + 2] ?? 0]),
  );
}

function transformOf(part: XmlElement): Transform | null {
  const values = ['matrix', 'translate', 'scale', 'rotate'].includes(part.name) ? numbersOf(part.text) : [];
  const [x = 0, y = 0, z = 0, degrees = 0] = values;
  if (part.name === 'matrix' && values.length === 16) return values.slice(0, 12) as unknown as Transform;
  if (part.name === 'translate' && values.length === 3) return [1, 0, 0, x, 0, 1, 0, y, 0, 0, 1, z];
  if (part.name === 'scale' && values.length === 3) return scaling([x, y, z]);
  return part.name === 'rotate' && values.length === 4 ? rotation(x, y, z, (degrees * Math.PI) / 180) : null;
}

/** About an axis (Rodrigues). */
function rotation(ax: number, ay: number, az: number, angle: number): Transform {
  const length = Math.hypot(ax, ay, az) || 1;
  const [x, y, z, c, s] = [ax / length, ay / length, az / length, Math.cos(angle), Math.sin(angle)];
  const t = 1 - c;
  return [
    t * x * x + c,
    t * x * y - s * z,
    t * x * z + s * y,
    0,
    t * x * y + s * z,
    t * y * y + c,
    t * y * z - s * x,
    0,
    t * x * z - s * y,
    t * y * z + s * x,
    t * z * z + c,
    0,
  ];
}

/** What is no finite number counts as 0, so that places in a list stay what they are. */
function numbersOf(text: string): number[] {
  if (text.trim() === '') return [];
  return text
    .trim()
    .split(/\s+/)
    .map((part) => {
      const value = Number(part);
      return Number.isFinite(value) && Math.abs(value) < 1e9 ? value : 0;
    });
}

export function child(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((each) => each.name === name);
}

function descend(root: XmlElement, library: string, name: string): XmlElement[] {
  return root.children
    .filter((each) => each.name === library)
    .flatMap((each) => each.children.filter((one) => one.name === name));
}
