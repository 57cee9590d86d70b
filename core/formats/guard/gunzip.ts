import { Gunzip } from 'fflate';
import { crc32 } from '../../base/crc32.ts';
import type { Problem } from '../../base/problem.ts';
import { problem } from '../../base/problem.ts';
import type { Result } from '../../base/result.ts';
import { failed, ok } from '../../base/result.ts';

/** Bytes that an archive may unfold to: the largest map or plan. */
const MOST_BYTES = 64 * 2 ** 20;
/** A map shrinks to a twentieth at best, a generated site to a fortieth; what shrinks more than this is made to fill a disk. */
const MOST_RATIO = 200;
/** Below this no ratio is looked at. */
const LEAST_BYTES = 2 ** 20;
/** Bytes that are given to the library at once. */
const STEP = 65_536;
/** Bytes of an archive that are unfolded to see what it is: at most as many as are looked at of any file. */
const START = 4096;

/**
 * What a gzip archive (RFC 1952) holds. Stopped as soon as it grows beyond a limit: nothing of the rest is unfolded. Of an archive with one
 * member, as every program writes it, size and checksum are compared with what it says of itself.
 */
export function gunzip(bytes: Uint8Array, fileName: string, mostBytes = MOST_BYTES): Result<Uint8Array, Problem> {
  const parts: Uint8Array[] = [];
  let size = 0;
  let ended = false;
  let bomb = false;
  let members = 0;
  const stream = new Gunzip((chunk, final) => {
    size += chunk.length;
    bomb ||= size > mostBytes || (size > LEAST_BYTES && size > bytes.length * MOST_RATIO);
    if (!bomb) parts.push(chunk);
    ended ||= final;
  });
  stream.onmember = () => {
    members += 1;
  };
  const at = (offset: number): { file: string; place: string } => ({ file: fileName, place: `byte ${offset}` });
  try {
    for (let start = 0; start < bytes.length && !bomb; start += STEP) {
      stream.push(bytes.subarray(start, start + STEP), start + STEP >= bytes.length);
      if (bomb)
        return failed(
          problem(
            'gzip.too-large',
            'The archive unfolds to far more than any map or plan has.',
            'Check where it comes from.',
            at(start),
          ),
        );
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return failed(
      problem('gzip.broken', `The archive is damaged: ${reason}.`, 'Take a complete copy of the file.', at(bytes.length), {
        reason,
      }),
    );
  }
  if (!ended || size === 0)
    return failed(
      problem(
        'gzip.broken',
        'The archive is damaged: it ends too early.',
        'Take a complete copy of the file.',
        at(bytes.length),
        { reason: 'end' },
      ),
    );
  const all = new Uint8Array(size);
  let filled = 0;
  for (const part of parts) {
    all.set(part, filled);
    filled += part.length;
  }
  if (members <= 1 && !agreesWithTrailer(all, bytes))
    return failed(
      problem(
        'gzip.broken',
        'The archive is damaged: its content is not what its checksum says.',
        'Take a complete copy of the file.',
        at(bytes.length),
        { reason: 'checksum' },
      ),
    );
  return ok(all);
}

/** First bytes of what an archive holds, as far as the first step unfolds them; none where it is no archive. */
export function gunzipStart(bytes: Uint8Array): Uint8Array {
  let first = new Uint8Array(0);
  const stream = new Gunzip((chunk) => {
    if (first.length === 0) first = chunk.slice(0, STEP);
  });
  try {
    stream.push(bytes.subarray(0, START));
  } catch {
    // What is damaged is told by `gunzip`.
  }
  return first;
}

/** The last eight bytes of an archive: checksum and size of its content, least byte first. */
function agreesWithTrailer(content: Uint8Array, archive: Uint8Array): boolean {
  const trailer = new DataView(archive.buffer, archive.byteOffset + archive.length - 8, 8);
  return trailer.getUint32(0, true) === crc32(content) && trailer.getUint32(4, true) === content.length % 2 ** 32;
}
