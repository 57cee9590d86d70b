import { Gunzip } from 'fflate';
import type { Problem } from '../../base/problem.ts';
import { problem } from '../../base/problem.ts';
import type { Result } from '../../base/result.ts';
import { failed, ok } from '../../base/result.ts';

/** Bytes that an archive may unfold to: the largest text of any format. */
const MOST_BYTES = 64 * 2 ** 20;
/** A text shrinks to a twentieth at best; what shrinks more than this is made to fill a disk. */
const MOST_RATIO = 200;
/** Below this no ratio is looked at. */
const LEAST_BYTES = 2 ** 20;
/** Bytes that are given to the library at once. */
const STEP = 65_536;

/** What a gzip archive (RFC 1952) holds. Stopped as soon as it grows beyond a limit: nothing of the rest is unfolded. */
export function gunzip(bytes: Uint8Array, fileName: string): Result<Uint8Array, Problem> {
  const parts: Uint8Array[] = [];
  let size = 0;
  let ended = false;
  let bomb = false;
  const stream = new Gunzip((chunk, final) => {
    size += chunk.length;
    bomb ||= size > MOST_BYTES || (size > LEAST_BYTES && size > bytes.length * MOST_RATIO);
    if (!bomb) parts.push(chunk);
    ended ||= final;
  });
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
  return ok(all);
}
