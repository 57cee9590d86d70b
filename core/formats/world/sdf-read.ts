import type { Problem } from '../../base/problem.ts';
import { problem } from '../../base/problem.ts';
import type { Result } from '../../base/result.ts';
import { failed, ok } from '../../base/result.ts';
import { lineAndColumn } from '../../base/safe-json.ts';
import { readNumber } from '../geo.ts';
import type { XmlElement } from '../guard/xml.ts';
import { readXml } from '../guard/xml.ts';
import type { ImportFile } from '../import-result.ts';
import type { Transform } from './transform.ts';
import { compose, IDENTITY, poseTransform } from './transform.ts';
import type { Corner } from './triangulate.ts';

export type SdfShape =
  | { readonly kind: 'box'; readonly size: Corner }
  | { readonly kind: 'cylinder'; readonly radiusM: number; readonly lengthM: number }
  | { readonly kind: 'sphere'; readonly radiusM: number }
  | { readonly kind: 'mesh'; readonly uri: string; readonly scale: Corner };

export interface SdfBody {
  readonly shape: SdfShape;
  readonly transform: Transform;
}

/** A model: its bodies, or the address of the model it includes. In the frame that its pose is given in. */
export interface SdfModel {
  readonly name: string;
  readonly transform: Transform;
  readonly bodies: readonly SdfBody[];
  readonly includes: readonly SdfInclude[];
  readonly models: readonly SdfModel[];
  readonly place: string;
}

export interface SdfInclude {
  readonly uri: string;
  readonly name: string;
  readonly transform: Transform;
  readonly place: string;
}

export interface SdfWorld {
  readonly name: string;
  readonly models: readonly SdfModel[];
  readonly includes: readonly SdfInclude[];
}

/** Of one file; counted before anything of it is built. */
const MOST_MODELS = 5_000;

/** A world or models of the Simulation Description Format (sdformat.org, 1.4 to 1.11): poses and shapes; physics is left out. */
export function readSdf(file: ImportFile): Result<SdfWorld, readonly Problem[]> {
  if (file.text.split('<model', MOST_MODELS + 2).length > MOST_MODELS + 1) return failed([tooMany(file.name)]);
  const parsed = readXml(file.text, file.name);
  if (parsed.status === 'failed') return failed([parsed.error]);
  const root = parsed.value;
  const at = (element: XmlElement): { file: string; place: string } => ({
    file: file.name,
    place: lineAndColumn(file.text, element.offset),
  });
  if (root.name !== 'sdf') {
    const message = `The root element is <${root.name.slice(0, 60)}>, not <sdf>.`;
    return failed([
      problem('sdf.no-sdf', message, 'Choose a world or model of Gazebo.', at(root), { name: root.name.slice(0, 60) }),
    ]);
  }
  const reader = new SdfReader(file, at);
  const world = root.children.find(({ name }) => name === 'world') ?? root;
  const result: SdfWorld = { name: world.attributes.get('name') ?? '', ...reader.content(world) };
  if (reader.problems.length > 0) return failed(reader.problems.slice(0, 20));
  if (result.models.length + result.includes.length === 0)
    return failed([problem('sdf.empty', 'The world has no model.', 'Choose a world with models.', at(world))]);
  return ok(result);
}

function tooMany(file: string): Problem {
  const message = `There are more than ${MOST_MODELS} models.`;
  return problem('sdf.too-many', message, 'Split the world.', { file, place: 'line 1' }, { limit: MOST_MODELS });
}

class SdfReader {
  readonly problems: Problem[] = [];
  private readonly file: ImportFile;
  private readonly at: (element: XmlElement) => { file: string; place: string };

  constructor(file: ImportFile, at: (element: XmlElement) => { file: string; place: string }) {
    this.file = file;
    this.at = at;
  }

