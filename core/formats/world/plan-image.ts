import { toBase64 } from '../../base/base64.ts';
import type { Problem } from '../../base/problem.ts';
import { problem } from '../../base/problem.ts';
import type { Result } from '../../base/result.ts';
import { failed, ok } from '../../base/result.ts';
import { newScenery } from '../../site/defaults.ts';
import { packShapes } from '../../site/scenery/pack.ts';
import type { Image } from '../../site/scenery/shapes.ts';
import type { ImportResult } from '../import-result.ts';
import { FloorAssembly } from './floors.ts';
import type { WorldOptions } from './world-options.ts';

/** A picture that a graphics card takes as one texture, and that memory bears: 8,192 points a side. */
const MOST_SIDE = 8_192;
const FLOOR_HEIGHT_M = 3;
/** Width of a plan of which nothing is known, m: a small hall. */
const GUESSED_WIDTH_M = 50;

export interface PictureFacts {
  readonly mediaType: Image['mediaType'];
  readonly widthPx: number;
  readonly heightPx: number;
}

/** Size of a PNG or JPEG picture from its head; nothing is unpacked. */
export function readPictureFacts(bytes: Uint8Array, fileName: string): Result<PictureFacts, Problem> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const facts = bytes[0] === 0x89 ? pngFacts(view) : jpegFacts(view);
  const at = { file: fileName, place: 'byte 0' };
  if (facts === null)
    return failed(problem('picture.broken', 'The picture has no size in its head.', 'Save it as PNG or JPEG again.', at));
  if (Math.max(facts.widthPx, facts.heightPx) > MOST_SIDE || Math.min(facts.widthPx, facts.heightPx) < 1) {
    const message = `The picture has ${facts.widthPx} × ${facts.heightPx} points; at most ${MOST_SIDE} a side are shown.`;
    return failed(problem('picture.too-many-points', message, 'Save it smaller.', at, { ...facts, limit: MOST_SIDE }));
  }
  return ok(facts);
}

/** PNG 1.2, section 11.2.2: IHDR comes first. */
function pngFacts(view: DataView): PictureFacts | null {
  if (view.byteLength < 33 || view.getUint32(12) !== 0x49484452) return null;
  return { mediaType: 'image/png', widthPx: view.getUint32(16), heightPx: view.getUint32(20) };
}

/** ITU-T T.81, annex B: segments until a start of frame. */
function jpegFacts(view: DataView): PictureFacts | null {
  if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return null;
  for (let at = 2; at + 9 < view.byteLength;) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) return { mediaType: 'image/jpeg', heightPx: view.getUint16(at + 5), widthPx: view.getUint16(at + 7) };
    at += 2 + view.getUint16(at + 2);
  }
  return null;
}

/** A floor with a picture of its plan lying on it. The scale is a guess until someone measures a length on it. */
export function importPicture(bytes: Uint8Array, fileName: string, options: WorldOptions): ImportResult {
  const facts = readPictureFacts(bytes, fileName);
  if (facts.status === 'failed') return failed([facts.error]);
  const { widthPx, heightPx, mediaType } = facts.value;
  const given = options.metresPerUnit ?? null;
  const metresPerPixel = given ?? GUESSED_WIDTH_M / Math.max(widthPx, heightPx);
  const [widthM, depthM] = [widthPx * metresPerPixel, heightPx * metresPerPixel];
  const floors = new FloorAssembly(options.name, '', fileName);
  const outline = [
    { xM: 0, yM: 0 },
    { xM: widthM, yM: 0 },
    { xM: widthM, yM: depthM },
    { xM: 0, yM: depthM },
  ];
  const heightM = options.floorHeightM ?? FLOOR_HEIGHT_M;
  const floorId = floors.addFloor({ name: 'Ground floor', elevationM: 0, heightM, outline, walls: [], rooms: [], others: [] });
  const shapes = packShapes({ form: 'image', items: [{ mediaType, widthM, depthM, base64: toBase64(bytes) }] });
  const id = floors.assembly.freshId('scenery', 'plan');
  floors.assembly.add('scenery', newScenery({ id: id as never, name: 'Plan', kind: 'plan', placeId: floorId as never, shapes }));
  const text = `The plan is ${widthM.toPrecision(3)} m wide and ${depthM.toPrecision(3)} m deep.`;
  floors.note(
    given === null ? 'guessed' : 'assumed',
    text,
    given === null ? 'a picture says nothing of its scale: measure a length on it' : 'scale that was given',
  );
  const imported = floors.finish(null, 'A floor plan as a picture.');
  return ok({
    ...imported,
    adjustable: [{ option: 'metresPerUnit', value: metresPerPixel, basis: given === null ? 'guessed' : 'stated' }],
  });
}
