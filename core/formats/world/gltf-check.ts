import type { Message, Report } from 'gltf-validator';
import type { Problem } from '../../base/problem.ts';
import { problem } from '../../base/problem.ts';

/** Problems that are told of one model. */
const MOST_PROBLEMS = 20;
/** What the specification merely advises against; here it means that bytes belong to nothing: a torn or spliced file. */
const ALSO_REFUSED = new Set(['GLB_EXTRA_DATA', 'BUFFER_GLB_CHUNK_TOO_BIG']);
const REMEDY = 'Export the model again; the glTF validator of Khronos names the same fault.';

/**
 * What Khronos' validator finds wrong with a model and the files it names; empty for a sound one. `resources`: the files that came with it,
 * by the last part of their names.
 */
export async function gltfProblems(
  bytes: Uint8Array,
  fileName: string,
  resources: ReadonlyMap<string, Uint8Array>,
): Promise<readonly Problem[]> {
  const begin = String.fromCharCode(...bytes.subarray(0, 4));
  if (bytes.length === 0)
    return [
      problem('gltf.empty', 'The file is empty.', 'Take a complete copy of the file.', { file: fileName, place: 'byte 0' }),
    ];
  const isText = /^(?:\u00ef\u00bb\u00bf)?\s*\{/.test(begin) || begin.startsWith('\u00ef\u00bb\u00bf');
  if (begin !== 'glTF' && !isText) {
    const message = 'The file begins neither as a binary model (glTF) nor as JSON.';
    return [problem('gltf.no-gltf', message, 'Choose a .glb or .gltf file.', { file: fileName, place: 'byte 0' })];
  }
  const { validateBytes } = await import('gltf-validator');
  const missing = new Set<string>();
  let report: Report;
  try {
    report = await validateBytes(bytes, {
      uri: fileName,
      maxIssues: 100,
      writeTimestamp: false,
      format: begin === 'glTF' ? 'glb' : 'gltf',
      externalResourceFunction: (uri) => {
        const found = resources.get(lastPart(uri));
        if (found !== undefined) return Promise.resolve(found);
        missing.add(lastPart(uri));
        return Promise.reject(new Error('not among the files'));
      },
    });
  } catch (error) {
    const reason = String(error).replace(/^Error: /, '');
    return [
      problem('gltf.unreadable', `The model cannot be read: ${reason}.`, REMEDY, { file: fileName, place: 'byte 0' }, { reason }),
    ];
  }
  const lost = [...missing].filter((name) => !/\.(png|jpe?g|webp|ktx2)$/i.test(name));
  if (lost.length > 0) {
    return lost.map((name) => {
      const remedy = 'Choose the model together with the files it names.';
      return problem(
        'gltf.missing-file',
        `The model needs ${name}, which is not among the files.`,
        remedy,
        { file: fileName, place: `uri ${name}` },
        { name },
      );
    });
  }
  return report.issues.messages
    .filter((message) => isFault(message))
    .slice(0, MOST_PROBLEMS)
    .map((message) => asProblem(message, fileName));
}

/** Pictures are not drawn, so that one that is missing or odd does not matter. */
function isFault({ severity, code, pointer = '' }: Message): boolean {
  if (pointer.startsWith('/images')) return false;
  return severity === 0 || ALSO_REFUSED.has(code) || (code === 'DATA_URI_GLB' && pointer.startsWith('/buffers'));
}

function asProblem({ message, code, pointer, offset }: Message, file: string): Problem {
  const place = offset === undefined ? (pointer === undefined || pointer === '' ? 'JSON' : pointer) : `byte ${offset}`;
  const reason = message.replaceAll(/\s+/g, ' ').replace(/\.$/, '').slice(0, 300);
  return problem('gltf.invalid', `${reason}.`, REMEDY, { file, place }, { reason, rule: code });
}

/** File name of an address inside a model. */
export function lastPart(uri: string): string {
  const name = uri.replace(/^.*[/\\]/, '');
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