  content(element: XmlElement): { models: SdfModel[]; includes: SdfInclude[] } {
    const models: SdfModel[] = [];
    const includes: SdfInclude[] = [];
    for (const each of element.children) {
      if (each.name === 'model') models.push(this.model(each));
      else if (each.name === 'include') includes.push(this.include(each));
    }
    return { models, includes };
  }

  private model(element: XmlElement): SdfModel {
    const bodies: SdfBody[] = [];
    for (const link of element.children.filter(({ name }) => name === 'link')) {
      const inModel = this.pose(link);
      const of = (kind: string): XmlElement[] => link.children.filter(({ name }) => name === kind);
      // What collides is a simpler copy of what is seen.
      const seen = of('visual').flatMap((visual) => this.body(visual, inModel) ?? []);
      bodies.push(...(seen.length > 0 ? seen : of('collision').flatMap((collision) => this.body(collision, inModel) ?? [])));
    }
    const nested = this.content(element);
    return {
      name: element.attributes.get('name') ?? '',
      transform: this.pose(element),
      bodies,
      ...nested,
      place: lineAndColumn(this.file.text, element.offset),
    };
  }

  private include(element: XmlElement): SdfInclude {
    const uri = element.children.find(({ name }) => name === 'uri')?.text ?? '';
    const name = element.children.find((each) => each.name === 'name')?.text ?? '';
    if (uri === '') this.problems.push(problem('sdf.no-uri', 'An include names no model.', 'Give it a <uri>.', this.at(element)));
    return { uri, name, transform: this.pose(element), place: lineAndColumn(this.file.text, element.offset) };
  }

  private pose(element: XmlElement): Transform {
    const pose = element.children.find(({ name }) => name === 'pose');
    if (pose === undefined || pose.text === '') return IDENTITY;
    const values = this.numbers(pose, 6);
    return values === null ? IDENTITY : poseTransform(values as unknown as Parameters<typeof poseTransform>[0]);
  }

  private body(element: XmlElement, outer: Transform): SdfBody[] | null {
    const geometry = element.children.find(({ name }) => name === 'geometry')?.children[0];
    const shape = geometry === undefined ? null : this.shape(geometry);
    return shape === null ? null : [{ shape, transform: compose(outer, this.pose(element)) }];
  }

  private shape(geometry: XmlElement): SdfShape | null {
    const value = (name: string): number => {
      const element = geometry.children.find((each) => each.name === name);
      return element === undefined ? 0 : (this.numbers(element, 1)?.[0] ?? 0);
    };
    const triple = (name: string, missing: Corner): Corner => {
      const element = geometry.children.find((each) => each.name === name);
      return element === undefined ? missing : ((this.numbers(element, 3) as Corner | null) ?? missing);
    };
    switch (geometry.name) {
      case 'box':
        return { kind: 'box', size: triple('size', [1, 1, 1]) };
      case 'cylinder':
      case 'capsule':
        return { kind: 'cylinder', radiusM: Math.abs(value('radius')), lengthM: Math.abs(value('length')) };
      case 'sphere':
        return { kind: 'sphere', radiusM: Math.abs(value('radius')) };
      case 'mesh':
        return {
          kind: 'mesh',
          uri: geometry.children.find(({ name }) => name === 'uri')?.text ?? '',
          scale: triple('scale', [1, 1, 1]),
        };
      default:
        return null;
    }
  }

  private numbers(element: XmlElement, count: number): number[] | null {
    const values = element.text.split(/\s+/).map(readNumber);
    if (values.length === count && values.every((value) => value !== null && Math.abs(value) <= 1e6)) return values as number[];
    const message = `<${element.name}> holds ${JSON.stringify(element.text.slice(0, 60))}, not ${count} numbers.`;
    this.problems.push(
      problem('sdf.bad-number', message, 'Correct the element, or take another copy of the file.', this.at(element), {
        name: element.name,
        text: element.text.slice(0, 60),
        count,
      }),
    );
    return null;
  }
}
